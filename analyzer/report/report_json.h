/* SPDX-License-Identifier: MIT */
/* The report for programs: one JSON object on one line. docs/FORMATS.md says what each name means. */
#ifndef REPORT_JSON_H
#define REPORT_JSON_H

#include "result/result.h"
#include "shared/text_buffer.h"

#define REPORT_JSON_VERSION 1

/*
 * Add the report and a newline. Unknown numbers are null; names stand in a fixed order. Numbers carry 9
 * significant digits. Running out of memory is latched in `out`.
 */
void report_json_add(struct text_buffer *out, const struct result *result);

#endif
