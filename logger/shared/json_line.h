/* SPDX-License-Identifier: MIT */
/* JSON as text. */
#pragma once

#include "shared/text_buffer.h"

#include <jansson.h>

/* Add a value of any kind, with 9 significant digits. When out of memory, or if `value` is NULL, sets out->failed. */
void json_line_add_value(struct text_buffer *out, const json_t *value);

/* Return a number rounded to `digits` decimal digits; null if it is not known (NAN, INFINITY). */
json_t *json_rounded(double value, int digits);

/* Return a text from outside, sanitized, and truncated to JSON_SANITIZED_SIZE; null if it is empty. */
#define JSON_SANITIZED_SIZE 4096
json_t *json_sanitized(const char *text);
/* Return the absolute path of a file, sanitized; null if it is empty. */
json_t *json_absolute_path(const char *path);

/* Return the text at a key of an object, which owns it; "" if there is none. */
const char *json_text(const json_t *object, const char *key);

/* Append a value to a list, and release both when out of memory: then NULL, as if `list` or `value` is NULL. */
json_t *json_appended(json_t *list, json_t *value);

/* Add a value as one line, and release it. */
void json_line_add(struct text_buffer *out, json_t *value);
