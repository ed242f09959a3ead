/* SPDX-License-Identifier: MIT */
/* What the colours of a chart stand for: one list for the page, where it is text, and for a chart's file,
 * where it is drawn. */
#ifndef LEGEND_H
#define LEGEND_H

#include "charts/chart_canvas.h"

#define LEGEND_ENTRIES_MAX 12

enum legend_shape { LEGEND_BLOCK, LEGEND_SHADE, LEGEND_LINE, LEGEND_DASHES, LEGEND_MARK };

struct legend {
    struct legend_entry {
        enum legend_shape shape;
        const char *colour; /* one of chart_canvas.h */
        char words[80];     /* ASCII of ours, without quotes or markup */
    } key[LEGEND_ENTRIES_MAX];
    size_t count;
};

/* More than LEGEND_ENTRIES_MAX are left out. */
void legend_add(struct legend *legend, enum legend_shape shape, const char *colour, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Add them as a list of HTML. */
void legend_add_html(struct text_buffer *out, const struct legend *legend);

/* The height they take at the foot of a picture, and drawing them there from `top_px` down. */
int legend_height_px(const struct legend *legend, const struct chart_canvas *canvas);
void legend_draw(struct text_buffer *script, const struct chart_canvas *canvas, const struct legend *legend,
                 int top_px);

#endif
