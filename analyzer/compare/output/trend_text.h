/* SPDX-License-Identifier: MIT */
/* A trend for a terminal: plain ASCII but for texts from the sessions, aligned, at most about 100 columns. */
#ifndef TREND_TEXT_H
#define TREND_TEXT_H

#include "shared/text_buffer.h"
#include "compare/trend.h"

/* Add the trend. `page_path` is where the page was written; NULL = there is none. */
void trend_text_add(struct text_buffer *out, const struct trend *trend, const char *page_path);

#endif
