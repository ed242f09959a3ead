/* SPDX-License-Identifier: MIT */
/* A roller at the device's end of a pseudo-terminal that obeys commands, or does one thing wrong: a thread of
 * the test. */
#ifndef COMMAND_ROLLER_H
#define COMMAND_ROLLER_H

#include "logger/support/device_pty.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

enum fake_fault {
    FAKE_NONE,
    FAKE_REFUSES,        /* K and L */
    FAKE_KEEPS_OLD,      /* says that it obeyed, and did not */
    FAKE_SILENT,         /* does not answer K and L */
    FAKE_GOES_AT_CHANGE, /* unplugged when K or L comes */
    FAKE_REFUSES_SAVE,
    FAKE_GOES_AT_SAVE,
    FAKE_CORRUPT_SAVE /* after it: settings=corrupt */
};

struct command_roller {
    struct device_pty *pty;
    enum fake_fault fault;
    pthread_t thread;
    atomic_bool over;
    double k_n[8], p[8], radius_mm; /* as it works with them */
    bool is_measured[8];            /* to begin with strip 4, on 2026-02-02 */
    char day[8][16];
    double saved_k_n[8], saved_p[8], saved_radius_mm; /* over power-off */
    bool saved;
    int busy;         /* refusals left while it saves: "still saving" */
    char heard[1024]; /* every command, with commas between: for asserts after command_roller_end */
};

void command_roller_start(struct command_roller *roller, struct device_pty *pty, enum fake_fault fault);
void command_roller_end(struct command_roller *roller);

#endif
