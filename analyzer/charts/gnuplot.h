/* SPDX-License-Identifier: MIT */
/* Running gnuplot. It has no safe mode, so it is run without a shell, without its start-up file (-d) and without
 * standard input, in a temporary folder and with a time limit. Only complete pictures are accepted. */
#pragma once

#include "shared/failure.h"
#include "shared/text_buffer.h"

#include <stddef.h>

#define GNUPLOT_PROCESSOR_LIMIT_S 10
#define GNUPLOT_TIME_LIMIT_S 30           /* longer, because it gets only a part of a busy processor */
#define GNUPLOT_VARIABLE "ROLLER_GNUPLOT" /* environment variable that names the program instead of "gnuplot" */

/* Run `script`, which writes the files file_name[picture_count] (.svg, .png or .pdf) to its working folder, and add
 * their bytes to picture[picture_count], which must be empty. If gnuplot is missing, fails or takes too long, or if a
 * picture is missing or incomplete, returns false (EXIT_STATUS_NO_CHARTS) with all pictures empty. */
bool gnuplot_run(const struct text_buffer *script, const char *const file_name[], struct text_buffer picture[],
                 size_t picture_count, struct failure *failure);
