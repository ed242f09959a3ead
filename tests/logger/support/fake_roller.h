/* SPDX-License-Identifier: MIT */
/* A roller on a pseudo-terminal, run by a thread: it sends a reading each period and replies to `?`. */
#pragma once

#include "device_pty.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

struct fake_roller {
    struct device_pty *pty;
    const char *id;
    const char *extra;  /* appended to the H line, such as ",settings=corrupt" */
    const char *stream; /* another device that sends this repeatedly; NULL = a roller */
    pthread_t thread;
    bool was_asked; /* a logger has sent `?` */
    atomic_bool ended;
    atomic_bool press;    /* press the button once */
    atomic_bool hold;     /* hold it for a second, once */
    bool is_steady;       /* the load on the strips does not vary */
    atomic_bool lifted;   /* no strip is loaded */
    atomic_int rolls;     /* 1 or -1: one way or the other along the thigh, at 71 mm/s by the gyro */
    pthread_mutex_t lock; /* protects `sent` */
    pthread_cond_t reading_sent;
    unsigned sent; /* number of readings sent */
};

/* Start a roller whose `id`, `extra` and `stream` are set and whose other fields are zero. */
void fake_roller_start(struct fake_roller *roller, struct device_pty *pty);
void fake_roller_stop(struct fake_roller *roller);

/* Block until the pseudo-terminal has taken `count` more readings. */
void fake_roller_wait_for_readings(struct fake_roller *roller, unsigned count);
