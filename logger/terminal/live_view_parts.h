/* SPDX-License-Identifier: MIT */
/* What the files live_view*.c share: text, shapes and styles. */
#pragma once

#include "shared/text_buffer.h"
#include "terminal/live_view.h"

#include <stdbool.h>

#define LIVE_VIEW_MARGIN 1      /* empty columns to the left of the view */
#define LIVE_VIEW_WIDTH_MAX 100 /* columns of the thigh; more would show no more detail */

/* Arguments of canvas_set_style; cyan and yellow can be distinguished with every kind of colour blindness. */
#define STYLE_ROLLER "1;36"
#define STYLE_DONE "1;33"
#define STYLE_FAINT "2"
#define STYLE_ALARM "1;7"
#define STYLE_PLAIN "0"

struct canvas {
    const struct live_view *view;
    struct text_buffer text;
};

enum shape { SHAPE_LINE, SHAPE_START, SHAPE_END, SHAPE_ROLLER, SHAPE_FULL, SHAPE_EMPTY, SHAPE_MARK };

void canvas_add(struct canvas *canvas, const char *format, ...) __attribute__((format(printf, 2, 3)));
void canvas_add_shape(struct canvas *canvas, enum shape shape);
void canvas_add_shapes(struct canvas *canvas, enum shape shape, unsigned count);
void canvas_set_style(struct canvas *canvas, const char *style);

/* Add a line with the roller on it, `width` columns wide. */
void canvas_add_thigh(struct canvas *canvas, unsigned width);

/* Add a number in large digits of this style, as large as `columns` and `rows` permit, with its last newline. */
void canvas_add_large_number(struct canvas *canvas, unsigned number, const char *style, unsigned columns,
                             unsigned rows);

/* Draw the thigh with the roller, with the dwell above it and the marks below: four lines. */
void canvas_draw_thigh(struct canvas *canvas, unsigned width);
