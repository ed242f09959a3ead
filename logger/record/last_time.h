/* SPDX-License-Identifier: MIT */
/* What the person said at the last recording, kept in the user's configuration folder (docs/FORMATS.md, "What was said
 * last time"). It is only ever offered: the person at the terminal must confirm it. */
#pragma once

#include "shared/session_format.h"

#include <stdbool.h>

#define LAST_TIME_FOLDER_SIZE 1024

struct last_time {
    char subject[SESSION_TEXT_SIZE];    /* sanitized; "" = not said */
    double thigh_length_mm;             /* 0 = not said */
    char folder[LAST_TIME_FOLDER_SIZE]; /* of the sessions, absolute; "" = unknown */
};

/* Read it. Without a file it is empty. False, with all of it empty and `*problem` why, if the file cannot be trusted:
 * it is damaged, larger than any that this program writes, not a file, or another user's. */
bool last_time_load(struct last_time *last, const char **problem);

/* Write it, in one step. False, with errno set, if that fails. */
bool last_time_save(const struct last_time *last);
