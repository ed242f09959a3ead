/* SPDX-License-Identifier: MIT */
/* Charts of a page of compare or trend, each drawn for a wide page and for a phone. */
#ifndef CHART_PAIR_H
#define CHART_PAIR_H

#include "charts/chart_canvas.h"
#include "shared/failure.h"

#define CHART_PAIRS_MAX 3

/* A chart as SVG elements. */
struct chart_pair {
    struct text_buffer wide, narrow;
};
void chart_pair_free(struct chart_pair *chart);

/* Pictures to draw by one gnuplot script: of each chart the wide one, then the narrow one. All zero bytes =
 * none. */
struct chart_pair_drawing {
    struct chart_canvas canvas[2 * CHART_PAIRS_MAX];
    size_t picture_count;
    struct text_buffer script;
};

/* Begin the next picture and return its canvas. The caller adds its panels, then calls chart_end. */
const struct chart_canvas *chart_pair_begin(struct chart_pair_drawing *drawing, struct chart_canvas canvas);

/* Draw the pictures into pair[picture_count / 2], all empty on failure (EXIT_STATUS_NO_CHARTS). Frees the
 * script. */
bool chart_pair_draw(struct chart_pair_drawing *drawing, struct chart_pair pair[], struct failure *failure);

#endif
