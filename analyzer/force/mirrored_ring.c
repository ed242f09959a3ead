/* SPDX-License-Identifier: MIT */
#include "force/mirrored_ring.h"

#include "numeric/weyl_sequence.h"
#include "shared/physics.h"

#include <math.h>

#define SAMPLE_MAX 4000    /* rows that are compared */
#define OFFSET_MIN_RAD 0.3 /* the accelerometer alone is this far off in fast strokes */
#define FRACTION_MIN 0.15  /* smallest amplitude of the loads' wave: below it, the loads hardly follow the IMU */
#define TURNED_MIN 0.05    /* of the squares of sine and cosine: below it, the roller hardly turned */
#define REVERSED_RATIO 2.0 /* how much better the reversed IMU must fit */

/* Sums over rows. Angles count from the first strip. */
struct mounting_sums {
    double cc, cs, ss, cy, sy;   /* least squares of the double wave of the loads, by cosine and sine of 2 up */
    double with_x, with_y;       /* the single wave of the loads, turned back by up */
    double against_x, against_y; /* the same, turned forwards by up */
};

/* Return up as the IMU has it, from the first strip. */
static double imu_up_rad(const struct ring_model *ring, const struct session_table *session, size_t row)
{
    if (!session->header.has_imu)
        return NAN;
    return physics_up_rad(session_table_accel(session, row, 0), session_table_accel(session, row, 1)) -
           ring->strip_angle_rad[0];
}

static void add_row(struct mounting_sums *sums, const struct ring_model *ring, const float *load_n, double up_rad)
{
    double sum_n = 0, wave_n = 0, x = 0, y = 0;
    for (size_t k = 0; k < ring->strip_count; k++) {
        double strip_n = (double)load_n[k], angle_rad = ring->strip_angle_rad[k] - ring->strip_angle_rad[0];
        sum_n += strip_n;
        wave_n += strip_n * cos(2 * angle_rad);
        x += strip_n * cos(angle_rad);
        y += strip_n * sin(angle_rad);
    }
    double cosine_n = sum_n * cos(2 * up_rad), sine_n = sum_n * sin(2 * up_rad);
    sums->cc += cosine_n * cosine_n;
    sums->cs += cosine_n * sine_n;
    sums->ss += sine_n * sine_n;
    sums->cy += cosine_n * wave_n;
    sums->sy += sine_n * wave_n;
    sums->with_x += x * cos(up_rad) + y * sin(up_rad);
    sums->with_y += y * cos(up_rad) - x * sin(up_rad);
    sums->against_x += x * cos(up_rad) - y * sin(up_rad);
    sums->against_y += y * cos(up_rad) + x * sin(up_rad);
}

/* The double wave of the loads follows cos 2 (up + offset), whichever way the IMU counts. The single wave, by which the
 * loads under the thigh and on the floor differ, turns with up or against it. */
void mirrored_ring_find_mounting(struct ring_model *ring, const struct session_table *session, const float *load_n)
{
    struct mounting_sums sums = {0};
    size_t step = session->count / SAMPLE_MAX + 1;
    for (size_t n = 0, i = 0; i < session->count; i = weyl_sequence_row(++n, step)) {
        double up_rad = imu_up_rad(ring, session, i);
        if (!isnan(up_rad))
            add_row(&sums, ring, load_n + i * ring->strip_count, up_rad);
    }
    double determinant = sums.cc * sums.ss - sums.cs * sums.cs;
    if (!(determinant > TURNED_MIN * sums.cc * sums.ss))
        return;
    double cosine = (sums.cy * sums.ss - sums.sy * sums.cs) / determinant;
    double sine = (sums.sy * sums.cc - sums.cy * sums.cs) / determinant;
    if (!(hypot(cosine, sine) > FRACTION_MIN))
        return;
    double offset_rad = atan2(-sine, cosine) / 2;
    ring->imu_offset_rad = fabs(offset_rad) > OFFSET_MIN_RAD ? offset_rad : 0;
    ring->imu_is_reversed = hypot(sums.against_x, sums.against_y) > REVERSED_RATIO * hypot(sums.with_x, sums.with_y);
}

double mirrored_ring_up_rad(const struct ring_model *ring, const struct session_table *session, size_t row)
{
    double up_rad = imu_up_rad(ring, session, row) + ring->imu_offset_rad;
    return ring->strip_angle_rad[0] + (ring->imu_is_reversed ? -up_rad : up_rad);
}
