/* SPDX-License-Identifier: MIT */
/* From a gnuplot script to pictures that stand inside a page. */
#ifndef SVG_H
#define SVG_H

#include "charts/chart_canvas.h"
#include "shared/failure.h"
#include "shared/text_buffer.h"

#include <stddef.h>

/* Pictures of one page at most. */
#define SVG_COUNT_MAX 16

/*
 * Run `script`, which draws the picture of each of `count` canvases; each `svg[i]`, empty before, becomes an
 * element ready for a page (svg_inline.h), its ids prefixed with the canvas' id. All or none: false, the
 * failure filled in with EXIT_STATUS_NO_CHARTS and all empty. The caller frees the texts.
 */
bool svg_draw(const struct text_buffer *script, const struct chart_canvas *const canvas[],
              struct text_buffer svg[], size_t count, struct failure *failure);

#endif
