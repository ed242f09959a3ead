/* SPDX-License-Identifier: MIT */
#include "repeatability/reliability.h"

#include "numeric/f_distribution.h"

#include <math.h>

#define NORMAL_95 1.96 /* half of the width of the interval that holds 95 % of a normal distribution */
#define INTERVAL_TOP 0.975
#define ROUNDING_PART 1e-10 /* smaller deviations, compared with the values, are left by rounding */

/* Mean squares of a two-way analysis of variance with one value per cell. */
struct mean_squares {
    double subjects, sessions, error;
};

static double mean_of(const double *value, size_t count, size_t step)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += value[i * step];
    return sum / (double)count;
}

static double square(double value)
{
    return value * value;
}

/* Return the mean square, or 0 if only rounding is in it: of equal values it would make an ICC of noise. */
static double without_rounding(double mean_square, double mean)
{
    return mean_square > square(ROUNDING_PART * mean) ? mean_square : 0;
}

static struct mean_squares analyse_variance(const double *value, size_t n, size_t k, double mean)
{
    double subjects = 0, sessions = 0, error = 0;
    for (size_t i = 0; i < n; i++)
        subjects += square(mean_of(value + i * k, k, 1) - mean) * (double)k;
    for (size_t j = 0; j < k; j++)
        sessions += square(mean_of(value + j, n, k) - mean) * (double)n;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < k; j++)
            error += square(value[i * k + j] - mean_of(value + i * k, k, 1) - mean_of(value + j, n, k) + mean);
    const double subjects_df = (double)(n - 1), sessions_df = (double)(k - 1);
    return (struct mean_squares){without_rounding(subjects / subjects_df, mean),
                                 without_rounding(sessions / sessions_df, mean),
                                 without_rounding(error / (subjects_df * sessions_df), mean)};
}

/* Set the ICC and its interval. Without any error both ends are the ICC itself. */
static void set_icc(struct reliability *reliability, const struct mean_squares *square_of)
{
    const double n = (double)reliability->subject_count, k = (double)reliability->session_count;
    const double subjects = square_of->subjects, sessions = square_of->sessions, error = square_of->error;
    const double denominator = subjects + (k - 1) * error + k * (sessions - error) / n;
    if (!(denominator > 0))
        return; /* all values are the same */
    const double icc = (subjects - error) / denominator;
    reliability->icc = reliability->low = reliability->high = icc;
    if (!(error > 0))
        return;
    const double session_ratio = sessions / error, between = n * (1 + (k - 1) * icc) - k * icc;
    const double df = (n - 1) * (k - 1) * square(k * icc * session_ratio + between) /
                      ((n - 1) * square(k * icc * session_ratio) + square(between));
    const double top = f_distribution_quantile(INTERVAL_TOP, n - 1, df),
                 bottom = f_distribution_quantile(INTERVAL_TOP, df, n - 1);
    const double rest = k * sessions + (k * n - k - n) * error;
    reliability->low = n * (subjects - top * error) / (top * rest + n * subjects);
    reliability->high = n * (bottom * subjects - error) / (rest + n * bottom * subjects);
}

struct reliability reliability_compute(const double *value, size_t subject_count, size_t session_count)
{
    struct reliability reliability = {.subject_count = subject_count,
                                      .session_count = session_count,
                                      .mean = mean_of(value, subject_count * session_count, 1),
                                      .icc = NAN,
                                      .low = NAN,
                                      .high = NAN};
    double variance = 0;
    if (subject_count > 1) {
        const struct mean_squares squares = analyse_variance(value, subject_count, session_count, reliability.mean);
        set_icc(&reliability, &squares);
        variance = squares.error;
    } else {
        for (size_t j = 0; j < session_count; j++)
            variance += square(value[j] - reliability.mean) / (double)(session_count - 1);
        variance = without_rounding(variance, reliability.mean);
    }
    reliability.sem = sqrt(variance);
    reliability.mdc95 = NORMAL_95 * sqrt(2) * reliability.sem;
    return reliability;
}

const char *reliability_word(double icc)
{
    return icc < 0.5 ? "poor" : icc < 0.75 ? "moderate" : icc < 0.9 ? "good" : "excellent";
}
