/* SPDX-License-Identifier: MIT */
/* Store a calibration in a fake roller that has at most one fault: the value is stored completely or not at all, or
 * the failure says that the result is unknown. */

#include "calibrate/calibration_store.h"
#include "command_roller.h"
#include "logger/support/logger_run.h"
#include "support/cmocka_includes.h"

#include <math.h>
#include <unistd.h>

static const struct calibration_value STRIP_5 = {.strip = 5, .k_n = 112.9, .p = 0.965, .day = "2026-03-01"};
#define K5 "K,5,112.9,0.965,2026-03-01 "
static const struct calibration_value RADIUS = {.is_radius = true, .radius_mm = 72.4};

struct outcome {
    bool stored;
    struct failure failure;
};

static struct outcome store(struct fixture *fixture, struct command_roller *fake, enum fake_fault fault,
                            const struct calibration_value *value, int stop_fd)
{
    struct outcome outcome = {0};
    struct device_client *client = calloc(1, sizeof *client);
    struct options options = {.port = fixture->pty.path, .baud = 250000, .quiet = true};
    assert_non_null(client);
    command_roller_start(fake, &fixture->pty, fault);
    if (!device_client_open(client, &options, -1, &outcome.failure))
        fail_msg("%s", outcome.failure.message);
    outcome.stored = calibration_store(client, value, stop_fd, &outcome.failure);
    command_roller_end(fake);
    device_client_close(client);
    free(client);
    return outcome;
}

static bool is_equal(double a, double b)
{
    return fabs(a - b) < 1e-9;
}

static void an_intact_roller_saves_the_strip_and_nothing_else(void **state)
{
    struct command_roller fake;
    struct outcome outcome = store(*state, &fake, FAKE_NONE, &STRIP_5, -1);
    if (!outcome.stored)
        fail_msg("%s", outcome.failure.message);
    for (int i = 0; i < 8; i++)
        assert_true(is_equal(fake.saved_k_n[i], i == 5 ? 112.9 : 100 + i) &&
                    is_equal(fake.saved_p[i], i == 5 ? 0.965 : 1));
    assert_true(is_equal(fake.saved_radius_mm, 70.5));
    /* The value is sent, read back, saved, sent again until the save is complete, and read back. */
    assert_non_null(strstr(fake.received, "? K,5,112.9,0.965,2026-03-01 ? W " K5 K5 K5 K5 "? "));
}

static void an_intact_roller_saves_the_radius(void **state)
{
    struct command_roller fake;
    struct outcome outcome = store(*state, &fake, FAKE_NONE, &RADIUS, -1);
    if (!outcome.stored)
        fail_msg("%s", outcome.failure.message);
    assert_true(is_equal(fake.saved_radius_mm, 72.4) && is_equal(fake.saved_k_n[5], 105));
}

/* Expect that storing fails with `message`, that nothing is saved, and that the roller uses its old values. */
static void assert_kept(void **state, enum fake_fault fault, const char *message)
{
    struct command_roller fake;
    struct outcome outcome = store(*state, &fake, fault, &STRIP_5, -1);
    assert_false(outcome.stored);
    assert_int_equal(outcome.failure.status, EXIT_STATUS_DEVICE);
    if (!strstr(outcome.failure.message, message) ||
        !strstr(outcome.failure.message, "Its saved settings are unchanged."))
        fail_msg("\"%s\" expected in: %s", message, outcome.failure.message);
    assert_false(fake.has_saved);
    assert_true(is_equal(fake.k_n[5], 105) && !fake.is_measured[5]);
    assert_true(fault == FAKE_REFUSES_SAVE || !strstr(fake.received, "W "));
}

static void a_refusal_is_reported_with_its_reason(void **state)
{
    assert_kept(state, FAKE_REFUSES, "refused \"K,5,112.9,0.965,2026-03-01\": it does not like that.");
}

static void a_different_value_read_back_is_reported(void **state)
{
    assert_kept(state, FAKE_KEEPS_OLD, "read back, it is \"K,5,105.0,1.000,default\"");
}

static void a_missing_reply_is_reported(void **state)
{
    assert_kept(state, FAKE_SILENT, "did not reply to \"K,5,112.9,0.965,2026-03-01\"");
}

static void a_roller_unplugged_before_the_save_keeps_its_values(void **state)
{
    assert_kept(state, FAKE_UNPLUGGED_AT_CHANGE, "The roller was unplugged.");
}

static void a_refused_save_is_reported(void **state)
{
    assert_kept(state, FAKE_REFUSES_SAVE, "refused \"W\": it does not like that.");
}

static void an_unknown_result_is_reported_as_unknown(void **state)
{
    struct command_roller fake;
    struct outcome outcome = store(*state, &fake, FAKE_UNPLUGGED_AT_SAVE, &STRIP_5, -1);
    assert_false(outcome.stored);
    assert_non_null(strstr(outcome.failure.message,
                           "The roller was unplugged. It was asked to save, so it now holds the old "
                           "value or the new one, never a mixture"));
}

static void settings_not_stored_after_the_save_are_reported(void **state)
{
    struct command_roller fake;
    struct outcome outcome = store(*state, &fake, FAKE_CORRUPT_SAVE, &STRIP_5, -1);
    assert_false(outcome.stored);
    assert_non_null(strstr(outcome.failure.message, "its settings are \"corrupt\", not stored"));
}

/* Stop before the save, and expect that nothing is saved. Returns the roller as it is then. */
static struct command_roller stop_before_the_save(void **state, const struct calibration_value *value)
{
    int ends[2];
    struct command_roller fake;
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "x", 1), 1); /* readable from now on, like the descriptor of a stop signal */
    struct outcome outcome = store(*state, &fake, FAKE_NONE, value, ends[0]);
    assert_false(outcome.stored);
    assert_non_null(strstr(outcome.failure.message, "Stopped before the roller saved"));
    assert_false(fake.has_saved);
    close(ends[0]);
    close(ends[1]);
    return fake;
}

static void a_stop_before_the_save_undoes_the_change(void **state)
{
    struct command_roller fake = stop_before_the_save(state, &STRIP_5);
    assert_true(is_equal(fake.k_n[5], 105) && !fake.is_measured[5] && !strstr(fake.received, "W "));
    struct calibration_value strip_4 = STRIP_5;
    strip_4.strip = 4;
    fake = stop_before_the_save(state, &strip_4);
    assert_true(is_equal(fake.k_n[4], 104) && fake.is_measured[4]);
    assert_string_equal(fake.day[4], "2026-02-02");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGGER_TEST(an_intact_roller_saves_the_strip_and_nothing_else),
        LOGGER_TEST(an_intact_roller_saves_the_radius),
        LOGGER_TEST(a_refusal_is_reported_with_its_reason),
        LOGGER_TEST(a_different_value_read_back_is_reported),
        LOGGER_TEST(a_missing_reply_is_reported),
        LOGGER_TEST(a_roller_unplugged_before_the_save_keeps_its_values),
        LOGGER_TEST(a_refused_save_is_reported),
        LOGGER_TEST(an_unknown_result_is_reported_as_unknown),
        LOGGER_TEST(settings_not_stored_after_the_save_are_reported),
        LOGGER_TEST(a_stop_before_the_save_undoes_the_change),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
