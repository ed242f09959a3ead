/* SPDX-License-Identifier: MIT */
/* Building JSON with jansson: unknown numbers are null, text is sanitized, and callers check only once,
 * at the end, whether there was enough memory. */
#pragma once

#include "shared/text_buffer.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* Set member `name` of `object`, or append to `list`; both take ownership of `value`. When out of memory,
 * which includes a NULL `value`, `*ok` becomes false. */
void json_build_set(json_t *object, const char *name, json_t *value, bool *ok);
void json_build_append(json_t *list, json_t *value, bool *ok);

/* Return a new value, or NULL when out of memory. A number that is not finite is null, -0.0 is 0.0. */
json_t *json_build_number(double value);
json_t *json_build_count(size_t value);
json_t *json_build_string(const char *text);
json_t *json_build_numbers(const double values[], size_t count, bool *ok);

/* Add `object` as one line, with 9 significant digits, and release it. Sets out->failed if `ok` is false (the object is
 * incomplete) or when out of memory. */
void json_build_add_line(struct text_buffer *out, json_t *object, bool ok);
