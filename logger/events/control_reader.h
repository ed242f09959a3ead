/* SPDX-License-Identifier: MIT */
/* Reads the commands of another program (--control) without ever blocking. */
#pragma once

#include "events/control_parser.h"

#include <stdbool.h>
#include <stddef.h>

#define CONTROL_READ_SIZE 1024 /* bytes taken at a time, so that a flood of them does not hold up the recording */

enum control_result {
    CONTROL_NOTHING, /* no complete line has arrived */
    CONTROL_MESSAGE, /* a line has arrived */
    CONTROL_ENDED    /* the other end has closed the control, or has ended */
};

/* Private, except `fd`. */
struct control_reader {
    int fd; /* 0 = no control; owned by the caller */
    bool ended;
    struct control_parser parser;
    size_t start, end; /* of the bytes that are not parsed yet */
    char bytes[CONTROL_READ_SIZE];
};

/* Read from `fd` from now on; 0 = there is no control. It is not inherited by programs that this one starts. False,
 * with errno, if that fails. */
bool control_reader_open(struct control_reader *reader, int fd);

/* Read at most CONTROL_READ_SIZE bytes, and take at most one line. */
enum control_result control_reader_take(struct control_reader *reader, struct control_message *message);
