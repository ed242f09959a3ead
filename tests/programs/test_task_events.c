/* SPDX-License-Identifier: MIT */
/* roller-logger check and calibrate led by another program (--events, --control), with the real firmware on the rig. */
#include "calibrate_steps.h"
#include "led_task.h"
#include "support/cmocka_includes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LOADS 6
#define STRIP 2

static void assert_strip_is(struct led_task *task, const char *source)
{
    double k_n, p;
    char found[16];
    calibrate_show(&task->rig, STRIP, &k_n, &p, found);
    assert_string_equal(found, source);
}

/* ---- Strips ---- */

/* Put each load on, and answer when the strip reads more. */
static void put_loads(struct led_task *task)
{
    double reading = 0;
    for (size_t load = 0; load < LOADS; load++) {
        char typed[16];
        snprintf(typed, sizeof typed, "%.0f", CALIBRATE_LOADS_KG[load]);
        int ask = led_expect_question(task, "load");
        rig_dialog_command(&task->rig, "load %d %.4f", STRIP, CALIBRATE_LOADS_KG[load] * CALIBRATE_N_PER_KG);
        reading = led_await_reading(task, STRIP, reading + 100);
        led_answer_question(task, ask, typed);
        const json_t *points = led_expect(task, "points");
        assert_int_equal(json_array_size(json_object_get(points, "points")), load + 1);
    }
}

/* Begin with the strip on top. */
static void begin_strip(struct led_task *task)
{
    led_task_start(task, "calibrate strips --strip 2 -o c.csv");
    int ask = led_expect_question(task, "turn");
    rig_dialog_command(&task->rig, "load %d 0", STRIP);
    led_await_reading(task, STRIP, -1);
    led_answer_question(task, ask, "");
}

static void a_strip_is_calibrated_by_another_program(void **state)
{
    (void)state;
    struct led_task *task = led_task_open("--seed 3");
    begin_strip(task);
    put_loads(task);
    led_answer(task, "load", "");
    const json_t *fit = led_expect(task, "fit");
    assert_true(json_is_null(json_object_get(fit, "problem")));
    assert_true(calibrate_number(fit, "error_percent") < 3);
    double fitted_k_n = calibrate_number(fit, "k_n"), k_n, p;
    led_answer(task, "store", "yes");
    assert_int_equal(calibrate_number(led_expect(task, "stored"), "strip"), STRIP);
    char *text = led_task_end(task, 0), source[16];
    assert_string_equal(text, "");
    free(text);
    calibrate_show(&task->rig, STRIP, &k_n, &p, source);
    assert_string_equal(source, "measured");
    assert_float_equal(k_n, fitted_k_n, 0.051);
    led_task_close(task);
}

/* Wrong numbers and late answers are refused, and the question stays. */
static void only_the_question_that_is_asked_is_answered(void **state)
{
    (void)state;
    struct led_task *task = led_task_open("--seed 3");
    led_task_start(task, "calibrate strips --strip 2 -o c.csv");
    int turn = led_expect_question(task, "turn");
    rig_dialog_command(&task->rig, "load %d 0", STRIP);
    led_await_reading(task, STRIP, -1);
    led_answer_question(task, turn + 1, "");
    assert_string_equal(led_text(led_expect(task, "error"), "code"), "not_now");
    led_send(task, "{\"command\":\"start\"}");
    assert_string_equal(led_text(led_expect(task, "error"), "code"), "not_now");
    led_send(task, "{\"command\":\"answer\"}");
    assert_string_equal(led_text(led_expect(task, "error"), "code"), "bad_answer");
    led_answer_question(task, turn, "");
    led_answer_question(task, turn, ""); /* pressed twice */
    assert_string_equal(led_text(led_expect(task, "error"), "code"), "not_now");
    led_answer(task, "load", "heavy");
    assert_string_equal(led_text(led_expect(task, "notice"), "text"), "That is not a number.");
    led_expect_question(task, "load");
    led_send(task, "{\"command\":\"stop\"}");
    free(led_task_end(task, 4));
    led_task_close(task);
}

/* By the command, and by the end of the commands, as when the other program is killed. */
static void a_cancelled_calibration_leaves_the_roller_as_it_was(void **state)
{
    (void)state;
    for (int closes = 0; closes < 2; closes++) {
        struct led_task *task = led_task_open("--seed 3");
        begin_strip(task);
        put_loads(task);
        led_answer(task, "load", "");
        led_expect_question(task, "store");
        if (closes) {
            close(task->control);
            task->control = -1;
        } else {
            led_send(task, "{\"command\":\"stop\"}");
        }
        char *text = led_task_end(task, 4);
        assert_non_null(strstr(text, "Stopped. The roller is unchanged. The measured points are in "));
        free(text);
        assert_strip_is(task, "default");
        led_task_close(task);
    }
}

/* ---- The radius and the check ---- */

/* Wait until the roller carries a load. */
static void await_load(struct led_task *task)
{
    double sum_n = 0;
    while (sum_n < 200) /* as much as the logger asks for */ {
        const json_t *forces = json_object_get(led_expect(task, "signal"), "forces_n");
        sum_n = 0;
        for (size_t i = 0; i < json_array_size(forces); i++)
            sum_n += json_number_value(json_array_get(forces, i));
    }
}

static void the_radius_is_measured_by_the_button_and_by_answers(void **state)
{
    (void)state;
    struct led_task *task = led_task_open("--seed 3");
    led_task_start(task, "calibrate radius -o c.csv");
    led_answer(task, "length", "300");
    int ask = led_expect_question(task, "first_line");
    rig_dialog_command(&task->rig, "roll 0");
    await_load(task);
    led_answer_question(task, ask, "");
    for (int pass = 1; pass <= 6; pass++) {
        led_expect_question(task, "pass");
        rig_dialog_command(&task->rig, "roll %d 5\nwait 6\npress", pass % 2 ? 300 : -300);
        assert_true(led_flag(led_expect(task, "answered"), "button"));
        const json_t *passes = led_expect(task, "passes");
        assert_int_equal(json_array_size(json_object_get(passes, "passes")), pass);
    }
    led_answer(task, "store", "yes");
    double radius_mm = calibrate_number(led_expect(task, "stored"), "radius_mm");
    free(led_task_end(task, 0));
    rig_dialog_end_rig(&task->rig);
    json_t *truth = calibrate_truth(&task->rig);
    assert_float_equal(radius_mm, calibrate_number(truth, "rolling_radius_mm"), 0.35);
    json_decref(truth);
    led_task_close(task);
}

static void a_check_says_what_it_sees_and_what_it_found(void **state)
{
    (void)state;
    struct led_task *task = led_task_open("--seed 3");
    led_task_start(task, "check");
    led_expect(task, "seen");
    rig_dialog_command(&task->rig, "wait 3\nroll 600 8");
    const json_t *event;
    unsigned findings = 0, strips = 0, signals = 0;
    while ((event = led_task_next(task)) && strcmp(led_text(event, "event"), "verdict") != 0) {
        if (strcmp(led_text(event, "event"), "finding") == 0) {
            bool is_ok = strcmp(led_text(event, "severity"), "ok") == 0;
            assert_true(is_ok == json_is_null(json_object_get(event, "problem")));
            strips += strcmp(led_text(event, "about"), "strip") == 0;
            findings++;
        }
        signals += strcmp(led_text(event, "event"), "signal") == 0;
    }
    assert_true(findings >= 10 && strips == 8 && signals > 0);
    assert_true(led_flag(event, "healthy") && led_flag(event, "complete"));
    free(led_task_end(task, 0));
    led_task_close(task);
}

static void a_stopped_check_reports_what_it_has_seen(void **state)
{
    (void)state;
    struct led_task *task = led_task_open("--seed 3 --speed real");
    led_task_start(task, "check");
    led_expect(task, "seen");
    led_send(task, "{\"command\":\"stop\"}");
    assert_false(led_flag(led_expect(task, "verdict"), "complete"));
    free(led_task_end(task, 0));
    led_task_close(task);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_strip_is_calibrated_by_another_program),
        cmocka_unit_test(only_the_question_that_is_asked_is_answered),
        cmocka_unit_test(a_cancelled_calibration_leaves_the_roller_as_it_was),
        cmocka_unit_test(the_radius_is_measured_by_the_button_and_by_answers),
        cmocka_unit_test(a_check_says_what_it_sees_and_what_it_found),
        cmocka_unit_test(a_stopped_check_reports_what_it_has_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
