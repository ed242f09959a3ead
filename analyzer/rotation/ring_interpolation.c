/* SPDX-License-Identifier: MIT */
#include "rotation/ring_error.h"

#include "numeric/angle.h"
#include "numeric/normal_equations.h"
#include "shared/statistics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The phase is the number of strips times the angle from the first strip. Where the phase is a multiple of pi, the
 * measured angle is exact; between two such angles, the error is half a wave. */

#define PI (TWO_PI / 2)
#define SINES 4            /* sines in the correction: of 1 to 4 times the phase */
#define CROSSINGS_MIN 30   /* with fewer crossings, nothing is corrected */
#define CROSSINGS_MAX 1000 /* more crossings would change positions by at most 0.02 mm */
#define TABLE_ANGLES 1024  /* table entries per wave, for errors below 1e-5 rad */
#define BINS 64            /* bins per half wave; the rows in a bin are fitted as one */
#define SLOW_FACTOR 2.0    /* largest duration of a crossing, in median durations; a longer one contains a visit */
#define DURATION_MAX_S 2.0 /* longest crossing; no person keeps a steady pace for longer */
#define STEP_MAX_S 0.1     /* a longer step between rows is a gap */
#define PRIOR_RAD 0.5      /* with larger coefficients the measured angle would run backwards */

/* A crossing of a half wave, from one exact angle to the next. */
struct crossing {
    size_t first, last;            /* rows between the two exact angles, both included */
    double start_s, end_s;         /* times at the exact angles */
    double start_phase, end_phase; /* phases at the exact angles */
};

/* Return the time between rows i - 1 and i at which the phase, the angle times `waves` per revolution, was `phase`. */
static double time_at_phase(const double *rad, const double *time_s, size_t i, double waves, double phase)
{
    double before = rad[i - 1] * waves, after = rad[i] * waves;
    return time_s[i - 1] + (time_s[i] - time_s[i - 1]) * (phase - before) / (after - before);
}

/* Return the index of the half wave that contains a phase. */
static double half_wave_of(double phase)
{
    return phase * (1 / PI) - angle_fractional_part(phase * (1 / PI));
}

/* Find crossings without reversals, lifts or gaps. Returns their number. */
static size_t find_crossings(struct crossing *crossing, const double *rad, const struct ring_rows *rows)
{
    const double *time_s = rows->time_s, waves = rows->strip_count;
    size_t used = 0, first = 0;
    int entered = 0; /* the direction in which the half wave was entered; 0 = unknown */
    double start_s = 0, half_wave = rows->count > 0 ? half_wave_of(rad[0] * waves) : 0;
    double low = half_wave * (PI / waves), high = (half_wave + 1) * (PI / waves); /* angles of the half wave */
    for (size_t i = 1; i < rows->count && used < CROSSINGS_MAX; i++) {
        bool continues = rows->contact[i] && rows->contact[i - 1] && time_s[i] - time_s[i - 1] <= STEP_MAX_S;
        if (!continues)
            entered = 0;
        if (rad[i] >= low && rad[i] < high)
            continue;
        double previous = half_wave;
        half_wave = half_wave_of(rad[i] * waves);
        low = half_wave * (PI / waves);
        high = (half_wave + 1) * (PI / waves);
        if (half_wave == previous) /* rounding can make them equal */
            continue;
        if (!continues || fabs(half_wave - previous) > 1) {
            entered = 0;
            continue;
        }
        int direction = half_wave > previous ? 1 : -1;
        double edge = PI * (direction > 0 ? half_wave : previous);
        double edge_s = time_at_phase(rad, time_s, i, waves, edge);
        if (entered == direction && edge_s - start_s < DURATION_MAX_S)
            crossing[used++] = (struct crossing){first, i - 1, start_s, edge_s, edge - direction * PI, edge};
        entered = direction;
        first = i;
        start_s = edge_s;
    }
    return used;
}

static double median_duration_s(const struct crossing *crossing, size_t count, double *scratch)
{
    for (size_t c = 0; c < count; c++)
        scratch[c] = crossing[c].end_s - crossing[c].start_s;
    return statistics_median(scratch, count);
}

/* Compute sin(phase), sin(2 phase), ... by the Chebyshev recurrence. */
static void find_sines(double sines[SINES], struct angle_vector phase)
{
    double twice_cosine = 2 * phase.cosine, previous = 0;
    sines[0] = phase.sine;
    for (int j = 1; j < SINES; j++) {
        sines[j] = twice_cosine * sines[j - 1] - previous;
        previous = sines[j - 1];
    }
}

struct bin {
    double weight;
    double lag; /* weighted sum of (phase at a steady pace - measured phase) */
};

/* Add a crossing to the bins. The sines are odd and repeat in each wave, so a row in the second half of a
 * wave counts as its mirror image in the first, with the opposite sign. */
static void add_crossing(struct bin bin[BINS], const struct crossing *crossing, const double *rad,
                         const struct ring_rows *rows)
{
    double waves = rows->strip_count;
    double pace = (crossing->end_phase - crossing->start_phase) / (crossing->end_s - crossing->start_s);
    double low = fmin(crossing->start_phase, crossing->end_phase);
    /* `low` is a multiple of pi except for rounding: a quarter of a wave keeps it away from the limits */
    bool second_half = angle_fractional_part(low / TWO_PI + 0.25) > 0.5;
    double weight = 1 / (double)(crossing->last - crossing->first + 1);
    for (size_t i = crossing->first; i <= crossing->last; i++) {
        double phase = rad[i] * waves;
        double steady = crossing->start_phase + pace * (rows->time_s[i] - crossing->start_s);
        double position = (phase - low) * (BINS / PI);
        size_t k = position > 0 ? (size_t)position : 0; /* rounding may put it outside [0, BINS) */
        k = k < BINS ? k : BINS - 1;
        struct bin *target = &bin[second_half ? BINS - 1 - k : k];
        target->weight += weight;
        target->lag += second_half ? weight * (phase - steady) : weight * (steady - phase);
    }
}

/* Fit the correction to the bins. False if the equations cannot be solved. */
static bool fit(double coefficient[NORMAL_EQUATIONS_UNKNOWNS_MAX], const struct bin bin[BINS])
{
    struct normal_equations equations;
    const struct angle_vector step = angle_vector_of(PI / BINS);
    struct angle_vector middle = angle_vector_of(PI / BINS / 2);
    normal_equations_init(&equations, SINES);
    for (size_t k = 0; k < BINS; k++, middle = angle_vector_rotate(middle, step)) {
        double row[SINES];
        find_sines(row, middle);
        if (bin[k].weight > 0)
            normal_equations_add(&equations, row, bin[k].lag / bin[k].weight, bin[k].weight);
    }
    for (size_t j = 0; j < SINES; j++)
        normal_equations_add_prior(&equations, j, 0, PRIOR_RAD);
    return normal_equations_solve(&equations, coefficient);
}

/* Add the correction, from a table, and `first_rad` to each row. */
static void correct_rows(double *rad, double waves, const double coefficient[SINES], double first_rad, size_t count)
{
    double offset[TABLE_ANGLES + 2]; /* with an extra entry, as rounding may make a fractional part 1 */
    const struct angle_vector step = angle_vector_of(TWO_PI / TABLE_ANGLES);
    struct angle_vector phase = {1, 0};
    for (int k = 0; k <= TABLE_ANGLES / 2; k++, phase = angle_vector_rotate(phase, step)) {
        double sines[SINES], correction = 0;
        find_sines(sines, phase);
        for (int j = 0; j < SINES; j++)
            correction += coefficient[j] * sines[j] / waves;
        offset[k] = first_rad + correction;
        offset[TABLE_ANGLES - k] = first_rad - correction;
    }
    offset[TABLE_ANGLES + 1] = offset[1];
    for (size_t i = 0; i < count; i++) {
        double position = angle_fractional_part(rad[i] * waves * (1 / TWO_PI)) * TABLE_ANGLES;
        int k = (int)position;
        rad[i] += offset[k] + (position - k) * (offset[k + 1] - offset[k]);
    }
}

bool ring_interpolation_correct(double *rad, double first_rad, const struct ring_rows *rows)
{
    double coefficient[NORMAL_EQUATIONS_UNKNOWNS_MAX];
    struct crossing *crossing = malloc(CROSSINGS_MAX * sizeof *crossing);
    double *scratch = malloc(CROSSINGS_MAX * sizeof *scratch);
    struct bin bin[BINS] = {{0, 0}};
    bool ok = crossing != NULL && scratch != NULL;
    for (size_t i = 0; i < rows->count; i++)
        rad[i] -= first_rad;
    size_t found = ok ? find_crossings(crossing, rad, rows) : 0, used = 0;
    double max_s = found > 0 ? SLOW_FACTOR * median_duration_s(crossing, found, scratch) : 0;
    for (size_t c = 0; c < found; c++) {
        if (crossing[c].end_s - crossing[c].start_s > max_s)
            continue;
        add_crossing(bin, &crossing[c], rad, rows);
        used++;
    }
    if (used < CROSSINGS_MIN || !fit(coefficient, bin))
        memset(coefficient, 0, sizeof coefficient);
    correct_rows(rad, rows->strip_count, coefficient, first_rad, rows->count);
    free(crossing);
    free(scratch);
    return ok;
}
