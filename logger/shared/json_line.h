/* SPDX-License-Identifier: MIT */
/* JSON as text. */
#pragma once

#include "shared/text_buffer.h"

#include <jansson.h>

/* Add a value of any kind, with `flags` of jansson's. When out of memory, or if `value` is NULL, sets out->failed. */
void json_line_add_value(struct text_buffer *out, const json_t *value, size_t flags);
