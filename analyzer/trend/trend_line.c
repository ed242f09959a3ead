/* SPDX-License-Identifier: MIT */
#include "trend/trend_line.h"

#include <math.h>
#include <stdlib.h>

#define AUTOCORRELATION_MAX 0.8    /* largest lag-1 correlation that is believed */
#define AUTOCORRELATION_USUAL 0.45 /* assumed until a person's own is known */
#define USUAL_WEIGHT 20.0          /* it counts as much as this many values */

const char *trend_direction_name(enum trend_direction direction)
{
    static const char *const names[] = {[TREND_TOO_FEW] = "too_few",
                                        [TREND_UNCLEAR] = "unclear",
                                        [TREND_SAME] = "same",
                                        [TREND_FALLING] = "falling",
                                        [TREND_RISING] = "rising"};
    return names[direction];
}

bool trend_direction_is_clear(enum trend_direction direction)
{
    return direction == TREND_FALLING || direction == TREND_RISING;
}

/* Return the lag-1 correlation of the logarithms of a series about their least squares line; NAN without a spread. */
static double residual_correlation(const struct trend_series *series)
{
    double n = (double)series->count, week_sum = 0, log_sum = 0, square_sum = 0, product_sum = 0;
    for (size_t i = 0; i < series->count; i++) {
        week_sum += series->week[i];
        log_sum += log(series->value[i]);
    }
    for (size_t i = 0; i < series->count; i++) {
        double week = series->week[i] - week_sum / n;
        square_sum += week * week;
        product_sum += week * (log(series->value[i]) - log_sum / n);
    }
    double slope = square_sum > 0 ? product_sum / square_sum : 0, before = 0, variance = 0, covariance = 0;
    for (size_t i = 0; i < series->count; i++) {
        double residual = log(series->value[i]) - log_sum / n - slope * (series->week[i] - week_sum / n);
        variance += residual * residual;
        covariance += before * residual;
        before = residual;
    }
    return covariance / variance;
}

double trend_line_autocorrelation(const struct trend_series series[], size_t count)
{
    double weighted_sum = 0, value_count = 0, series_count = 0;
    for (size_t k = 0; k < count; k++) {
        double correlation = series[k].count >= STATISTICS_INTERVAL_POINTS_MIN ? residual_correlation(&series[k]) : NAN;
        if (!isfinite(correlation))
            continue;
        weighted_sum += (double)series[k].count * correlation;
        value_count += (double)series[k].count;
        series_count++;
    }
    if (!(value_count > 0))
        return AUTOCORRELATION_USUAL;
    /* the correlation of the residuals of n values is too low by about (1 + 4 r) / n */
    double n = value_count / series_count;
    double correlation = (n * weighted_sum / value_count + 1) / fmax(n - 4, 1);
    correlation = (value_count * correlation + USUAL_WEIGHT * AUTOCORRELATION_USUAL) / (value_count + USUAL_WEIGHT);
    return fmin(fmax(correlation, 0), AUTOCORRELATION_MAX);
}

/* Classify a line over `weeks`. */
static enum trend_direction classify(const struct trend_line *line, double weeks,
                                     const struct trend_resolution *resolution)
{
    double least = fmax(resolution->min_fraction * fmax(line->start_value, line->end_value), resolution->min_change);
    if (!isfinite(line->fit.low) || !isfinite(line->fit.high))
        return TREND_TOO_FEW;
    if (weeks * fmax(fabs(line->fit.low), fabs(line->fit.high)) <= least)
        return TREND_SAME;
    if (line->fit.low <= 0 && line->fit.high >= 0)
        return TREND_UNCLEAR;
    if (fabs(line->end_value - line->start_value) <= least)
        return TREND_SAME;
    return line->fit.slope < 0 ? TREND_FALLING : TREND_RISING;
}

static double percent_of_log(double log_slope)
{
    return 100 * expm1(log_slope);
}

static bool fit_percent(struct trend_line *line, const struct trend_series *series, double autocorrelation)
{
    struct statistics_line log_fit;
    double *log_value = malloc((series->count + 1) * sizeof *log_value); /* + 1: malloc(0) may return NULL */
    for (size_t i = 0; log_value && i < series->count; i++)
        log_value[i] = log(series->value[i]);
    bool ok = log_value && statistics_theil_sen(series->week, log_value, series->count, autocorrelation, &log_fit);
    free(log_value);
    if (!ok)
        return false;
    line->percent_per_week = percent_of_log(log_fit.slope);
    line->low_percent_per_week = percent_of_log(log_fit.low);
    line->high_percent_per_week = percent_of_log(log_fit.high);
    return true;
}

/* Return the line at `week`, at most the largest and at least the smallest value of the series. */
static double value_at(const struct trend_line *line, const struct trend_series *series, double week)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < series->count; i++) {
        low = fmin(low, series->value[i]);
        high = fmax(high, series->value[i]);
    }
    double value = line->fit.intercept + line->fit.slope * week;
    return isfinite(value) ? fmin(fmax(value, low), high) : NAN;
}

bool trend_line_fit(struct trend_line *line, const struct trend_series *series, double autocorrelation,
                    const struct trend_resolution *resolution)
{
    *line = (struct trend_line){.value_count = series->count};
    if (!statistics_theil_sen(series->week, series->value, series->count, autocorrelation, &line->fit) ||
        !fit_percent(line, series, autocorrelation))
        return false;
    double first_week = series->count > 0 ? series->week[0] : 0,
           last_week = series->count > 0 ? series->week[series->count - 1] : 0;
    line->start_value = value_at(line, series, first_week);
    line->end_value = value_at(line, series, last_week);
    line->direction = classify(line, last_week - first_week, resolution);
    return true;
}
