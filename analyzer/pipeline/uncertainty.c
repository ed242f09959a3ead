/* SPDX-License-Identifier: MIT */
#include "pipeline/uncertainty.h"

#include "numeric/angle.h"

#include <math.h>

/* Half of a 95 % interval in standard deviations: 1.96 for what is normal; more for offsets, which are a mixture. */
#define NORMAL_DEVIATIONS 2.0
#define OFFSET_DEVIATIONS 2.5

#define IMU_MM 0.8               /* deviation of positions from the rotation of the IMU */
#define RING_MM 2.0              /* the same from the ring */
#define RADIUS_NOT_MEASURED 0.05 /* relative deviation of the radius, if a usual roller is assumed */
#define SPAN_MAX 0.04            /* strokes may go beyond the thigh by this fraction of it */

/* Return half of the 95 % interval of the radius, relative to it. If strokes span more than the thigh, the radius (or
 * the thigh's length) is wrong. */
static double radius_half_fraction(const struct uncertainty_input *input)
{
    double excess = input->thigh_length_mm > 0 ? input->offsets->span_mm / input->thigh_length_mm - 1 - SPAN_MAX : 0;
    double half_fraction =
        input->has_radius ? input->radius_belief.half_fraction : NORMAL_DEVIATIONS * RADIUS_NOT_MEASURED;
    return fmax(half_fraction, NORMAL_DEVIATIONS * excess);
}

static double join(const struct uncertainty_input *input, double position_mm, double offset_deviation_mm)
{
    double sensor_mm = input->uses_imu ? IMU_MM : RING_MM;
    double lean_mm = input->radius_mm * input->lean_deviation_deg * RAD_PER_DEGREE;
    double radius_mm = radius_half_fraction(input) * position_mm;
    return hypot(hypot(NORMAL_DEVIATIONS * hypot(sensor_mm, lean_mm), radius_mm),
                 OFFSET_DEVIATIONS * offset_deviation_mm);
}

double uncertainty_of_position(const struct uncertainty_input *input, double farthest_mm)
{
    return join(input, farthest_mm, input->offsets->high_deviation_mm);
}

double uncertainty_in_row(const struct uncertainty_input *input, double position_mm, size_t row)
{
    return join(input, position_mm, offsets_deviation_mm(input->offsets, row));
}
