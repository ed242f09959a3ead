/* SPDX-License-Identifier: MIT */
/*
 * Running gnuplot. It has no safe mode, so it runs without a shell, start-up file (-d) and standard input, in
 * a temporary folder, with a time limit; and only complete pictures are accepted.
 */
#ifndef GNUPLOT_H
#define GNUPLOT_H

#include "shared/failure.h"
#include "shared/text_buffer.h"

#include <stddef.h>

#define GNUPLOT_TIME_LIMIT_S 10
#define GNUPLOT_VARIABLE                                                                                               \
    "ROLLER_GNUPLOT" /* environment variable: the program to run instead of "gnuplot"                                  \
                      */

/*
 * Run `script`, which writes the files file_name[picture_count] (.svg, .png or .pdf) to its working folder,
 * and add their bytes to picture[picture_count]. If gnuplot is missing, fails, takes too long, or if a
 * picture is missing or incomplete: false, EXIT_STATUS_NO_CHARTS and no bytes.
 */
bool gnuplot_run(const struct text_buffer *script, const char *const file_name[], struct text_buffer picture[],
                 size_t picture_count, struct failure *failure);

#endif
