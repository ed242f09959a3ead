/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "command.h"
#include "support/cmocka_includes.h"

static struct command_line line;
static struct command command;

static int start(void **state)
{
    (void)state;
    command_line_clear(&line);
    return 0;
}

/* Add the bytes, of which only the last may complete the line, and parse it. */
static void add_bytes(const char *bytes, size_t count)
{
    command_line_clear(&line);
    for (size_t i = 0; i + 1 < count; i++)
        assert_false(command_line_add(&line, (uint8_t)bytes[i]));
    assert_true(command_line_add(&line, (uint8_t)bytes[count - 1]));
    command_parse(&line, &command);
}

static void add(const char *text)
{
    add_bytes(text, strlen(text));
}

static void expect_kind(const char *text, enum command_kind kind)
{
    add(text);
    assert_int_equal(command.kind, kind);
    assert_null(command.reason);
}

static void expect_refused(const char *text, const char *reason)
{
    add(text);
    if (command.kind != COMMAND_REFUSED)
        fail_msg("accepted: %s", text);
    assert_string_equal(command.reason, reason);
}

static void bare_commands(void **state)
{
    (void)state;
    expect_kind("?\n", COMMAND_IDENTIFY);
    expect_kind("W\r", COMMAND_SAVE);
    expect_kind("Z\n", COMMAND_ZERO);
    expect_refused("?x\n", "this command takes no arguments");
    expect_refused("W,1\n", "this command takes no arguments");
    expect_refused("Z \n", "this command takes no arguments");
}

static void empty_lines_are_ignored(void **state)
{
    (void)state;
    assert_false(command_line_add(&line, '\r'));
    assert_false(command_line_add(&line, '\n'));
    assert_false(command_line_add(&line, '?'));
    assert_true(command_line_add(&line, '\r'));
    assert_string_equal(line.text, "?");
}

static void unknown_commands(void **state)
{
    (void)state;
    expect_refused("X\n", "unknown command");
    expect_refused("k,1,100,1\n", "unknown command");
    expect_refused(" ?\n", "unknown command");
}

static void a_calibration_has_tenths_and_thousandths(void **state)
{
    (void)state;
    expect_kind("K,3,118.2,1.12\n", COMMAND_CALIBRATE);
    assert_int_equal(command.strip, 3);
    assert_int_equal(command.k_tenth_n, 1182);
    assert_int_equal(command.p_milli, 1120);
    expect_kind("K,0,7,1\n", COMMAND_CALIBRATE);
    assert_int_equal(command.k_tenth_n, 70);
    assert_int_equal(command.p_milli, 1000);
}

static void excess_digits_are_rounded(void **state)
{
    (void)state;
    expect_kind("K,7,99.949999,0.9995\n", COMMAND_CALIBRATE);
    assert_int_equal(command.k_tenth_n, 999);
    assert_int_equal(command.p_milli, 1000);
    expect_kind("K,7,99.95,0.99949\n", COMMAND_CALIBRATE);
    assert_int_equal(command.k_tenth_n, 1000);
    assert_int_equal(command.p_milli, 999);
    expect_kind("K,7,.5,1.\n", COMMAND_CALIBRATE);
    assert_int_equal(command.k_tenth_n, 5);
}

static void a_calibration_must_be_in_range(void **state)
{
    (void)state;
    static const char STRIP[] = "the strip must be 0 to 7";
    static const char K[] = "k_n must be 0.1 to 6553.5";
    static const char P[] = "p must be 0.1 to 5";
    expect_kind("K,0,0.1,0.1\n", COMMAND_CALIBRATE);
    expect_kind("K,7,6553.5,5\n", COMMAND_CALIBRATE);
    assert_int_equal(command.k_tenth_n, 65535);
    assert_int_equal(command.p_milli, 5000);
    assert_int_equal(command.measured_on, SETTINGS_DATE_UNKNOWN);
    expect_kind("K,7,6553.5,5,2026-03-01\n", COMMAND_CALIBRATE);
    assert_int_equal(command.measured_on, SETTINGS_DATE(2026u, 3u, 1u));
    expect_kind("K,7,100,1,default\n", COMMAND_CALIBRATE); /* as if never measured */
    assert_int_equal(command.measured_on, SETTINGS_NOT_MEASURED);
    static const char DAY[] = "the date must look like 2026-03-01";
    expect_refused("K,7,100,1,\n", DAY);
    expect_refused("K,7,100,1,2026\n", DAY);
    expect_refused("K,7,100,1,2026-03\n", DAY);
    expect_refused("K,7,100,1,2026-13-01\n", DAY);
    expect_refused("K,7,100,1,2026-00-01\n", DAY);
    expect_refused("K,7,100,1,2026-03-32\n", DAY);
    expect_refused("K,7,100,1,2026-03-00\n", DAY);
    expect_refused("K,7,100,1,2000-03-01\n", DAY);
    expect_refused("K,7,100,1,2128-03-01\n", DAY);
    expect_refused("K,7,100,1,2026-03-01,1\n", DAY);
    expect_refused("K,7,100,1,default,1\n", DAY);
    expect_refused("K,7,100,1,defaul\n", DAY);
    expect_refused("K,7,100,1,defaults\n", DAY);
    expect_refused("K\n", STRIP);
    expect_refused("K,\n", STRIP);
    expect_refused("K3\n", STRIP);
    expect_refused("K,8,100,1\n", STRIP);
    expect_refused("K,-1,100,1\n", STRIP);
    expect_refused("K,1.5,100,1\n", STRIP);
    expect_refused("K,3\n", STRIP);
    expect_refused("K,256,100,1\n", STRIP);
    expect_refused("K,4294967296,100,1\n", STRIP);
    expect_refused("K,3,\n", K);
    expect_refused("K,3,100\n", K);
    expect_refused("K,3,0,1\n", K);
    expect_refused("K,3,0.04,1\n", K);
    expect_refused("K,3,6553.55,1\n", K);
    expect_refused("K,3,6554,1\n", K);
    expect_refused("K,3,429496729.7,1\n", K);
    expect_refused("K,3,99999999999999999999,1\n", K);
    expect_refused("K,3,-5,1\n", K);
    expect_refused("K,3,1e2,1\n", K);
    expect_refused("K,3,nan,1\n", K);
    expect_refused("K,3,1.2.3,1\n", K);
    expect_refused("K,3,.,1\n", K);
    expect_refused("K,3,100,\n", P);
    expect_refused("K,3,100,0.0994\n", P);
    expect_refused("K,3,100,5.0005\n", P);
    expect_refused("K,3,100,6\n", P);
    expect_refused("K,3,100,1;\n", P);
    expect_refused("K,3,100,1 \n", P);
    expect_refused("K,3,100,4294968\n", P);
}

static void a_rate(void **state)
{
    (void)state;
    expect_kind("R,100\n", COMMAND_RATE);
    assert_int_equal(command.rate_millihz, 100000);
    expect_kind("R,100.16\n", COMMAND_RATE);
    assert_int_equal(command.rate_millihz, 100160);
    expect_refused("R,0\n", "the rate must be a number of hertz");
    expect_refused("R\n", "the rate must be a number of hertz");
    expect_refused("R,\n", "the rate must be a number of hertz");
    expect_refused("R,fast\n", "the rate must be a number of hertz");
    expect_refused("R,100,\n", "the rate must be a number of hertz");
    expect_refused("R,4294967396\n", "the rate must be a number of hertz");
    expect_refused("R,4294968\n", "the rate must be a number of hertz");
}

static void a_baud_rate(void **state)
{
    (void)state;
    static const char BAUD[] = "the baud rate must be 250000, 500000 or 1000000";
    expect_kind("B,1000000\n", COMMAND_BAUD);
    assert_int_equal(command.baud, 1000000);
    expect_kind("B,500000\n", COMMAND_BAUD);
    expect_kind("B,250000\n", COMMAND_BAUD);
    expect_refused("B\n", BAUD);
    expect_refused("B,115200\n", BAUD);
    expect_refused("B,0\n", BAUD);
    expect_refused("B,250000.0\n", BAUD);
    expect_refused("B,4295217296\n", BAUD); /* 2^32 + 250000 */
}

static void the_geometry(void **state)
{
    (void)state;
    static const char ANGLE[] = "the angle must be 0 to 359 whole degrees";
    static const char RADIUS[] = "the radius must be 30 to 150 mm, or 0";
    static const char BIAS[] = "the value must be 1 (bias resistors) or 0";
    expect_kind("G,7,315\n", COMMAND_ANGLE);
    assert_int_equal(command.strip, 7);
    assert_int_equal(command.angle_deg, 315);
    expect_kind("G,0,359\n", COMMAND_ANGLE);
    expect_refused("G,8,0\n", "the strip must be 0 to 7");
    expect_refused("G,0\n", "the strip must be 0 to 7");
    expect_refused("G,0,360\n", ANGLE);
    expect_refused("G,0,1.5\n", ANGLE);
    expect_refused("G,0,\n", ANGLE);
    expect_kind("L,72.46\n", COMMAND_RADIUS);
    assert_int_equal(command.radius_tenth_mm, 725);
    expect_kind("L,30\n", COMMAND_RADIUS);
    expect_kind("L,150\n", COMMAND_RADIUS);
    expect_kind("L,0\n", COMMAND_RADIUS);
    assert_int_equal(command.radius_tenth_mm, 0);
    expect_refused("L,29.9\n", RADIUS);
    expect_refused("L,150.1\n", RADIUS);
    expect_refused("L,-70\n", RADIUS);
    expect_refused("L\n", RADIUS);
    expect_kind("P,1\n", COMMAND_BIAS);
    assert_true(command.bias_resistors);
    expect_kind("P,0\n", COMMAND_BIAS);
    assert_false(command.bias_resistors);
    expect_refused("P,2\n", BIAS);
    expect_refused("P\n", BIAS);
}

static void the_longest_line_is_accepted_and_a_longer_one_is_refused(void **state)
{
    (void)state;
    char text[COMMAND_LENGTH_MAX + 3] = "K,3,100,1.";
    memset(text + 10, '0', sizeof text - 10);
    text[COMMAND_LENGTH_MAX] = '\n';
    text[COMMAND_LENGTH_MAX + 1] = '\0';
    expect_kind(text, COMMAND_CALIBRATE);
    text[COMMAND_LENGTH_MAX] = '0';
    text[COMMAND_LENGTH_MAX + 1] = '\n';
    text[COMMAND_LENGTH_MAX + 2] = '\0';
    expect_refused(text, "the line is too long");
    assert_int_equal(strlen(line.text), COMMAND_LENGTH_MAX);
}

static void the_line_after_an_endless_one_is_accepted(void **state)
{
    (void)state;
    for (int i = 0; i < 100000; i++)
        assert_false(command_line_add(&line, 'W'));
    assert_true(command_line_add(&line, '\n'));
    command_parse(&line, &command);
    assert_int_equal(command.kind, COMMAND_REFUSED);
    expect_kind("?\n", COMMAND_IDENTIFY);
}

static void a_line_with_an_unprintable_byte_is_refused(void **state)
{
    (void)state;
    for (int byte = 0; byte <= 255; byte++) {
        if ((byte >= ' ' && byte <= '~') || byte == '\n' || byte == '\r')
            continue;
        char text[] = {'W', (char)byte, '\n'};
        add_bytes(text, sizeof text);
        assert_int_equal(command.kind, COMMAND_REFUSED);
        assert_string_equal(command.reason, "the line has bytes that are not text");
        add_bytes(text + 1, 2);
        assert_int_equal(command.kind, COMMAND_REFUSED);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(bare_commands, start),
        cmocka_unit_test_setup(empty_lines_are_ignored, start),
        cmocka_unit_test_setup(unknown_commands, start),
        cmocka_unit_test_setup(a_calibration_has_tenths_and_thousandths, start),
        cmocka_unit_test_setup(excess_digits_are_rounded, start),
        cmocka_unit_test_setup(a_calibration_must_be_in_range, start),
        cmocka_unit_test_setup(a_rate, start),
        cmocka_unit_test_setup(a_baud_rate, start),
        cmocka_unit_test_setup(the_geometry, start),
        cmocka_unit_test_setup(the_longest_line_is_accepted_and_a_longer_one_is_refused, start),
        cmocka_unit_test_setup(the_line_after_an_endless_one_is_accepted, start),
        cmocka_unit_test_setup(a_line_with_an_unprintable_byte_is_refused, start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
