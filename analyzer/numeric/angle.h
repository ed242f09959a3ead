/* SPDX-License-Identifier: MIT */
/* Arithmetic of angles. */
#pragma once

#include <math.h>

#define TWO_PI 6.283185307179586
#define RAD_PER_DEGREE (TWO_PI / 360)

/* Return `rad` modulo a revolution, in [-pi, pi]. */
static inline double angle_wrap(double rad)
{
    return remainder(rad, TWO_PI);
}

/* Return value - floor(value), in [0, 1). */
static inline double angle_fractional_part(double value)
{
    return value - floor(value);
}

/* Return half the angle of (x, y), rad. Values that differ by pi are all possible: return the one nearest to
 * `nearest_rad`. */
static inline double angle_half_nearest(double nearest_rad, double x, double y)
{
    return nearest_rad + angle_wrap(atan2(y, x) - 2 * nearest_rad) / 2;
}

/* The cosine and sine of an angle, for stepping through equally spaced angles without library calls. */
struct angle_vector {
    double cosine, sine;
};

static inline struct angle_vector angle_vector_of(double rad)
{
    return (struct angle_vector){cos(rad), sin(rad)};
}

/* Return the vector at the sum of the angles of `a` and `b`. */
static inline struct angle_vector angle_vector_rotate(struct angle_vector a, struct angle_vector b)
{
    return (struct angle_vector){a.cosine * b.cosine - a.sine * b.sine, a.cosine * b.sine + a.sine * b.cosine};
}
