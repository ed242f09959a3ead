/* SPDX-License-Identifier: MIT */
#include "person/movement.h"

#include <math.h>

#define ACCELERATION_MAX_MM_S2 2500.0 /* largest acceleration of a person */
#define ROLL_MIN_S 0.35               /* shortest duration of a roll */
#define ROCK_EASE_S 0.6               /* time that an oscillation takes to reach its amplitude, and to end */

/* A function of time at one point: its value and first two derivatives. */
struct curve {
    double value, slope, curvature;
};

static double clamp(double value, double low, double high)
{
    return value < low ? low : value > high ? high : value;
}

/* Rise from 0 to 1 over s in [0, 1]: the quintic smoothstep, whose second derivative is continuous. */
static struct curve smooth_step(double s)
{
    s = clamp(s, 0.0, 1.0);
    return (struct curve){s * s * s * (10.0 + s * (-15.0 + 6.0 * s)), 30.0 * s * s * (1.0 - s) * (1.0 - s),
                          60.0 * s * (1.0 - s) * (1.0 - 2.0 * s)};
}

/* Rise from 0 to 1 in the first ease_s seconds of duration_s, and fall to 0 in the last ease_s. */
static struct curve envelope(double t_s, double duration_s, double ease_s)
{
    ease_s = fmin(ease_s, duration_s / 2.0);
    bool is_rising = t_s < duration_s / 2.0;
    struct curve step = smooth_step((is_rising ? t_s : duration_s - t_s) / ease_s);
    return (struct curve){step.value, (is_rising ? step.slope : -step.slope) / ease_s,
                          step.curvature / (ease_s * ease_s)};
}

/* Return the fraction of the path that is covered after a fraction s of the time. The speed rises and falls like a
 * raised cosine during the first and the last fraction `ramp` of the time, and is constant in between. */
static struct curve ramped_path(double s, double ramp)
{
    double cruise_speed = 1.0 / (1.0 - ramp);
    bool is_second_half = s > 0.5;
    double from_end = is_second_half ? 1.0 - s : s; /* time from the nearer end */
    struct curve path;
    if (from_end < ramp) {
        double phase_rad = M_PI * from_end / ramp;
        path = (struct curve){cruise_speed * (from_end / 2.0 - ramp / (2.0 * M_PI) * sin(phase_rad)),
                              cruise_speed * (1.0 - cos(phase_rad)) / 2.0,
                              cruise_speed * M_PI / (2.0 * ramp) * sin(phase_rad)};
    } else {
        path = (struct curve){cruise_speed * (from_end - ramp / 2.0), cruise_speed, 0.0};
    }
    return is_second_half ? (struct curve){1.0 - path.value, path.slope, -path.curvature} : path;
}

/* Return the displacement from from_mm after t_s seconds of a roll: ramped_path with its time warped by a sine, so that
 * the speed varies by `unevenness`. */
static struct curve roll_curve(const struct movement *movement, double t_s)
{
    double s = t_s / movement->duration_s;
    double phase_rad = 2.0 * M_PI * movement->waves;
    double unevenness = movement->waves > 0 ? movement->unevenness : 0.0;
    struct curve warp = {s + (unevenness > 0.0 ? unevenness * sin(phase_rad * s) / phase_rad : 0.0),
                         1.0 + unevenness * cos(phase_rad * s), -unevenness * phase_rad * sin(phase_rad * s)};
    struct curve path = ramped_path(clamp(warp.value, 0.0, 1.0), movement->ramp);
    double distance_mm = movement->to_mm - movement->from_mm;
    double rate_hz = 1.0 / movement->duration_s; /* derivative of s */
    return (struct curve){distance_mm * path.value, distance_mm * path.slope * warp.slope * rate_hz,
                          distance_mm * (path.curvature * warp.slope * warp.slope + path.slope * warp.curvature) *
                              rate_hz * rate_hz};
}

/* Return the displacement from from_mm after t_s seconds of a dwell: a sine within an envelope. */
static struct curve dwell_curve(const struct movement *movement, double t_s)
{
    struct curve fade = envelope(t_s, movement->duration_s, ROCK_EASE_S);
    double omega = 2.0 * M_PI * movement->frequency_hz;
    struct curve sine = {sin(omega * t_s), omega * cos(omega * t_s), -omega * omega * sin(omega * t_s)};
    double amplitude_mm = movement->amplitude_mm;
    return (struct curve){
        amplitude_mm * fade.value * sine.value, amplitude_mm * (fade.slope * sine.value + fade.value * sine.slope),
        amplitude_mm * (fade.curvature * sine.value + 2.0 * fade.slope * sine.slope + fade.value * sine.curvature)};
}

/* Return the distance rolled while lifted: from leaving the floor until touching it again. */
static struct curve lifted_curve(const struct movement *movement, double t_s)
{
    double lifted_s = movement->duration_s - 2.0 * movement->ease_s;
    if (movement->lifted_roll_mm == 0.0 || lifted_s <= 0.0)
        return (struct curve){0.0, 0.0, 0.0};
    struct curve step = smooth_step((t_s - movement->ease_s) / lifted_s);
    return (struct curve){movement->lifted_roll_mm * step.value, movement->lifted_roll_mm * step.slope / lifted_s,
                          movement->lifted_roll_mm * step.curvature / (lifted_s * lifted_s)};
}

/* Return the load after t_s seconds, as a fraction of the full load. */
static double load_at(const struct movement *movement, double t_s)
{
    if (movement->ease_s <= 0.0)
        return movement->load_middle;
    double start_step = smooth_step(t_s / movement->ease_s).value;
    double end_step = smooth_step((movement->duration_s - t_s) / movement->ease_s).value;
    return movement->load_middle + (movement->load_start - movement->load_middle) * (1.0 - start_step) +
           (movement->load_end - movement->load_middle) * (1.0 - end_step);
}

/* Return how much of the shift is done after t_s seconds. */
static struct curve shift_curve(const struct movement *movement, double t_s)
{
    if (movement->shift_s <= 0.0)
        return (struct curve){0.0, 0.0, 0.0};
    struct curve step = smooth_step((t_s - movement->shift_start_s) / movement->shift_s);
    return (struct curve){step.value, step.slope / movement->shift_s,
                          step.curvature / (movement->shift_s * movement->shift_s)};
}

/* Return the distance rolled by the displacement. */
static struct curve rolled_curve(const struct movement *movement, struct curve displacement)
{
    double sense = movement->is_turned_round ? -1.0 : 1.0;
    double ratio = sense * (1.0 + movement->slip); /* distance rolled per displacement along the thigh */
    double ratio_per_mm = sense * movement->slip_per_mm;
    double ratio_here = ratio + ratio_per_mm * displacement.value;
    return (struct curve){ratio * displacement.value + ratio_per_mm * displacement.value * displacement.value / 2.0,
                          ratio_here * displacement.slope,
                          ratio_here * displacement.curvature + ratio_per_mm * displacement.slope * displacement.slope};
}

/* Return the slope of the thigh after t_s seconds and this displacement. */
static double slope_at_rad(const struct movement *movement, double t_s, double displacement_mm)
{
    double slope_rad = movement->slope_rad + movement->slope_rad_per_mm * displacement_mm +
                       movement->slope_change_rad * smooth_step(t_s / movement->duration_s).value;
    return movement->is_turned_round ? -slope_rad : slope_rad;
}

/* Whether the roller is off the floor after t_s seconds. */
static bool is_lifted(const struct movement *movement, double t_s)
{
    bool is_rolled_in_air =
        movement->lifted_roll_mm != 0.0 && t_s > movement->ease_s && t_s < movement->duration_s - movement->ease_s;
    bool is_carried =
        movement->is_carried && t_s > movement->shift_start_s && t_s < movement->shift_start_s + movement->shift_s;
    return is_rolled_in_air || is_carried;
}

struct motion movement_at(const struct movement *movement, double time_s)
{
    double t_s = clamp(time_s - movement->start_s, 0.0, movement->duration_s);
    struct curve displacement =
        movement->kind == MOVEMENT_ROLL ? roll_curve(movement, t_s) : dwell_curve(movement, t_s);
    struct curve rolled = rolled_curve(movement, displacement);
    struct curve lifted_roll = lifted_curve(movement, t_s);
    struct curve shift = shift_curve(movement, t_s);
    double displacement_mm = displacement.value + movement->shift_mm * shift.value;
    double measured_mm =
        movement->is_turned_round ? -rolled.value : rolled.value; /* displacement that the rotation shows */
    return (struct motion){.position_mm = movement->from_mm + displacement_mm,
                           .rolled_mm = movement->rolled_from_mm + rolled.value + lifted_roll.value,
                           .rolled_mm_s = rolled.slope + lifted_roll.slope,
                           .rolled_mm_s2 = rolled.curvature + lifted_roll.curvature,
                           .load = load_at(movement, t_s),
                           .lifted = is_lifted(movement, t_s),
                           .yaw_rad_s = movement->yaw_rad * shift.slope,
                           .slope_rad = slope_at_rad(movement, t_s, displacement_mm),
                           .offset_mm = movement->offset_from_mm + displacement_mm - measured_mm};
}

struct motion movement_at_end(const struct movement *movement)
{
    return movement_at(movement, movement->start_s + movement->duration_s);
}

double movement_roll_duration_s(double distance_mm, double speed_mm_s, double ramp)
{
    double length_mm = fabs(distance_mm);
    double speed_limited_s = length_mm / (speed_mm_s * (1.0 - ramp));
    /* The peak of ramped_path().curvature is pi / (2 ramp (1 - ramp)). */
    double acceleration_limited_s = sqrt(M_PI * length_mm / (2.0 * ramp * (1.0 - ramp) * ACCELERATION_MAX_MM_S2));
    return fmax(fmax(speed_limited_s, acceleration_limited_s), ROLL_MIN_S);
}
