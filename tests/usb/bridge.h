/* SPDX-License-Identifier: MIT */
/* Connects the simulated roller's pseudo-terminal with the serial chip of the emulated computer: a thread forwards
 * bytes both ways, and records every frame that the roller sends, whether plugged in or not.
 *
 * As with a real chip, bytes for the computer are lost while the roller is unplugged or BRIDGE_CHIP_BYTES are unread.
 */
#pragma once

#include "wire/wire_line.h"

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BRIDGE_CHIP_BYTES 4096
#define BRIDGE_READINGS_SIZE 128

struct sent_frame {
    uint16_t seq;
    uint32_t t_us;
    char readings[BRIDGE_READINGS_SIZE]; /* the frame's fields after t_us, as sent */
};

/* The fields are private, except frames and count after bridge_stop. */
struct bridge {
    int pty_fd;
    int listen_fd;
    int chip_fd; /* connection to the emulator; below 0: none */
    struct wire_decoder decoder;
    pthread_t thread;
    pthread_mutex_t lock; /* protects the fields below */
    bool plugged;
    bool stopping;
    struct sent_frame *frames;
    size_t count;
    size_t capacity;
};

/* Open the roller's `pty`, accept the emulator's connection at the socket `path`, and start the thread. Fails
 * the test on an error. */
void bridge_start(struct bridge *bridge, const char *pty, const char *path);
/* Plug the adapter in or unplug it: deliver the roller's bytes from now on, or lose them. Unplugging first waits until
 * all delivered bytes are read: QEMU 7.2 crashed on a busy machine when bytes arrived for an adapter that was being
 * removed. */
void bridge_plug(struct bridge *bridge, bool plugged);
/* Return the number of frames sent so far. */
size_t bridge_count(struct bridge *bridge);
/* Stop the thread and close the files. */
void bridge_stop(struct bridge *bridge);
/* Free the recorded frames. */
void bridge_free(struct bridge *bridge);
