/* SPDX-License-Identifier: MIT */
/* JSON with jansson, as all outputs need it: unknown numbers are null, text is sanitized, and running out of
 * memory is reported once, at the end. */
#ifndef JSON_BUILD_H
#define JSON_BUILD_H

#include "shared/text_buffer.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* Set `name` of `object`, or append to `list`. `value` is owned by them afterwards. When out of memory (also
 * when `value` is NULL for that reason), `*ok` becomes false. */
void json_build_set(json_t *object, const char *name, json_t *value, bool *ok);
void json_build_append(json_t *list, json_t *value, bool *ok);

/* null when not finite; never -0.0. */
json_t *json_build_number(double value);
json_t *json_build_count(size_t value);
json_t *json_build_string(const char *text);
json_t *json_build_numbers(const double values[], size_t count, bool *ok);

/* Add `object` as one line, with 9 significant digits, and release it. Unless `ok`, `out` has failed. */
void json_build_add_line(struct text_buffer *out, json_t *object, bool ok);

#endif
