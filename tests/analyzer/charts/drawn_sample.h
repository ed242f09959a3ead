/* SPDX-License-Identifier: MIT */
/* The charts of the sample result, drawn, for tests that read them back. */
#ifndef DRAWN_SAMPLE_H
#define DRAWN_SAMPLE_H

#include "charts/charts.h"
#include "result/result.h"

#include <math.h>

/* The edges of the panels of all wide charts. */
#define DRAWN_LEFT_PX 58.0
#define DRAWN_RIGHT_PX 940.0

#define assert_near(value, expected, tolerance) assert_true(fabs((value) - (expected)) <= (tolerance))

struct drawn_sample {
    struct result result;
    struct charts charts;
};

/* For cmocka: `*state` is the sample. */
int drawn_sample_set_up(void **state);
int drawn_sample_tear_down(void **state);

/* The height of a tick of a y axis: half a letter above the baseline of its label. Fails the test when it is
 * missing. */
double drawn_tick_px(const char *svg, const char *label);

#endif
