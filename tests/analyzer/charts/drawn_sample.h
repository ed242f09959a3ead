/* SPDX-License-Identifier: MIT */
/* The drawn charts of the sample result, for tests that read them back. */
#pragma once

#include "charts/charts.h"
#include "result/result.h"

#include <math.h>

/* Edges of the panels in the wide charts. */
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

/* Return the y coordinate of a tick on a y axis, half a letter above the baseline of its label. Fails the
 * test if there is no such label. */
double drawn_tick_px(const char *svg, const char *label);
