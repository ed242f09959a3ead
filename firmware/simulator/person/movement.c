/* SPDX-License-Identifier: MIT */
#include "person/movement.h"

#include <math.h>

#define ACCELERATION_MAX_MM_S2 2500.0
#define ROLL_MIN_S 0.35 /* shortest roll */
#define ROCK_EASE_S 0.6

/* A value and its first two derivatives. */
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

/* Rise from 0 to 1 in the first `ease` seconds of `length`, and fall to 0 in the last `ease` seconds. */
static struct curve envelope(double t, double length, double ease)
{
    ease = fmin(ease, length / 2.0);
    bool rising = t < length / 2.0;
    struct curve c = smooth_step((rising ? t : length - t) / ease);
    return (struct curve){c.value, (rising ? c.slope : -c.slope) / ease, c.curvature / (ease * ease)};
}

/* Return the path as a function of time, both from 0 to 1: the speed has raised-cosine ramps at both ends and
 * is constant in between. */
static struct curve trapezoid(double s, double ramp)
{
    double cruise = 1.0 / (1.0 - ramp);
    bool mirrored = s > 0.5;
    double u = mirrored ? 1.0 - s : s;
    struct curve c;
    if (u < ramp) {
        double phase = M_PI * u / ramp;
        c = (struct curve){cruise * (u / 2.0 - ramp / (2.0 * M_PI) * sin(phase)), cruise * (1.0 - cos(phase)) / 2.0,
                           cruise * M_PI / (2.0 * ramp) * sin(phase)};
    } else {
        c = (struct curve){cruise * (u - ramp / 2.0), cruise, 0.0};
    }
    return mirrored ? (struct curve){1.0 - c.value, c.slope, -c.curvature} : c;
}

/* Return the displacement from from_mm after `t` seconds. */
static struct curve roll_curve(const struct movement *movement, double t)
{
    double s = t / movement->duration_s;
    double phase_rad = 2.0 * M_PI * movement->waves;
    double variation = movement->waves > 0 ? movement->unevenness : 0.0;
    struct curve warp = {s + (variation > 0.0 ? variation * sin(phase_rad * s) / phase_rad : 0.0),
                         1.0 + variation * cos(phase_rad * s), -variation * phase_rad * sin(phase_rad * s)};
    struct curve path = trapezoid(clamp(warp.value, 0.0, 1.0), movement->ramp);
    double distance = movement->to_mm - movement->from_mm;
    double rate = 1.0 / movement->duration_s;
    return (struct curve){distance * path.value, distance * path.slope * warp.slope * rate,
                          distance * (path.curvature * warp.slope * warp.slope + path.slope * warp.curvature) * rate *
                              rate};
}

static struct curve dwell_curve(const struct movement *movement, double t)
{
    struct curve e = envelope(t, movement->duration_s, ROCK_EASE_S);
    double w = 2.0 * M_PI * movement->frequency_hz;
    struct curve rock = {sin(w * t), w * cos(w * t), -w * w * sin(w * t)};
    double a = movement->amplitude_mm;
    return (struct curve){a * e.value * rock.value, a * (e.slope * rock.value + e.value * rock.slope),
                          a * (e.curvature * rock.value + 2.0 * e.slope * rock.slope + e.value * rock.curvature)};
}

/* Return the distance rolled while lifted: from leaving the floor until touching it again. */
static struct curve lifted_curve(const struct movement *movement, double t)
{
    double length = movement->duration_s - 2.0 * movement->ease_s;
    if (movement->lifted_roll_mm == 0.0 || length <= 0.0) {
        return (struct curve){0.0, 0.0, 0.0};
    }
    struct curve c = smooth_step((t - movement->ease_s) / length);
    return (struct curve){movement->lifted_roll_mm * c.value, movement->lifted_roll_mm * c.slope / length,
                          movement->lifted_roll_mm * c.curvature / (length * length)};
}

static double load_at(const struct movement *movement, double t)
{
    if (movement->ease_s <= 0.0) {
        return movement->load_middle;
    }
    double in = smooth_step(t / movement->ease_s).value;
    double out = smooth_step((movement->duration_s - t) / movement->ease_s).value;
    return movement->load_middle + (movement->load_start - movement->load_middle) * (1.0 - in) +
           (movement->load_end - movement->load_middle) * (1.0 - out);
}

struct motion movement_at(const struct movement *movement, double time_s)
{
    double t = clamp(time_s - movement->start_s, 0.0, movement->duration_s);
    struct curve moved = movement->kind == MOVEMENT_ROLL ? roll_curve(movement, t) : dwell_curve(movement, t);
    struct curve lifted = lifted_curve(movement, t);
    double grip = 1.0 + movement->slip;
    return (struct motion){.position_mm = movement->from_mm + moved.value,
                           .rolled_mm = movement->rolled_from_mm + grip * moved.value + lifted.value,
                           .rolled_mm_s = grip * moved.slope + lifted.slope,
                           .rolled_mm_s2 = grip * moved.curvature + lifted.curvature,
                           .load = load_at(movement, t),
                           .lifted = movement->lifted_roll_mm != 0.0 && t > movement->ease_s &&
                                     t < movement->duration_s - movement->ease_s};
}

double movement_rolled_mm_at_end(const struct movement *movement)
{
    return movement_at(movement, movement->start_s + movement->duration_s).rolled_mm;
}

double movement_roll_duration_s(double distance_mm, double speed_mm_s, double ramp)
{
    double distance = fabs(distance_mm);
    double at_speed = distance / (speed_mm_s * (1.0 - ramp));
    /* The peak of trapezoid().curvature is pi / (2 ramp (1 - ramp)). */
    double gentle = sqrt(M_PI * distance / (2.0 * ramp * (1.0 - ramp) * ACCELERATION_MAX_MM_S2));
    return fmax(fmax(at_speed, gentle), ROLL_MIN_S);
}
