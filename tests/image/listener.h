/* SPDX-License-Identifier: MIT */
/* Reads the port of the roller and checks that no frame is missing and no line is torn. */
#pragma once

#include "wire/wire_line.h"

#include <stdint.h>

#define LISTENER_LIMIT_S 120

/* The lines received so far: their counts, and the first and last frame. */
struct reception {
    struct wire_decoder decoder;
    unsigned long frames, lines;
    long first_seq, last_seq;
    uint32_t first_t_us, last_t_us;
    unsigned long replies, marks, hellos;
};

/* Return a reception without lines. */
struct reception listener_new(void);

/* Block until the link exists, and open it as a logger does. Returns a file descriptor. */
int listener_open(const char *link);

/* Read until the other side closes, or `frames_max` frames have been received. Fails the test if a frame is missing. */
void listener_read(int fd, struct reception *reception, unsigned long frames_max);

/* Block until the port has no space for another line. */
void listener_wait_until_full(int fd);

/* Return the monotonic clock in seconds. */
double listener_now_s(void);
