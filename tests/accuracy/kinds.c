/* SPDX-License-Identifier: MIT */
#include "kinds.h"

#include "behaviors.h"
#include "score.h"
#include "support/now.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define WRONG_RMSE_MM 15.0      /* a session is wrong if its positions are off by more */
#define WRONG_RING_RMSE_MM 20.0 /* the same without a motion sensor */
#define RING_FACTOR 2.0         /* limits in mm without a motion sensor, relative to those with one */
#define HELD_PERCENT 90.0       /* of the intervals hold the truth */
#define HELD_MAX_PERCENT 99.0   /* ... of a mixture at most */
#define EVEN_HALF_WIDTH_MM 10.0 /* largest median half-width of the intervals where all is well */
#define HALF_WIDTH_FACTOR 1.5   /* elsewhere, relative to the limit of the 95th percentile of the error */
#define SPOTS_MAX 3

struct kind {
    const char *name;
    const char *behaviors;
    enum draw draw;
    /* Limits; 0 = none. */
    double f1;
    double rmse_mm, rmse_tail_mm; /* median and 95th percentile of the sessions */
    double silent_percent;        /* at most so many sessions are wrong without a word; always a limit */
    double dwell_tail_percent;
    bool no_spot_invented;
    bool needs_imu;         /* without motion sensor there is nothing to score */
    bool has_no_ring_limit; /* without motion sensor it is scored without limits */
    const char *start;
};

/* clang-format off */
static const struct kind KINDS[] = {
    {.name = "even", .behaviors = "", .f1 = 0.995, .rmse_mm = 0.9, .rmse_tail_mm = 2.2},
    {.name = "sections", .behaviors = "sections", .f1 = 0.98, .rmse_mm = 1.2, .rmse_tail_mm = 4},
    {.name = "half", .behaviors = "half", .f1 = 0.98, .rmse_mm = 1.2, .rmse_tail_mm = 4},
    {.name = "grow", .behaviors = "grow", .f1 = 0.98, .rmse_mm = 1.2, .rmse_tail_mm = 4},
    {.name = "warm-up", .behaviors = "warm-up", .f1 = 0.98, .rmse_mm = 1.2, .rmse_tail_mm = 4},
    {.name = "creep-slip", .behaviors = "creep-slip", .f1 = 0.94, .rmse_mm = 5, .rmse_tail_mm = 18, .silent_percent = 2},
    {.name = "stick-slip", .behaviors = "stick-slip", .f1 = 0.94, .rmse_mm = 5, .rmse_tail_mm = 18, .silent_percent = 2},
    {.name = "slide", .behaviors = "slide", .f1 = 0.92, .rmse_mm = 9, .rmse_tail_mm = 20, .silent_percent = 2},
    {.name = "put-back", .behaviors = "put-back", .f1 = 0.95, .rmse_mm = 7, .rmse_tail_mm = 18, .silent_percent = 2},
    {.name = "put-back-far", .behaviors = "put-back-far", .f1 = 0.82, .rmse_mm = 11, .rmse_tail_mm = 40, .silent_percent = 2},
    {.name = "slope", .behaviors = "slope", .f1 = 0.99, .rmse_mm = 3, .rmse_tail_mm = 6, .has_no_ring_limit = true},
    {.name = "posture", .behaviors = "posture", .f1 = 0.99, .rmse_mm = 3, .rmse_tail_mm = 6, .has_no_ring_limit = true},
    {.name = "frozen", .behaviors = "frozen", .f1 = 0.99, .rmse_mm = 2, .rmse_tail_mm = 6, .needs_imu = true},
    {.name = "clipped", .behaviors = "clipped", .f1 = 0.99, .rmse_mm = 2, .rmse_tail_mm = 6, .needs_imu = true},
    {.name = "mounted", .behaviors = "mounted", .f1 = 0.99, .rmse_mm = 2, .rmse_tail_mm = 6, .needs_imu = true},
    {.name = "zeros", .behaviors = "zeros", .f1 = 0.99, .rmse_mm = 2, .rmse_tail_mm = 6, .needs_imu = true},
    {.name = "intermittent", .behaviors = "intermittent", .f1 = 0.99, .rmse_mm = 2, .rmse_tail_mm = 6, .needs_imu = true},
    {.name = "drift", .behaviors = "drift", .f1 = 0.99, .rmse_mm = 2, .rmse_tail_mm = 3, .needs_imu = true},
    {.name = "lever", .behaviors = "lever", .f1 = 0.99, .rmse_mm = 2, .rmse_tail_mm = 6, .needs_imu = true},
    {.name = "rests", .behaviors = "rests", .no_spot_invented = true},
    {.name = "rocks", .behaviors = "rocks", .f1 = 0.99, .dwell_tail_percent = 12},
    {.name = "one-way", .behaviors = "one-way", .silent_percent = 2},
    {.name = "turn-round", .behaviors = "turn-round", .silent_percent = 2},
    {.name = "start-knee", .behaviors = "start-knee", .start = "knee", .silent_percent = 2},
    {.name = "gaps", .behaviors = "gaps", .silent_percent = 2},
    {.name = "load-radius", .behaviors = "load-radius", .silent_percent = 2},
    {.name = "bare-radius", .behaviors = "bare-radius", .silent_percent = 2},
    {.name = "saturation", .behaviors = "saturation", .silent_percent = 2},
    {.name = "light", .behaviors = "light", .f1 = 0.99, .silent_percent = 2},
    {.name = "bridge", .behaviors = "bridge", .f1 = 0.99, .rmse_mm = 0.9, .rmse_tail_mm = 4},
    {.name = "tilt", .behaviors = "tilt", .silent_percent = 2, .needs_imu = true}, /* without one, such a roller is beyond help */
    {.name = "a-little-of-all", .behaviors = "", .draw = DRAW_LITTLE, .f1 = 0.90, .rmse_mm = 8, .rmse_tail_mm = 18, .silent_percent = 2},
    {.name = "mixture", .behaviors = "", .draw = DRAW_MIXTURE, .silent_percent = 2},
};
/* clang-format on */
#define KIND_COUNT (sizeof KINDS / sizeof KINDS[0])

struct row {
    struct score score;
    size_t wrong, silent, invented; /* sessions, sessions, spots */
    double duration_s;              /* of making and scoring the sessions */
};

/* A session is silent if it is wrong and does not say so. */
static void score_trial(const struct trial *trial, struct verdict verdict, struct row *row)
{
    double limit_mm = trial->request.no_imu ? WRONG_RING_RMSE_MM : WRONG_RMSE_MM;
    bool is_position_wrong = !(trial->position_rmse_mm <= limit_mm);
    bool is_spot_wrong = verdict.missed + verdict.invented > 0;
    bool is_spot_silent = is_spot_wrong && !behaviors_are_named(trial);
    bool is_position_silent = is_position_wrong && !verdict.interval_held;
    row->wrong += is_position_wrong || is_spot_wrong;
    row->silent += is_spot_silent || is_position_silent;
    row->invented += verdict.invented;
}

static bool run_kind(const struct trial_lab *lab, const struct kind *kind, size_t sessions, unsigned first_seed,
                     bool no_imu, bool verbose, struct row *row)
{
    for (size_t done = 0; done < sessions; done += TRIAL_LANES) {
        struct trial trial[TRIAL_LANES];
        size_t count = sessions - done < TRIAL_LANES ? sessions - done : TRIAL_LANES;
        for (size_t i = 0; i < count; i++) {
            unsigned seed = first_seed + (unsigned)(done + i);
            trial[i] = (struct trial){
                .request = {.seed = seed, .spots = seed % (SPOTS_MAX + 1), .no_imu = no_imu, .start = kind->start}};
            behaviors_draw(&trial[i].request, kind->behaviors, kind->draw);
        }
        if (!trial_run(lab, trial, count))
            return false;
        for (size_t i = 0; i < count; i++)
            score_trial(&trial[i], score_add(&row->score, &trial[i], verbose), row);
    }
    return true;
}

/* ---- The table ---- */

static double percent(size_t count, size_t total)
{
    return total > 0 ? 100.0 * (double)count / (double)total : NAN;
}

/* Print a number and its limit, and add to the count of misses. */
static void print_limited(int width, int digits, double number, const char *relation, double limit, bool is_met,
                          int *missed)
{
    char text[48];
    if (isnan(number))
        snprintf(text, sizeof text, "-");
    else if (relation == NULL)
        snprintf(text, sizeof text, "%.*f", digits, number);
    else
        snprintf(text, sizeof text, "%.*f %s%g%s", digits, number, relation, limit, is_met ? "" : " MISS");
    *missed += relation != NULL && !isnan(number) && !is_met;
    printf("  %*s", width, text);
}

static void print_at_most(int width, int digits, double number, double limit, int *missed)
{
    bool has_limit = limit > 0.0;
    print_limited(width, digits, number, has_limit ? "<=" : NULL, limit, number <= limit, missed);
}

static void print_titles(bool no_imu)
{
    printf("%-16s  %17s  %13s  %13s  %6s  %11s  %15s  %16s  %9s  %8s  %14s  %6s\n",
           no_imu ? "strips alone" : "motion sensor", "F1", "RMSE p50, mm", "p95, mm", "wrong %", "silent %",
           "interval held %", "half-width, mm", "centres %", "invented", "dwell p95, %", "took s");
}

static void print_intervals(const struct kind *kind, struct score *score, double tail_limit_mm, int *missed)
{
    bool has_interval = score->intervals_stated > 0;
    if (!has_interval) {
        printf("  %15s  %16s", "not there yet", "not there yet");
    } else {
        double held = percent(score->intervals_held, score->trials);
        bool is_met = held >= HELD_PERCENT && (kind->draw != DRAW_MIXTURE || held <= HELD_MAX_PERCENT);
        print_limited(15, 0, held, ">=", HELD_PERCENT, is_met, missed);
        bool is_even = kind->behaviors[0] == '\0' && kind->draw == DRAW_ALONE;
        double limit_mm = is_even ? EVEN_HALF_WIDTH_MM : HALF_WIDTH_FACTOR * tail_limit_mm;
        print_at_most(16, 1, score_quantile(score->half_width_mm, score->intervals_stated, 0.5), limit_mm, missed);
    }
    if (score->centers_stated == 0)
        printf("  %9s", score->matched == 0 ? "-" : "not yet");
    else
        print_limited(9, 0, percent(score->centers_held, score->matched), ">=", HELD_PERCENT,
                      percent(score->centers_held, score->matched) >= HELD_PERCENT, missed);
}

static int print_row(const struct kind *kind, bool no_imu, struct row *row)
{
    int missed = 0;
    struct score *score = &row->score;
    bool has_limits = !(no_imu && kind->has_no_ring_limit);
    double factor = !has_limits ? 0.0 : no_imu ? RING_FACTOR : 1.0;
    double f1 = score_f1(score);
    printf("%-16s", kind->name);
    print_limited(17, 3, f1, has_limits && kind->f1 > 0.0 ? ">=" : NULL, kind->f1, f1 >= kind->f1, &missed);
    print_at_most(13, 1, score_quantile(score->position_rmse_mm, score->trials, 0.5), factor * kind->rmse_mm, &missed);
    print_at_most(13, 1, score_quantile(score->position_rmse_mm, score->trials, 0.95), factor * kind->rmse_tail_mm,
                  &missed);
    double silent = percent(row->silent, score->trials);
    printf("  %7.0f", percent(row->wrong, score->trials));
    print_limited(11, 0, silent, has_limits ? "<=" : NULL, kind->silent_percent, silent <= kind->silent_percent,
                  &missed);
    print_intervals(kind, score, factor * kind->rmse_tail_mm, &missed);
    print_limited(8, 0, (double)row->invented, has_limits && kind->no_spot_invented ? "<=" : NULL, 0.0,
                  row->invented == 0, &missed);
    print_at_most(14, 1, 100.0 * score_quantile(score->dwell_error, score->matched, 0.95),
                  has_limits ? kind->dwell_tail_percent : 0.0, &missed);
    printf("  %6.0f\n", row->duration_s);
    fflush(stdout);
    return missed;
}

/* Score the kinds with or without motion sensor. Returns the number of limits missed, or -1. */
static int score_rows(const struct trial_lab *lab, size_t sessions, unsigned first_seed, const char *only, bool no_imu,
                      bool verbose)
{
    int missed = 0;
    print_titles(no_imu);
    for (size_t i = 0; i < KIND_COUNT; i++) {
        const struct kind *kind = &KINDS[i];
        if ((only != NULL && strcmp(only, kind->name) != 0) || (no_imu && kind->needs_imu))
            continue;
        struct row row = {0};
        double start_s = now_s();
        score_init(&row.score, sessions);
        bool ok = run_kind(lab, kind, sessions, first_seed, no_imu, verbose, &row);
        row.duration_s = now_s() - start_s;
        if (ok)
            missed += print_row(kind, no_imu, &row);
        score_free(&row.score);
        if (!ok)
            return -1;
    }
    return missed;
}

static bool has_kind(const char *name)
{
    for (size_t i = 0; i < KIND_COUNT; i++)
        if (strcmp(KINDS[i].name, name) == 0)
            return true;
    return false;
}

int kinds_score(const struct trial_lab *lab, size_t sessions, unsigned first_seed, const char *only, bool verbose)
{
    double start_s = now_s();
    if (only != NULL && !has_kind(only)) {
        fprintf(stderr, "there is no kind %s; tests/accuracy/kinds.c lists them\n", only);
        return -1;
    }
    behaviors_print_rates();
    printf("%zu sessions a kind, seeds from %u, 0 to %d spots.\n\n", sessions, first_seed, SPOTS_MAX);
    int missed = score_rows(lab, sessions, first_seed, only, false, verbose);
    if (missed < 0)
        return -1;
    printf("\n");
    int missed_by_ring = score_rows(lab, sessions, first_seed, only, true, verbose);
    if (missed_by_ring < 0)
        return -1;
    printf("\n%d limits are missed; this took %.0f s.\n", missed + missed_by_ring, now_s() - start_s);
    return missed + missed_by_ring;
}
