/* SPDX-License-Identifier: MIT */
/* Standard input, output and error as the caller of a program left them: maybe closed. */
#ifndef STANDARD_STREAMS_H
#define STANDARD_STREAMS_H

#include <stdbool.h>

/*
 * A standard descriptor that is closed would be taken by the next file opened, and our output then written
 * into that file. Put in its place one that can be read and not be written, so that writing fails as it
 * should. Call first of all. False when even that cannot be opened.
 */
bool standard_streams_ensure_open(void);

#endif
