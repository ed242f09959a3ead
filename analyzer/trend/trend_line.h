/* SPDX-License-Identifier: MIT */
/* The line through a spot's values over the weeks (docs/ANALYSIS.md, "Between sessions"). */
#pragma once

#include "shared/statistics.h"

#include <stdbool.h>
#include <stddef.h>

enum trend_direction {
    TREND_TOO_FEW, /* fewer than STATISTICS_INTERVAL_POINTS_MIN values */
    TREND_UNCLEAR, /* the 95 % interval of the slope contains 0 */
    TREND_SAME,    /* the change over the whole period is below the instrument's resolution for every slope in
                      the interval or, if the interval excludes 0, for the fitted slope */
    TREND_FALLING,
    TREND_RISING
};

/* The values of a spot in the sessions that have it, in order of time. */
struct trend_series {
    double *week, *value; /* [count] weeks since the leg's first session; values above 0 */
    size_t count;
};

/* A line through the values of a series. */
struct trend_line {
    size_t value_count;
    struct statistics_line fit; /* slope per week */
    double percent_per_week;    /* the same slope on the log scale: change per week as a percentage of the value */
    double low_percent_per_week, high_percent_per_week; /* its 95 % interval, which contains 0 if that of `fit` does */
    double start_value, end_value; /* the line at the first and at the last value, within the values that were seen */
    enum trend_direction direction;
};

/* The smallest change that counts: it must exceed both. */
struct trend_resolution {
    double min_fraction, min_change; /* fraction of the larger value; change in the unit of the values */
};

/* Return how alike neighbouring values of a person are: the lag-1 correlation of the logarithms about their lines, over
 * all series together, joined with what is usual. */
double trend_line_autocorrelation(const struct trend_series series[], size_t count);

/* Fit a line to a series whose neighbours have that correlation. False when out of memory. */
bool trend_line_fit(struct trend_line *line, const struct trend_series *series, double autocorrelation,
                    const struct trend_resolution *resolution);

/* Return the name for JSON: "too_few", "unclear", "same", "falling" or "rising". */
const char *trend_direction_name(enum trend_direction direction);

/* Whether the direction is clear: falling or rising. */
bool trend_direction_is_clear(enum trend_direction direction);
