/* SPDX-License-Identifier: MIT */
/* The charts as files of their own, for a paper or a slide. */
#ifndef CHART_FILES_H
#define CHART_FILES_H

#include "shared/failure.h"
#include "result/result.h"
#include "shared/text_buffer.h"

#include <stdbool.h>

enum chart_format { CHART_FORMAT_SVG, CHART_FORMAT_PNG, CHART_FORMAT_PDF };

/* "svg", "png" or "pdf"; false for another text. */
bool chart_format_parse(const char *text, enum chart_format *format);
const char *chart_format_name(enum chart_format format);

/*
 * Draw the charts of `result` with their legends inside, and write FOLDER/STEM-thigh.svg, STEM-session.svg,
 * STEM-strokes.svg, STEM-force.svg (or .png, .pdf). The folder is made when it is not there. A file that is
 * there already is EXIT_STATUS_OUTPUT and stays as it is, unless `overwrite`: then a regular file is
 * replaced. Nothing is drawn when one of the names is taken, and no file is written when one of the charts
 * cannot be drawn: EXIT_STATUS_NO_CHARTS.
 */
bool chart_files_write(const struct result *result, const char *folder, const char *stem,
                       enum chart_format format, bool overwrite, struct failure *failure);

/* The stem for a session: its name without folders and ".csv"; "session" for standard input ("-"). The caller
 * frees it; NULL without memory. */
char *chart_files_stem(const char *session_path);

/* The same in two halves, for charts of other results. */

/* Whether FOLDER/STEM-NAME may be written for each of `count` names; makes the folder. */
bool chart_files_check(const char *folder, const char *stem, const char *const name[], size_t count,
                       bool overwrite, struct failure *failure);
/* Write `picture[i]` there. */
bool chart_files_save(const char *folder, const char *stem, const char *const name[],
                      const struct text_buffer picture[], size_t count, bool overwrite,
                      struct failure *failure);

#endif
