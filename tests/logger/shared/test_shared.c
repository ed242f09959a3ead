/* SPDX-License-Identifier: MIT */
/* Numbers, sanitized text, failures, names of events, and the force law of the strips. */

#include "shared/decimal.h"
#include "shared/failure.h"
#include "shared/sanitized_text.h"
#include "shared/physics.h"
#include "shared/session_format.h"
#include "support/cmocka_includes.h"

#include <stdbool.h>
#include <sys/types.h>
#include <time.h>

_Static_assert(sizeof(off_t) >= 8 && sizeof(time_t) >= 8, "a session may be larger than 2 GB, and later than 2038");

static bool parse(const char *text, double *value)
{
    return decimal_parse(text, strlen(text), value);
}

static void only_decimals_are_parsed(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double value;
    } good[] = {{"0", 0},
                {"-0.5", -0.5},
                {"+7", 7},
                {".5", 0.5},
                {"5.", 5},
                {"1e3", 1000},
                {"1E-2", 0.01},
                {"0.1", 0.1},
                {"123456789.125", 123456789.125},
                {"1.7976931348623157e308", 1.7976931348623157e308},
                {"0.30000000000000004", 0.30000000000000004},
                {"9007199254740993", 9007199254740992.0}};
    static const char *const bad[] = {
        "",     " 1",    "1 ",  "nan",   "inf",
        "-inf", "0x10",  "1,5", "1.2.3", "+-1",
        "e5",   ".",     "+",   "1e",    "1e+",
        "--1",  "1e999", "1_0", "1f",    "00000000000000000000000000000000000000000000000000000000000000001"};
    double value;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        value = -77;
        if (!parse(good[i].text, &value) || !(value == good[i].value))
            fail_msg("%s was read as %.17g", good[i].text, value);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        value = -77;
        if (parse(bad[i], &value) || !(value == -77))
            fail_msg("\"%s\" was read as %.17g", bad[i], value);
    }
    assert_false(decimal_parse("1\0002", 3, &value));
}

static void integers_are_limited(void **state)
{
    (void)state;
    long long value = -77;
    assert_true(decimal_parse_integer("-5", 2, -5, 5, &value));
    assert_int_equal(value, -5);
    assert_true(decimal_parse_integer("+5", 2, -5, 5, &value));
    assert_int_equal(value, 5);
    value = -77;
    static const char *const bad[] = {"", "+", "6", "-6", "1.0", "1e1", " 1", "9999999999999999999"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(decimal_parse_integer(bad[i], strlen(bad[i]), -5, 5, &value));
    assert_int_equal(value, -77);
}

static void assert_sanitized(const char *text, const char *expected)
{
    char out[64];
    size_t length = sanitized_text_copy(out, sizeof out, text);
    assert_string_equal(out, expected);
    assert_int_equal(length, strlen(expected));
}

static void text_is_sanitized(void **state)
{
    (void)state;
    assert_sanitized("J\xC3\xB6rg \xE2\x82\xAC \xF0\x9F\x98\x80", "J\xC3\xB6rg \xE2\x82\xAC \xF0\x9F\x98\x80");
    assert_sanitized("a\033[31mb\nc\td\177", "a?[31mb?c?d?");
    assert_sanitized("\xC2\x9B"
                     "31m",
                     "?31m"); /* U+009B, the C1 control sequence introducer */
    assert_sanitized("\xE2\x80\xAE"
                     "evil\xE2\x80\xA8",
                     "?evil?");                                            /* right-to-left override, line separator */
    assert_sanitized("\xC0\xAF\xED\xA0\x80\xF5\x80\x80\x80", "?????????"); /* overlong, surrogate, above U+10FFFF */
    assert_sanitized("\xE2\x82", "??");
}

static void long_text_is_cut_between_characters(void **state)
{
    (void)state;
    char out[5];
    assert_int_equal(sanitized_text_copy(out, sizeof out, "ab\xE2\x82\xAC"), 2);
    assert_string_equal(out, "ab");
    assert_int_equal(sanitized_text_copy(out, sizeof out, "a\xE2\x82\xAC"), 4);
    assert_string_equal(out, "a\xE2\x82\xAC");
    assert_int_equal(sanitized_text_copy(out, 1, "x"), 0);
    assert_int_equal(sanitized_text_copy_bytes(out, sizeof out, "a\0b", 3), 3);
    assert_string_equal(out, "a?b");
}

static void messages_are_sanitized(void **state)
{
    (void)state;
    struct failure failure;
    assert_false(failure_set(&failure, EXIT_STATUS_INPUT, "no file %s", "a\033]0;x\007b"));
    assert_int_equal(failure.status, EXIT_STATUS_INPUT);
    assert_string_equal(failure.message, "no file a?]0;x?b");
    struct failure later;
    failure_set(&later, EXIT_STATUS_OUTPUT, "The disk is full.");
    failure_append(&failure, &later);
    assert_int_equal(failure.status, EXIT_STATUS_INPUT);
    assert_string_equal(failure.message, "no file a?]0;x?b The disk is full.");
    char copy[sizeof failure.message];
    for (unsigned i = 0; i < 300; i++) { /* the message is cut between characters, wherever it ends */
        failure_set(&later, EXIT_STATUS_OUTPUT, "%.*s\xC3\xBC\xE2\x82\xAC", (int)(i % 5), "abcd");
        failure_append(&failure, &later);
        sanitized_text_copy(copy, sizeof copy, failure.message);
        assert_string_equal(failure.message, copy);
    }
}

static unsigned events_of(const char *names)
{
    return session_events_from_names(names, strlen(names));
}

static void events_are_known_by_their_whole_names(void **state)
{
    (void)state;
    assert_int_equal(events_of(""), 0);
    assert_int_equal(events_of("zero"), SESSION_EVENT_ZERO);
    assert_int_equal(events_of("mark+zero"), SESSION_EVENT_MARK | SESSION_EVENT_ZERO);
    assert_int_equal(events_of(" mark + zero "), SESSION_EVENT_MARK | SESSION_EVENT_ZERO);
    assert_int_equal(events_of("+strip_open=3++"), SESSION_EVENT_STRIP_OPEN);
    assert_int_equal(events_of("later+strip_open=3"), SESSION_EVENT_STRIP_OPEN | SESSION_EVENT_UNKNOWN);
    assert_int_equal(events_of("zero_failed+zer+nonzero+=zero+later=zero"), SESSION_EVENT_UNKNOWN);
    assert_int_equal(session_events_from_names("mark+zero", 5), SESSION_EVENT_MARK);
}

static void strips_follow_their_power_law(void **state)
{
    (void)state;
    assert_true(physics_strip_load_n(0, 1023, 100, 1) == 0);
    assert_true(physics_strip_load_n(-3, 1023, 100, 1) == 0);
    assert_float_equal(physics_strip_load_n(511.5, 1023, 118, 1.3), 118, 1e-4);
    assert_float_equal(physics_strip_load_n(682, 1023, 100, 2), 400, 1e-3); /* c / (full - c) = 2 */
    assert_true(physics_strip_load_n(1023, 1023, 100, 1) == physics_strip_load_n(5000, 1023, 100, 1));
    /* a bias resistor of 100 kohm above 1 kohm alone reads 61 of 6138; without the resistor, a strip at half scale has
     * a conductance ratio of 0.99 */
    assert_true(physics_remove_bias(60, 6138, 0.01) == 0);
    assert_true(physics_remove_bias(3069, 6138, 0) == 3069);
    assert_true(physics_remove_bias(6138, 6138, 0.01) == 6138);
    assert_float_equal(physics_strip_load_n(physics_remove_bias(3069, 6138, 0.01), 6138, 100, 1), 99, 1e-4);
    assert_float_equal(physics_thigh_force_n(420, 20), 200, 1e-6);
    assert_true(physics_thigh_force_n(10, 20) == 0);
    assert_float_equal(physics_up_rad(0, 1), 1.5707963, 1e-6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_decimals_are_parsed),
        cmocka_unit_test(integers_are_limited),
        cmocka_unit_test(text_is_sanitized),
        cmocka_unit_test(long_text_is_cut_between_characters),
        cmocka_unit_test(messages_are_sanitized),
        cmocka_unit_test(events_are_known_by_their_whole_names),
        cmocka_unit_test(strips_follow_their_power_law),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
