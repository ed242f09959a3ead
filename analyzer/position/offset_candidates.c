/* SPDX-License-Identifier: MIT */
#include "position/offset_candidates.h"

#include "numeric/angle.h"

#include <math.h>
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
#define QUICK_PROBABILITY 0.5   /* that a slide turns the roller; else the thigh slides over one that stands still */
#define LOOSE 0.2               /* additional deviation of a loose end, as a fraction of the thigh */

/* The hypotheses without a slide are all combinations of the values below. Deviations of ends are fractions of the
 * thigh. */
#define SCATTERS 6
#define LOOSE_SCATTERS 3 /* the first of them, for the end that is not loose */
#define WANDERS 3
#define LIFTS 3
static const double scatter[SCATTERS] = {0.005, 0.01, 0.02, 0.035, 0.08, 0.2};
static const double wander[WANDERS] = {0, 0.4, 0.7};
static const double lift_mm[LIFTS] = {OFFSET_CANDIDATES_LIFT_MIN_MM, 8, 22};
/* Slow slip: none, even, or more and more irregular, because the roller sticks and slips where it turns. */
#define SLIPS 4
static const struct {
    double probability, slip, stick_mm;
} slow_slip[SLIPS] = {
    {0.55, 0, 0}, {0.11, SLIP_DEVIATION, 0.5}, {0.22, SLIP_DEVIATION, 1.5}, {0.12, SLIP_DEVIATION, 4}};
#define HYPOTHESES ((SCATTERS * SLIPS + LOOSE_SCATTERS * 2) * WANDERS * LIFTS)

#define PROBABILITY_BY_ENDS_MIN 1e-4 /* hypotheses that are less probable by the ends alone are left out */

/* Working memory. Until they are normalized, the probabilities are logarithms of the prior times the likelihood. */
struct weighing {
    const struct offset_events *events;
    struct offset_candidates *candidates;
    size_t lifts;                     /* values of lift_mm that are tried: 1 in a session without lifts */
    struct offset_filtered *filtered; /* [events->count] */
    struct offset_smoothed *smoothed; /* [events->count] */
};

static struct offset_outcome run(struct weighing *weighing, const struct offset_hypothesis *hypothesis)
{
    const struct offset_events *events = weighing->events;
    return offset_filter_run(weighing->smoothed, weighing->filtered, events->event, events->count, &events->ends,
                             hypothesis);
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
 * slide may turn the roller quickly, and without one there are few quick moves. */
static double compare_quickness(const struct offset_events *events, const struct offset_event *event, double slide_mm)
{
    double quick_mm = event->quick_move[slide_mm > 0 ? 0 : 1].mm;
    double errors = (fabs(slide_mm) - quick_mm) / QUICK_DEVIATION_MM;
    double with_slide = -errors * errors / 2 - log(sqrt(TWO_PI) * QUICK_DEVIATION_MM);
    double without_slide = -quick_mm / events->usual_quick_mm - log(events->usual_quick_mm);
    double ratio = QUICK_PROBABILITY * exp(with_slide - without_slide) + (1 - QUICK_PROBABILITY);
    return fmin(log(ratio), QUICK_EVIDENCE_MAX);
}

static void add_candidate(struct offset_candidates *candidates, struct offset_candidate candidate)
{
    candidates->candidate[candidates->count++] = candidate;
}

/* Whether something is observed at an event that a slide before it changes. */
static bool shows_slides(const struct offset_event *event)
{
    return offset_event_is_end(event) || event->kind == OFFSET_VISIT;
}

/* Add a hypothesis, and those that differ by a slide before one of the ends or visits. A session in which one end is
 * loose shows nothing about slip, because only the other end could show it. */
static void add_hypothesis(struct weighing *weighing, const struct offset_hypothesis *hypothesis, double prior)
{
    const struct offset_events *events = weighing->events;
    double log_likelihood = log(prior) + run(weighing, hypothesis).log_likelihood;
    bool slides = hypothesis->loose_mm[0] == 0 && hypothesis->loose_mm[1] == 0;
    add_candidate(weighing->candidates,
                  (struct offset_candidate){*hypothesis, log_likelihood + (slides ? log(1 - SLIDE_PROBABILITY) : 0)});
    for (size_t k = 1; slides && k < events->count; k++) {
        if (!shows_slides(&events->event[k]))
            continue;
        struct offset_candidate candidate = {*hypothesis,
                                             log_likelihood + log(SLIDE_PROBABILITY / (double)(events->count - 1))};
        candidate.hypothesis.slide = k;
        candidate.hypothesis.slide_mm = SLIDE_DEVIATION_MM;
        double slide_mm = expect_slide(&weighing->smoothed[k], &candidate.probability);
        candidate.probability += compare_quickness(events, &events->event[k], slide_mm);
        if (fabs(slide_mm) <= SLIDE_MAX_MM)
            add_candidate(weighing->candidates, candidate);
    }
}

/* Add all hypotheses with the same scatter; `loose` is the end that is loose, 2 = neither. */
static void add_hypotheses(struct weighing *weighing, size_t s, size_t loose)
{
    double thigh_mm = weighing->events->thigh_mm;
    for (size_t n = 0; n < WANDERS * weighing->lifts; n++) {
        struct offset_hypothesis hypothesis = {
            .scatter_mm = scatter[s] * thigh_mm, .wander = wander[n % WANDERS], .lift_mm = lift_mm[n / WANDERS]};
        if (loose < 2) {
            hypothesis.loose_mm[loose] = LOOSE * thigh_mm;
            add_hypothesis(weighing, &hypothesis, LOOSE_PROBABILITY / SCATTERS);
            continue;
        }
        for (size_t p = 0; p < SLIPS; p++) {
            hypothesis.slip = slow_slip[p].slip;
            hypothesis.stick_mm = slow_slip[p].stick_mm;
            add_hypothesis(weighing, &hypothesis, (1 - LOOSE_PROBABILITY) / SCATTERS * slow_slip[p].probability);
        }
    }
}

/* Turn logarithms into probabilities, and add the logarithm of their sum to the evidence. */
static void normalize(struct offset_candidates *candidates)
{
    double max = -INFINITY, sum = 0;
    for (size_t i = 0; i < candidates->count; i++)
        max = fmax(max, candidates->candidate[i].probability);
    for (size_t i = 0; i < candidates->count; i++) {
        candidates->candidate[i].probability = exp(candidates->candidate[i].probability - max);
        sum += candidates->candidate[i].probability;
    }
    for (size_t i = 0; i < candidates->count; i++)
        candidates->candidate[i].probability /= sum;
    candidates->log_evidence += max + log(sum);
}

/* Weigh the hypotheses that the ends leave probable by the visits, too, and drop the others. */
static void weigh_by_visits(struct weighing *weighing)
{
    struct offset_candidates *candidates = weighing->candidates;
    size_t used = 0;
    for (size_t i = 0; i < candidates->count; i++) {
        struct offset_candidate candidate = candidates->candidate[i];
        if (candidate.probability < PROBABILITY_BY_ENDS_MIN)
            continue;
        candidate.hypothesis.uses_visits = true;
        candidate.probability = log(candidate.probability) + run(weighing, &candidate.hypothesis).visits_log_likelihood;
        candidates->candidate[used++] = candidate;
    }
    candidates->count = used;
    normalize(candidates);
}

static bool has_event(const struct offset_events *events, enum offset_event_kind kind)
{
    for (size_t k = 0; k < events->count; k++)
        if (events->event[k].kind == kind)
            return true;
    return false;
}

bool offset_candidates_make(struct offset_candidates *candidates, const struct offset_events *events)
{
    size_t count = events->count;
    struct weighing weighing = {.events = events,
                                .candidates = candidates,
                                .lifts = has_event(events, OFFSET_LIFT) ? LIFTS : 1,
                                .filtered = malloc(count * sizeof *weighing.filtered),
                                .smoothed = malloc(count * sizeof *weighing.smoothed)};
    *candidates = (struct offset_candidates){.candidate = malloc(HYPOTHESES * count * sizeof *candidates->candidate)};
    bool ok = weighing.filtered && weighing.smoothed && candidates->candidate;
    if (ok) {
        for (size_t s = 0; s < SCATTERS; s++)
            for (size_t loose = 0; loose <= 2; loose++)
                if (loose == 2 || s < LOOSE_SCATTERS)
                    add_hypotheses(&weighing, s, loose);
        normalize(candidates);
        if (has_event(events, OFFSET_VISIT))
            weigh_by_visits(&weighing);
    } else
        offset_candidates_free(candidates);
    free(weighing.filtered);
    free(weighing.smoothed);
    return ok;
}

void offset_candidates_free(struct offset_candidates *candidates)
{
    free(candidates->candidate);
    *candidates = (struct offset_candidates){0};
}
