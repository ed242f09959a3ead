/* SPDX-License-Identifier: MIT */
#include "position/offset_average.h"

#include "numeric/angle.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

/* Prior probabilities: how often people slip. */
#define SLIDE_PROBABILITY 0.15
#define LOOSE_PROBABILITY 0.1 /* one end is not always the same: strokes grow, for example */

/* Prior deviations. */
#define SLIP_DEVIATION 0.01 /* of slow slip: 1 % of the distance rolled */
#define SLIDE_DEVIATION_MM 40.0
#define SLIDE_MAX_MM 80.0       /* a longer slide is not a slide */
#define QUICK_DEVIATION_MM 12.0 /* between a slide and the quick move that it makes */
#define QUICK_EVIDENCE_MAX 2.0  /* quick moves have other causes */
#define QUICK_MISSING_MAX 4.0   /* slides may be slow */
#define LOOSE 0.2               /* additional deviation of a loose end, as a fraction of the thigh */

/* The hypotheses without a slide are all combinations of the values below. Deviations of ends are fractions of the
 * thigh. */
#define SCATTERS 6
#define LOOSE_SCATTERS 3 /* the first of them, for the end that is not loose */
#define WANDERS 3
#define LIFTS 3
static const double scatter[SCATTERS] = {0.005, 0.01, 0.02, 0.035, 0.08, 0.2};
static const double wander[WANDERS] = {0, 0.4, 0.7};
static const double lift_mm[LIFTS] = {1, 8, 22};
/* Slow slip: none, even, or more and more irregular, because the roller sticks and slips where it turns. */
#define SLIPS 4
static const struct {
    double probability, slip, stick_mm;
} slow_slip[SLIPS] = {
    {0.55, 0, 0}, {0.11, SLIP_DEVIATION, 0.5}, {0.22, SLIP_DEVIATION, 1.5}, {0.12, SLIP_DEVIATION, 4}};
#define HYPOTHESES ((SCATTERS * SLIPS + LOOSE_SCATTERS * 2) * WANDERS * LIFTS)

/* An effect is not corrected if it is absent with at least this probability, and is corrected in part below that: to
 * change what is right is worse than to leave what is said to be uncertain. */
#define NONE_MIN 0.5
/* A roller that sticks and slips is pushed one way at one end and back at the other. The reversals do not show that,
 * because it looks like other usual ends. Deviation of what they hide, at least and as a fraction of stick_mm: */
#define HIDDEN_MM 1.0
#define HIDDEN_FRACTION 0.7

#define WEIGHT_MIN 1e-3 /* less probable hypotheses are left out of the average */

/* A hypothesis and the logarithm of its prior times its likelihood, later its probability. */
struct candidate {
    struct offset_hypothesis hypothesis;
    double weight;
};

/* Working memory; candidate[HYPOTHESES * events] holds the hypotheses without a slide first, then those with. */
struct averaging {
    const struct offset_events *events;
    struct candidate *candidate;
    size_t count;
    size_t lifts;                     /* values of lift_mm that are tried: 1 in a session without lifts */
    struct offset_filtered *filtered; /* [events->count], like the next two */
    struct offset_smoothed *smoothed;
    struct sums *sums;
};

/* Sets of hypotheses, each a subset of the next: without slip, slide and lifts that matter; without slip and slide. */
enum { STILL, PLAIN, ALL, SETS };

/* Sums over hypotheses at an event, weighted by their probabilities. */
struct sums {
    struct offset_estimate over[SETS];
    double square_mm2; /* of the offset: its square and its variance */
    double slide_probability;
};

static bool has_slide(const struct offset_hypothesis *hypothesis)
{
    return hypothesis->slide_mm > 0;
}

/* Return the smallest set that a hypothesis belongs to. */
static int set_of(const struct offset_hypothesis *hypothesis)
{
    if (hypothesis->slip > 0 || has_slide(hypothesis))
        return ALL;
    return hypothesis->lift_mm > lift_mm[0] ? PLAIN : STILL;
}

/* Return the expected slide at an event, given that there is one, and add the logarithm of how much more likely that
 * makes the ends. */
static double expect_slide(const struct offset_smoothed *smoothed, double *log_likelihood)
{
    double prior_mm2 = SLIDE_DEVIATION_MM * SLIDE_DEVIATION_MM;
    double factor = 1 + prior_mm2 * smoothed->information;
    *log_likelihood += 0.5 * (prior_mm2 * smoothed->score * smoothed->score / factor - log(factor));
    return prior_mm2 * smoothed->score / factor;
}

/* Return how much more likely a slide is, given the quickest move in its direction, as a difference of logarithms: a
 * slide is quick, and without one there are few quick moves. */
static double compare_quickness(const struct offset_events *events, const struct offset_event *event, double slide_mm)
{
    double quick_mm = event->quick_move[slide_mm > 0 ? 0 : 1].mm;
    double errors = (fabs(slide_mm) - quick_mm) / QUICK_DEVIATION_MM;
    double with_slide = -errors * errors / 2 - log(sqrt(TWO_PI) * QUICK_DEVIATION_MM);
    double without_slide = -quick_mm / events->usual_quick_mm - log(events->usual_quick_mm);
    return fmin(fmax(with_slide - without_slide, -QUICK_MISSING_MAX), QUICK_EVIDENCE_MAX);
}

/* Add a hypothesis, and those that differ by a slide before one of the ends. A session in which one end is loose shows
 * nothing about slip, because only the other end could show it. */
static void add_candidates(struct averaging *averaging, const struct offset_hypothesis *hypothesis, double prior)
{
    const struct offset_events *events = averaging->events;
    double log_likelihood = log(prior) + offset_filter_run(averaging->smoothed, averaging->filtered, events->event,
                                                           events->count, &events->ends, hypothesis)
                                             .log_likelihood;
    bool slides = hypothesis->loose_mm[0] == 0 && hypothesis->loose_mm[1] == 0;
    averaging->candidate[averaging->count++] =
        (struct candidate){*hypothesis, log_likelihood + (slides ? log(1 - SLIDE_PROBABILITY) : 0)};
    for (size_t k = 1; slides && k < events->count; k++) {
        if (!offset_event_is_end(&events->event[k]))
            continue;
        struct candidate candidate = {*hypothesis,
                                      log_likelihood + log(SLIDE_PROBABILITY / (double)(events->count - 1))};
        candidate.hypothesis.slide = k;
        candidate.hypothesis.slide_mm = SLIDE_DEVIATION_MM;
        double slide_mm = expect_slide(&averaging->smoothed[k], &candidate.weight);
        candidate.weight += compare_quickness(events, &events->event[k], slide_mm);
        if (fabs(slide_mm) <= SLIDE_MAX_MM)
            averaging->candidate[averaging->count++] = candidate;
    }
}

/* Add all hypotheses with the same scatter; `loose` is the end that is loose, 2 = neither. */
static void add_hypotheses(struct averaging *averaging, size_t s, size_t loose)
{
    double thigh_mm = averaging->events->thigh_mm;
    for (size_t n = 0; n < WANDERS * averaging->lifts; n++) {
        struct offset_hypothesis hypothesis = {
            .scatter_mm = scatter[s] * thigh_mm, .wander = wander[n % WANDERS], .lift_mm = lift_mm[n / WANDERS]};
        if (loose < 2) {
            hypothesis.loose_mm[loose] = LOOSE * thigh_mm;
            add_candidates(averaging, &hypothesis, LOOSE_PROBABILITY / SCATTERS);
            continue;
        }
        for (size_t p = 0; p < SLIPS; p++) {
            hypothesis.slip = slow_slip[p].slip;
            hypothesis.stick_mm = slow_slip[p].stick_mm;
            add_candidates(averaging, &hypothesis, (1 - LOOSE_PROBABILITY) / SCATTERS * slow_slip[p].probability);
        }
    }
}

/* Replace weight by the probability, and set those of slip and slide. */
static void normalize(struct averaging *averaging, struct offset_average *average)
{
    double max = -INFINITY, sum = 0;
    for (size_t i = 0; i < averaging->count; i++)
        max = fmax(max, averaging->candidate[i].weight);
    for (size_t i = 0; i < averaging->count; i++)
        sum += exp(averaging->candidate[i].weight - max);
    for (size_t i = 0; i < averaging->count; i++) {
        struct candidate *candidate = &averaging->candidate[i];
        double probability = exp(candidate->weight - max) / sum;
        average->slip_probability += candidate->hypothesis.slip > 0 ? probability : 0;
        average->slide_probability += has_slide(&candidate->hypothesis) ? probability : 0;
        candidate->weight = probability;
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
    for (size_t i = 0; i < averaging->count; i++) {
        const struct candidate *candidate = &averaging->candidate[i];
        double probability = candidate->weight;
        if (probability < WEIGHT_MIN)
            continue;
        struct offset_outcome outcome = offset_filter_run(averaging->smoothed, averaging->filtered, events->event,
                                                          events->count, &events->ends, &candidate->hypothesis);
        int smallest = set_of(&candidate->hypothesis);
        for (int set = smallest; set < SETS; set++)
            total[set] += probability;
        slip_probability += candidate->hypothesis.slip > 0 ? probability : 0;
        double hidden_mm = hypot(HIDDEN_MM, HIDDEN_FRACTION * candidate->hypothesis.stick_mm);
        average->slip += outcome.slip * probability;
        average->span_mm += outcome.span_mm * probability;
        for (size_t k = 0; k < events->count; k++) {
            const struct offset_smoothed *smoothed = &averaging->smoothed[k];
            struct sums *sums = &averaging->sums[k];
            bool is_slide = has_slide(&candidate->hypothesis) && candidate->hypothesis.slide == k;
            for (int set = smallest; set < SETS; set++)
                add_estimate(&sums->over[set], smoothed, probability, is_slide);
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
            (sums->square_mm2 - 2 * at->after_mm * sums->over[ALL].after_mm) / total[ALL] + at->after_mm * at->after_mm;
        at->deviation_mm = sqrt(fmax(squares_mm2, 0));
        if (sums->slide_probability > averaging->sums[average->slide].slide_probability)
            average->slide = k;
    }
    average->slide_mm = average->at[average->slide].likely_slide_mm;
}

static void free_averaging(struct averaging *averaging)
{
    free(averaging->candidate);
    free(averaging->filtered);
    free(averaging->smoothed);
    free(averaging->sums);
}

static bool has_lift(const struct offset_events *events)
{
    for (size_t k = 0; k < events->count; k++)
        if (events->event[k].kind == OFFSET_LIFT)
            return true;
    return false;
}

bool offset_average_make(struct offset_average *average, const struct offset_events *events)
{
    size_t count = events->count;
    struct averaging averaging = {.events = events,
                                  .lifts = has_lift(events) ? LIFTS : 1,
                                  .candidate = malloc(HYPOTHESES * count * sizeof *averaging.candidate),
                                  .filtered = malloc(count * sizeof *averaging.filtered),
                                  .smoothed = malloc(count * sizeof *averaging.smoothed),
                                  .sums = calloc(count, sizeof *averaging.sums)};
    *average = (struct offset_average){.at = malloc(count * sizeof *average->at)};
    bool ok = averaging.candidate && averaging.filtered && averaging.smoothed && averaging.sums && average->at;
    if (ok) {
        for (size_t s = 0; s < SCATTERS; s++)
            for (size_t loose = 0; loose <= 2; loose++)
                if (loose == 2 || s < LOOSE_SCATTERS)
                    add_hypotheses(&averaging, s, loose);
        double total[SETS] = {0};
        normalize(&averaging, average);
        sum_candidates(&averaging, average, total);
        divide_sums(&averaging, average, total);
    }
    free_averaging(&averaging);
    if (!ok)
        offset_average_free(average);
    return ok;
}

void offset_average_free(struct offset_average *average)
{
    free(average->at);
    *average = (struct offset_average){0};
}
