/* SPDX-License-Identifier: MIT */
/* Comparison and trend for programs: one JSON object on one line. docs/FORMATS.md says what each name means.
 */
#ifndef COMPARE_JSON_H
#define COMPARE_JSON_H

#include "compare/comparison.h"
#include "writing/json_build.h"
#include "shared/text_buffer.h"

#define COMPARE_JSON_VERSION 1

/* Add the comparison and a newline. Unknown numbers are null. */
void compare_json_add(struct text_buffer *out, const struct comparison *comparison);

/* Parts that the trend has too: "sessions" and "left_out", and a spot in one session (null when it is not
 * there). */
json_t *compare_json_sessions(const struct session_set *set, bool *ok);
json_t *compare_json_left_out(const struct session_set *set, bool *ok);
json_t *compare_json_sighting(const struct result_spot *spot, bool *ok);

#endif
