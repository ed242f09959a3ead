/* SPDX-License-Identifier: MIT */
/* Four strips at right angles measure up with the IMU's help, however it is mounted. */
#include "force/mirrored_ring.h"
#include "numeric/angle.h"
#include "support/cmocka_includes.h"

#include <math.h>
#include <string.h>

#define ROWS 400

/* Readings of a roller that turns to and fro. The floor's contact is narrower than the thigh's. */
struct readings {
    struct session_table session;
    float imu[ROWS * SESSION_IMU_AXES];
    float load_n[ROWS * 4];
    double up_rad[ROWS];
};

static void make_readings(struct readings *readings, const struct ring_model *ring, double offset_rad, bool is_reversed)
{
    memset(readings, 0, sizeof *readings);
    readings->session = (struct session_table){.count = ROWS, .imu = readings->imu, .header.has_imu = true};
    for (size_t i = 0; i < ROWS; i++) {
        double up_rad = readings->up_rad[i] = 2.8 * sin((double)i / 40);
        double imu_rad = (is_reversed ? -up_rad : up_rad) - offset_rad;
        readings->imu[i * SESSION_IMU_AXES] = (float)(8192 * cos(imu_rad));
        readings->imu[i * SESSION_IMU_AXES + 1] = (float)(8192 * sin(imu_rad));
        for (size_t k = 0; k < 4; k++) {
            double angle_rad = ring->strip_angle_rad[k] - up_rad;
            readings->load_n[i * 4 + k] =
                (float)(100 * exp(2 * (cos(angle_rad) - 1)) + 100 * exp(-3 * (cos(angle_rad) + 1)));
        }
    }
}

static void each_mounting_is_found(void **state)
{
    (void)state;
    static struct readings readings;
    for (int is_reversed = 0; is_reversed < 2; is_reversed++) {
        for (double offset_rad = -1.2; offset_rad < 1.3; offset_rad += 0.4) {
            struct ring_model ring;
            ring_model_init(&ring, (const double[]){0, 90, 180, 270}, 4);
            make_readings(&readings, &ring, offset_rad, is_reversed);
            mirrored_ring_find_mounting(&ring, &readings.session, readings.load_n);
            assert_int_equal(ring.imu_is_reversed, is_reversed);
            for (size_t i = 0; i < ROWS; i++) /* up to half a revolution, as with any ring */
                assert_true(fabs(remainder(mirrored_ring_up_rad(&ring, &readings.session, i) - readings.up_rad[i],
                                           TWO_PI / 2)) < 0.1);
        }
    }
}

static void the_usual_mounting_is_left_alone(void **state)
{
    (void)state;
    static struct readings readings;
    struct ring_model ring;
    ring_model_init(&ring, (const double[]){0, 90, 180, 270}, 4);
    make_readings(&readings, &ring, 0.2, false);
    mirrored_ring_find_mounting(&ring, &readings.session, readings.load_n);
    assert_true(ring.imu_offset_rad == 0 && !ring.imu_is_reversed);
    make_readings(&readings, &ring, 1.2, true);
    memset(readings.load_n, 0, sizeof readings.load_n); /* never loaded */
    mirrored_ring_find_mounting(&ring, &readings.session, readings.load_n);
    assert_true(ring.imu_offset_rad == 0 && !ring.imu_is_reversed);
    readings.session.header.has_imu = false;
    assert_true(isnan(mirrored_ring_up_rad(&ring, &readings.session, 0)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_mounting_is_found),
        cmocka_unit_test(the_usual_mounting_is_left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
