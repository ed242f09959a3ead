/* SPDX-License-Identifier: MIT */
/*
 * The gnuplot process. gnuplot has no safe mode, so: no shell, no start-up file (-d), a private folder as its
 * working folder, no standard input, a time limit, and nothing taken from it but pictures that end as
 * pictures do.
 */
#ifndef GNUPLOT_H
#define GNUPLOT_H

#include "shared/failure.h"
#include "shared/text_buffer.h"

#include <stddef.h>

#define GNUPLOT_TIME_LIMIT_S 10
#define GNUPLOT_VARIABLE "ROLLER_GNUPLOT" /* names another program than "gnuplot" */

/*
 * Run `script`, which must write each `file_name[i]` (an SVG, PNG or PDF by its ending, into its working
 * folder); the pictures' bytes are added to `picture[i]`. All or none: false, the failure filled in with
 * EXIT_STATUS_NO_CHARTS and the pictures empty when gnuplot is absent, fails, takes too long, or leaves a
 * picture out or unfinished. The folder is gone afterwards.
 */
bool gnuplot_run(const struct text_buffer *script, const char *const file_name[],
                 struct text_buffer picture[], size_t picture_count, struct failure *failure);

#endif
