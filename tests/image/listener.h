/* SPDX-License-Identifier: MIT */
/* Reads the roller's port and checks that nothing is missing or torn. */
#ifndef LISTENER_H
#define LISTENER_H

#include "wire/frame.h"

#include <stdint.h>

#define LISTENER_LIMIT_S 60

/* Counts of the lines received. */
struct catch
{
    struct frame_decoder decoder;
    unsigned long frames, lines;
    long first_seq, last_seq;
    uint32_t first_t_us, last_t_us;
    unsigned long answers, marks, hellos;
};

struct catch listener_new(void);

/* Block until the link exists and open it, as a logger does. */
int listener_open(const char *link);

/* Read until the other side closes, or `max` frames have arrived. Fails the test if a frame is missing. */
void listener_read(int fd, struct catch *caught, unsigned long max);

/* Block until the port has no space for another line. */
void listener_wait_until_full(int fd);

/* Return the monotonic clock in seconds. */
double listener_now_s(void);

#endif
