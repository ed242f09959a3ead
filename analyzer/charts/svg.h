/* SPDX-License-Identifier: MIT */
/* From a gnuplot script to SVG elements that fit into a page. */
#ifndef SVG_H
#define SVG_H

#include "charts/chart_canvas.h"
#include "shared/failure.h"
#include "shared/text_buffer.h"

#include <stddef.h>

/* Pictures of one page at most. */
#define SVG_COUNT_MAX 16

/*
 * Run `script`, which draws canvas[count]. Each svg[i], empty before, becomes an <svg> element to stand in a
 * page: ids prefixed with the canvas's id, colours as CSS variables (chart_css_variable). All or none: on
 * failure false, EXIT_STATUS_NO_CHARTS and all empty. The caller frees the texts.
 */
bool svg_draw(const struct text_buffer *script, const struct chart_canvas *const canvas[],
              struct text_buffer svg[], size_t count, struct failure *failure);

#endif
