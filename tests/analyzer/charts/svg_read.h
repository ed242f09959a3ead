/* SPDX-License-Identifier: MIT */
/* Reads gnuplot's SVG as it appears in a page, where colours are names of CSS variables. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct svg_box {
    double left, right, top, bottom;
};

/* Find the position of text number `index` (from 0) that equals `label`; false if there is none. */
bool svg_find_label(const char *svg, const char *label, size_t index, double *x_px, double *y_px);

/* Find the bounding box of the next polygon filled with `colour` after `*cursor`, and advance `*cursor`. */
bool svg_next_polygon(const char **cursor, const char *color, struct svg_box *box);

/* Call `visit` for each point of the paths stroked with `colour`. Returns the number of points. */
size_t svg_each_point(const char *svg, const char *color, void (*visit)(void *context, double x, double y),
                      void *context);

/* Find the position of the next mark of `colour` after `*cursor`, and advance `*cursor`. */
bool svg_next_mark(const char **cursor, const char *color, double *x_px, double *y_px);
