/* SPDX-License-Identifier: MIT */
/* The meaning of a chart's colours: as HTML below a chart in a page, or drawn at the foot of a chart file. */
#pragma once

#include "charts/chart_canvas.h"

#define LEGEND_ENTRIES_MAX 12

enum legend_shape { LEGEND_BLOCK, LEGEND_SHADE, LEGEND_LINE, LEGEND_DASHES, LEGEND_MARK };

struct legend {
    struct legend_entry {
        enum legend_shape shape;
        const char *color; /* one of the colours in chart_canvas.h */
        char text[80];     /* ASCII, never text from a session; not escaped, so without quotes or markup */
    } entry[LEGEND_ENTRIES_MAX];
    size_t count;
};

/* Add an entry, with its text formatted like printf. If there are LEGEND_ENTRIES_MAX already, the new entry is left
 * out. */
void legend_add(struct legend *legend, enum legend_shape shape, const char *color, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Add the legend as an HTML list. */
void legend_add_html(struct text_buffer *out, const struct legend *legend);

/* Return the height of the legend in a picture; 0 if it is empty. */
int legend_height_px(const struct legend *legend, const struct chart_canvas *canvas);
/* Draw the legend into a picture, downwards from `top_px`. */
void legend_draw(struct text_buffer *script, const struct chart_canvas *canvas, const struct legend *legend,
                 int top_px);
