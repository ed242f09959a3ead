/* SPDX-License-Identifier: MIT */
/* The "#" lines at the head of a session, as text: where they end, and the same lines with other values. */
#pragma once

#include "options/annotation.h"
#include "shared/text_buffer.h"

#include <stddef.h>

#define SESSION_HEAD_MAX_BYTES 65536 /* longer than any head */

/* Find where the head ends and the table begins. `bytes` are the first `length` bytes of a file, at least
 * SESSION_HEAD_MAX_BYTES unless the file is shorter. Returns NULL, or why this is no file that may be changed, to be
 * said after its name: "is compressed: ...". */
const char *session_head_find_end(const char *bytes, size_t length, size_t *head_length);

/* Add the lines of `head` to `out`, with the values of `annotation`. Other lines stay as they are, byte for byte. A key
 * without a line gets one at the end of the head; a key with several keeps one. Values are sanitized, so each stays
 * within its line. Sets changed[key] for each value that was another before. */
void session_head_add(struct text_buffer *out, const char *head, size_t length, const struct annotation *annotation,
                      bool changed[ANNOTATION_KEYS]);
