/* SPDX-License-Identifier: MIT */
/* What the colours of a chart stand for: one list for the page, where it is text, and for a chart's file,
 * where it is drawn. */
#ifndef LEGEND_H
#define LEGEND_H

#include "charts/chart_canvas.h"

#define CHART_KEYS_MAX 12

enum chart_key_shape { CHART_KEY_BLOCK, CHART_KEY_SHADE, CHART_KEY_LINE, CHART_KEY_DASHES, CHART_KEY_MARK };

struct chart_keys {
    struct chart_key {
        enum chart_key_shape shape;
        const char *colour; /* one of chart_canvas.h */
        char words[80];     /* ASCII of ours, without quotes or markup */
    } key[CHART_KEYS_MAX];
    size_t count;
};

/* More than CHART_KEYS_MAX are left out. */
void chart_keys_add(struct chart_keys *keys, enum chart_key_shape shape, const char *colour,
                    const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Add them as a list of HTML. */
void chart_keys_add_html(struct text_buffer *out, const struct chart_keys *keys);

/* The height they take at the foot of a picture, and drawing them there from `top_px` down. */
int chart_keys_height_px(const struct chart_keys *keys, const struct chart_canvas *canvas);
void chart_keys_draw(struct text_buffer *script, const struct chart_canvas *canvas,
                     const struct chart_keys *keys, int top_px);

#endif
