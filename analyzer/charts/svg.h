/* SPDX-License-Identifier: MIT */
/* Drawing a gnuplot script as SVG elements for an HTML page. */
#pragma once

#include "charts/chart_canvas.h"
#include "shared/failure.h"
#include "shared/text_buffer.h"

#include <stddef.h>

#define SVG_COUNT_MAX 16 /* maximum number of pictures in one page */

/* Run `script`, which draws canvas[count]. Each svg[i] must be empty, and receives an <svg> element whose ids begin
 * with the canvas's id and whose colours are CSS variables (chart_css_variable); the caller frees the buffers. If a
 * picture cannot be drawn, returns false (EXIT_STATUS_NO_CHARTS) with all buffers empty. */
bool svg_draw(const struct text_buffer *script, const struct chart_canvas *const canvas[], struct text_buffer svg[],
              size_t count, struct failure *failure);
