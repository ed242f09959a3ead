/* SPDX-License-Identifier: MIT */
/*
 * Running gnuplot. It has no safe mode; so: no shell, no start-up file (-d), a private working folder, no
 * standard input, a time limit, and only whole pictures are accepted from it.
 */
#ifndef GNUPLOT_H
#define GNUPLOT_H

#include "shared/failure.h"
#include "shared/text_buffer.h"

#include <stddef.h>

#define GNUPLOT_TIME_LIMIT_S 10
#define GNUPLOT_VARIABLE "ROLLER_GNUPLOT" /* environment: a program to run in place of "gnuplot" */

/*
 * Run `script`, which writes file_name[picture_count] (SVG, PNG or PDF by the ending) into its working
 * folder, and add their bytes to picture[picture_count]. All or none: when gnuplot is missing, fails, takes
 * too long or leaves a picture out or unfinished, false, EXIT_STATUS_NO_CHARTS and no bytes. The working
 * folder is removed.
 */
bool gnuplot_run(const struct text_buffer *script, const char *const file_name[],
                 struct text_buffer picture[], size_t picture_count, struct failure *failure);

#endif
