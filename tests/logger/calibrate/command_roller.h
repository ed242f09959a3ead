/* SPDX-License-Identifier: MIT */
/* A fake roller at the device's end of a pseudo-terminal: a thread that sends frames and executes commands, with at
 * most one fault. */
#pragma once

#include "logger/support/device_pty.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

enum fake_fault {
    FAKE_NONE,
    FAKE_REFUSES,             /* refuses K and L */
    FAKE_KEEPS_OLD,           /* accepts, but keeps the old value */
    FAKE_SILENT,              /* does not reply to K and L */
    FAKE_UNPLUGGED_AT_CHANGE, /* unplugged when K or L arrives */
    FAKE_REFUSES_SAVE,
    FAKE_UNPLUGGED_AT_SAVE,
    FAKE_CORRUPT_SAVE /* reports settings=corrupt after a save */
};

struct command_roller {
    struct device_pty *pty;
    enum fake_fault fault;
    pthread_t thread;
    atomic_bool must_end;
    double k_n[8], p[8], radius_mm; /* values in use */
    bool is_measured[8];            /* initially only strip 4, on 2026-02-02 */
    char day[8][16];
    double saved_k_n[8], saved_p[8], saved_radius_mm; /* values in EEPROM */
    bool has_saved;
    int saving_commands; /* number of commands that it will still refuse with "still saving" */
    char received[1024]; /* all commands, for assertions after command_roller_end */
};

/* Start the thread; command_roller_end ends it. `pty` is owned by the caller. */
void command_roller_start(struct command_roller *roller, struct device_pty *pty, enum fake_fault fault);
void command_roller_end(struct command_roller *roller);
