/* SPDX-License-Identifier: MIT */
/* Measure how well compare and trend follow simulated people over weeks.
 *
 * accuracy_weeks PEOPLE FIRST_SEED: print a row for each kind of person, with its limit; exit 1 if one is missed. */
#include "people.h"

#include "compare/comparison.h"
#include "support/tally.h"
#include "trend/trend.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

struct lab {
    size_t people;
    uint64_t first_seed;
    bool is_missed;
};

static void print_row(struct lab *lab, const char *what, const struct tally *tally, double limit_percent, bool at_least)
{
    lab->is_missed |= tally_print(what, tally, limit_percent, at_least);
}

static void require(bool ok, const struct failure *failure)
{
    if (ok)
        return;
    fprintf(stderr, "accuracy_weeks: %s\n", failure->message);
    exit(1);
}

struct followed {
    struct weeks_person person;
    struct session_set set;
    struct trend trend;
};

/* Simulate a person and follow the sessions; the only leg is returned. Free with followed_free. */
static const struct trend_leg *follow(struct followed *followed, const struct weeks_habits *habits, uint64_t seed)
{
    struct failure failure = {0};
    people_make(habits, seed, &followed->person, &followed->set);
    require(trend_make(&followed->trend, &followed->set, &failure), &failure);
    return &followed->trend.leg[0];
}

static void followed_free(struct followed *followed)
{
    trend_free(&followed->trend);
    session_set_free(&followed->set);
}

struct compared {
    struct weeks_person person;
    struct session_set set;
    struct comparison comparison;
};

/* Simulate a person and compare the sessions; the only view is returned. Free with compared_free. */
static const struct comparison_view *compare(struct compared *compared, const struct weeks_habits *habits,
                                             uint64_t seed)
{
    struct failure failure = {0};
    people_make(habits, seed, &compared->person, &compared->set);
    require(comparison_make(&compared->comparison, &compared->set, &failure), &failure);
    return &compared->comparison.view[0];
}

static void compared_free(struct compared *compared)
{
    comparison_free(&compared->comparison);
    session_set_free(&compared->set);
}

/* The true number of the spot that a track follows: that of its last sighting. */
static size_t true_spot(const struct spot_track *track)
{
    return people_true_spot(track->spot[track->last]);
}

static void measure_no_change(struct lab *lab, double start_deviation_mm)
{
    struct tally changed = {0}, new_or_gone = {0}, totals = {0};
    char name[100];
    struct weeks_habits habits = WEEKS_USUAL;
    habits.session_count = 2;
    habits.start_deviation_mm = start_deviation_mm;
    for (size_t i = 0; i < lab->people; i++) {
        struct compared compared;
        const struct comparison_view *view = compare(&compared, &habits, lab->first_seed + i);
        for (size_t k = 0; k < view->spot_count; k++) {
            enum change change = view->spot[k].change;
            tally_add(&changed, change == CHANGE_LESS || change == CHANGE_MORE);
            tally_add(&new_or_gone, change == CHANGE_NEW || change == CHANGE_GONE);
        }
        const enum change verdicts[] = {view->mean_force_n.verdict, view->impulse_n_s.verdict};
        for (size_t k = 0; k < 2; k++)
            tally_add(&totals, verdicts[k] == CHANGE_LESS || verdicts[k] == CHANGE_MORE);
        compared_free(&compared);
    }
    snprintf(name, sizeof name, "no change, start sd %.0f mm: spots called more or less", start_deviation_mm);
    print_row(lab, name, &changed, 6, false);
    print_row(lab, "  spots called new or gone", &new_or_gone, 1, false);
    print_row(lab, "  force or impulse called more or less", &totals, 6, false);
}

static void measure_step(struct lab *lab)
{
    struct tally found = {0}, wrong = {0};
    struct weeks_habits habits = WEEKS_USUAL;
    habits.session_count = 6;
    habits.step_session = 3;
    habits.skip_probability = 0;
    for (size_t i = 0; i < lab->people; i++) {
        struct compared compared;
        bool is_more = i % 2 == 0;
        habits.step_factor = is_more ? 2 : 0.5;
        const struct comparison_view *view = compare(&compared, &habits, lab->first_seed + i);
        for (size_t k = 0; k < view->spot_count; k++) {
            enum change change = view->spot[k].change;
            if (!isfinite(view->spot[k].dwell_s.first) || view->spot[k].dwell_s.first == 0 ||
                view->spot[k].dwell_s.last == 0)
                continue;
            tally_add(&found, change == (is_more ? CHANGE_MORE : CHANGE_LESS));
            tally_add(&wrong, change == (is_more ? CHANGE_LESS : CHANGE_MORE));
        }
        compared_free(&compared);
    }
    print_row(lab, "x2 between means of three sessions: found", &found, 60, true);
    print_row(lab, "  wrong sign", &wrong, 0.5, false);
}

static void measure_first_spot(struct lab *lab, bool is_new)
{
    struct tally found = {0};
    struct weeks_habits habits = WEEKS_USUAL;
    habits.session_count = 16;
    if (is_new)
        habits.first_from_session = 8;
    else
        habits.first_until_session = 8;
    for (size_t i = 0; i < lab->people; i++) {
        struct followed followed;
        const struct trend_leg *leg = follow(&followed, &habits, lab->first_seed + i);
        bool is_found = false;
        for (size_t k = 0; k < leg->spot_count; k++) {
            const struct trend_spot *spot = &leg->spot[k];
            is_found |= true_spot(spot->track) == 0 && spot->state == (is_new ? TREND_SPOT_NEW : TREND_SPOT_GONE);
        }
        tally_add(&found, is_found);
        followed_free(&followed);
    }
    print_row(lab, is_new ? "truly new after 8 of 16 sessions: found" : "truly gone after 8 of 16 sessions: found",
              &found, 95, true);
}

static void measure_splits(struct lab *lab, const char *name, double start_deviation_mm, double end_deviation_mm,
                           double limit_percent)
{
    struct tally split = {0};
    struct weeks_habits habits = WEEKS_USUAL;
    habits.start_deviation_mm = start_deviation_mm;
    habits.end_deviation_mm = end_deviation_mm;
    for (size_t i = 0; i < lab->people; i++) {
        struct followed followed;
        const struct trend_leg *leg = follow(&followed, &habits, lab->first_seed + i);
        size_t tracks[WEEKS_SPOTS_MAX] = {0};
        for (size_t k = 0; k < leg->spot_count; k++)
            tracks[true_spot(leg->spot[k].track)]++;
        for (size_t k = 0; k < followed.person.spot_count; k++)
            tally_add(&split, tracks[k] > 1);
        followed_free(&followed);
    }
    print_row(lab, name, &split, limit_percent, false);
}

static void measure_false_states(struct lab *lab)
{
    static const size_t counts[] = {3, 6, 10, 16, 30};
    struct weeks_habits habits = WEEKS_USUAL;
    for (size_t c = 0; c < sizeof counts / sizeof counts[0]; c++) {
        struct tally wrong = {0};
        char name[100];
        habits.session_count = counts[c];
        for (size_t i = 0; i < lab->people; i++) {
            struct followed followed;
            const struct trend_leg *leg = follow(&followed, &habits, lab->first_seed + i);
            bool is_wrong = false;
            for (size_t k = 0; k < leg->spot_count; k++) {
                enum trend_spot_state state = leg->spot[k].state;
                is_wrong =
                    is_wrong || state == TREND_SPOT_NEW || state == TREND_SPOT_GONE || state == TREND_SPOT_PASSED;
            }
            tally_add(&wrong, is_wrong);
            followed_free(&followed);
        }
        snprintf(name, sizeof name, "people with a false new, gone or passed, %zu sessions", counts[c]);
        print_row(lab, name, &wrong, 5, false);
    }
}

static void measure_trend(struct lab *lab, const char *name, const struct weeks_habits *habits, double limit_percent)
{
    struct tally rising_or_falling = {0}, covered = {0}, often = {0};
    bool is_true = habits->change_per_week > 0;
    for (size_t i = 0; i < lab->people; i++) {
        struct followed followed;
        const struct trend_leg *leg = follow(&followed, habits, lab->first_seed + i);
        for (size_t k = 0; k < leg->spot_count; k++) {
            const struct trend_line *line = &leg->spot[k].dwell;
            if (leg->spot[k].state == TREND_SPOT_RARE)
                continue;
            tally_add(&often, trend_direction_is_clear(leg->spot[k].often.direction));
            tally_add(&rising_or_falling,
                      is_true ? line->direction == TREND_FALLING : trend_direction_is_clear(line->direction));
            double percent = is_true ? 100 * (habits->change_per_week - 1) : 0;
            if (isfinite(line->fit.low))
                tally_add(&covered, line->low_percent_per_week <= percent && line->high_percent_per_week >= percent);
        }
        followed_free(&followed);
    }
    print_row(lab, name, &rising_or_falling, limit_percent, is_true);
    print_row(lab, "  called more or less often", &often, 6, false);
    print_row(lab, "  the interval of the slope holds the truth", &covered, 92, true);
}

static void measure_trends(struct lab *lab)
{
    struct weeks_habits habits = WEEKS_USUAL;
    habits.session_count = 16;
    measure_trend(lab, "no trend, independent weeks: called rising or falling", &habits, 6);
    habits.autocorrelation = 0.5;
    measure_trend(lab, "no trend, autocorrelation .5", &habits, 9);
    habits.autocorrelation = 0;
    habits.change_per_week = 0.94;
    measure_trend(lab, "-6 % a week: found after 16 sessions", &habits, 50);
    habits.session_count = 30;
    measure_trend(lab, "  after 30 sessions", &habits, 85);
}

static void measure_apart(struct lab *lab, double gap_mm, double limit_percent)
{
    struct tally apart = {0};
    struct weeks_habits habits = WEEKS_USUAL;
    char name[100];
    habits.gap_mm = gap_mm;
    for (size_t i = 0; i < lab->people; i++) {
        struct followed followed;
        const struct trend_leg *leg = follow(&followed, &habits, lab->first_seed + i);
        bool is_mixed = false;
        for (size_t k = 0; k < leg->spot_count; k++) {
            const struct spot_track *track = leg->spot[k].track;
            for (size_t s = 0; s < habits.session_count; s++)
                is_mixed = is_mixed || (track->spot[s] && people_true_spot(track->spot[s]) != true_spot(track));
        }
        tally_add(&apart, !is_mixed);
        followed_free(&followed);
    }
    snprintf(name, sizeof name, "two spots %.0f mm apart: kept apart in all 30 sessions", gap_mm);
    print_row(lab, name, &apart, limit_percent, true);
}

int main(int argc, char **argv)
{
    struct lab lab = {.people = argc > 1 ? strtoul(argv[1], NULL, 10) : 400,
                      .first_seed = argc > 2 ? strtoul(argv[2], NULL, 10) : 1};
    measure_no_change(&lab, 10);
    measure_no_change(&lab, 25);
    measure_step(&lab);
    measure_first_spot(&lab, true);
    measure_first_spot(&lab, false);
    measure_splits(&lab, "spots split over 30 weeks, start sd 10 mm", 10, 5, 2);
    measure_splits(&lab, "spots split over 30 weeks, start sd 25 mm", 25, 5, 3);
    measure_splits(&lab, "spots split over 30 weeks, ends wander by sd 25 mm", 10, 25, 8);
    measure_false_states(&lab);
    measure_trends(&lab);
    measure_apart(&lab, 40, 80);
    measure_apart(&lab, 60, 97);
    return lab.is_missed ? 1 : 0;
}
