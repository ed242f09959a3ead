/* SPDX-License-Identifier: MIT */
/* What the colours of a chart mean: as HTML for a page, and drawn at the foot of a chart that is a file of
 * its own. */
#ifndef LEGEND_H
#define LEGEND_H

#include "charts/chart_canvas.h"

#define LEGEND_ENTRIES_MAX 12

enum legend_shape { LEGEND_BLOCK, LEGEND_SHADE, LEGEND_LINE, LEGEND_DASHES, LEGEND_MARK };

struct legend {
    struct legend_entry {
        enum legend_shape shape;
        const char *colour; /* of chart_canvas.h */
        char text[80];      /* fixed words in ASCII, without quotes or markup */
    } entry[LEGEND_ENTRIES_MAX];
    size_t count;
};

/* Entries after LEGEND_ENTRIES_MAX are dropped. */
void legend_add(struct legend *legend, enum legend_shape shape, const char *colour, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Add an HTML list. */
void legend_add_html(struct text_buffer *out, const struct legend *legend);

/* The height of the legend in a picture (0 = empty), and the commands that draw it there, from `top_px` down.
 */
int legend_height_px(const struct legend *legend, const struct chart_canvas *canvas);
void legend_draw(struct text_buffer *script, const struct chart_canvas *canvas, const struct legend *legend,
                 int top_px);

#endif
