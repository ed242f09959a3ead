/* SPDX-License-Identifier: MIT */
/*
 * Errors as values: an exit status and one message that a user can act on.
 *
 * A function that can fail takes a `struct failure *` and returns false after filling it in. Only main()
 * prints the message and exits. A failure owns no memory; it can be copied and forgotten.
 */
#ifndef FAILURE_H
#define FAILURE_H

#include <stdbool.h>

/* The exit codes of both programs (docs/FORMATS.md). */
enum exit_status {
    EXIT_STATUS_DONE = 0,
    EXIT_STATUS_USAGE = 2,    /* the command line is wrong */
    EXIT_STATUS_INPUT = 3,    /* the input cannot be read or is not a session */
    EXIT_STATUS_DEVICE = 4,   /* no device, busy, or lost for good */
    EXIT_STATUS_OUTPUT = 5,   /* the output could not be written whole */
    EXIT_STATUS_NO_CHARTS = 6 /* the report was written but charts could not be drawn */
};

struct failure {
    enum exit_status status;
    bool input_unreadable; /* it says nothing of the input itself, which could not be read, or not held */
    char message[800]; /* what happened, where, and what to do; no newline at its end, no control characters
                        */
};

/*
 * Fill in a failure. Control characters that came in with the arguments (file names, text from a device) are
 * replaced by '?', so that the message is safe on a terminal. Always returns false: `return
 * failure_set(...)`.
 */
bool failure_set(struct failure *failure, enum exit_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* That it is `input_unreadable`. Returns false: `return failure_set(...) || failure_mark_unreadable(...)`. */
bool failure_mark_unreadable(struct failure *failure);

#endif
