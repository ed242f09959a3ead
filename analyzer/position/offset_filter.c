/* SPDX-License-Identifier: MIT */
#include "position/offset_filter.h"

#include <math.h>
#include <string.h>

/* The states: offset, slow slip per mm, usual low end, usual high end, wandering part of the ends' scatter. */
enum { OFFSET, SLIP, LOW, HIGH, WANDER };

#define WANDERING_FRACTION 0.75  /* of the variance of the ends, if they wander; the rest is independent */
#define MEASUREMENT_VARIANCE 1.0 /* mm^2, of an end's measured position */

bool offset_event_is_end(const struct offset_event *event)
{
    return event->kind == OFFSET_LOW_END || event->kind == OFFSET_HIGH_END;
}

/* Whether an end is observed with a state: its offset, its usual position and the wandering. */
static double weight_of(const struct offset_event *event, size_t state)
{
    if (state == OFFSET || state == WANDER)
        return 1;
    return state == (event->kind == OFFSET_LOW_END ? LOW : HIGH) ? 1 : 0;
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

static void scale_state(double covariance[OFFSET_STATES][OFFSET_STATES], size_t state, double factor)
{
    for (size_t i = 0; i < OFFSET_STATES; i++)
        covariance[state][i] *= factor;
    for (size_t i = 0; i < OFFSET_STATES; i++)
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
    for (size_t i = 0; i < OFFSET_STATES; i++)
        covariance[OFFSET][i] += rolled_mm * covariance[SLIP][i];
    for (size_t i = 0; i < OFFSET_STATES; i++)
        covariance[i][OFFSET] += rolled_mm * covariance[i][SLIP];
    if (event->kind == OFFSET_ZERO) {
        state->mean[OFFSET] = 0;
        scale_state(covariance, OFFSET, 0);
        covariance[LOW][LOW] += ends->deviation_mm * ends->deviation_mm; /* the origin may be another one now */
        covariance[HIGH][HIGH] += ends->deviation_mm * ends->deviation_mm;
    }
    covariance[OFFSET][OFFSET] += jump_variance(event, index, hypothesis) +
                                  hypothesis->stick_mm * hypothesis->stick_mm * rolled_mm / ends->thigh_mm;
    if (offset_event_is_end(event)) {
        state->mean[WANDER] *= hypothesis->wander;
        scale_state(covariance, WANDER, hypothesis->wander);
        covariance[WANDER][WANDER] += (1 - hypothesis->wander * hypothesis->wander) * wandering_variance(hypothesis);
    }
}

/* Fill in gain[], the change of each state per mm by which the end is beyond its prediction. */
static void find_gain(double *gain, const struct offset_filtered *state, const struct offset_event *event)
{
    for (size_t i = 0; i < OFFSET_STATES; i++) {
        gain[i] = 0;
        for (size_t j = 0; j < OFFSET_STATES; j++)
            gain[i] += state->covariance[i][j] * weight_of(event, j) / state->variance;
    }
}

/* Set how far the end is from its prediction, and the variance of that. */
static void observe(struct offset_filtered *state, const struct offset_event *event,
                    const struct offset_hypothesis *hypothesis)
{
    state->innovation = event->position_mm;
    state->variance = independent_variance(event, hypothesis);
    for (size_t i = 0; i < OFFSET_STATES; i++) {
        state->innovation -= weight_of(event, i) * state->mean[i];
        for (size_t j = 0; j < OFFSET_STATES; j++)
            state->variance += weight_of(event, i) * state->covariance[i][j] * weight_of(event, j);
    }
}

/* Update the state with the end that was observed. */
static void update(struct offset_filtered *state, const struct offset_event *event)
{
    double gain[OFFSET_STATES];
    find_gain(gain, state, event);
    for (size_t i = 0; i < OFFSET_STATES; i++) {
        state->mean[i] += gain[i] * state->innovation;
        for (size_t j = 0; j < OFFSET_STATES; j++)
            state->covariance[i][j] -= gain[i] * gain[j] * state->variance;
    }
}

/* Derivatives of the logarithm of the likelihood of all later events, by the state: what the smoother carries back
 * (Bryson and Frazier 1963). */
struct adjoint {
    double score[OFFSET_STATES], information[OFFSET_STATES][OFFSET_STATES];
};

/* Step back over the observation of an end. */
static void unobserve(struct adjoint *adjoint, const struct offset_filtered *state, const struct offset_event *event)
{
    double gain[OFFSET_STATES], informed_gain[OFFSET_STATES], score = 0, information = 0;
    find_gain(gain, state, event);
    for (size_t i = 0; i < OFFSET_STATES; i++) {
        informed_gain[i] = 0;
        for (size_t j = 0; j < OFFSET_STATES; j++)
            informed_gain[i] += adjoint->information[i][j] * gain[j];
        score += gain[i] * adjoint->score[i];
        information += gain[i] * informed_gain[i];
    }
    for (size_t i = 0; i < OFFSET_STATES; i++) {
        double weight = weight_of(event, i);
        for (size_t j = 0; j < OFFSET_STATES; j++)
            adjoint->information[i][j] += weight * weight_of(event, j) * (information + 1 / state->variance) -
                                          weight * informed_gain[j] - informed_gain[i] * weight_of(event, j);
        adjoint->score[i] += weight * (state->innovation / state->variance - score);
    }
}

/* Step back over the prediction of an event. */
static void unpredict(struct adjoint *adjoint, const struct offset_event *event, double rolled_mm,
                      const struct offset_hypothesis *hypothesis)
{
    double(*information)[OFFSET_STATES] = adjoint->information;
    if (offset_event_is_end(event)) {
        adjoint->score[WANDER] *= hypothesis->wander;
        scale_state(information, WANDER, hypothesis->wander);
    }
    if (event->kind == OFFSET_ZERO) {
        adjoint->score[OFFSET] = 0;
        scale_state(information, OFFSET, 0);
    }
    adjoint->score[SLIP] += rolled_mm * adjoint->score[OFFSET];
    for (size_t i = 0; i < OFFSET_STATES; i++)
        information[SLIP][i] += rolled_mm * information[OFFSET][i];
    for (size_t i = 0; i < OFFSET_STATES; i++)
        information[i][SLIP] += rolled_mm * information[i][OFFSET];
}

/* Return the offset at an event, given all events. */
static struct offset_smoothed smooth(const struct offset_filtered *state, const struct adjoint *adjoint)
{
    struct offset_smoothed smoothed = {.after_mm = state->mean[OFFSET],
                                       .variance = state->covariance[OFFSET][OFFSET],
                                       .score = adjoint->score[OFFSET],
                                       .information = adjoint->information[OFFSET][OFFSET]};
    for (size_t i = 0; i < OFFSET_STATES; i++) {
        smoothed.after_mm += state->covariance[OFFSET][i] * adjoint->score[i];
        for (size_t j = 0; j < OFFSET_STATES; j++)
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

struct offset_outcome offset_filter_run(struct offset_smoothed *smoothed, struct offset_filtered *filtered,
                                        const struct offset_event *event, size_t count, const struct offset_ends *ends,
                                        const struct offset_hypothesis *hypothesis)
{
    struct offset_outcome outcome = {0};
    struct offset_filtered state = {.mean = {[LOW] = ends->usual_mm[0], [HIGH] = ends->usual_mm[1]}};
    state.covariance[SLIP][SLIP] = hypothesis->slip * hypothesis->slip;
    state.covariance[LOW][LOW] = state.covariance[HIGH][HIGH] = ends->deviation_mm * ends->deviation_mm;
    state.covariance[WANDER][WANDER] = wandering_variance(hypothesis);
    for (size_t k = 0; k < count; k++) {
        predict(&state, &event[k], k, rolled_before(event, k), ends, hypothesis);
        if (offset_event_is_end(&event[k]))
            observe(&state, &event[k], hypothesis);
        filtered[k] = state;
        if (!offset_event_is_end(&event[k]))
            continue;
        outcome.log_likelihood -= 0.5 * (state.innovation * state.innovation / state.variance + log(state.variance));
        update(&state, &event[k]);
    }
    outcome.slip = state.mean[SLIP];
    outcome.span_mm = state.mean[HIGH] - state.mean[LOW];
    struct adjoint adjoint = {0};
    for (size_t k = count; k-- > 0;) {
        if (offset_event_is_end(&event[k]))
            unobserve(&adjoint, &filtered[k], &event[k]);
        smoothed[k] = smooth(&filtered[k], &adjoint);
        smoothed[k].before_mm = smoothed[k].after_mm - jump_variance(&event[k], k, hypothesis) * adjoint.score[OFFSET];
        unpredict(&adjoint, &event[k], rolled_before(event, k), hypothesis);
    }
    for (size_t k = 1; k < count; k++)
        if (event[k].kind == OFFSET_ZERO) /* no later event shows the offset before it */
            smoothed[k].before_mm = smoothed[k - 1].after_mm + rolled_before(event, k) * outcome.slip;
    return outcome;
}
