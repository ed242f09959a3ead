/* SPDX-License-Identifier: MIT */
/* `check` tells a roller that turns at a constant rate from one at rest, whatever the frame rate. */

#include "check/health.h"
#include "support/cmocka_includes.h"

#include <math.h>
#include <string.h>

/* Turn a roller at a constant rate under load, after two seconds at rest. Returns whether `check` calls it healthy. */
static bool turning_is_healthy(int64_t period_us)
{
    static struct session_decoder decoder;
    struct health health = {0};
    struct text_buffer report = {0};
    memset(&decoder, 0, sizeof decoder);
    session_header_init(&decoder.header);
    session_header_space_strips_evenly(&decoder.header, 8);
    decoder.header.has_imu = true;
    decoder.header.rate_hz = 1e6 / (double)period_us;
    for (unsigned i = 0; i * period_us < 8000000; i++) {
        struct session_row row = {.time_us = i * period_us, .host_us = i * period_us, .seq = (uint16_t)i};
        double turned_deg = row.time_us > 2000000 ? 72e-6 * (double)(row.time_us - 2000000) : 0;
        double noise = i % 3 - 1.0, angle_rad = turned_deg * M_PI / 180;
        for (unsigned strip = 0; strip < 8; strip++)
            row.strip[strip] = (uint16_t)(200 + 100 * cos(2 * (angle_rad + strip * M_PI / 4)) + noise);
        row.imu_valid = true;
        row.imu[SESSION_ACCEL_X] = (int16_t)(decoder.header.accel_lsb_per_g * sin(angle_rad) + 20 * noise);
        row.imu[SESSION_ACCEL_Y] = (int16_t)(decoder.header.accel_lsb_per_g * cos(angle_rad));
        row.imu[SESSION_ACCEL_Z] = row.imu[SESSION_GYRO_X] = row.imu[SESSION_GYRO_Y] = (int16_t)(5 * noise);
        row.imu[SESSION_GYRO_Z] = (int16_t)((turned_deg > 0 ? 72 * decoder.header.gyro_lsb_per_dps : 0) + 5 * noise);
        clock_skew_add(&decoder.clock_skew, row.time_us, row.host_us);
        health_add_row(&health, &decoder.header, &row);
    }
    bool is_healthy = health_report(&health, &decoder, &report, NULL);
    assert_non_null(strstr(report.bytes, "rotation: up to 72 deg/s"));
    if (!is_healthy)
        print_message("%s", report.bytes);
    text_free(&report);
    return is_healthy;
}

static void steady_turning_is_not_rest_at_any_rate(void **state)
{
    (void)state;
    for (unsigned divisor = 1; divisor <= 12; divisor++)
        assert_true(turning_is_healthy(1664 * divisor));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steady_turning_is_not_rest_at_any_rate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
