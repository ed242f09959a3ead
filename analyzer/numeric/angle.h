/* SPDX-License-Identifier: MIT */
/* Angles less their whole turns, for loops over all rows: remainder() and floor() are calls of the library.
 */
#ifndef ANGLE_H
#define ANGLE_H

#include <math.h>

#define TWO_PI 6.283185307179586

/* `rad` less whole turns: the one nearest to 0. For up to a billion turns, to the rounding of a product. */
static inline double angle_wrap(double rad)
{
    return rad - TWO_PI * (double)(long long)(rad * (1 / TWO_PI) + (rad < 0 ? -0.5 : 0.5));
}

/* The part of a turn, 0 up to 1, of `turns`. The same as turns - floor(turns). */
static inline double angle_fractional_part(double turns)
{
    double whole = (double)(long long)turns;
    return turns - (whole > turns ? whole - 1 : whole);
}

/*
 * atan2(y, x) to 1e-9 rad, for finite numbers; 0 for (0, 0). Without a branch or a call, so that a loop over
 * rows takes two at a time. The polynomial is the one of its degree whose largest error on [0, 1] is least
 * (Remez), found by reweighted least squares.
 */
static inline double turn_of(double x, double y)
{
    static const double c[] = {0.9999999805624196,    -0.3333318038719544,   0.19996436983753652,
                               -0.1424722400272136,   0.10878015584581727,   -0.08213776015632689,
                               0.05502832128902212,   -0.028490978002960743, 0.009567441643138885,
                               -0.0015093246160837737};
    double wide = fabs(x), high = fabs(y);
    double less = wide < high ? wide : high, more = wide < high ? high : wide;
    double t = less / (more > 0 ? more : 1), s = t * t;
    double s2 = s * s, s4 = s2 * s2; /* by fours, which need not wait for one another (Estrin) */
    double rad = t * (((c[0] + s * c[1]) + s2 * (c[2] + s * c[3])) +
                      s4 * (((c[4] + s * c[5]) + s2 * (c[6] + s * c[7])) + s4 * (c[8] + s * c[9])));
    rad = wide < high ? TWO_PI / 4 - rad : rad;
    rad = x < 0 ? TWO_PI / 2 - rad : rad;
    return y < 0 ? -rad : rad;
}

/* Half the angle of (x, y), which only tells it but for half turns: the one of them near `about`. */
static inline double angle_half_nearest(double about, double x, double y)
{
    return about + angle_wrap(turn_of(x, y) - 2 * about) / 2;
}

/* The cosine and the sine of an angle, to step from one angle of a table to the next without a call. */
struct angle_vector {
    double cosine, sine;
};

static inline struct angle_vector angle_vector_of(double rad)
{
    return (struct angle_vector){cos(rad), sin(rad)};
}

/* Of the sum of two angles. */
static inline struct angle_vector angle_vector_rotate(struct angle_vector a, struct angle_vector b)
{
    return (struct angle_vector){a.cosine * b.cosine - a.sine * b.sine,
                                 a.cosine * b.sine + a.sine * b.cosine};
}

#endif
