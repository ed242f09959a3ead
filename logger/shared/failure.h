/* SPDX-License-Identifier: MIT */
/* Errors as values: an exit status and a message that the user can act on.
 *
 * A function that can fail takes a `struct failure *`, fills it in and returns false. Only main() (in the
 * analyzer: run.c) prints the message, and only main() exits; child processes end with _exit(). A failure owns no
 * memory and may be copied. */
#pragma once

#include <stdbool.h>

/* The exit codes of the programs (docs/FORMATS.md). */
enum exit_status {
    EXIT_STATUS_DONE = 0,
    EXIT_STATUS_USAGE = 2,    /* the command line is wrong */
    EXIT_STATUS_INPUT = 3,    /* the input cannot be read (also for lack of memory), or is not a session */
    EXIT_STATUS_DEVICE = 4,   /* the device is missing, busy or did not come back */
    EXIT_STATUS_OUTPUT = 5,   /* the output could not be written completely */
    EXIT_STATUS_NO_CHARTS = 6 /* the report was written, but some charts could not be drawn */
};

/* Why a port cannot be opened, for a program that does not read messages. */
enum failure_reason { FAILURE_OTHER, FAILURE_BUSY, FAILURE_NO_PERMISSION };

struct failure {
    enum exit_status status;
    enum failure_reason reason;
    bool input_unreadable; /* a read error or lack of memory: the input itself may be fine */
    char message[800];     /* sanitized text: what happened, where, and what to do; without a final newline */
};

/* Fill in a failure and return false. Arguments may be untrusted: the message is sanitized. */
bool failure_set(struct failure *failure, enum exit_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Append the message of `later`, a failure that followed. The exit status is unchanged. */
void failure_append(struct failure *failure, const struct failure *later);

/* Like failure_set, and set input_unreadable. */
bool failure_set_unreadable(struct failure *failure, enum exit_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
