/* SPDX-License-Identifier: MIT */
#include "terminal/live_tracker.h"

#include "shared/dose.h"
#include "shared/physics.h"

#include <math.h>
#include <string.h>

#define GAP_S 0.5           /* after a longer gap the angle restarts */
#define GRAVITY_RATE_HZ 1.0 /* rate at which the angle is corrected towards gravity */
/* Difference from 1 g at which the acceleration no longer shows the direction of gravity. */
#define GRAVITY_OFF_G 0.3
#define FORCE_TIME_S 0.1       /* time constant of the smoothed force */
#define PEAK_TIME_S 120.0      /* time constant with which the peak force decays */
#define LOADED_MIN_N 8.0       /* smallest force of a loaded roller */
#define LOADED_FRACTION 0.15   /* fraction of the peak force above which the roller becomes loaded */
#define UNLOADED_FRACTION 0.10 /* fraction of the peak force below which it becomes unloaded */
#define LIFTED_MAX_S 1.0       /* a longer lift ends the visit */
#define DIRECTION_MM 60.0      /* distance rolled from the upper thigh that shows the direction of the knee */
#define THIGH_MIN_MM 350.0     /* assumed length of the thigh until a farther position is reached */
#define STROKE_MIN_MM 60.0

/* Return an angle wrapped to within half a period of 0. */
static double wrap(double angle_rad, double period_rad)
{
    return angle_rad - period_rad * round(angle_rad / period_rad);
}

void live_tracker_init(struct live_tracker *tracker, double thigh_length_mm, enum session_start start)
{
    *tracker = (struct live_tracker){.length_mm = thigh_length_mm > 0 ? thigh_length_mm : THIGH_MIN_MM,
                                     .length_is_known = thigh_length_mm > 0,
                                     .place_dose_s = DOSE_PLACE_S,
                                     .starts_at_knee = start == SESSION_START_KNEE};
}

/* ---- Angle ---- */

/* Update the angle from gyro and gravity. Returns the rotation since the last row, in radians; 0 on a restart,
 * when gravity alone sets the angle. */
static double update_angle_from_imu(struct live_tracker *tracker, const struct session_header *header,
                                    const struct session_row *row, double elapsed_s, bool is_restart)
{
    double rate_rad_s = row->imu[SESSION_GYRO_Z] / header->gyro_lsb_per_dps * M_PI / 180;
    double x_g = row->imu[SESSION_ACCEL_X] / header->accel_lsb_per_g,
           y_g = row->imu[SESSION_ACCEL_Y] / header->accel_lsb_per_g;
    if (!is_restart && elapsed_s > 0) { /* subtract the acceleration of the axle, which is perpendicular to up */
        double axle_g =
            header->rolling_radius_mm * (rate_rad_s - tracker->rate_rad_s) / elapsed_s / PHYSICS_GRAVITY_MM_S2;
        double up_rad = -tracker->rotation_rad;
        x_g += axle_g * sin(up_rad);
        y_g -= axle_g * cos(up_rad);
    }
    tracker->rate_rad_s = rate_rad_s;
    double gravity_rotation_rad = -physics_up_rad(x_g, y_g);
    if (is_restart) {
        tracker->rotation_rad = gravity_rotation_rad;
        return 0;
    }
    double gravity_weight = fmax(0, 1 - fabs(hypot(x_g, y_g) - 1) / GRAVITY_OFF_G);
    double error_rad = wrap(gravity_rotation_rad - tracker->rotation_rad, 2 * M_PI);
    double rotated_rad = (rate_rad_s + gravity_weight * GRAVITY_RATE_HZ * error_rad) * elapsed_s;
    tracker->rotation_rad += rotated_rad;
    return rotated_rad;
}

/* Update the angle from the ring vector, whose argument is twice the direction of up. Returns the rotation since
 * the last row, in radians; 0 on a restart. */
static double update_angle_from_ring(struct live_tracker *tracker, double ring_x, double ring_y, bool is_restart)
{
    double rotation_rad = -atan2(ring_y, ring_x) / 2;
    if (is_restart) {
        tracker->rotation_rad = rotation_rad;
        return 0;
    }
    double rotated_rad = wrap(rotation_rad - tracker->rotation_rad, M_PI);
    tracker->rotation_rad += rotated_rad;
    return rotated_rad;
}

/* ---- Force ---- */

/* Return the sum of the strips' forces, N; set `*ring_x` and `*ring_y` to the ring vector. */
static double sum_strips(const struct session_header *header, const struct session_row *row, double *ring_x,
                         double *ring_y)
{
    double sum_n = 0;
    *ring_x = *ring_y = 0;
    for (unsigned i = 0; i < header->strip_count; i++) {
        double load_n = session_header_strip_load_n(header, i, row->strip[i]);
        double twice_rad = header->strip_angle_deg[i] * M_PI / 90;
        sum_n += load_n;
        *ring_x += load_n * cos(twice_rad);
        *ring_y += load_n * sin(twice_rad);
    }
    return sum_n;
}

/* Smooth the force on the thigh, and find out whether the roller is loaded. */
static void update_force(struct live_tracker *tracker, double force_n, double elapsed_s)
{
    tracker->force_n += (force_n - tracker->force_n) * fmin(1, elapsed_s / FORCE_TIME_S);
    tracker->peak_force_n -= tracker->peak_force_n * fmin(1, elapsed_s / PEAK_TIME_S);
    tracker->peak_force_n = fmax(tracker->peak_force_n, tracker->force_n);
    double limit_n =
        fmax(LOADED_MIN_N, (tracker->loaded ? UNLOADED_FRACTION : LOADED_FRACTION) * tracker->peak_force_n);
    tracker->loaded = tracker->force_n > limit_n;
}

/* ---- Position, strokes and visits ---- */

/* Let the roller be at `position_mm` now: at an end of the thigh. How it was brought there shows no direction. */
static void start_at(struct live_tracker *tracker, double position_mm)
{
    tracker->origin_mm = tracker->rolled_mm;
    tracker->start_mm = tracker->position_mm = tracker->reversal_mm = position_mm;
    tracker->visit_mm_s = 0;
    tracker->range_min_mm = tracker->range_max_mm = tracker->visit_min_mm = tracker->visit_max_mm = position_mm;
    tracker->stroke_direction = tracker->knee_direction = 0;
}

/* Compute the position from the distance rolled since the origin. Until the direction of the knee is known, rolling in
 * either direction leads away from the end of the thigh at which the roller started. */
static void update_position(struct live_tracker *tracker, const struct session_header *header)
{
    double rolled_mm = tracker->rolled_mm - tracker->origin_mm;
    int away = tracker->start_mm > 0 ? -1 : 1; /* sign of the way along the thigh that leads away from the start */
    if (tracker->knee_direction == 0 && header->roll_direction != 0)
        tracker->knee_direction = header->roll_direction;
    if (tracker->knee_direction == 0 && fabs(rolled_mm) > DIRECTION_MM)
        tracker->knee_direction = rolled_mm > 0 ? away : -away;
    double moved_mm = tracker->knee_direction != 0 ? tracker->knee_direction * rolled_mm : away * fabs(rolled_mm);
    double position_mm = tracker->start_mm + moved_mm;
    /* The roller cannot be beyond an end of the thigh, so the overshoot is drift: move the origin by it. */
    double overshoot_mm = position_mm < 0 ? position_mm : 0;
    if (tracker->length_is_known && position_mm > tracker->length_mm)
        overshoot_mm = position_mm - tracker->length_mm;
    if (tracker->start_mm > 0 && overshoot_mm < 0 && !tracker->length_is_known)
        tracker->length_mm -= overshoot_mm; /* the knee stays where it is: the thigh is longer than assumed */
    tracker->origin_mm += tracker->knee_direction * overshoot_mm;
    tracker->position_mm = position_mm - overshoot_mm;
    tracker->length_mm = fmax(tracker->length_mm, tracker->position_mm);
}

/* Follow the farthest position of the stroke; going back by more than the minimum length starts the next stroke. */
static void update_strokes(struct live_tracker *tracker)
{
    tracker->range_min_mm = fmin(tracker->range_min_mm, tracker->position_mm);
    tracker->range_max_mm = fmax(tracker->range_max_mm, tracker->position_mm);
    double stroke_min_mm = fmax(STROKE_MIN_MM, (tracker->range_max_mm - tracker->range_min_mm) / 3);
    double from_reversal_mm = tracker->position_mm - tracker->reversal_mm;
    bool is_new_stroke = tracker->stroke_direction == 0 ? fabs(from_reversal_mm) > stroke_min_mm
                                                        : -tracker->stroke_direction * from_reversal_mm > stroke_min_mm;
    if (is_new_stroke) {
        tracker->stroke_direction = from_reversal_mm > 0 ? 1 : -1;
        tracker->reversal_mm = tracker->position_mm;
        tracker->strokes++;
    } else if (tracker->stroke_direction * from_reversal_mm > 0) {
        tracker->reversal_mm = tracker->position_mm;
    }
}

/* End the visit; the next one begins at the current position. */
static void end_visit(struct live_tracker *tracker)
{
    if (tracker->visit_dwell_s >= LIVE_TRACKER_VISIT_S)
        live_places_add_visit(&tracker->places, tracker->visit_mm_s / tracker->visit_dwell_s, tracker->visit_dwell_s);
    tracker->visit_dwell_s = 0;
    tracker->visit_mm_s = 0;
    tracker->visit_min_mm = tracker->visit_max_mm = tracker->position_mm;
}

/* Return the loaded time of all visits to the place of the current visit. */
static double sum_place_dwell_s(const struct live_tracker *tracker)
{
    double center_mm = tracker->visit_dwell_s > 0 ? tracker->visit_mm_s / tracker->visit_dwell_s : tracker->position_mm;
    const struct live_place *place = live_places_find(&tracker->places, center_mm);
    return tracker->visit_dwell_s + (place ? place->dwell_s : 0);
}

bool live_tracker_dose_is_reached(const struct live_tracker *tracker)
{
    return tracker->place_dwell_s >= tracker->place_dose_s;
}

/* Add the time to the current visit and to the bin of the position. Returns the events of the visit. */
static unsigned update_dwell(struct live_tracker *tracker, double elapsed_s)
{
    tracker->visit_min_mm = fmin(tracker->visit_min_mm, tracker->position_mm);
    tracker->visit_max_mm = fmax(tracker->visit_max_mm, tracker->position_mm);
    tracker->loaded_s += elapsed_s;
    double visit_s = tracker->visit_dwell_s;
    bool was_reached = live_tracker_dose_is_reached(tracker);
    tracker->visit_dwell_s += elapsed_s;
    tracker->visit_mm_s += tracker->position_mm * elapsed_s;
    if (tracker->visit_max_mm - tracker->visit_min_mm > LIVE_TRACKER_VISIT_MM)
        end_visit(tracker);
    unsigned bin = (unsigned)(tracker->position_mm / LIVE_TRACKER_BIN_MM);
    tracker->dwell_s[bin < LIVE_TRACKER_BINS ? bin : LIVE_TRACKER_BINS - 1] += elapsed_s;
    tracker->place_dwell_s = sum_place_dwell_s(tracker);
    if (tracker->visit_dwell_s < LIVE_TRACKER_VISIT_S)
        return 0;
    bool is_visit_new = visit_s < LIVE_TRACKER_VISIT_S;
    bool is_dose_new = live_tracker_dose_is_reached(tracker) && (is_visit_new || !was_reached);
    return (is_visit_new ? LIVE_VISIT_BEGAN : 0u) | (is_dose_new ? LIVE_DOSE_REACHED : 0u);
}

/* Set the origin where a `zero` event says that the upper thigh is. What was before the first one had an assumed
 * origin, so its places are forgotten. */
static void set_zero(struct live_tracker *tracker)
{
    end_visit(tracker);
    if (!tracker->is_zeroed) {
        tracker->places.count = 0;
        memset(tracker->dwell_s, 0, sizeof tracker->dwell_s);
    }
    tracker->is_zeroed = tracker->position_is_known = true;
    start_at(tracker, 0);
}

/* Apply the events of a row, and return their bits. */
static unsigned apply_events(struct live_tracker *tracker, const char *names)
{
    unsigned events = session_events_from_names(names, strlen(names)), live = 0;
    if (events & SESSION_EVENT_ZERO) {
        set_zero(tracker);
        live |= LIVE_ZERO;
    }
    if (events & SESSION_EVENT_KNEE) {
        tracker->knee_is_set = true;
        live |= LIVE_KNEE;
    }
    if (events & SESSION_EVENT_MARK) {
        live_places_add_mark(&tracker->places, tracker->position_mm);
        live |= LIVE_MARK;
    }
    if (live) {
        tracker->notice = live;
        tracker->notice_us = tracker->time_us;
    }
    return live;
}

double live_tracker_lifted_s(const struct live_tracker *tracker)
{
    bool is_lifted = !tracker->loaded && tracker->loaded_s > 0;
    return is_lifted ? (double)(tracker->time_us - tracker->last_loaded_us) / 1e6 : 0;
}

/* End the visit once the roller has been unloaded for a second. Returns LIVE_LIFTED then. */
static unsigned update_lift(struct live_tracker *tracker)
{
    if (tracker->is_lifted || (double)(tracker->time_us - tracker->last_loaded_us) / 1e6 <= LIFTED_MAX_S)
        return 0;
    end_visit(tracker);
    tracker->is_lifted = true;
    return tracker->position_is_known ? LIVE_LIFTED : 0;
}

/* Count session time from another moment: the recording continues in another file. */
static void rebase(struct live_tracker *tracker, int64_t later_us)
{
    tracker->time_us -= later_us;
    tracker->last_loaded_us -= later_us;
    tracker->notice_us -= later_us;
}

unsigned live_tracker_add_row(struct live_tracker *tracker, const struct session_header *header,
                              const struct session_row *row)
{
    double elapsed_s = (double)(row->time_us - tracker->time_us) / 1e6, ring_x, ring_y, rotated_rad = 0;
    bool is_restart = !tracker->has_angle || elapsed_s > GAP_S || elapsed_s < 0;
    if (elapsed_s < 0)
        rebase(tracker, tracker->time_us - row->time_us);
    elapsed_s = is_restart ? 0 : elapsed_s;
    double sum_n = sum_strips(header, row, &ring_x, &ring_y);
    update_force(tracker, physics_thigh_force_n(sum_n, 0), is_restart ? FORCE_TIME_S : elapsed_s);
    if (header->has_imu && row->imu_valid)
        rotated_rad = update_angle_from_imu(tracker, header, row, elapsed_s, is_restart);
    else if (!header->has_imu && tracker->loaded)
        rotated_rad = update_angle_from_ring(tracker, ring_x, ring_y, is_restart);
    tracker->has_angle = tracker->has_angle || row->imu_valid || tracker->loaded;
    tracker->time_us = row->time_us;
    if (tracker->loaded)
        tracker->rolled_mm += header->rolling_radius_mm * rotated_rad;
    if (tracker->loaded && !tracker->position_is_known) {
        start_at(tracker, tracker->starts_at_knee ? tracker->length_mm : 0);
        tracker->position_is_known = true;
    }
    unsigned events = apply_events(tracker, row->event);
    if (!tracker->loaded)
        return events | update_lift(tracker);
    tracker->last_loaded_us = row->time_us;
    tracker->is_lifted = false;
    update_position(tracker, header);
    update_strokes(tracker);
    return events | update_dwell(tracker, elapsed_s);
}
