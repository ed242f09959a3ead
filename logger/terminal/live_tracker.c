/* SPDX-License-Identifier: MIT */
#include "terminal/live_tracker.h"

#include "shared/physics.h"

#include <math.h>
#include <string.h>

#define PI 3.14159265358979323846
#define GAP_S 0.5           /* after more than this the angle is taken anew */
#define DRAW_TO_GRAVITY 1.0 /* 1/s */
#define STILL_G 0.3         /* an acceleration so far from 1 g says nothing of gravity */
#define FORCE_TIME_S 0.1
#define PEAK_TIME_S 120.0
#define LOADED_N 8.0      /* at least; DESIGN: on above 15 % of what is usual, off below 10 % */
#define LIFTED_S 1.0      /* unloaded for longer: it no longer stays where it was */
#define DIRECTION_MM 60.0 /* rolled so far from the upper thigh: that is towards the knee */
#define SHORTEST_MM 350.0
#define STROKE_MM 60.0

static double wrap(double angle_rad, double turn_rad)
{
    return angle_rad - turn_rad * round(angle_rad / turn_rad);
}

void live_tracker_init(struct live_tracker *live, double thigh_length_mm)
{
    *live = (struct live_tracker){.length_mm = thigh_length_mm > 0 ? thigh_length_mm : SHORTEST_MM,
                                  .length_is_known = thigh_length_mm > 0};
}

/* ---- The angle; each returns how far it turned ---- */

static double follow_imu(struct live_tracker *live, const struct session_header *header,
                         const struct session_row *row, double elapsed_s, bool anew)
{
    double rate = row->imu[5] / header->gyro_lsb_per_dps * PI / 180;
    double x = row->imu[0] / header->accel_lsb_per_g, y = row->imu[1] / header->accel_lsb_per_g;
    if (!anew && elapsed_s > 0) { /* the axle's own acceleration, felt towards up + 90 degrees */
        double own_g =
            header->rolling_radius_mm * (rate - live->rate_rad_s) / elapsed_s / PHYSICS_GRAVITY_MM_S2;
        double up = -live->theta_rad;
        x += own_g * sin(up);
        y -= own_g * cos(up);
    }
    live->rate_rad_s = rate;
    double gravity = -physics_up_rad(x, y);
    if (anew) {
        live->theta_rad = gravity;
        return 0;
    }
    double weight = fmax(0, 1 - fabs(hypot(x, y) - 1) / STILL_G);
    double off = wrap(gravity - live->theta_rad, 2 * PI);
    double turned = (rate + weight * DRAW_TO_GRAVITY * off) * elapsed_s;
    live->theta_rad += turned;
    return turned;
}

static double follow_ring(struct live_tracker *live, double axis_x, double axis_y, bool anew)
{
    double theta = -atan2(axis_y, axis_x) / 2;
    double turned = anew ? 0 : wrap(theta - live->theta_rad, PI);
    live->theta_rad = anew ? theta : live->theta_rad + turned;
    return turned;
}

/* ---- Force and contact ---- */

static double sum_strips(const struct session_header *header, const struct session_row *row, double *axis_x,
                         double *axis_y)
{
    double sum_n = 0;
    *axis_x = *axis_y = 0;
    for (unsigned i = 0; i < header->strip_count; i++) {
        double count = physics_remove_bias(row->strip[i], header->adc_full_scale, header->bias_conductance);
        double force_n = physics_strip_force_n(count, header->adc_full_scale, header->calibration_k_n[i],
                                               header->calibration_p[i]);
        double twice_rad = header->strip_angle_deg[i] * PI / 90;
        sum_n += force_n;
        *axis_x += force_n * cos(twice_rad);
        *axis_y += force_n * sin(twice_rad);
    }
    return sum_n;
}

static void follow_force(struct live_tracker *live, double force_n, double elapsed_s)
{
    live->force_n += (force_n - live->force_n) * fmin(1, elapsed_s / FORCE_TIME_S);
    live->peak_n -= live->peak_n * fmin(1, elapsed_s / PEAK_TIME_S);
    live->peak_n = fmax(live->peak_n, live->force_n);
    double limit_n = fmax(LOADED_N, (live->loaded ? 0.10 : 0.15) * live->peak_n);
    live->loaded = live->force_n > limit_n;
}

/* ---- Position, and what follows from it ---- */

static void start_at_upper_thigh(struct live_tracker *live)
{
    live->origin_mm = live->rolled_mm;
    live->position_mm = live->reversal_mm = 0;
    live->range_min_mm = live->range_max_mm = live->spot_min_mm = live->spot_max_mm = 0;
    live->stroke_direction = 0;
}

static void place(struct live_tracker *live, const struct session_header *header)
{
    double out_mm = live->rolled_mm - live->origin_mm;
    if (live->direction == 0 && header->roll_direction != 0)
        live->direction = header->roll_direction;
    if (live->direction == 0 && fabs(out_mm) > DIRECTION_MM)
        live->direction = out_mm > 0 ? 1 : -1;
    double position_mm = live->direction != 0 ? live->direction * out_mm : fabs(out_mm);
    double past_mm =
        position_mm < 0 ? position_mm : 0; /* nobody rolls up beyond where they began: it drifted */
    if (live->length_is_known && position_mm > live->length_mm)
        past_mm = position_mm - live->length_mm;
    live->origin_mm += live->direction * past_mm;
    live->position_mm = position_mm - past_mm;
    live->length_mm = fmax(live->length_mm, live->position_mm);
}

static void count_strokes(struct live_tracker *live)
{
    live->range_min_mm = fmin(live->range_min_mm, live->position_mm);
    live->range_max_mm = fmax(live->range_max_mm, live->position_mm);
    double least_mm = fmax(STROKE_MM, (live->range_max_mm - live->range_min_mm) / 3);
    double from_reversal_mm = live->position_mm - live->reversal_mm;
    if (live->stroke_direction == 0 ? fabs(from_reversal_mm) > least_mm
                                    : -live->stroke_direction * from_reversal_mm > least_mm) {
        live->stroke_direction = from_reversal_mm > 0 ? 1 : -1;
        live->reversal_mm = live->position_mm;
        live->strokes++;
    } else if (live->stroke_direction * from_reversal_mm > 0) {
        live->reversal_mm = live->position_mm;
    }
}

static void linger(struct live_tracker *live, double elapsed_s)
{
    live->spot_min_mm = fmin(live->spot_min_mm, live->position_mm);
    live->spot_max_mm = fmax(live->spot_max_mm, live->position_mm);
    live->spot_dwell_s += elapsed_s;
    if (live->spot_max_mm - live->spot_min_mm > LIVE_TRACKER_SPOT_MM) {
        live->spot_min_mm = live->spot_max_mm = live->position_mm;
        live->spot_dwell_s = 0;
    }
    unsigned bin = (unsigned)(live->position_mm / LIVE_TRACKER_BIN_MM);
    live->dwell_s[bin < LIVE_TRACKER_BINS ? bin : LIVE_TRACKER_BINS - 1] += elapsed_s;
}

void live_tracker_add_row(struct live_tracker *live, const struct session_header *header,
                          const struct session_row *row)
{
    double elapsed_s = (double)(row->time_us - live->time_us) / 1e6, axis_x, axis_y;
    bool anew = !live->started || elapsed_s > GAP_S || elapsed_s < 0;
    elapsed_s = anew ? 0 : elapsed_s;
    double sum_n = sum_strips(header, row, &axis_x, &axis_y);
    follow_force(live, physics_thigh_force_n(sum_n, 0), anew ? FORCE_TIME_S : elapsed_s);
    double turned = 0;
    if (header->has_imu && row->imu_valid)
        turned = follow_imu(live, header, row, elapsed_s, anew);
    else if (!header->has_imu && live->loaded)
        turned = follow_ring(live, axis_x, axis_y, anew);
    live->started = live->started || row->imu_valid || live->loaded;
    live->time_us = row->time_us;
    bool zero = strstr(row->event, "zero") != NULL;
    if (live->loaded)
        live->rolled_mm += header->rolling_radius_mm * turned;
    if (zero || (live->loaded && !live->position_is_known)) {
        start_at_upper_thigh(live);
        live->position_is_known = true;
    }
    if (live->loaded) {
        live->loaded_us = row->time_us;
        place(live, header);
        count_strokes(live);
        linger(live, elapsed_s);
    } else if ((double)(row->time_us - live->loaded_us) / 1e6 > LIFTED_S) {
        live->spot_dwell_s = 0;
        live->spot_min_mm = live->spot_max_mm = live->position_mm;
    }
}
