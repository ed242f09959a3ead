/* SPDX-License-Identifier: MIT */
/* Charts as separate files, with their legends inside, for papers or slides. */
#pragma once

#include "charts/chart_canvas.h"
#include "charts/legend.h"
#include "shared/failure.h"

#include <stdbool.h>

enum chart_format { CHART_FORMAT_SVG, CHART_FORMAT_PNG, CHART_FORMAT_PDF };

/* Parse "svg", "png" or "pdf"; false for any other text. */
bool chart_format_parse(const char *text, enum chart_format *format);

/* Where the files are written: FOLDER/STEM-NAME.svg, .png or .pdf. */
struct chart_destination {
    const char *folder, *stem;
    enum chart_format format;
    bool overwrite; /* replace existing regular files */
};

/* Return the stem for a session: its file name without ".csv", or "session" for standard input ("-"). The caller frees
 * it; NULL when out of memory. */
char *chart_files_stem(const char *session_path);

#define CHART_FILES_MAX 4

/* The files to draw. A struct of zeros has no files. */
struct chart_files {
    char name[CHART_FILES_MAX][32];
    size_t count;
    struct text_buffer script;
};

/* Begin a file called `name`; there may be up to CHART_FILES_MAX. Returns the file's canvas: `canvas` with space for
 * `legend` below. The caller then adds the panels to files->script and calls chart_files_end_file. */
struct chart_canvas chart_files_begin_file(struct chart_files *files, const struct chart_canvas *canvas,
                                           const struct legend *legend, const char *name, enum chart_format format);
void chart_files_end_file(struct chart_files *files, const struct chart_canvas *file_canvas,
                          const struct legend *legend);

/* Make the folder if it is missing, draw the files, write them, and free the script. False on failure: with
 * EXIT_STATUS_NO_CHARTS if a chart cannot be drawn, with EXIT_STATUS_OUTPUT if a file cannot be written. If a file may
 * not be replaced, none is written. */
bool chart_files_write(struct chart_files *files, const struct chart_destination *destination, struct failure *failure);
