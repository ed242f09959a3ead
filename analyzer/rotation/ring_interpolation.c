/* SPDX-License-Identifier: MIT */
#include "rotation/ring_interpolation.h"

#include "shared/statistics.h"
#include "numeric/normal_equations.h"
#include "numeric/angle.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PI (TWO_PI / 2)
#define SINES 4
#define CROSSINGS_MOST                                                                                       \
    1000 /* some minutes of rolling: more make nothing better known, only slower (ring_interpolation.h) */
#define TABLE 1024 /* phases, to put an angle right within 1e-5 rad */
#define BINS 64 /* of half a wave: the rows in one are fitted as one, which weakens sin(4 phase) by 0.2 % */
#define CROSSINGS_LEAST 30
#define SLOW_TIMES 2.0 /* a crossing that takes this many times the median has a turn or a stay in it */
#define LONGEST_S 2.0  /* nobody keeps an even pace for longer */
#define STEP_MOST_S 0.1
#define PRIOR_RAD 0.5 /* of b_j; a ring that hurries more would go backwards */

/* Rows [first, last] between two exact angles, and the exact moments of these. */
struct crossing {
    size_t first, last;
    double start_s, end_s;
    double start_phase, end_phase;
};

/* When the phase was at `at` between rows i - 1 and i. */
static double moment(const double *rad, const double *time_s, size_t i, double waves, double at)
{
    double before = rad[i - 1] * waves, after = rad[i] * waves;
    return time_s[i - 1] + (time_s[i] - time_s[i - 1]) * (at - before) / (after - before);
}

/* The half wave that a phase lies in. */
static double half_wave(double phase)
{
    return phase * (1 / PI) - angle_fractional_part(phase * (1 / PI));
}

/* Crossings from one exact angle to the next; what turns back or is lifted inside is none. */
static size_t find_crossings(struct crossing *found, const double *rad, double waves,
                             const unsigned char *loaded, const double *time_s, size_t count)
{
    size_t used = 0, first = 0;
    int entered = 0; /* the sense in which the stretch was entered; 0 = not known */
    double start_s = 0, before = 0, after = count > 0 ? half_wave(rad[0] * waves) : 0;
    double low = after * (PI / waves), high = (after + 1) * (PI / waves); /* the angles around it */
    for (size_t i = 1; i < count && used < CROSSINGS_MOST; i++) {
        bool steady = loaded[i] && loaded[i - 1] && time_s[i] - time_s[i - 1] <= STEP_MOST_S;
        if (!steady)
            entered = 0;
        if (rad[i] >= low && rad[i] < high)
            continue;
        before = after;
        after = half_wave(rad[i] * waves);
        low = after * (PI / waves);
        high = (after + 1) * (PI / waves);
        if (after == before) /* but for rounding */
            continue;
        if (!steady || fabs(after - before) > 1) {
            entered = 0;
            continue;
        }
        int sense = after > before ? 1 : -1;
        double edge = PI * (sense > 0 ? after : before);
        double now_s = moment(rad, time_s, i, waves, edge);
        if (entered == sense && now_s - start_s < LONGEST_S)
            found[used++] = (struct crossing){first, i - 1, start_s, now_s, edge - sense * PI, edge};
        entered = sense;
        first = i;
        start_s = now_s;
    }
    return used;
}

static double usual_s(const struct crossing *crossing, size_t count, double *work)
{
    for (size_t c = 0; c < count; c++)
        work[c] = crossing[c].end_s - crossing[c].start_s;
    return statistics_median(work, count);
}

/* sin(phase), sin(2 phase), ... of the phase whose cosine and sine these are. */
static void sines_of(double sines[SINES], struct angle_vector phase)
{
    double twice_cosine = 2 * phase.cosine, before = 0;
    sines[0] = phase.sine;
    for (int j = 1; j < SINES; j++) {
        sines[j] = twice_cosine * sines[j - 1] - before;
        before = sines[j - 1];
    }
}

/* Rows alike: how much they count, and the sum of how far the phase is behind the way, so weighted. */
struct bin {
    double weight, behind;
};

/*
 * The sines are odd and come again with each wave, so a row half a wave on tells what its mirror image in the
 * first half does, of the other sign.
 */
static void add_crossing(struct bin bin[BINS], const struct crossing *crossing, const double *rad,
                         double waves, const double *time_s)
{
    double pace = (crossing->end_phase - crossing->start_phase) / (crossing->end_s - crossing->start_s);
    double low = fmin(crossing->start_phase, crossing->end_phase);
    bool mirrored = angle_fractional_part(low / TWO_PI + 0.25) >
                    0.5; /* low / PI is odd; a quarter, so that rounding tells none */
    double weight = 1 / (double)(crossing->last - crossing->first + 1);
    for (size_t i = crossing->first; i <= crossing->last; i++) {
        double phase = rad[i] * waves, way = crossing->start_phase + pace * (time_s[i] - crossing->start_s);
        double place = (phase - low) * (BINS / PI);
        size_t k = place > 0 ? (size_t)place
                             : 0; /* rounding may make it next to nothing less, or a whole half wave */
        k = k < BINS ? k : BINS - 1;
        struct bin *here = &bin[mirrored ? BINS - 1 - k : k];
        here->weight += weight;
        here->behind += mirrored ? weight * (phase - way) : weight * (way - phase);
    }
}

static bool fit(double sine[NORMAL_EQUATIONS_UNKNOWNS_MAX], const struct bin bin[BINS])
{
    struct normal_equations solve;
    const struct angle_vector step = angle_vector_of(PI / BINS);
    struct angle_vector middle = angle_vector_of(PI / BINS / 2);
    normal_equations_init(&solve, SINES);
    for (size_t k = 0; k < BINS; k++, middle = angle_vector_rotate(middle, step)) {
        double row[SINES];
        sines_of(row, middle);
        if (bin[k].weight > 0)
            normal_equations_add(&solve, row, bin[k].behind / bin[k].weight, bin[k].weight);
    }
    for (size_t j = 0; j < SINES; j++)
        normal_equations_add_prior(&solve, j, 0, PRIOR_RAD);
    return normal_equations_solve(&solve, sine);
}

/* Put right by a table, since the same phases come again and again. */
static void correct_rows(double *rad, double waves, const double sine[SINES], double first_rad, size_t count)
{
    double off[TABLE + 2]; /* rounding may make a part of a wave a whole one */
    const struct angle_vector step = angle_vector_of(TWO_PI / TABLE);
    struct angle_vector phase = {1, 0};
    for (int k = 0; k <= TABLE / 2; k++, phase = angle_vector_rotate(phase, step)) {
        double sines[SINES], here = 0;
        sines_of(sines, phase);
        for (int j = 0; j < SINES; j++)
            here += sine[j] * sines[j] / waves;
        off[k] = first_rad + here;
        off[TABLE - k] = first_rad - here;
    }
    off[TABLE + 1] = off[1];
    for (size_t i = 0; i < count; i++) {
        double place = angle_fractional_part(rad[i] * waves * (1 / TWO_PI)) * TABLE;
        int k = (int)place;
        rad[i] += off[k] + (place - k) * (off[k + 1] - off[k]);
    }
}

bool ring_interpolation_correct(double *rad, unsigned strips, double first_rad, const unsigned char *loaded,
                                const double *time_s, size_t count)
{
    double waves = (double)strips, sine[NORMAL_EQUATIONS_UNKNOWNS_MAX];
    struct crossing *crossing = malloc(CROSSINGS_MOST * sizeof *crossing);
    double *work = malloc(CROSSINGS_MOST * sizeof *work);
    struct bin bin[BINS] = {{0, 0}};
    bool good = crossing != NULL && work != NULL;
    for (size_t i = 0; i < count; i++)
        rad[i] -= first_rad;
    size_t found = good ? find_crossings(crossing, rad, waves, loaded, time_s, count) : 0, used = 0;
    double most_s = found > 0 ? SLOW_TIMES * usual_s(crossing, found, work) : 0;
    for (size_t c = 0; c < found; c++) {
        if (crossing[c].end_s - crossing[c].start_s > most_s)
            continue;
        add_crossing(bin, &crossing[c], rad, waves, time_s);
        used++;
    }
    if (!(used >= CROSSINGS_LEAST && fit(sine, bin)))
        memset(sine, 0, sizeof sine);
    correct_rows(rad, waves, sine, first_rad, count);
    free(crossing);
    free(work);
    return good;
}
