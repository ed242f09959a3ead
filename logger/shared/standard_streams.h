/* SPDX-License-Identifier: MIT */
#ifndef STANDARD_STREAMS_H
#define STANDARD_STREAMS_H

#include <stdbool.h>

/* Open /dev/null in place of each standard stream that was closed when the program started. Otherwise the
 * next file that is opened would get its descriptor, and messages would be written into that file. Call this first in
 * main. False if /dev/null cannot be opened. */
bool standard_streams_ensure_open(void);

#endif
