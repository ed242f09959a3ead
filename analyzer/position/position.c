/* SPDX-License-Identifier: MIT */
#include "position/position.h"

#include "numeric/row_array.h"
#include "numeric/weyl_sequence.h"
#include "position/odometry.h"
#include "shared/statistics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SAMPLES_MAX 2000      /* rows or events that are enough for quantiles */
#define SCALE_CHANGE_MAX 0.2  /* largest relative change of lengths; a knee event that requires more is wrong */
#define KNEE_MIN_MM 30.0      /* a knee event nearer to 0 does not decide the direction */
#define CERTAIN_RATIO_MAX 0.5 /* up to this ratio of the shorter to the longer side, the direction is certain */

double position_origin_deviation_mm(enum position_origin origin)
{
    return origin == POSITION_ORIGIN_ASSUMED ? POSITION_ASSUMED_DEVIATION_MM : POSITION_MARKED_DEVIATION_MM;
}

/* Return the median position at the knee events; NAN if there are none. scratch[SAMPLES_MAX]. */
static double median_knee_mm(const double *mm, const struct session_table *session, double *scratch)
{
    size_t used = 0;
    for (size_t e = 0; e < session->event_count && used < SAMPLES_MAX; e++) {
        const struct session_table_event *event = &session->event[e];
        if ((event->event_bits & SESSION_EVENT_KNEE) && !isnan(mm[event->row]))
            scratch[used++] = mm[event->row];
    }
    return statistics_median(scratch, used);
}

/* Set the direction so that positions grow towards the knee events or, if there are none at least KNEE_MIN_MM
 * away, towards the side on which the rolling reaches farther from the start at the upper thigh, or less far from that
 * at the knee. scratch[SAMPLES_MAX + 1]. */
static void find_direction(struct position *position, double *scratch)
{
    if (fabs(position->knee_mm) > KNEE_MIN_MM) {
        position->direction = position->knee_mm > 0 ? 1 : -1;
        return;
    }
    const struct zero_events *zeros = &position->zeros;
    size_t from = zeros->has_origin && zeros->origin_count == 0 ? zeros->origin_end : 0;
    size_t step = position->count / SAMPLES_MAX + 1, used = 0;
    for (size_t n = 0, i = 0; i < position->count; i = weyl_sequence_row(++n, step))
        if (position->contact[i] && i >= from)
            scratch[used++] = position->mm[i];
    double below_mm = used > 0 ? -statistics_quantile(scratch, used, 0.02) : 0; /* reach on each side of the origin */
    double above_mm = used > 0 ? statistics_quantile(scratch, used, 0.98) : 0;
    position->direction = above_mm >= below_mm ? 1 : -1;
    if (position->origin == POSITION_ORIGIN_KNEE)
        position->direction = -position->direction;
    position->direction_is_certain = fmin(above_mm, below_mm) <= CERTAIN_RATIO_MAX * fmax(above_mm, below_mm);
}

/* Mark the loaded rows of unknown rotation CONTACT_UNKNOWN, and set unknown_s to their duration. */
static void mark_unknown(struct position *position, const struct session_table *session,
                         const struct rotation *rotation)
{
    for (size_t i = 0; i < position->count; i++) {
        if (!position->contact[i] || rotation->source[i] != ROTATION_UNKNOWN)
            continue;
        position->contact[i] = CONTACT_UNKNOWN;
        position->unknown_s += i > 0 ? session->time_s[i] - session->time_s[i - 1] : 0;
    }
}

/* Make rows of unknown rotation unloaded rows without a position. */
static void leave_out_unknown(struct position *position)
{
    for (size_t i = 0; i < position->count; i++) {
        if (position->contact[i] == CONTACT_UNKNOWN) {
            position->contact[i] = CONTACT_UNLOADED;
            position->mm[i] = NAN;
        }
    }
}

static enum position_origin find_origin(const struct session_table *session, const struct zero_events *zeros)
{
    if (zeros->has_origin)
        return POSITION_ORIGIN_ZERO;
    switch (session->header.start) {
    case SESSION_START_UPPER: return POSITION_ORIGIN_START;
    case SESSION_START_KNEE: return POSITION_ORIGIN_KNEE;
    default: return POSITION_ORIGIN_ASSUMED;
    }
}

/* Convert millimetres rolled to positions: find direction and scale, and apply them. False when out of memory. */
static bool set_direction_and_scale(struct position *position, const struct session_table *session)
{
    double thigh_length_mm = session->header.thigh_length_mm;
    double *scratch = malloc((SAMPLES_MAX + 1) * sizeof *scratch);
    if (scratch == NULL)
        return false;
    position->origin = find_origin(session, &position->zeros);
    position->knee_mm = median_knee_mm(position->mm, session, scratch);
    position->direction = session->header.roll_direction;
    if (position->direction == 0)
        find_direction(position, scratch);
    free(scratch);
    position->knee_mm *= position->direction;
    double scale = thigh_length_mm / position->knee_mm; /* NAN without a knee event */
    if (thigh_length_mm > 0 && fabs(scale - 1) <= SCALE_CHANGE_MAX)
        position->scale = scale;
    double factor = position->direction * position->scale;
    double start_mm = session->header.start == SESSION_START_KNEE ? thigh_length_mm : 0;
    size_t start_end = position->zeros.origin_count > 0 ? 0 : position->zeros.origin_end;
    position->knee_mm += position->origin == POSITION_ORIGIN_KNEE ? start_mm : 0;
    for (size_t i = 0; i < position->count; i++)
        position->mm[i] = factor * position->mm[i] + (i < start_end ? start_mm : 0);
    return true;
}

/* Compute the position in its allocated arrays. False when out of memory. */
static bool fill_position(struct position *position, const struct session_table *session,
                          const struct rotation *rotation, const struct lifts *lifts)
{
    if (!rotation->known) {
        for (size_t i = 0; i < position->count; i++)
            position->mm[i] = NAN;
        return true;
    }
    mark_unknown(position, session, rotation);
    struct odometry_input input = {.count = position->count,
                                   .time_s = session->time_s,
                                   .rotation_rad = rotation->rad,
                                   .contact = position->contact,
                                   .event = session->event,
                                   .event_count = session->event_count,
                                   .radius_mm = session->header.rolling_radius_mm,
                                   .period_rad = rotation->period_rad,
                                   .gap_s = rotation->gap_s};
    if (!zero_events_choose(&position->zeros, &input, lifts))
        return false;
    input.event = position->zeros.event;
    unsigned char *contact = row_array_alloc(position->count, sizeof *contact);
    if (contact == NULL)
        return false;
    if (!turn_rounds_integrate(&position->turns, &position->backs, position->mm, contact, &position->restart_count,
                               &input, lifts, session->header.thigh_length_mm)) {
        free(contact);
        return false;
    }
    free(position->contact);
    position->contact = contact;
    zero_events_place(&position->zeros, position->mm);
    leave_out_unknown(position);
    return set_direction_and_scale(position, session);
}

bool position_estimate(struct position *position, const struct session_table *session,
                       const struct force_series *series, const struct rotation *rotation, const struct lifts *lifts)
{
    size_t count = series->count;
    *position = (struct position){.count = count,
                                  .period_s = series->period_s,
                                  .known = rotation->known,
                                  .scale = 1,
                                  .knee_mm = NAN,
                                  .direction_is_certain = true};
    position->mm = row_array_alloc(count, sizeof *position->mm);
    position->contact = row_array_alloc(count, sizeof *position->contact);
    bool ok = position->mm != NULL && position->contact != NULL;
    if (ok) {
        memcpy(position->contact, series->contact, count);
        ok = fill_position(position, session, rotation, lifts);
    }
    if (!ok)
        position_free(position);
    return ok;
}

void position_free(struct position *position)
{
    free(position->mm);
    free(position->contact);
    turn_rounds_free(&position->turns);
    put_backs_free(&position->backs);
    zero_events_free(&position->zeros);
    *position = (struct position){0};
}
