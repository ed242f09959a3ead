/* SPDX-License-Identifier: MIT */
#include "position/offset_filter.h"

#include <math.h>
#include <string.h>

/* The states: offset, slow slip per mm, usual low end, usual high end, wandering part of the ends' scatter,
 * places at which the person stops. */
enum { OFFSET, SLIP, LOW, HIGH, WANDER, PLACE };

#define WANDERING_FRACTION 0.75  /* of the variance of the ends, if they wander; the rest is independent */
#define MEASUREMENT_VARIANCE 1.0 /* mm^2, of an end's measured position */
#define PLACE_DEVIATION 0.5      /* prior of a place: near the middle of the thigh, as a fraction of it */

bool offset_event_is_end(const struct offset_event *event)
{
    return event->kind == OFFSET_LOW_END || event->kind == OFFSET_HIGH_END;
}

/* Return by how much a state adds to what is observed: to an end its offset, its usual position and the wandering; to
 * a visit its offset and its place. */
static double weight_of(const struct offset_event *event, const struct offset_filtered *filtered, size_t state)
{
    if (state == OFFSET)
        return 1;
    if (event->kind == OFFSET_VISIT)
        return state == filtered->place ? 1 : 0;
    return state == WANDER || state == (event->kind == OFFSET_LOW_END ? LOW : HIGH) ? 1 : 0;
}

static double wandering_variance(const struct offset_hypothesis *hypothesis)
{
    return hypothesis->wander > 0 ? WANDERING_FRACTION * hypothesis->scatter_mm * hypothesis->scatter_mm : 0;
}

static double independent_variance(const struct offset_event *event, const struct offset_hypothesis *hypothesis)
{
    double loose_mm = hypothesis->loose_mm[event->kind == OFFSET_LOW_END ? 0 : 1];
    return hypothesis->scatter_mm * hypothesis->scatter_mm - wandering_variance(hypothesis) + loose_mm * loose_mm +
           event->extra_mm * event->extra_mm + MEASUREMENT_VARIANCE;
}

static void scale_state(double covariance[OFFSET_STATES][OFFSET_STATES], size_t states, size_t state, double factor)
{
    for (size_t i = 0; i < states; i++)
        covariance[state][i] *= factor;
    for (size_t i = 0; i < states; i++)
        covariance[i][state] *= factor;
}

/* Return the variance that the offset gains at an event: a jump of this variance. */
static double jump_variance(const struct offset_event *event, size_t index, const struct offset_hypothesis *hypothesis)
{
    double variance = event->kind == OFFSET_LIFT ? hypothesis->lift_mm * hypothesis->lift_mm : 0;
    if (hypothesis->slide_mm > 0 && hypothesis->slide == index)
        variance += hypothesis->slide_mm * hypothesis->slide_mm;
    return variance;
}

/* Predict the state at event `index` from that after the previous event. */
static void predict(struct offset_filtered *state, const struct offset_event *event, size_t index, double rolled_mm,
                    const struct offset_ends *ends, const struct offset_hypothesis *hypothesis)
{
    double(*covariance)[OFFSET_STATES] = state->covariance;
    state->mean[OFFSET] += rolled_mm * state->mean[SLIP];
    for (size_t i = 0; i < state->states; i++)
        covariance[OFFSET][i] += rolled_mm * covariance[SLIP][i];
    for (size_t i = 0; i < state->states; i++)
        covariance[i][OFFSET] += rolled_mm * covariance[i][SLIP];
    if (event->kind == OFFSET_ZERO) {
        state->mean[OFFSET] = 0;
        scale_state(covariance, state->states, OFFSET, 0);
        for (size_t i = LOW; i < state->states; i++) /* the origin may be another one now */
            covariance[i][i] += i == WANDER ? 0 : ends->deviation_mm * ends->deviation_mm;
    }
    covariance[OFFSET][OFFSET] += jump_variance(event, index, hypothesis) +
                                  hypothesis->stick_mm * hypothesis->stick_mm * rolled_mm / ends->thigh_mm;
    if (offset_event_is_end(event)) {
        state->mean[WANDER] *= hypothesis->wander;
        scale_state(covariance, state->states, WANDER, hypothesis->wander);
        covariance[WANDER][WANDER] += (1 - hypothesis->wander * hypothesis->wander) * wandering_variance(hypothesis);
    }
}

/* Fill in gain[], the change of each state per mm by which the observation is beyond its prediction. */
static void find_gain(double *gain, const struct offset_filtered *state, const struct offset_event *event)
{
    for (size_t i = 0; i < state->states; i++) {
        gain[i] = 0;
        for (size_t j = 0; j < state->states; j++)
            gain[i] += state->covariance[i][j] * weight_of(event, state, j) / state->variance;
    }
}

/* Set how far what is observed is from its prediction, and the variance of that. */
static void observe(struct offset_filtered *state, const struct offset_event *event, double independent_mm2)
{
    state->innovation = event->position_mm;
    state->variance = independent_mm2;
    for (size_t i = 0; i < state->states; i++) {
        double weight = weight_of(event, state, i);
        if (weight == 0)
            continue;
        state->innovation -= weight * state->mean[i];
        for (size_t j = 0; j < state->states; j++)
            state->variance += weight * state->covariance[i][j] * weight_of(event, state, j);
    }
}

/* Return the logarithm of how likely the observation is, without constants. */
static double log_likelihood_of(const struct offset_filtered *state)
{
    return -0.5 * (state->innovation * state->innovation / state->variance + log(state->variance));
}

/* Add a place at which the person has not stopped before. */
static void add_place(struct offset_filtered *state, const struct offset_ends *ends)
{
    double deviation_mm = PLACE_DEVIATION * ends->thigh_mm;
    size_t place = state->states++;
    for (size_t i = 0; i < state->states; i++)
        state->covariance[place][i] = state->covariance[i][place] = 0;
    state->mean[place] = (ends->usual_mm[0] + ends->usual_mm[1]) / 2;
    state->covariance[place][place] = deviation_mm * deviation_mm;
}

/* Update the state with what was observed. */
static void update(struct offset_filtered *state, const struct offset_event *event)
{
    double gain[OFFSET_STATES];
    find_gain(gain, state, event);
    for (size_t i = 0; i < state->states; i++) {
        state->mean[i] += gain[i] * state->innovation;
        for (size_t j = 0; j < state->states; j++)
            state->covariance[i][j] -= gain[i] * gain[j] * state->variance;
    }
}

/* Derivatives of the logarithm of the likelihood of all later events, by the state: what the smoother carries back
 * (Bryson and Frazier 1963). */
struct adjoint {
    double score[OFFSET_STATES], information[OFFSET_STATES][OFFSET_STATES];
};

/* Step back over an observation. */
static void unobserve(struct adjoint *adjoint, const struct offset_filtered *state, const struct offset_event *event)
{
    double gain[OFFSET_STATES], informed_gain[OFFSET_STATES], score = 0, information = 0;
    find_gain(gain, state, event);
    for (size_t i = 0; i < state->states; i++) {
        informed_gain[i] = 0;
        for (size_t j = 0; j < state->states; j++)
            informed_gain[i] += adjoint->information[i][j] * gain[j];
        score += gain[i] * adjoint->score[i];
        information += gain[i] * informed_gain[i];
    }
    for (size_t i = 0; i < state->states; i++) {
        double weight = weight_of(event, state, i);
        for (size_t j = 0; j < state->states; j++)
            adjoint->information[i][j] += weight * weight_of(event, state, j) * (information + 1 / state->variance) -
                                          weight * informed_gain[j] - informed_gain[i] * weight_of(event, state, j);
        adjoint->score[i] += weight * (state->innovation / state->variance - score);
    }
}

/* Step back over the prediction of an event. */
static void unpredict(struct adjoint *adjoint, const struct offset_filtered *state, const struct offset_event *event,
                      double rolled_mm, const struct offset_hypothesis *hypothesis)
{
    double(*information)[OFFSET_STATES] = adjoint->information;
    if (offset_event_is_end(event)) {
        adjoint->score[WANDER] *= hypothesis->wander;
        scale_state(information, state->states, WANDER, hypothesis->wander);
    }
    if (event->kind == OFFSET_ZERO) {
        adjoint->score[OFFSET] = 0;
        scale_state(information, state->states, OFFSET, 0);
    }
    adjoint->score[SLIP] += rolled_mm * adjoint->score[OFFSET];
    for (size_t i = 0; i < state->states; i++)
        information[SLIP][i] += rolled_mm * information[OFFSET][i];
    for (size_t i = 0; i < state->states; i++)
        information[i][SLIP] += rolled_mm * information[i][OFFSET];
}

/* Return the offset at an event, given all events. */
static struct offset_smoothed smooth(const struct offset_filtered *state, const struct adjoint *adjoint)
{
    struct offset_smoothed smoothed = {.after_mm = state->mean[OFFSET],
                                       .variance = state->covariance[OFFSET][OFFSET],
                                       .score = adjoint->score[OFFSET],
                                       .information = adjoint->information[OFFSET][OFFSET]};
    for (size_t i = 0; i < state->states; i++) {
        smoothed.after_mm += state->covariance[OFFSET][i] * adjoint->score[i];
        for (size_t j = 0; j < state->states; j++)
            smoothed.variance -=
                state->covariance[OFFSET][i] * adjoint->information[i][j] * state->covariance[j][OFFSET];
    }
    smoothed.variance = fmax(smoothed.variance, 0);
    return smoothed;
}

static double rolled_before(const struct offset_event *event, size_t index)
{
    return index > 0 ? event[index].distance_mm - event[index - 1].distance_mm : 0;
}

/* Observe a visit at the place that smoothed->place says. Returns the logarithm of its likelihood, given the place. */
static double observe_visit(struct offset_filtered *state, const struct offset_event *event,
                            const struct offset_smoothed *smoothed, const struct offset_ends *ends)
{
    if (smoothed->place >= OFFSET_PLACES)
        return 0;
    state->place = PLACE + smoothed->place;
    if (state->place >= state->states)
        add_place(state, ends);
    observe(state, event, OFFSET_VISIT_DEVIATION_MM * OFFSET_VISIT_DEVIATION_MM);
    return log_likelihood_of(state);
}

/* The arguments of offset_filter_run, which both directions share. */
struct pass {
    struct offset_smoothed *smoothed;
    struct offset_filtered *filtered;
    const struct offset_event *event;
    size_t count;
    const struct offset_ends *ends;
    const struct offset_hypothesis *hypothesis;
};

/* Filter forwards. */
static struct offset_outcome filter(const struct pass *pass, bool uses_visits)
{
    const struct offset_ends *ends = pass->ends;
    const struct offset_hypothesis *hypothesis = pass->hypothesis;
    struct offset_outcome outcome = {0};
    struct offset_filtered state = {.mean = {[LOW] = ends->usual_mm[0], [HIGH] = ends->usual_mm[1]}, .states = PLACE};
    state.covariance[SLIP][SLIP] = hypothesis->slip * hypothesis->slip;
    state.covariance[LOW][HIGH] = state.covariance[HIGH][LOW] = ends->origin_deviation_mm * ends->origin_deviation_mm;
    state.covariance[LOW][LOW] = state.covariance[HIGH][HIGH] =
        state.covariance[LOW][HIGH] + ends->deviation_mm * ends->deviation_mm;
    state.covariance[WANDER][WANDER] = wandering_variance(hypothesis);
    for (size_t k = 0; k < pass->count; k++) {
        const struct offset_event *event = &pass->event[k];
        predict(&state, event, k, rolled_before(pass->event, k), ends, hypothesis);
        state.variance = 0;
        if (offset_event_is_end(event)) {
            observe(&state, event, independent_variance(event, hypothesis));
            outcome.log_likelihood += log_likelihood_of(&state);
        } else if (event->kind == OFFSET_VISIT && uses_visits)
            outcome.log_likelihood += observe_visit(&state, event, &pass->smoothed[k], ends);
        pass->filtered[k] = state;
        if (state.variance > 0)
            update(&state, event);
    }
    outcome.slip = state.mean[SLIP];
    outcome.span_mm = state.mean[HIGH] - state.mean[LOW];
    return outcome;
}

/* Smooth backwards. */
static void smooth_all(const struct pass *pass, double slip)
{
    struct offset_smoothed *smoothed = pass->smoothed;
    const struct offset_event *event = pass->event;
    struct adjoint adjoint = {0};
    for (size_t k = pass->count; k-- > 0;) {
        if (pass->filtered[k].variance > 0)
            unobserve(&adjoint, &pass->filtered[k], &event[k]);
        smoothed[k] = smooth(&pass->filtered[k], &adjoint);
        smoothed[k].before_mm =
            smoothed[k].after_mm - jump_variance(&event[k], k, pass->hypothesis) * adjoint.score[OFFSET];
        unpredict(&adjoint, &pass->filtered[k], &event[k], rolled_before(event, k), pass->hypothesis);
    }
    for (size_t k = 1; k < pass->count; k++)
        if (event[k].kind == OFFSET_ZERO) /* no later event shows the offset before it */
            smoothed[k].before_mm = smoothed[k - 1].after_mm + rolled_before(event, k) * slip;
}

struct offset_outcome offset_filter_run(struct offset_smoothed *smoothed, struct offset_filtered *filtered,
                                        const struct offset_event *event, size_t count, const struct offset_ends *ends,
                                        const struct offset_hypothesis *hypothesis)
{
    const struct pass pass = {smoothed, filtered, event, count, ends, hypothesis};
    struct offset_outcome outcome = filter(&pass, false);
    smooth_all(&pass, outcome.slip);
    if (!hypothesis->uses_visits)
        return outcome;
    double log_prior = offset_places_find(smoothed, event, count, ends->thigh_mm), by_ends = outcome.log_likelihood;
    outcome = filter(&pass, true);
    outcome.visits_log_likelihood = outcome.log_likelihood + log_prior - by_ends;
    smooth_all(&pass, outcome.slip);
    return outcome;
}
