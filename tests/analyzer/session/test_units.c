/* SPDX-License-Identifier: MIT */
/* Tables in volts, in g or in parts of full scale are no raw counts, and a note says so. */
#include "analyzer/support/read_session.h"
#include "support/cmocka_includes.h"

#include "shared/text_buffer.h"

#include <string.h>

#define HEAD                                                                                                           \
    "# foam-roller-session: 1\n# adc_full_scale: 1023\n# accel_lsb_per_g: 8192\n# gyro_lsb_per_dps: 32.8\n"            \
    "time_s,strip0,strip1,strip2,strip3,accel_x,accel_y,accel_z,gyro_x,gyro_y,gyro_z,event\n"
#define ROWS 200

/* Read a session whose readings, 0 to 700 counts and 1 g, are multiplied. Returns whether a note contains `part`. */
static bool is_noted(double strip_factor, double imu_factor, const char *part)
{
    struct text_buffer text = {0};
    struct session_table rows = {0};
    struct notes notes = {0};
    struct failure failure;
    text_add(&text, HEAD);
    for (int i = 0; i < ROWS; i++)
        text_addf(&text, "%.2f,0,%.6g,%.6g,0,%.6g,%.6g,0,0,0,%.6g,\n", i * 0.01, (i + 1) * 3.5 * strip_factor,
                  (ROWS - i) * 3.25 * strip_factor, 4915 * imu_factor, 6554 * imu_factor, i * imu_factor);
    assert_true(read_session_text(text.bytes, text.length, &rows, &notes, &failure));
    bool is_there = notes_contain(&notes, part);
    session_table_free(&rows);
    notes_free(&notes);
    text_free(&text);
    return is_there;
}

static void strips_that_are_no_counts_are_noted(void **state)
{
    (void)state;
    assert_true(is_noted(5.0 / 1023, 1, "The strips read fractions up to 3.42, but counts up to 1023"));
    assert_true(is_noted(1.0 / 1023, 1, "The strips read fractions up to 0.684"));
    assert_false(is_noted(1, 1, "The strips read"));
    assert_false(is_noted(0.1234, 1, "The strips read")); /* means of counts have fractions, too */
    assert_false(is_noted(0, 1, "The strips read"));
}

static void accelerations_that_are_no_counts_are_noted(void **state)
{
    (void)state;
    assert_true(is_noted(1, 1.0 / 8192, "The accelerometer reads 0.00012 g on average"));
    assert_true(is_noted(1, 9.81 / 8192, "The accelerometer reads 0.0012 g"));
    assert_true(is_noted(1, 100, "The accelerometer reads 1e+02 g"));
    assert_false(is_noted(1, 1, "The accelerometer reads"));
    assert_false(is_noted(1, 2, "The accelerometer reads")); /* another scale of the same sensor */
    assert_false(is_noted(1, 0, "The accelerometer reads"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strips_that_are_no_counts_are_noted),
        cmocka_unit_test(accelerations_that_are_no_counts_are_noted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
