/* SPDX-License-Identifier: MIT */
/* What all JSON outputs are made of: unknown numbers are null, texts are plain, memory that runs out is
 * latched. */
#ifndef JSON_BUILD_H
#define JSON_BUILD_H

#include "shared/text_buffer.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* Put `value` (taken over) into `object` under `name`, or at the end of `list`. A NULL value, which is memory
 * that ran out, makes `*ok` false. */
void json_build_set(json_t *object, const char *name, json_t *value, bool *ok);
void json_build_append(json_t *list, json_t *value, bool *ok);

/* null when it is not finite; never -0.0. */
json_t *json_build_number(double value);
json_t *json_build_count(size_t value);
/* Plain (sanitized_text.h). */
json_t *json_build_string(const char *text);
json_t *json_build_numbers(const double *values, size_t count, bool *ok);

/* Add `object` (given back here) as one line with 9 significant digits; what is not `ok` fails `out`. */
void json_build_add_line(struct text_buffer *out, json_t *object, bool ok);

#endif
