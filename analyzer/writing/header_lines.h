/* SPDX-License-Identifier: MIT */
/* The "#" lines of a session (docs/FORMATS.md). */
#pragma once

#include "shared/session_format.h"
#include "shared/text_buffer.h"

/* Add a line for each value of the header. A number that is NAN or 0 has an empty value, and so has a list that begins
 * with NAN: readers then take the default. */
void header_lines_add(struct text_buffer *out, const struct session_header *header);
