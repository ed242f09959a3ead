/* SPDX-License-Identifier: MIT */
#include "rotation/ring_error.h"

#include "numeric/angle.h"
#include "numeric/normal_equations.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#define UNKNOWNS (2 * RING_ERROR_HARMONICS)
#define ROUNDS_MAX 6
#define SETTLED_CHANGE_RAD 1e-2     /* a smaller change ends the rounds; the next change would be a tenth of it */
#define FAST_FRACTION 0.6           /* fraction of the typical speed; slower rows are not used */
#define ROW_DEVIATION_RAD 0.1       /* deviation of the angle in a row */
#define CORRELATED_ROWS 100         /* this many neighbouring rows carry as much information as one */
#define PRIOR_RAD 0.05              /* prior standard deviation of a coefficient */
#define ROWS_MIN 500                /* with fewer rows of rolling, the error stays 0 */
#define ROWS_MAX 30000              /* rows of rolling that limit the weight of the fit: five minutes at 100 Hz */
#define SAMPLES_MAX 2000            /* with half as many samples, spots would move by some tenths of a millimetre */
#define FIRST_SAMPLES 400           /* samples in all rounds but the last; with 200, spots would move by up to 0.8 mm */
#define ANGLES 512                  /* table entries per period: at least 17 in the shortest wave */
#define SINES (ANGLES + ANGLES / 4) /* a cosine is the sine a quarter of a wave later */
#define UNITS 65536                 /* angle units per period; an overflow of 16 bits removes complete periods */
#define UNITS_PER_ANGLE (UNITS / ANGLES)
#define STEP_MAX_S 0.1 /* a longer step between rows is a gap */

/* Set sine[k] to sin(2 pi k / ANGLES). */
static void fill_sines(double sine[SINES])
{
    const struct angle_vector step = angle_vector_of(TWO_PI / ANGLES);
    struct angle_vector angle = {1, 0};
    for (size_t k = 0; k < SINES; k++) {
        sine[k] = angle.sine;
        angle = angle_vector_rotate(angle, step);
    }
}

/* Return the typical speed of rolling, rad/s: the mean weighted by distance; 0 without rolling. */
static double typical_rate(const double *rad, const struct ring_rows *rows)
{
    double distance = 0, weighted = 0;
    for (size_t i = 1; i < rows->count; i++) {
        double step_s = rows->time_s[i] - rows->time_s[i - 1];
        if (!rows->contact[i] || !rows->contact[i - 1] || step_s > STEP_MAX_S)
            continue;
        double step = fabs(rad[i] - rad[i - 1]);
        distance += step;
        weighted += step * step / step_s;
    }
    return distance > 0 ? weighted / distance : 0;
}

/* A row, compared with the rows a quarter of a ripple before and after it. */
struct sample {
    double ripple_rad;   /* angle of the row minus the straight line between the rows before and after */
    float before, after; /* weights of the rows before and after in that line; the sum is 1 */
    uint16_t angle[3];   /* measured angles before, at and after the row, in units of 1 / UNITS period */
};

/* Convert an angle to units, rounded, without complete periods. */
static uint16_t to_units(double rad, double units_per_rad)
{
    return (uint16_t)(long long)(rad * units_per_rad + (rad < 0 ? -0.5 : 0.5));
}

static struct sample make_sample(const double *rad, const double *time_s, size_t before, size_t row, size_t after,
                                 double units_per_rad)
{
    double fraction = (time_s[row] - time_s[before]) / (time_s[after] - time_s[before]);
    return (struct sample){
        rad[row] - (1 - fraction) * rad[before] - fraction * rad[after],
        (float)(1 - fraction),
        (float)fraction,
        {to_units(rad[before], units_per_rad), to_units(rad[row], units_per_rad), to_units(rad[after], units_per_rad)}};
}

/* Sample every `stride`-th row, if the roller rolls a complete ripple around it at FAST_FRACTION of `rate` or faster.
 * Returns the number of samples. */
static size_t select_samples(struct sample *sample, const double *rad, const struct ring_rows *rows, size_t stride,
                             double rate)
{
    const double *time_s = rows->time_s;
    double units_per_rad = UNITS / ring_error_period_rad(rows->strip_count);
    double half_s = TWO_PI / rows->strip_count / rate / 2, lag_s = half_s / 2; /* half and a quarter of a ripple */
    size_t first = 0, end = 0, before = 0, after = 0, used = 0;
    size_t after_unloaded = 0; /* 1 + the last row before `end` that is unloaded or follows a gap */
    for (size_t i = 0; i < rows->count; i++) {
        for (; end < rows->count && time_s[end] - time_s[i] <= half_s; end++)
            if (!rows->contact[end] || (end > 0 && time_s[end] - time_s[end - 1] > STEP_MAX_S))
                after_unloaded = end + 1;
        if (i % stride != 0)
            continue;
        while (time_s[i] - time_s[first] > half_s)
            first++;
        while (before + 1 < i && time_s[i] - time_s[before + 1] >= lag_s)
            before++;
        while (after + 1 < rows->count && time_s[after] - time_s[i] < lag_s)
            after++;
        double span_s = time_s[end - 1] - time_s[first];
        if (after_unloaded <= first && span_s > half_s && before < i && after > i &&
            fabs(rad[end - 1] - rad[first]) > FAST_FRACTION * rate * span_s)
            sample[used++] = make_sample(rad, time_s, before, i, after, units_per_rad);
    }
    return used;
}

/* Add weight * (sine, cosine) of each harmonic at an angle of the table. */
static inline void add_harmonics(double row[UNKNOWNS], double weight, const unsigned wave[RING_ERROR_HARMONICS],
                                 const double sine[SINES], unsigned angle)
{
    for (int j = 0; j < RING_ERROR_HARMONICS; j++) {
        size_t k = wave[j] * angle % ANGLES;
        row[2 * j] += weight * sine[k];
        row[2 * j + 1] += weight * sine[k + ANGLES / 4];
    }
}

struct fit {
    const struct sample *sample; /* [count] */
    size_t count;
    double sample_weight; /* 1 / variance of a sample, which represents `stride` rows */
    const double *sine;   /* [SINES] table of fill_sines */
    const double *offset; /* [ANGLES + 2] table of ring_error_table */
};

/* Fit to every step-th sample. Returns the largest change of a coefficient, rad. */
static double fit_once(struct ring_error *error, const struct fit *fit, size_t step)
{
    struct normal_equations equations;
    const double units_per_rad = UNITS / ring_error_period_rad(error->strip_count);
    unsigned wave[RING_ERROR_HARMONICS];
    for (int j = 0; j < RING_ERROR_HARMONICS; j++)
        wave[j] = ring_error_harmonic(error->strip_count, j);
    normal_equations_init(&equations, UNKNOWNS);
    for (size_t i = 0; i < fit->count; i += step) {
        const struct sample *sample = &fit->sample[i];
        const double weight[3] = {-(double)sample->before, 1, -(double)sample->after};
        double row[UNKNOWNS] = {0};
        for (int n = 0; n < 3; n++) {
            int nearest = sample->angle[n] + UNITS_PER_ANGLE / 2;
            long offset = (long)(fit->offset[nearest / UNITS_PER_ANGLE] * units_per_rad);
            add_harmonics(row, weight[n], wave, fit->sine, (uint16_t)(nearest + offset) / UNITS_PER_ANGLE);
        }
        normal_equations_add(&equations, row, sample->ripple_rad, fit->sample_weight * (double)step);
    }
    for (size_t k = 0; k < UNKNOWNS; k++)
        normal_equations_add_prior(&equations, k, 0, PRIOR_RAD);
    double x[NORMAL_EQUATIONS_UNKNOWNS_MAX], change = 0;
    if (!normal_equations_solve(&equations, x))
        return 0;
    for (size_t j = 0; j < RING_ERROR_HARMONICS; j++) {
        change = fmax(change, fmax(fabs(x[2 * j] - error->sine[j]), fabs(x[2 * j + 1] - error->cosine[j])));
        error->sine[j] = x[2 * j];
        error->cosine[j] = x[2 * j + 1];
    }
    return change;
}

/* Fit in rounds with few samples until settled, then with all samples. tables[SINES + 2 ANGLES + 2] is scratch. */
static void fit_samples(struct ring_error *error, const struct sample *sample, size_t samples, double sample_weight,
                        double *tables)
{
    double *sine = tables, *scratch = sine + SINES, *offset = scratch + ANGLES, change_rad = INFINITY;
    const struct fit fit = {sample, samples, sample_weight, sine, offset};
    fill_sines(sine);
    for (size_t k = 0; k < ANGLES + 2; k++)
        offset[k] = 0;
    for (int round = 0; round < ROUNDS_MAX && change_rad >= SETTLED_CHANGE_RAD; round++) {
        change_rad = fit_once(error, &fit, samples / FIRST_SAMPLES + 1);
        ring_error_table(error, offset, scratch, ANGLES);
    }
    fit_once(error, &fit, 1);
}

bool ring_error_fit(struct ring_error *error, const double *measured_rad, const struct ring_rows *rows)
{
    size_t count = rows->count, stride = count / SAMPLES_MAX + 1;
    double rate = typical_rate(measured_rad, rows);
    *error = (struct ring_error){.strip_count = rows->strip_count};
    if (!(rate > 0))
        return true;
    double *tables = malloc((SINES + 2 * ANGLES + 2) * sizeof *tables);
    struct sample *sample = malloc((count / stride + 1) * sizeof *sample);
    bool ok = tables != NULL && sample != NULL;
    size_t samples = ok ? select_samples(sample, measured_rad, rows, stride, rate) : 0;
    if (samples * stride >= ROWS_MIN) {
        double counted_fraction = count > ROWS_MAX ? (double)ROWS_MAX / (double)count : 1;
        double weight = counted_fraction * (double)stride / (ROW_DEVIATION_RAD * ROW_DEVIATION_RAD) / CORRELATED_ROWS;
        fit_samples(error, sample, samples, weight, tables);
    }
    free(tables);
    free(sample);
    return ok;
}
