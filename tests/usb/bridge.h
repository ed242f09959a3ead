/* SPDX-License-Identifier: MIT */
/*
 * Between the simulated roller's pseudo-terminal and the serial chip of the emulated computer: a thread that
 * passes bytes both ways and keeps a record of every frame that the roller sent, whether the plug was in or
 * not.
 *
 * As with a real chip, what it cannot hand over is gone: while the plug is out, and past BRIDGE_CHIP_BYTES
 * when nobody takes them.
 */
#ifndef BRIDGE_H
#define BRIDGE_H

#include "wire/frame.h"

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BRIDGE_CHIP_BYTES 4096
#define BRIDGE_READINGS_SIZE 128

struct sent_frame {
    uint16_t seq;
    uint32_t t_us;
    char readings[BRIDGE_READINGS_SIZE]; /* its fields behind t_us, as they stood on the wire */
};

/* Fields are the bridge's own, but for frames and count once it was stopped. */
struct bridge {
    int pty_fd;
    int listen_fd;
    int chip_fd; /* the emulator's end; below 0: not connected yet */
    struct frame_decoder decoder;
    pthread_t thread;
    pthread_mutex_t lock; /* of what follows */
    bool plugged;
    bool stopping;
    struct sent_frame *frames;
    size_t count;
    size_t room;
};

/* Open the roller's `pty`, wait on the socket `path` for the emulator, pass on. Ends the test when it cannot.
 */
void bridge_start(struct bridge *bridge, const char *pty, const char *path);
/* Whether the roller's bytes get through. When no more do, waits until those sent were taken: QEMU 7.2 was
 * seen to crash, on a busy machine, where bytes came for an adapter that was being taken away. */
void bridge_plug(struct bridge *bridge, bool plugged);
/* Frames sent so far. */
size_t bridge_count(struct bridge *bridge);
void bridge_stop(struct bridge *bridge);
/* Free the record. */
void bridge_free(struct bridge *bridge);

#endif
