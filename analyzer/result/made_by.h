/* SPDX-License-Identifier: MIT */
/* What made a result: the program and the options of the analysis. */
#pragma once

#include "result/analysis_options.h"
#include "shared/text_buffer.h"
#include "writing/json_build.h"

#define MADE_BY_PROGRAM "roller-analyzer"

/* Return a new object for the key "made_by" (docs/FORMATS.md, "The report"). An option that is not set is null: the
 * session has the value. */
json_t *made_by_object(const struct analysis_options *options, bool *ok);

/* Add the program, its version and the options that were used, as they are given on the command line. */
void made_by_add_command(struct text_buffer *out, const struct analysis_options *options);
