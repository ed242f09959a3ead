/* SPDX-License-Identifier: MIT */
/* A trend for programs: one JSON object on one line. docs/FORMATS.md says what each name means. */
#ifndef TREND_JSON_H
#define TREND_JSON_H

#include "shared/text_buffer.h"
#include "compare/trend.h"

#define TREND_JSON_VERSION 1

/* Add the trend and a newline. Unknown numbers are null. */
void trend_json_add(struct text_buffer *out, const struct trend *trend);

#endif
