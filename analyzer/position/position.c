/* SPDX-License-Identifier: MIT */
#include "position/position.h"

#include "numeric/angle.h"
#include "numeric/row_array.h"
#include "numeric/weyl_sequence.h"
#include "position/odometry.h"
#include "rotation/imu_blocks.h"
#include "rotation/imu_rates.h"
#include "rotation/rotation.h"
#include "shared/statistics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SAMPLES_MAX 2000      /* rows or events that are enough for quantiles */
#define SCALE_CHANGE_MAX 0.2  /* largest relative change of lengths; a knee event that requires more is wrong */
#define IMU_FRACTION_MIN 0.1  /* smallest fraction of the loaded rows with a reading, if the IMU is used */
#define RING_GAP_S 0.3        /* a longer step is a gap; fast rolling takes this time for a quarter of a revolution */
#define KNEE_MIN_MM 30.0      /* a knee event nearer to 0 does not decide the direction */
#define CERTAIN_RATIO_MAX 0.5 /* up to this ratio of the shorter to the longer side, the direction is certain */
#define LAG_MAX_S 2.0         /* rows that typically span 1 s contain a gap if they span more than this */

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
    size_t step = position->count / SAMPLES_MAX + 1, used = 0;
    for (size_t n = 0, i = 0; i < position->count; i = weyl_sequence_row(++n, step))
        if (position->contact[i])
            scratch[used++] = position->mm[i];
    double below_mm = used > 0 ? -statistics_quantile(scratch, used, 0.02) : 0; /* reach on each side of the origin */
    double above_mm = used > 0 ? statistics_quantile(scratch, used, 0.98) : 0;
    position->direction = above_mm >= below_mm ? 1 : -1;
    if (position->origin == POSITION_ORIGIN_KNEE)
        position->direction = -position->direction;
    position->direction_is_certain = fmin(above_mm, below_mm) <= CERTAIN_RATIO_MAX * fmax(above_mm, below_mm);
}

/* Return the rms difference, mm, between a and b in the rotation over 1 s, without gaps and under load; NAN if none. */
static double rms_difference_mm(const double *a, const double *b, const struct force_series *series,
                                const double *time_s, double radius_mm)
{
    size_t lag = series->period_s > 0 ? (size_t)(1 / series->period_s) + 1 : 1;
    double sum = 0;
    size_t used = 0, loaded_rows = 0; /* loaded_rows is the number of consecutive loaded rows up to row i */
    for (size_t i = 0; i < series->count; i++) {
        loaded_rows = series->contact[i] ? loaded_rows + 1 : 0;
        if (loaded_rows <= lag || time_s[i] - time_s[i - lag] > LAG_MAX_S)
            continue;
        double difference = radius_mm * ((a[i] - a[i - lag]) - (b[i] - b[i - lag]));
        sum += difference * difference;
        used++;
    }
    return used > 0 ? sqrt(sum / (double)used) : NAN;
}

static bool has_imu_reading(const struct session_table *session, size_t row)
{
    return !isnan(session->imu[row * SESSION_KEPT_AXES]);
}

/* Whether enough loaded rows have an IMU reading. */
static bool imu_is_usable(const struct session_table *session, const struct force_series *series)
{
    size_t readings = 0, loaded = 0;
    for (size_t i = 0; session->header.has_imu && i < session->count; i++) {
        if (!series->contact[i])
            continue;
        loaded++;
        readings += has_imu_reading(session, i);
    }
    return readings > 0 && (double)readings >= IMU_FRACTION_MIN * (double)loaded;
}

/* Mark the loaded rows in long dropouts CONTACT_UNKNOWN, and set unknown_s to their duration. */
static void mark_dropouts(struct position *position, const struct session_table *session)
{
    const double *time_s = session->time_s;
    size_t first = 0;                               /* first row after the last reading */
    for (size_t i = 0; i <= position->count; i++) { /* the end of the session also ends a dropout */
        if (i < position->count && !has_imu_reading(session, i))
            continue;
        double end_s = i < position->count ? time_s[i] : time_s[position->count - 1];
        bool is_long = i > first && end_s - time_s[first > 0 ? first - 1 : 0] > IMU_RATES_SHORT_DROPOUT_S;
        for (size_t r = first; is_long && r < i; r++) {
            if (!position->contact[r])
                continue;
            position->contact[r] = CONTACT_UNKNOWN;
            position->unknown_s += r > 0 ? time_s[r] - time_s[r - 1] : 0;
        }
        first = i + 1;
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

/* Return a copy of a rotation, shifted to be 0 in the first loaded row; if `session` is not NULL, the IMU's dropouts
 * become NAN. NULL when out of memory. */
static float *copy_rotation(const double *rotation_rad, const struct position *position,
                            const struct session_table *session)
{
    size_t count = position->count, first = 0;
    while (first + 1 < count && !position->contact[first])
        first++;
    float *copy = row_array_alloc(count, sizeof *copy);
    for (size_t i = 0; copy != NULL && i < count; i++) {
        bool dropout = session != NULL && !has_imu_reading(session, i);
        copy[i] = dropout ? NAN : (float)(rotation_rad[i] - rotation_rad[first]);
    }
    return copy;
}

/* Replace rotation_rad[count] (the ring's rotation, if any) with the IMU's rotation. False when out of memory. */
static bool estimate_imu_rotation(struct position *position, const struct session_table *session,
                                  const struct force_series *series, double *rotation_rad, bool keep_rotations)
{
    struct rotation_from_imu imu = {0};
    double radius_mm = session->header.rolling_radius_mm;
    if (!rotation_from_imu_estimate(&imu, session, series->contact, series->ring_angle_valid ? rotation_rad : NULL,
                                    radius_mm))
        return false;
    position->dropout_s = imu.dropout_s;
    position->fused = imu.ring_substituted && imu.dropout_s > IMU_RATES_SHORT_DROPOUT_S;
    if (series->ring_angle_valid)
        position->disagreement_mm =
            rms_difference_mm(imu.rotation_rad, rotation_rad, series, session->time_s, radius_mm);
    if (!imu.ring_substituted)
        mark_dropouts(position, session);
    if (keep_rotations)
        position->imu_rad = copy_rotation(imu.rotation_rad, position, session);
    memcpy(rotation_rad, imu.rotation_rad, position->count * sizeof *rotation_rad);
    rotation_from_imu_free(&imu);
    return !keep_rotations || position->imu_rad != NULL;
}

/* Estimate rotation_rad[count] from the sensors that can measure it. False when out of memory. */
static bool estimate_rotation(struct position *position, const struct session_table *session,
                              const struct force_series *series, double *rotation_rad, bool keep_rotations)
{
    if (series->ring_angle_valid) {
        if (!rotation_from_ring_estimate(series, &session->header, session->time_s, rotation_rad))
            return false;
        if (keep_rotations && (position->ring_rad = copy_rotation(rotation_rad, position, NULL)) == NULL)
            return false;
    }
    position->uses_imu = imu_is_usable(session, series);
    position->known = position->uses_imu || series->ring_angle_valid;
    return !position->uses_imu || estimate_imu_rotation(position, session, series, rotation_rad, keep_rotations);
}

static enum position_origin find_origin(const struct session_table *session)
{
    for (size_t e = 0; e < session->event_count; e++)
        if (session->event[e].event_bits & SESSION_EVENT_ZERO)
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
    position->origin = find_origin(session);
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
    double start_mm = position->origin == POSITION_ORIGIN_KNEE ? thigh_length_mm : 0;
    position->knee_mm += start_mm;
    for (size_t i = 0; i < position->count; i++)
        position->mm[i] = factor * position->mm[i] + start_mm;
    return true;
}

/* Compute the position in its allocated arrays. rotation_rad[count] is scratch. False when out of memory. */
static bool fill_position(struct position *position, const struct session_table *session,
                          const struct force_series *series, double *rotation_rad, bool keep_rotations)
{
    if (!estimate_rotation(position, session, series, rotation_rad, keep_rotations))
        return false;
    if (!position->known) {
        for (size_t i = 0; i < position->count; i++)
            position->mm[i] = NAN;
        return true;
    }
    if (keep_rotations && (position->rotation_rad = copy_rotation(rotation_rad, position, NULL)) == NULL)
        return false;
    const struct odometry_input input = {.count = position->count,
                                         .time_s = session->time_s,
                                         .rotation_rad = rotation_rad,
                                         .contact = position->contact,
                                         .event = session->event,
                                         .event_count = session->event_count,
                                         .radius_mm = session->header.rolling_radius_mm,
                                         .period_rad = position->uses_imu ? TWO_PI : TWO_PI / 2,
                                         .gap_s = position->uses_imu ? IMU_BLOCKS_GAP_S : RING_GAP_S};
    unsigned char *contact = row_array_alloc(position->count, sizeof *contact);
    if (contact == NULL)
        return false;
    position->restart_count = odometry_integrate(position->mm, contact, &input);
    free(position->contact);
    position->contact = contact;
    leave_out_unknown(position);
    return set_direction_and_scale(position, session);
}

bool position_estimate(struct position *position, const struct session_table *session,
                       const struct force_series *series, bool keep_rotations)
{
    size_t count = series->count;
    *position = (struct position){
        .count = count, .scale = 1, .disagreement_mm = NAN, .knee_mm = NAN, .direction_is_certain = true};
    position->mm = row_array_alloc(count, sizeof *position->mm);
    position->contact = row_array_alloc(count, sizeof *position->contact);
    double *rotation_rad = row_array_alloc(count, sizeof *rotation_rad);
    bool ok = position->mm != NULL && position->contact != NULL && rotation_rad != NULL;
    if (ok) {
        memcpy(position->contact, series->contact, count);
        ok = fill_position(position, session, series, rotation_rad, keep_rotations);
    }
    free(rotation_rad);
    if (!ok)
        position_free(position);
    return ok;
}

void position_free(struct position *position)
{
    free(position->mm);
    free(position->contact);
    free(position->rotation_rad);
    free(position->imu_rad);
    free(position->ring_rad);
    *position = (struct position){0};
}
