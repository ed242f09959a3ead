/* SPDX-License-Identifier: MIT */
/* Angles less their whole turns, for loops over all rows: remainder() and floor() are calls of the library. */
#ifndef TURN_H
#define TURN_H

#define TURN 6.283185307179586

/* `rad` less whole turns: the one nearest to 0. For up to a billion turns, to the rounding of a product. */
static inline double turn_nearest(double rad)
{
    return rad - TURN * (double)(long long)(rad * (1 / TURN) + (rad < 0 ? -0.5 : 0.5));
}

/* The part of a turn, 0 up to 1, of `turns`. The same as turns - floor(turns). */
static inline double turn_part(double turns)
{
    double whole = (double)(long long)turns;
    return turns - (whole > turns ? whole - 1 : whole);
}

#endif
