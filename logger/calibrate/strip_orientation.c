/* SPDX-License-Identifier: MIT */
#include "calibrate/strip_orientation.h"

#include <math.h>

#define LIGHT_N 5.0 /* less is nothing: noise, a bias resistor, an uncalibrated strip */

static double apart_deg(double a_deg, double b_deg)
{
    return fabs(remainder(a_deg - b_deg, 360));
}

unsigned strip_load_top_strip(const double *angle_deg, unsigned count, double up_rad)
{
    unsigned best = 0;
    for (unsigned i = 1; i < count; i++) {
        if (apart_deg(angle_deg[i], up_rad * 180 / M_PI) < apart_deg(angle_deg[best], up_rad * 180 / M_PI))
            best = i;
    }
    return best;
}

unsigned strip_load_heaviest_other(const double *force_n, const double *angle_deg, unsigned count,
                                   unsigned strip, double *share)
{
    unsigned opposite = strip_load_top_strip(angle_deg, count, (angle_deg[strip] + 180) * M_PI / 180),
             most = strip;
    for (unsigned i = 0; i < count; i++) {
        if (i != strip && i != opposite && (most == strip || force_n[i] > force_n[most]))
            most = i;
    }
    *share = force_n[most] > LIGHT_N ? force_n[most] / fmax(force_n[strip], LIGHT_N) : 0;
    return most;
}
