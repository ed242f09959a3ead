/* SPDX-License-Identifier: MIT */
#include "body/load_path.h"

#include "body/roller_body.h"

#include <math.h>

#define PITCH_RAD (2.0 * M_PI / BODY_STRIPS)
#define ARC_SAMPLES 48u
/* The slat that tips: the radius at which it lies, its width, the pad's half width, the distance to the bumper. */
#define TILT_RADIUS_MM 59.5
#define TILT_SLAT_MM 30.0
#define TILT_PAD_MM 2.5
#define TILT_BUMPER_MM 12.5

/* Return the pressure at an angle from the centre of the arc, of any scale. */
static double pressure_at(const struct arc_load *load, double offset_rad)
{
    return fabs(offset_rad) < load->half_width_rad ? 1.0 + cos(M_PI * offset_rad / load->half_width_rad) : 0.0;
}

static double strip_offset_rad(const struct roller_body *body, const struct arc_load *load, unsigned strip)
{
    return remainder(body->strip[strip].angle_rad - load->center_rad, 2.0 * M_PI);
}

/* Return how far from its middle line the slat over a strip is pressed, as a mean. */
static double eccentricity_mm(const struct roller_body *body, const struct arc_load *load, unsigned strip)
{
    double sum = 0.0;
    double moment = 0.0;
    for (unsigned i = 0; i < ARC_SAMPLES; i++) {
        double along_rad = TILT_SLAT_MM / TILT_RADIUS_MM * ((i + 0.5) / ARC_SAMPLES - 0.5);
        double pressure = pressure_at(load, strip_offset_rad(body, load, strip) + along_rad);
        sum += pressure;
        moment += pressure * along_rad;
    }
    return sum > 0.0 ? TILT_RADIUS_MM * moment / sum : 0.0;
}

/* Return the part of its load that a slat puts on its strip: all as long as it rests on the pad; beyond, the bumper
 * takes its part by the lever rule. */
static double tilted_fraction(double eccentricity_mm)
{
    double beyond_mm = fmax(fabs(eccentricity_mm) - TILT_PAD_MM, 0.0);
    return fmax(1.0 - beyond_mm / (TILT_BUMPER_MM - TILT_PAD_MM), 0.0);
}

static void add_to_strips(const struct roller_body *body, const struct arc_load *load, double strip_force_n[])
{
    double weight[BODY_STRIPS];
    double weight_sum = 0.0;
    for (unsigned i = 0; i < BODY_STRIPS; i++) {
        weight[i] = pressure_at(load, strip_offset_rad(body, load, i));
        weight_sum += weight[i];
    }
    for (unsigned i = 0; i < BODY_STRIPS; i++) {
        double fraction = 1.0;
        if (body->load_path == LOAD_PATH_TILT && weight[i] > 0.0)
            fraction = tilted_fraction(eccentricity_mm(body, load, i));
        strip_force_n[i] += fraction * load->force_n * weight[i] / weight_sum;
    }
}

/* A force between two strips: the two reactions, each towards the axle, add up to it as vectors. */
static void add_between_strips(const struct arc_load *load, double strip_force_n[])
{
    double sum = 0.0;
    double added_n[BODY_STRIPS] = {0.0};
    for (unsigned i = 0; i < ARC_SAMPLES; i++) {
        double offset_rad = load->half_width_rad * (2.0 * (i + 0.5) / ARC_SAMPLES - 1.0);
        double pressure = pressure_at(load, offset_rad);
        double position = remainder(load->center_rad + offset_rad, 2.0 * M_PI) / PITCH_RAD + BODY_STRIPS;
        double beyond_rad = PITCH_RAD * (position - floor(position));
        unsigned strip = (unsigned)floor(position) % BODY_STRIPS;
        added_n[strip] += pressure * sin(PITCH_RAD - beyond_rad) / sin(PITCH_RAD);
        added_n[(strip + 1) % BODY_STRIPS] += pressure * sin(beyond_rad) / sin(PITCH_RAD);
        sum += pressure;
    }
    for (unsigned i = 0; i < BODY_STRIPS; i++)
        strip_force_n[i] += load->force_n * added_n[i] / sum;
}

void load_path_add(const struct roller_body *body, const struct arc_load *load, double strip_force_n[])
{
    if (body->load_path == LOAD_PATH_BRIDGE)
        add_between_strips(load, strip_force_n);
    else
        add_to_strips(body, load, strip_force_n);
}
