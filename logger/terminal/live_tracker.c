/* SPDX-License-Identifier: MIT */
#include "terminal/live_tracker.h"

#include "shared/physics.h"
#include "wire/vocabulary.h"

#include <math.h>
#include <string.h>

#define PI 3.14159265358979323846
#define GAP_S 0.5           /* after a longer gap the angle restarts */
#define GRAVITY_RATE_HZ 1.0 /* rate at which the angle is corrected towards gravity */
/* At this difference from 1 g the acceleration no longer shows where gravity points. */
#define GRAVITY_OFF_G 0.3
#define FORCE_TIME_S 0.1  /* time constant of the smoothed force */
#define PEAK_TIME_S 120.0 /* time constant with which the peak force decays */
#define LOADED_MIN_N 8.0
#define LOADED_FRACTION 0.15   /* of the peak force: above it the roller becomes loaded ... */
#define UNLOADED_FRACTION 0.10 /* ... and below this fraction unloaded */
#define LIFTED_S 1.0           /* a longer lift ends the visit */
#define DIRECTION_MM 60.0      /* distance rolled from the upper thigh that shows which way the knee is */
#define THIGH_MIN_MM 350.0
#define STROKE_MIN_MM 60.0

static double wrap(double angle_rad, double period_rad)
{
    return angle_rad - period_rad * round(angle_rad / period_rad);
}

void live_tracker_init(struct live_tracker *tracker, double thigh_length_mm)
{
    *tracker = (struct live_tracker){.length_mm = thigh_length_mm > 0 ? thigh_length_mm : THIGH_MIN_MM,
                                     .length_is_known = thigh_length_mm > 0};
}

/* ---- Angle: each function returns the rotation since the last row, in radians ---- */

static double follow_imu(struct live_tracker *tracker, const struct session_header *header,
                         const struct session_row *row, double elapsed_s, bool restart)
{
    double rate = row->imu[5] / header->gyro_lsb_per_dps * PI / 180;
    double x = row->imu[0] / header->accel_lsb_per_g, y = row->imu[1] / header->accel_lsb_per_g;
    if (!restart && elapsed_s > 0) { /* subtract the acceleration of the axle, which points 90 degrees from up */
        double axle_g = header->rolling_radius_mm * (rate - tracker->rate_rad_s) / elapsed_s / PHYSICS_GRAVITY_MM_S2;
        double up = -tracker->theta_rad;
        x += axle_g * sin(up);
        y -= axle_g * cos(up);
    }
    tracker->rate_rad_s = rate;
    double gravity = -physics_up_rad(x, y);
    if (restart) {
        tracker->theta_rad = gravity;
        return 0;
    }
    double weight = fmax(0, 1 - fabs(hypot(x, y) - 1) / GRAVITY_OFF_G);
    double error = wrap(gravity - tracker->theta_rad, 2 * PI);
    double rotated = (rate + weight * GRAVITY_RATE_HZ * error) * elapsed_s;
    tracker->theta_rad += rotated;
    return rotated;
}

static double follow_ring(struct live_tracker *tracker, double ring_x, double ring_y, bool restart)
{
    double theta = -atan2(ring_y, ring_x) / 2;
    double rotated = restart ? 0 : wrap(theta - tracker->theta_rad, PI);
    tracker->theta_rad = restart ? theta : tracker->theta_rad + rotated;
    return rotated;
}

/* ---- Force ---- */

/* Return the sum of the strips' forces, N; set `ring_x` and `ring_y` to the ring vector. */
static double sum_strips(const struct session_header *header, const struct session_row *row, double *ring_x,
                         double *ring_y)
{
    double sum_n = 0;
    *ring_x = *ring_y = 0;
    for (unsigned i = 0; i < header->strip_count; i++) {
        double force_n = session_header_strip_force_n(header, i, row->strip[i]);
        double twice_rad = header->strip_angle_deg[i] * PI / 90;
        sum_n += force_n;
        *ring_x += force_n * cos(twice_rad);
        *ring_y += force_n * sin(twice_rad);
    }
    return sum_n;
}

static void follow_force(struct live_tracker *tracker, double force_n, double elapsed_s)
{
    tracker->force_n += (force_n - tracker->force_n) * fmin(1, elapsed_s / FORCE_TIME_S);
    tracker->peak_n -= tracker->peak_n * fmin(1, elapsed_s / PEAK_TIME_S);
    tracker->peak_n = fmax(tracker->peak_n, tracker->force_n);
    double limit_n = fmax(LOADED_MIN_N, (tracker->loaded ? UNLOADED_FRACTION : LOADED_FRACTION) * tracker->peak_n);
    tracker->loaded = tracker->force_n > limit_n;
}

/* ---- Position, and what follows from it ---- */

static void start_at_upper_thigh(struct live_tracker *tracker)
{
    tracker->origin_mm = tracker->rolled_mm;
    tracker->position_mm = tracker->reversal_mm = 0;
    tracker->range_min_mm = tracker->range_max_mm = tracker->visit_min_mm = tracker->visit_max_mm = 0;
    tracker->stroke_direction = 0;
}

static void update_position(struct live_tracker *tracker, const struct session_header *header)
{
    double rolled_mm = tracker->rolled_mm - tracker->origin_mm;
    if (tracker->direction == 0 && header->roll_direction != 0)
        tracker->direction = header->roll_direction;
    if (tracker->direction == 0 && fabs(rolled_mm) > DIRECTION_MM)
        tracker->direction = rolled_mm > 0 ? 1 : -1;
    double position_mm = tracker->direction != 0 ? tracker->direction * rolled_mm : fabs(rolled_mm);
    /* The roller cannot be beyond either end, so the signed excess is drift: move the origin by it. */
    double overshoot_mm = position_mm < 0 ? position_mm : 0;
    if (tracker->length_is_known && position_mm > tracker->length_mm)
        overshoot_mm = position_mm - tracker->length_mm;
    tracker->origin_mm += tracker->direction * overshoot_mm;
    tracker->position_mm = position_mm - overshoot_mm;
    tracker->length_mm = fmax(tracker->length_mm, tracker->position_mm);
}

static void update_strokes(struct live_tracker *tracker)
{
    tracker->range_min_mm = fmin(tracker->range_min_mm, tracker->position_mm);
    tracker->range_max_mm = fmax(tracker->range_max_mm, tracker->position_mm);
    double min_length_mm = fmax(STROKE_MIN_MM, (tracker->range_max_mm - tracker->range_min_mm) / 3);
    double from_reversal_mm = tracker->position_mm - tracker->reversal_mm;
    if (tracker->stroke_direction == 0 ? fabs(from_reversal_mm) > min_length_mm
                                       : -tracker->stroke_direction * from_reversal_mm > min_length_mm) {
        tracker->stroke_direction = from_reversal_mm > 0 ? 1 : -1;
        tracker->reversal_mm = tracker->position_mm;
        tracker->strokes++;
    } else if (tracker->stroke_direction * from_reversal_mm > 0) {
        tracker->reversal_mm = tracker->position_mm;
    }
}

static void end_visit(struct live_tracker *tracker)
{
    tracker->visit_dwell_s = 0;
    tracker->visit_min_mm = tracker->visit_max_mm = tracker->position_mm;
}

static void update_dwell(struct live_tracker *tracker, double elapsed_s)
{
    tracker->visit_min_mm = fmin(tracker->visit_min_mm, tracker->position_mm);
    tracker->visit_max_mm = fmax(tracker->visit_max_mm, tracker->position_mm);
    tracker->visit_dwell_s += elapsed_s;
    if (tracker->visit_max_mm - tracker->visit_min_mm > LIVE_TRACKER_VISIT_MM)
        end_visit(tracker);
    unsigned bin = (unsigned)(tracker->position_mm / LIVE_TRACKER_BIN_MM);
    tracker->dwell_s[bin < LIVE_TRACKER_BINS ? bin : LIVE_TRACKER_BINS - 1] += elapsed_s;
}

void live_tracker_add_row(struct live_tracker *tracker, const struct session_header *header,
                          const struct session_row *row)
{
    double elapsed_s = (double)(row->time_us - tracker->time_us) / 1e6, ring_x, ring_y, rotated_rad = 0;
    bool restart = !tracker->started || elapsed_s > GAP_S || elapsed_s < 0;
    elapsed_s = restart ? 0 : elapsed_s;
    double sum_n = sum_strips(header, row, &ring_x, &ring_y);
    follow_force(tracker, physics_thigh_force_n(sum_n, 0), restart ? FORCE_TIME_S : elapsed_s);
    if (header->has_imu && row->imu_valid)
        rotated_rad = follow_imu(tracker, header, row, elapsed_s, restart);
    else if (!header->has_imu && tracker->loaded)
        rotated_rad = follow_ring(tracker, ring_x, ring_y, restart);
    tracker->started = tracker->started || row->imu_valid || tracker->loaded;
    tracker->time_us = row->time_us;
    bool zero = strstr(row->event, WIRE_EVENT_ZERO) != NULL;
    if (tracker->loaded)
        tracker->rolled_mm += header->rolling_radius_mm * rotated_rad;
    if (zero || (tracker->loaded && !tracker->position_is_known)) {
        start_at_upper_thigh(tracker);
        tracker->position_is_known = true;
    }
    if (tracker->loaded) {
        tracker->loaded_us = row->time_us;
        update_position(tracker, header);
        update_strokes(tracker);
        update_dwell(tracker, elapsed_s);
    } else if ((double)(row->time_us - tracker->loaded_us) / 1e6 > LIFTED_S) {
        end_visit(tracker);
    }
}
