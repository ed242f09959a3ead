/* SPDX-License-Identifier: MIT */
/* Parsing typed loads, finding the strip that carries a load, and deciding whether a reading becomes a point. */

#include "calibrate/quantity_text.h"
#include "calibrate/strip_load.h"
#include "calibrate/strip_points.h"
#include "support/cmocka_includes.h"

#include <math.h>

static void loads_are_read_as_they_are_typed(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double newtons;
    } valid[] = {{"20", 196.133},  {" 20 kg ", 196.133}, {"20kg", 196.133},
                 {"2.5", 24.5166}, {"196 N", 196},       {"196n\r", 196}};
    double load_n;
    char message[80];
    for (size_t i = 0; i < sizeof valid / sizeof valid[0]; i++)
        if (!quantity_text_parse_load(valid[i].text, &load_n, message, sizeof message) ||
            fabs(load_n - valid[i].newtons) > 1e-3)
            fail_msg("\"%s\": %s", valid[i].text, message);
    static const char *const invalid[] = {
        "",    " ",   "abc",  "12,5", "-5",     "0",     "kg",   "5 lb", "5 kg 3",          "1e9",
        "nan", "inf", "0x20", "205",  "2001 N", "0.5 N", "5..2", "+",    "5 kgkgkgkgkgkgkg"};
    for (size_t i = 0; i < sizeof invalid / sizeof invalid[0]; i++) {
        *message = '\0';
        load_n = 7;
        if (quantity_text_parse_load(invalid[i], &load_n, message, sizeof message) || load_n != 7 || !*message)
            fail_msg("\"%s\" was accepted", invalid[i]);
    }
    double length_mm;
    assert_true(quantity_text_parse_mm("300 mm", 200, 3000, &length_mm, message, sizeof message) && length_mm == 300);
    assert_false(quantity_text_parse_mm("30", 200, 3000, &length_mm, message, sizeof message));
    assert_false(quantity_text_parse_mm("300 cm", 200, 3000, &length_mm, message, sizeof message));
}

static void the_strip_that_carries_the_load_is_found(void **state)
{
    (void)state;
    static const double angle_deg[8] = {0, 45, 90, 135, 180, 225, 270, 315};
    double fraction;
    assert_int_equal(strip_load_nearest_strip(angle_deg, 8, 0.3), 0);
    assert_int_equal(strip_load_nearest_strip(angle_deg, 8, -0.5), 7);
    assert_int_equal(strip_load_nearest_strip(angle_deg, 8, 3.2), 4);
    double centered_n[8] = {50, 3, 0, 0, 60, 0, 0, 2};
    (void)strip_load_most_loaded_neighbour(centered_n, angle_deg, 8, 0, &fraction);
    assert_true(fraction == 0); /* less than 5 N counts as unloaded */
    double leaning_n[8] = {50, 20, 0, 0, 60, 0, 0, 2};
    assert_int_equal(strip_load_most_loaded_neighbour(leaning_n, angle_deg, 8, 0, &fraction), 1);
    assert_true(fabs(fraction - 0.4) < 1e-9);
    double wrong_strip_n[8] = {0, 0, 0, 50, 0, 0, 0, 60};
    assert_int_equal(strip_load_most_loaded_neighbour(wrong_strip_n, angle_deg, 8, 0, &fraction), 7);
    assert_true(fraction > 1);
}

static struct strip_points points_of(size_t count)
{
    struct strip_points points = {.strip = 2, .full_scale = 6138};
    for (size_t i = 0; i < count; i++)
        strip_points_add(&points, 20.0 * (double)(i + 1), 6138 * (double)(i + 1) / (double)(i + 6), (unsigned)i + 1,
                         STRIP_POINTS_APPEND);
    return points;
}

static void an_invalid_reading_is_rejected_with_a_reason(void **state)
{
    (void)state;
    struct strip_points points = points_of(3);
    char message[160];
    assert_true(strip_points_is_rejected(&points, 6100, STRIP_POINTS_APPEND, message, sizeof message) &&
                strstr(message, "top of its range"));
    assert_true(strip_points_is_rejected(&points, 5, STRIP_POINTS_APPEND, message, sizeof message) &&
                strstr(message, "hardly registers the load"));
    assert_true(strip_points_is_rejected(&points, points.reading[2], STRIP_POINTS_APPEND, message, sizeof message) &&
                strstr(message, "reads no more than with 60.0 N"));
    assert_false(strip_points_is_rejected(&points, points.reading[2], 1, message,
                                          sizeof message)); /* it replaces another point */
    assert_false(strip_points_is_rejected(&points, 3000, STRIP_POINTS_APPEND, message, sizeof message));
    assert_false(strip_points_is_heavier(&points, 60));
    assert_true(strip_points_is_heavier(&points, 62));
    points.zero_reading = 61; /* a bias resistor */
    assert_true(strip_points_is_rejected(&points, 66, 0, message, sizeof message));
}

static void points_are_replaced_left_out_and_drawn(void **state)
{
    (void)state;
    struct strip_points points = points_of(4);
    struct calibration_fit fit = {.k_n = 100, .p = 1};
    char text[120];
    strip_points_add(&points, 50, 2046, 9, 1);
    assert_int_equal(points.count, 4);
    points.point[1].error_percent = 0.4;
    strip_points_format_table_row(&points, 1, &fit, text, sizeof text);
    assert_string_equal(text, "   2     50.0 N   2046.0     50.0 N    +0.4 %            *          ");
    points.point[1].error_percent = -40;
    points.point[1].outlier = true;
    strip_points_format_table_row(&points, 1, &fit, text, sizeof text);
    assert_string_equal(text, "   2     50.0 N   2046.0     50.0 N   -40.0 %  <         |           off");
    strip_points_format_row_numbers(&points, text, sizeof text);
    assert_string_equal(text, "1,3,4");
    strip_points_remove(&points, 1);
    strip_points_format_row_numbers(&points, text, sizeof text);
    assert_string_equal(text, "1,3,4");
    assert_int_equal(points.count, 3);
    assert_true(points.point[2].load_n == 80);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(loads_are_read_as_they_are_typed),
        cmocka_unit_test(the_strip_that_carries_the_load_is_found),
        cmocka_unit_test(an_invalid_reading_is_rejected_with_a_reason),
        cmocka_unit_test(points_are_replaced_left_out_and_drawn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
