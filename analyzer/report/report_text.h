/* SPDX-License-Identifier: MIT */
/* The report for a terminal: aligned, at most about 100 columns. */
#ifndef REPORT_TEXT_H
#define REPORT_TEXT_H

#include "result/result.h"
#include "shared/text_buffer.h"
#include "writing/terminal_style.h"

/* Add the report. `page_path` is where the page was written; NULL = there is none. */
void report_text_add(struct text_buffer *out, const struct result *result, const char *page_path,
                     const struct terminal_style *style);

#endif
