/* SPDX-License-Identifier: MIT */
/*
 * Connects the simulated roller's pseudo-terminal with the serial chip of the emulated computer: a thread
 * that passes bytes both ways and records every frame that the roller sent, whether it was plugged in or not.
 *
 * As with a real chip, bytes that it cannot deliver are lost: while unplugged, and beyond BRIDGE_CHIP_BYTES
 * that are not read.
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
    char readings[BRIDGE_READINGS_SIZE]; /* its fields after t_us, as sent */
};

/* The fields are private, except frames and count after bridge_stop. */
struct bridge {
    int pty_fd;
    int listen_fd;
    int chip_fd; /* to the emulator; below 0: not connected yet */
    struct frame_decoder decoder;
    pthread_t thread;
    pthread_mutex_t lock; /* protects the fields below */
    bool plugged;
    bool stopping;
    struct sent_frame *frames;
    size_t count;
    size_t capacity;
};

/* Open the roller's `pty`, wait on the socket `path` for the emulator, and pass bytes. Fails the test if it
 * cannot. */
void bridge_start(struct bridge *bridge, const char *pty, const char *path);
/* Whether the roller's bytes get through. When unplugging, waits until all bytes sent were read: QEMU 7.2
 * crashed on a busy machine when bytes arrived for an adapter that was being removed. */
void bridge_plug(struct bridge *bridge, bool plugged);
/* Number of frames sent so far. */
size_t bridge_count(struct bridge *bridge);
void bridge_stop(struct bridge *bridge);
/* Free the record. */
void bridge_free(struct bridge *bridge);

#endif
