/* SPDX-License-Identifier: MIT */
#ifndef STANDARD_STREAMS_H
#define STANDARD_STREAMS_H

#include <stdbool.h>

/*
 * Open /dev/null for reading in place of each standard stream that the caller of the program has closed.
 * Otherwise the next file opened gets its descriptor, and our messages are written into that file. Call this
 * first in main. False if /dev/null cannot be opened.
 */
bool standard_streams_ensure_open(void);

#endif
