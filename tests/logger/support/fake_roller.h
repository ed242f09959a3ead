/* SPDX-License-Identifier: MIT */
/* A roller on a pseudo-terminal, in a thread: it sends a reading each period and answers `?`. */
#ifndef FAKE_ROLLER_H
#define FAKE_ROLLER_H

#include "device_pty.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

struct fake_roller {
    struct device_pty *pty;
    const char *id;
    const char *extra;  /* more of its H line: ",settings=corrupt"; "" = none */
    const char *stream; /* not a roller at all: send this again and again; NULL = a roller */
    pthread_t thread;
    bool was_asked; /* somebody listens */
    atomic_bool ended;
    atomic_bool press; /* the button, once */
    atomic_uint sent;  /* readings that the pseudo-terminal took */
};

/* Start it; `id`, `more` and `stream` are set, the rest zeroed. */
void fake_roller_start(struct fake_roller *roller, struct device_pty *pty);
void fake_roller_stop(struct fake_roller *roller);

#endif
