/* SPDX-License-Identifier: MIT */
/* Checks of text, JSON and pages that hold whatever the session contains. Each aborts if it fails. */
#pragma once

#include "shared/text_buffer.h"

#include <stddef.h>

/* Check that there are no control characters except newline and tab. */
void output_check_text(const char *bytes, size_t length);
/* Check that `text` is one JSON object with the integer `version` at key `name` and an array at key `list`. */
void output_check_json(const struct text_buffer *text, const char *name, int version, const char *list);
/* Check that there are no control characters and no script, and that each '<' begins a tag that ends before
 * the next. */
void output_check_page(const struct text_buffer *page);
