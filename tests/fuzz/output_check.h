/* SPDX-License-Identifier: MIT */
/* What must hold for text, JSON and pages, whatever the session contains. */
#ifndef OUTPUT_CHECK_H
#define OUTPUT_CHECK_H

#include "shared/text_buffer.h"

#include <stddef.h>

/* No control characters but newline and tab. */
void output_check_text(const char *bytes, size_t length);
/* One JSON object with `version` under `name`, and an array `list`. */
void output_check_json(const struct text_buffer *text, const char *name, int version, const char *list);
/* No control characters, no script, and each '<' begins a tag that ends before the next. */
void output_check_page(const struct text_buffer *page);

#endif
