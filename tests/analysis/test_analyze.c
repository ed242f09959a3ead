/* SPDX-License-Identifier: MIT */
/* A whole session through all steps. tests.mk gives this area no path to the reports; the contract stands there. */
#include "../../analyzer/report/analyze.h"
#include "motion.h"
#include "temp_dir.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct session {
    struct temp_dir dir;
    char path[300];
};

/* 16 strokes; at 90 mm held for 12 s, at 240 mm rocked for 9 s and again held for 8 s. */
static void make(struct session *session)
{
    struct motion motion;
    struct sensors sensors = SENSORS_PERFECT;
    motion_init(&motion);
    motion_lift(&motion, 1, 0);
    motion_hold(&motion, 0.5);
    for (int k = 0; k < 14; k++)
        motion_roll(&motion, k % 2 == 0 ? 330 : 0, 130);
    motion_roll(&motion, 90, 130);
    motion_hold(&motion, 12);
    motion_roll(&motion, 240, 130);
    motion_rock(&motion, 12, 0.5, 9);
    motion_roll(&motion, 330, 130);
    motion_roll(&motion, 245, 130);
    motion_hold(&motion, 8);
    motion_roll(&motion, 0, 130);
    motion_lift(&motion, 1, 0.5);
    temp_dir_make(&session->dir);
    motion_write(&motion, &sensors, temp_dir_join(&session->dir, "s.csv", session->path, sizeof session->path));
    motion_free(&motion);
}

/* Replace the first `from` in the session by `to`. */
static void edit(const struct session *session, const char *from, const char *to)
{
    size_t length;
    char *text = temp_file_read(session->path, &length);
    char *at = strstr(text, from);
    assert_non_null(at);
    char *edited = malloc(length + strlen(to) + 1);
    size_t before = (size_t)(at - text);
    memcpy(edited, text, before);
    strcpy(edited + before, to);
    strcpy(edited + before + strlen(to), at + strlen(from));
    temp_file_write(session->path, edited, strlen(edited));
    free(edited);
    free(text);
}

static bool warned(const struct result *result, const char *part)
{
    for (size_t k = 0; k < result->warning_count; k++) {
        if (strstr(result->warning[k], part) != NULL)
            return true;
    }
    return false;
}

static struct result analyze(const struct session *session, struct analyze_options options)
{
    struct result result;
    struct failure failure;
    if (!analyze_session(session->path, &options, &result, &failure))
        fail_msg("%s", failure.sentence);
    return result;
}

static void a_whole_session_gives_a_whole_result(void **state)
{
    (void)state;
    struct session session;
    make(&session);
    struct result result = analyze(&session, (struct analyze_options){0});
    assert_string_equal(result.file, session.path);
    assert_int_equal(result.method, POSITION_IMU);
    assert_true(result.closed_cleanly && result.gap_count == 0 && result.rejected_rows == 0);
    assert_int_equal(result.strokes, 16);
    assert_true(fabs(result.min_mm) < 2 && fabs(result.max_mm - 330) < 2);
    assert_true(fabs(result.distance_mm - (16 * 330 + 9 * 0.5 * 48)) < 60);
    assert_int_equal(result.spot_count, 2);
    const struct result_spot *first = &result.spot[0], *second = &result.spot[1];
    assert_int_equal(first->rank, 1);
    assert_true(fabs(first->center_mm - 242.5) < 3 && first->visit_count == 2 && fabs(first->dwell_s - 17) < 0.6);
    assert_true(fabs(first->thigh_percent - 100 * first->center_mm / 350) < 1e-9);
    assert_true(fabs(second->center_mm - 90) < 2 && second->visit_count == 1 && fabs(second->dwell_s - 12) < 0.4);
    assert_true(first->score > second->score);
    assert_true(fabs(second->mean_force_n - (150 - 0.02 * 90)) < 2 && second->peak_force_n < 152);
    assert_true(fabs(second->impulse_ns - second->mean_force_n * second->dwell_s) < 1);
    assert_true(second->start_mm <= 90.5 && second->end_mm >= 89.5);
    assert_true(first->p_value > 0 && first->p_value <= 1);
    assert_true(fabs(second->excess_s - 12) < 1);
    assert_true(first->visit[0].end_s <= first->visit[1].start_s);
    result_free(&result);
    temp_dir_remove(&session.dir);
}

static void profile_and_trace_agree_with_the_figures(void **state)
{
    (void)state;
    struct session session;
    make(&session);
    struct result result = analyze(&session, (struct analyze_options){0});
    double sum_s = 0, spot_rows = 0;
    for (size_t b = 0; b < result.profile.count; b++) {
        sum_s += result.profile.dwell_s[b];
        if (result.profile.dwell_s[b] > 0)
            assert_true(result.profile.mean_force_n[b] <= result.profile.peak_force_n[b] + 1e-9);
    }
    assert_true(fabs(sum_s - result.loaded_s) < 1e-6);
    assert_int_equal(result.trace.count, result.rows);
    assert_true(isnan(result.trace.position_mm[0]) && result.trace.force_n[0] == 0 && !result.trace.loaded[0]);
    double most = 0;
    for (size_t i = 0; i < result.trace.count; i++) {
        spot_rows += result.trace.spot[i] > 0 ? 1 : 0;
        if (!isnan(result.trace.speed_mm_s[i]))
            most = fmax(most, result.trace.speed_mm_s[i]);
    }
    assert_true(fabs(most - 130) < 6);
    assert_true(fabs(spot_rows / MOTION_RATE_HZ - (result.spot[0].dwell_s + result.spot[1].dwell_s)) < 0.1);
    assert_true(result.trace.stroke[result.trace.count / 2] > 0);
    result_free(&result);
    temp_dir_remove(&session.dir);
}

static void the_same_session_gives_the_same_result(void **state)
{
    (void)state;
    struct session session;
    make(&session);
    struct result a = analyze(&session, (struct analyze_options){0}), b = analyze(&session, (struct analyze_options){0});
    assert_int_equal(a.spot_count, b.spot_count);
    for (size_t k = 0; k < a.spot_count; k++) {
        assert_memory_equal(&a.spot[k].center_mm, &b.spot[k].center_mm, sizeof(double));
        assert_memory_equal(&a.spot[k].p_value, &b.spot[k].p_value, sizeof(double));
    }
    assert_memory_equal(a.trace.position_mm, b.trace.position_mm, a.trace.count * sizeof(double));
    result_free(&a);
    result_free(&b);
    temp_dir_remove(&session.dir);
}

static void options_override_defaults_and_the_session(void **state)
{
    (void)state;
    struct session session;
    make(&session);
    struct result longer = analyze(&session, (struct analyze_options){.spot_dwell_s = 10});
    assert_int_equal(longer.spot_count, 1);
    struct result wider = analyze(&session, (struct analyze_options){.rolling_radius_mm = 77, .roll_direction = -1});
    assert_true(fabs(wider.max_mm) < 2 && fabs(wider.min_mm + 363) < 3);
    struct result apart = analyze(&session, (struct analyze_options){.spot_merge_mm = 2, .thigh_length_mm = 400});
    assert_int_equal(apart.spot_count, 3);
    assert_true(apart.header.thigh_length_mm == 400);
    result_free(&longer);
    result_free(&wider);
    result_free(&apart);
    temp_dir_remove(&session.dir);
}

static void marks_inside_a_spot_raise_it(void **state)
{
    (void)state;
    struct session session;
    make(&session);
    struct result plain = analyze(&session, (struct analyze_options){0});
    const struct result_visit *visit = &plain.spot[1].visit[0];
    double at_s = floor((visit->start_s + visit->end_s) / 2 * 100) / 100;
    for (int mark = 0; mark < 2; mark++) {
        char row[32], text[210];
        snprintf(row, sizeof row, "\n%.4f,", at_s + mark);
        char *file = temp_file_read(session.path, NULL);
        const char *line = strstr(file, row) + 1;
        size_t length = strcspn(line, "\n");
        char old[200];
        memcpy(old, line, length);
        old[length] = '\0';
        snprintf(text, sizeof text, "%smark", old);
        free(file);
        edit(&session, old, text);
    }
    struct result marked = analyze(&session, (struct analyze_options){0});
    assert_int_equal(marked.mark_count, 2);
    assert_true(fabs(marked.mark[0].position_mm - 90) < 2);
    assert_int_equal(marked.spot[0].marks, 2);
    assert_true(fabs(marked.spot[0].center_mm - 90) < 2);
    assert_true(fabs(marked.spot[0].score - plain.spot[1].score - 10) < 1e-6);
    result_free(&plain);
    result_free(&marked);
    temp_dir_remove(&session.dir);
}

static void what_a_session_cannot_support_is_said(void **state)
{
    (void)state;
    struct session session;
    make(&session);
    struct result fine = analyze(&session, (struct analyze_options){0});
    assert_int_equal(fine.warning_count, 0);
    edit(&session, "# thigh_length_mm: 350", "# thigh_length_mm: ");
    edit(&session, "# calibration_source: measured", "# calibration_source: default");
    edit(&session, " lost=0", " lost=1");
    struct result lossy = analyze(&session, (struct analyze_options){0});
    assert_true(warned(&lossy, "1 reading was lost"));
    edit(&session, "# end:", "# cut");
    edit(&session, "\n5.0000,", "\nx5.0000,");
    struct result poor = analyze(&session, (struct analyze_options){0});
    assert_true(warned(&poor, "length is unknown") && warned(&poor, "not calibrated") && warned(&poor, "cut off") &&
                warned(&poor, "1 row could not be used"));
    assert_int_equal(poor.rejected_rows, 1);
    assert_true(poor.spot[0].thigh_percent != poor.spot[0].thigh_percent);
    assert_int_equal(poor.spot_count, 2);
    result_free(&fine);
    result_free(&lossy);
    result_free(&poor);
    temp_dir_remove(&session.dir);
}

static void a_radius_that_nobody_gave_is_said(void **state)
{
    (void)state;
    struct session session;
    make(&session);
    edit(&session, "# rolling_radius_mm: 70.000", "# rolling_radius_mm: ");
    struct result assumed = analyze(&session, (struct analyze_options){0});
    struct result given = analyze(&session, (struct analyze_options){.rolling_radius_mm = 70});
    assert_true(warned(&assumed, "radius was not measured; 72.5 mm is assumed"));
    assert_false(warned(&given, "radius"));
    result_free(&assumed);
    result_free(&given);
    temp_dir_remove(&session.dir);
}

static void a_roller_never_loaded_has_no_spots(void **state)
{
    (void)state;
    struct session session;
    struct motion motion;
    struct sensors sensors = SENSORS_PERFECT;
    motion_init(&motion);
    motion_lift(&motion, 10, 3);
    temp_dir_make(&session.dir);
    motion_write(&motion, &sensors, temp_dir_join(&session.dir, "s.csv", session.path, sizeof session.path));
    motion_free(&motion);
    struct result result = analyze(&session, (struct analyze_options){0});
    assert_int_equal(result.spot_count, 0);
    assert_true(isnan(result.min_mm) && result.loaded_s == 0 && result.profile.count == 0);
    assert_true(warned(&result, "never loaded"));
    result_free(&result);
    temp_dir_remove(&session.dir);
}

static void one_row_is_a_session_too(void **state)
{
    (void)state;
    struct session session;
    temp_dir_make(&session.dir);
    temp_dir_join(&session.dir, "s.csv", session.path, sizeof session.path);
    const char text[] = "# foam-roller-session: 1\ntime_s,strip0,strip1,strip2,strip3\n0,900,0,900,0\n";
    temp_file_write(session.path, text, sizeof text - 1);
    struct result result = analyze(&session, (struct analyze_options){0});
    assert_int_equal(result.rows, 1);
    assert_int_equal(result.spot_count, 0);
    result_free(&result);
    temp_dir_remove(&session.dir);
}

static void only_loaded_time_counts_as_clipped(void **state)
{
    (void)state;
    struct session session;
    char text[200 + 1000 * 40];
    size_t length = (size_t)snprintf(text, sizeof text, "# foam-roller-session: 1\n"
                                                        "time_s,strip0,strip1,strip2,strip3\n");
    for (int row = 0; row < 1000; row++) /* strip 0 sticks at its end in 20 of the rows without load: a stuck row is
                                          * too short to be a load */
        length += (size_t)snprintf(text + length, sizeof text - length, "%.2f,%s\n", row * 0.01,
                                   row < 500 ? "700,1,700,1" : row % 25 == 0 ? "1023,0,0,0" : "0,0,0,0");
    temp_dir_make(&session.dir);
    temp_file_write(temp_dir_join(&session.dir, "s.csv", session.path, sizeof session.path), text, length);
    struct result result = analyze(&session, (struct analyze_options){0});
    assert_true(fabs(result.loaded_s - 5) < 0.05);
    assert_false(warned(&result, "end of its range"));
    result_free(&result);
    temp_dir_remove(&session.dir);
}

static void a_failure_leaves_nothing_behind(void **state)
{
    (void)state;
    struct result result;
    struct failure failure = {0};
    assert_false(analyze_session("/nowhere.csv", &(struct analyze_options){0}, &result, &failure));
    assert_int_equal(failure.status, EXIT_STATUS_INPUT);
    assert_non_null(strstr(failure.sentence, "/nowhere.csv"));
    assert_true(result.spot == NULL && result.trace.count == 0 && result.file == NULL);
    result_free(&result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_session_gives_a_whole_result),
        cmocka_unit_test(profile_and_trace_agree_with_the_figures),
        cmocka_unit_test(the_same_session_gives_the_same_result),
        cmocka_unit_test(options_override_defaults_and_the_session),
        cmocka_unit_test(marks_inside_a_spot_raise_it),
        cmocka_unit_test(what_a_session_cannot_support_is_said),
        cmocka_unit_test(a_radius_that_nobody_gave_is_said),
        cmocka_unit_test(a_roller_never_loaded_has_no_spots),
        cmocka_unit_test(one_row_is_a_session_too),
        cmocka_unit_test(only_loaded_time_counts_as_clipped),
        cmocka_unit_test(a_failure_leaves_nothing_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
