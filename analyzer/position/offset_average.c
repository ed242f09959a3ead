/* SPDX-License-Identifier: MIT */
#include "position/offset_average.h"

#include "position/offset_candidates.h"
#include "position/usual_ends.h"
#include "shared/statistics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* An effect is not corrected if it is absent with at least this probability, and is corrected in part below that: to
 * change what is right is worse than to leave what is said to be uncertain. */
#define NONE_MIN 0.5
/* A roller that sticks and slips is pushed one way at one end and back at the other. The reversals do not show that,
 * because it looks like other usual ends. Deviation of what they hide, at least and as a multiple of stick_mm: */
#define HIDDEN_MM 1.5
#define HIDDEN_MULTIPLE 2.0

#define WEIGHT_MIN 1e-3 /* less probable hypotheses are left out of the average */

#define ENDS_MIN 4 /* fewest ends whose deviation is known */

/* Working memory. */
struct averaging {
    const struct offset_events *events;
    struct offset_candidates candidates;
    struct offset_filtered *filtered; /* [events->count], like the next two */
    struct offset_smoothed *smoothed;
    struct sums *sums;
};

/* Sets of hypotheses, each a subset of the next: without slip, slide and lifts that matter; without slip and slide. */
enum { STILL, PLAIN, ALL, SETS };

/* Sums over hypotheses at an event, weighted by their probabilities. */
struct sums {
    struct offset_estimate over[SETS];
    double offset_mm;  /* also of the hypotheses that are not applied */
    double square_mm2; /* of the offset: its square and its variance */
    double slide_probability;
};

static bool has_slide(const struct offset_hypothesis *hypothesis)
{
    return hypothesis->slide_mm > 0;
}

/* Whether a hypothesis changes the positions. If one end is loose, only the other shows where the roller was put back,
 * and if people turned elsewhere there, that looks the same: this only makes the positions less certain. */
static bool is_applied(const struct offset_hypothesis *hypothesis)
{
    return hypothesis->loose_mm[0] == 0 && hypothesis->loose_mm[1] == 0;
}

/* Return the smallest set that a hypothesis belongs to. */
static int set_of(const struct offset_hypothesis *hypothesis)
{
    if (!is_applied(hypothesis))
        return STILL;
    if (hypothesis->slip > 0 || has_slide(hypothesis))
        return ALL;
    return hypothesis->lift_mm > OFFSET_CANDIDATES_LIFT_MIN_MM ? PLAIN : STILL;
}

/* Set the probabilities of slip and slide. */
static void set_probabilities(const struct averaging *averaging, struct offset_average *average)
{
    for (size_t i = 0; i < averaging->candidates.count; i++) {
        const struct offset_candidate *candidate = &averaging->candidates.candidate[i];
        average->slip_probability += candidate->hypothesis.slip > 0 ? candidate->probability : 0;
        average->slide_probability += has_slide(&candidate->hypothesis) ? candidate->probability : 0;
    }
}

static void add_estimate(struct offset_estimate *sum, const struct offset_smoothed *smoothed, double probability,
                         bool is_slide)
{
    double slide_mm = is_slide ? smoothed->after_mm - smoothed->before_mm : 0;
    sum->slide_mm += probability * slide_mm;
    sum->before_mm += probability * (smoothed->before_mm + slide_mm);
    sum->after_mm += probability * smoothed->after_mm;
}

/* Add the offsets of all probable hypotheses to the sums, and their probabilities to total[]. */
static void sum_candidates(struct averaging *averaging, struct offset_average *average, double total[SETS])
{
    const struct offset_events *events = averaging->events;
    double slip_probability = 0;
    for (size_t i = 0; i < averaging->candidates.count; i++) {
        const struct offset_candidate *candidate = &averaging->candidates.candidate[i];
        double probability = candidate->probability;
        if (probability < WEIGHT_MIN)
            continue;
        struct offset_outcome outcome = offset_filter_run(averaging->smoothed, averaging->filtered, events->event,
                                                          events->count, &events->ends, &candidate->hypothesis);
        int smallest = set_of(&candidate->hypothesis);
        for (int set = smallest; set < SETS; set++)
            total[set] += probability;
        slip_probability += candidate->hypothesis.slip > 0 ? probability : 0;
        double hidden_mm = hypot(HIDDEN_MM, HIDDEN_MULTIPLE * candidate->hypothesis.stick_mm);
        average->slip += outcome.slip * probability;
        average->span_mm += outcome.span_mm * probability;
        for (size_t k = 0; k < events->count; k++) {
            const struct offset_smoothed *smoothed = &averaging->smoothed[k];
            struct sums *sums = &averaging->sums[k];
            bool is_slide = has_slide(&candidate->hypothesis) && candidate->hypothesis.slide == k;
            for (int set = smallest; set < SETS && is_applied(&candidate->hypothesis); set++)
                add_estimate(&sums->over[set], smoothed, probability, is_slide);
            sums->offset_mm += probability * smoothed->after_mm;
            sums->square_mm2 +=
                probability * (smoothed->variance + hidden_mm * hidden_mm + smoothed->after_mm * smoothed->after_mm);
            sums->slide_probability += is_slide ? probability : 0;
        }
    }
    average->slip /= fmax(slip_probability, WEIGHT_MIN);
    average->span_mm /= total[ALL];
}

/* Return which part of an effect is applied, if this is the probability that there is none. */
static double applied_part(double none)
{
    return none < NONE_MIN ? 1 - none * none / (NONE_MIN * NONE_MIN) : 0;
}

/* Move an estimate by a part of the way to the mean over a set. */
static void approach(struct offset_estimate *at, const struct offset_estimate *sum, double total, double part)
{
    at->before_mm += part * (sum->before_mm / total - at->before_mm);
    at->after_mm += part * (sum->after_mm / total - at->after_mm);
    at->slide_mm += part * (sum->slide_mm / total - at->slide_mm);
}

/* Set the estimates from the sums, and the most likely slide. */
static void divide_sums(const struct averaging *averaging, struct offset_average *average, const double total[SETS])
{
    average->is_plain = applied_part(total[PLAIN] / total[ALL]) < 0.5;
    for (size_t k = 0; k < averaging->events->count; k++) {
        const struct sums *sums = &averaging->sums[k];
        struct offset_estimate *at = &average->at[k];
        *at = (struct offset_estimate){0};
        for (int set = STILL; set < SETS; set++)
            if (total[set] > 0)
                approach(at, &sums->over[set], total[set],
                         set == STILL ? 1 : applied_part(total[set - 1] / total[set]));
        at->likely_slide_mm = sums->over[ALL].slide_mm / fmax(sums->slide_probability, WEIGHT_MIN);
        double squares_mm2 =
            (sums->square_mm2 - 2 * at->after_mm * sums->offset_mm) / total[ALL] + at->after_mm * at->after_mm;
        at->deviation_mm = sqrt(fmax(squares_mm2, 0));
        if (sums->slide_probability > averaging->sums[average->slide].slide_probability)
            average->slide = k;
    }
    average->slide_mm = average->at[average->slide].likely_slide_mm;
}

/* Average over all hypotheses. False when out of memory. */
static bool average_all(struct offset_average *average, const struct offset_events *events)
{
    size_t count = events->count;
    struct averaging averaging = {.events = events,
                                  .filtered = malloc(count * sizeof *averaging.filtered),
                                  .smoothed = malloc(count * sizeof *averaging.smoothed),
                                  .sums = calloc(count, sizeof *averaging.sums)};
    *average = (struct offset_average){.at = malloc(count * sizeof *average->at)};
    bool ok = averaging.filtered && averaging.smoothed && averaging.sums && average->at &&
              offset_candidates_make(&averaging.candidates, events);
    if (ok) {
        double total[SETS] = {0};
        average->log_evidence = averaging.candidates.log_evidence;
        set_probabilities(&averaging, average);
        sum_candidates(&averaging, average, total);
        divide_sums(&averaging, average, total);
    } else
        offset_average_free(average);
    offset_candidates_free(&averaging.candidates);
    free(averaging.filtered);
    free(averaging.smoothed);
    free(averaging.sums);
    return ok;
}

/* Leave out the ends that are far from where those at the same end usually are, once offsets are subtracted. Returns
 * whether there are any. scratch[2 * events->count]. */
static bool drop_far_ends(struct offset_events *events, const struct offset_average *average,
                          enum offset_event_kind end, double *scratch)
{
    size_t used = 0;
    bool dropped = false;
    double *residual_mm = scratch + events->count;
    for (size_t k = 0; k < events->count; k++) {
        residual_mm[k] = events->event[k].position_mm - average->at[k].after_mm;
        if (events->event[k].kind == end)
            scratch[used++] = residual_mm[k];
    }
    if (used < ENDS_MIN)
        return false;
    double usual_mm = statistics_median(scratch, used);
    double limit_mm = usual_ends_limit_mm(scratch, used, usual_mm, events->thigh_mm);
    for (size_t k = 0; k < events->count; k++) {
        if (events->event[k].kind == end && fabs(residual_mm[k] - usual_mm) > limit_mm) {
            events->event[k].kind = OFFSET_POINT;
            dropped = true;
        }
    }
    return dropped;
}

/* Average the hypotheses, and again without the ends that are then seen to be unusual; the evidence is that of all
 * ends. False when out of memory. */
static bool average_again(struct offset_average *average, struct offset_events *events)
{
    double *scratch = malloc(2 * events->count * sizeof *scratch);
    bool ok = scratch != NULL && average_all(average, events);
    if (ok) {
        bool low_dropped = drop_far_ends(events, average, OFFSET_LOW_END, scratch);
        bool high_dropped = drop_far_ends(events, average, OFFSET_HIGH_END, scratch);
        if (low_dropped || high_dropped) {
            double log_evidence = average->log_evidence;
            offset_average_free(average);
            ok = average_all(average, events);
            average->log_evidence = log_evidence;
        }
    }
    free(scratch);
    return ok;
}

/* Add to the deviations what the other explanation of the ends, of a probability, says. */
static void widen(struct offset_average *average, const struct offset_average *other, double probability, size_t count)
{
    for (size_t k = 0; k < count; k++) {
        struct offset_estimate *at = &average->at[k];
        double apart_mm = other->at[k].after_mm - at->after_mm;
        at->deviation_mm = hypot(at->deviation_mm, sqrt(probability) * apart_mm);
    }
}

/* Take the more probable of two explanations: the ends as they are, or early turns. False when out of memory. */
static bool choose(struct offset_average *average, struct offset_events *events, struct offset_event *without_early,
                   double log_odds)
{
    struct offset_average early;
    struct offset_events rest = *events;
    rest.event = without_early;
    if (!average_again(&early, &rest))
        return false;
    log_odds += early.log_evidence - average->log_evidence;
    if (log_odds > 0) {
        struct offset_average swapped = *average;
        *average = early;
        early = swapped;
        memcpy(events->event, without_early, events->count * sizeof *without_early);
    }
    widen(average, &early, 1 / (1 + exp(fabs(log_odds))), events->count);
    offset_average_free(&early);
    return true;
}

bool offset_average_make(struct offset_average *average, struct offset_events *events)
{
    struct early_turns early;
    struct offset_event *without_early = malloc(events->count * sizeof *without_early);
    bool ok = without_early != NULL && usual_ends_leave_out_early(without_early, &early, events);
    ok = ok && average_again(average, events);
    if (ok && early.count > 0 && !average->is_plain && !choose(average, events, without_early, early.log_odds)) {
        offset_average_free(average);
        ok = false;
    }
    free(without_early);
    return ok;
}

void offset_average_free(struct offset_average *average)
{
    free(average->at);
    *average = (struct offset_average){0};
}
