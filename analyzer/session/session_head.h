/* SPDX-License-Identifier: MIT */
/* What the "#" lines at the start of a session say, read without its rows: enough to choose among many sessions. */
#pragma once

#include "shared/failure.h"
#include "shared/session_format.h"

#include <stdbool.h>

/* Read the header of the session at `path`; sets `*is_session` to false if the file cannot be read, is not a regular
 * file, or does not begin like a session. False, with the failure set, only when out of memory. */
bool session_head_read(const char *path, struct session_header *header, bool *is_session, struct failure *failure);

/* Read the subject alone, even if the session cannot be analysed: files of other people are not named in a report.
 * False if there is none, or if the file is not a regular file, whose lines could be read only once. */
bool session_head_read_subject(const char *path, char subject[SESSION_TEXT_SIZE]);
