/* SPDX-License-Identifier: MIT */
/* The charts of the made-up result, drawn, and places on them, for tests that read them back. */
#ifndef DRAWN_SAMPLE_H
#define DRAWN_SAMPLE_H

#include "charts/charts.h"
#include "result/result.h"

#include <math.h>

/* All wide charts. */
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

/* The height of a y axis' label as drawn, half a letter above its baseline. The test fails when it is not
 * there. */
double drawn_tic_px(const char *svg, const char *label);

#endif
