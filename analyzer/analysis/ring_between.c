/* SPDX-License-Identifier: MIT */
#include "ring_between.h"

#include "quantile.h"
#include "solve.h"
#include "turn.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PI (TURN / 2)
#define SINES 4
#define CROSSINGS_MOST 1000 /* some minutes of rolling: more make nothing better known, only slower (ring_between.h) */
#define TABLE 1024 /* phases, to put an angle right within 1e-5 rad */
#define CROSSINGS_LEAST 30
#define SLOW_TIMES 2.0   /* a crossing that takes this many times the median has a turn or a stay in it */
#define LONGEST_S 2.0    /* nobody keeps an even pace for longer */
#define STEP_MOST_S 0.1
#define PRIOR_RAD 0.5    /* of b_j; a ring that hurries more would go backwards */

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

/* Crossings from one exact angle to the next; what turns back or is lifted inside is none. */
static size_t find_crossings(struct crossing *found, const double *rad, double waves, const unsigned char *loaded,
                             const double *time_s, size_t count)
{
    size_t used = 0, first = 0;
    int entered = 0; /* the sense in which the stretch was entered; 0 = not known */
    double start_s = 0;
    for (size_t i = 1; i < count && used < CROSSINGS_MOST; i++) {
        double before = floor(rad[i - 1] * waves / PI), after = floor(rad[i] * waves / PI);
        if (!loaded[i] || !loaded[i - 1] || time_s[i] - time_s[i - 1] > STEP_MOST_S || fabs(after - before) > 1) {
            entered = 0;
            continue;
        }
        if (after == before)
            continue;
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
    return quantile_median(work, count);
}

/* sin(phase), sin(2 phase), ... */
static void sines_of(double sines[SINES], double phase)
{
    double twice_cosine = 2 * cos(phase), before = 0;
    sines[0] = sin(phase);
    for (int j = 1; j < SINES; j++) {
        sines[j] = twice_cosine * sines[j - 1] - before;
        before = sines[j - 1];
    }
}

static void add_crossing(struct solve *solve, const struct crossing *crossing, const double *rad, double waves,
                         const double *time_s)
{
    double length_s = crossing->end_s - crossing->start_s;
    double weight = 1 / (double)(crossing->last - crossing->first + 1);
    for (size_t i = crossing->first; i <= crossing->last; i++) {
        double phase = rad[i] * waves, row[SINES];
        double part = (time_s[i] - crossing->start_s) / length_s;
        sines_of(row, phase);
        solve_add(solve, row, crossing->start_phase + part * (crossing->end_phase - crossing->start_phase) - phase,
                  weight);
    }
}

/* Put right by a table, since the same phases come again and again. */
static void correct_rows(double *rad, double waves, const double sine[SINES], double first_rad, size_t count)
{
    double off[TABLE + 2];
    for (int k = 0; k < TABLE + 2; k++) { /* rounding may make a part of a wave a whole one */
        double sines[SINES];
        sines_of(sines, TURN / TABLE * k);
        off[k] = first_rad;
        for (int j = 0; j < SINES; j++)
            off[k] += sine[j] * sines[j] / waves;
    }
    for (size_t i = 0; i < count; i++) {
        double place = turn_part(rad[i] * waves * (1 / TURN)) * TABLE;
        int k = (int)place;
        rad[i] += off[k] + (place - k) * (off[k + 1] - off[k]);
    }
}

bool ring_between_correct(double *rad, unsigned strips, double first_rad, const unsigned char *loaded,
                          const double *time_s, size_t count)
{
    double waves = (double)strips, sine[SOLVE_UNKNOWNS_MAX];
    struct crossing *crossing = malloc(CROSSINGS_MOST * sizeof *crossing);
    double *work = malloc(CROSSINGS_MOST * sizeof *work);
    struct solve solve;
    bool good = crossing != NULL && work != NULL;
    for (size_t i = 0; i < count; i++)
        rad[i] -= first_rad;
    size_t found = good ? find_crossings(crossing, rad, waves, loaded, time_s, count) : 0, used = 0;
    if (found > 0) {
        double most_s = SLOW_TIMES * usual_s(crossing, found, work);
        solve_init(&solve, SINES);
        for (size_t c = 0; c < found; c++) {
            if (crossing[c].end_s - crossing[c].start_s > most_s)
                continue;
            add_crossing(&solve, &crossing[c], rad, waves, time_s);
            used++;
        }
        for (size_t j = 0; j < SINES; j++)
            solve_prior(&solve, j, 0, PRIOR_RAD);
    }
    if (!(used >= CROSSINGS_LEAST && solve_finish(&solve, sine)))
        memset(sine, 0, sizeof sine);
    correct_rows(rad, waves, sine, first_rad, count);
    free(crossing);
    free(work);
    return good;
}
