/* SPDX-License-Identifier: MIT */
/* Charts as files of their own, with their legends inside, for a paper or a slide. */
#ifndef CHART_FILES_H
#define CHART_FILES_H

#include "charts/chart_canvas.h"
#include "charts/legend.h"
#include "shared/failure.h"

#include <stdbool.h>

enum chart_format { CHART_FORMAT_SVG, CHART_FORMAT_PNG, CHART_FORMAT_PDF };

/* "svg", "png" or "pdf"; false for another text. */
bool chart_format_parse(const char *text, enum chart_format *format);

/* Where the files go: FOLDER/STEM-NAME.svg (.png, .pdf). */
struct chart_destination {
    const char *folder, *stem;
    enum chart_format format;
    bool overwrite; /* replace regular files that are there */
};

/* The stem for a session: its file name without ".csv"; "session" for standard input ("-"). The caller frees
 * it; NULL when out of memory. */
char *chart_files_stem(const char *session_path);

#define CHART_FILES_MAX 4

/* The files to draw; all zero bytes is none. */
struct chart_files {
    char name[CHART_FILES_MAX][32];
    size_t count;
    struct text_buffer script;
};

/* Begin the next file (at most CHART_FILES_MAX), called `name`: returns its canvas, which is `canvas` and
 * space for `legend` below. The caller adds the panels to the script, then calls chart_files_end_file. */
struct chart_canvas chart_files_begin_file(struct chart_files *files, const struct chart_canvas *canvas,
                                           const struct legend *legend, const char *name,
                                           enum chart_format format);
void chart_files_end_file(struct chart_files *files, const struct chart_canvas *file_canvas,
                          const struct legend *legend);

/*
 * Make the folder if it is missing, draw the files and write them. All or none: a file that exists and may
 * not be replaced is EXIT_STATUS_OUTPUT, before anything is drawn; a chart that cannot be drawn is
 * EXIT_STATUS_NO_CHARTS. Frees the script.
 */
bool chart_files_write(struct chart_files *files, const struct chart_destination *destination,
                       struct failure *failure);

#endif
