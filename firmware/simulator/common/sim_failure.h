/* SPDX-License-Identifier: MIT */
/* An error as a value: an exit status and a message that tells the user what to do. Only main() prints it. */
#ifndef SIM_FAILURE_H
#define SIM_FAILURE_H

#include <stdbool.h>

/* The exit statuses of all programs (docs/FORMATS.md). */
enum sim_status {
    SIM_DONE = 0,
    SIM_USAGE = 2,  /* the command line is wrong */
    SIM_INPUT = 3,  /* the firmware or the rig's commands cannot be read or run */
    SIM_DEVICE = 4, /* no pseudo-terminal, or no reader */
    SIM_OUTPUT = 5  /* a file could not be written completely */
};

struct sim_failure {
    enum sim_status status;
    char message[600]; /* without a final newline or control characters */
};

/* Fill in a failure; control characters become '?'. Always returns false, for `return sim_failure_set(...)`. */
bool sim_failure_set(struct sim_failure *failure, enum sim_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
