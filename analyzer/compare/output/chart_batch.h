/* SPDX-License-Identifier: MIT */
/* The charts of several sessions as files of their own, for a paper or a slide. */
#ifndef CHART_BATCH_H
#define CHART_BATCH_H

#include "charts/chart_canvas.h"
#include "charts/chart_files.h"
#include "charts/legend.h"

#include <stddef.h>

#define CHART_BATCH_MAX 4

/* Which files: FOLDER/STEM-NAME, as chart_files.h says. */
struct chart_destination {
    const char *folder, *stem;
    enum chart_format format;
    bool overwrite;
};

/* Files to draw. All zero bytes is none. */
struct chart_batch {
    char name[CHART_BATCH_MAX][32];
    size_t count;
    struct text_buffer script;
};

/* The canvas of the next file, "weeks-right" and its ending: `canvas` with room for `legend` below. Between
 * this and chart_batch_end the caller adds the chart's script. No more than CHART_BATCH_MAX. */
struct chart_canvas chart_batch_begin(struct chart_batch *files, const struct chart_canvas *canvas,
                                      const struct legend *legend, const char *name,
                                      enum chart_format format);
void chart_batch_end(struct chart_batch *files, const struct chart_canvas *drawn,
                     const struct chart_canvas *canvas, const struct legend *legend);

/* Draw them and write them: all, or none and the failure as chart_files_write says. Gives back what `files`
 * owns. */
bool chart_batch_write(struct chart_batch *files, const struct chart_destination *place,
                       struct failure *failure);

#endif
