/* SPDX-License-Identifier: MIT */
/* Whose session a file is, even if it cannot be analysed: files of other people are not named in a report. */
#pragma once

#include "shared/session_format.h"

#include <stdbool.h>

/* Read the subject from the "#" lines at the start of the file. False if there is none, or if the file is not a regular
 * file, whose lines could be read only once. */
bool subject_read(const char *path, char subject[SESSION_TEXT_SIZE]);
