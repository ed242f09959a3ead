/* SPDX-License-Identifier: MIT */
/* Recordings that another program controls and follows. */

#include "logger/support/controlled_run.h"
#include "support/cmocka_includes.h"

#include <sys/stat.h>
#include <unistd.h>

static void nothing_is_recorded_before_start(void **state)
{
    struct controlled_run *run = *state;
    struct stat info;
    controlled_start(run, "--thigh-length", "360");
    const json_t *first = controlled_expect(run, "state");
    assert_string_equal(event_text(first, "phase"), "search");
    assert_true(json_is_null(json_object_get(first, "roller")));
    const json_t *ready = controlled_expect_state(run, "phase", "ready");
    assert_int_equal(event_number(ready, "legs"), 1);
    assert_float_equal(event_number(ready, "thigh_length_mm"), 360, 0);
    controlled_await_readings(run);
    controlled_command(run, "mark");
    assert_string_equal(event_text(controlled_expect(run, "error"), "code"), "not_now");
    controlled_command(run, "next");
    assert_string_equal(event_text(controlled_expect(run, "error"), "code"), "not_now");
    for (unsigned i = 0; i < 10; i++)
        assert_int_equal(event_number(controlled_expect(run, "live"), "rows"), 0);
    assert_int_equal(stat(run->base->part, &info), 0);
    assert_int_equal(info.st_size, 0);
    controlled_command(run, "stop");
    struct program_result result = controlled_end(run, 4);
    assert_string_equal(result.out, "");
    assert_ended(&result, 4, "nothing was recorded");
    assert_true(folder_is_empty(run->base->dir.path));
}

static void a_leg_is_recorded_from_start_to_stop(void **state)
{
    struct controlled_run *run = *state;
    char printed[600];
    controlled_start(run, "--leg", "left");
    controlled_await_readings(run);
    controlled_command(run, "zero");
    controlled_expect(run, "zero");
    controlled_command(run, "start");
    const json_t *recording = controlled_expect_state(run, "phase", "recording");
    assert_string_equal(event_text(recording, "leg"), "left");
    assert_string_equal(event_text(recording, "file"), run->base->path);
    assert_string_equal(event_text(json_object_get(recording, "roller"), "id"), "5A3C21F0");
    controlled_expect(run, "zero"); /* of the first row */
    controlled_command(run, "start");
    assert_string_equal(event_text(controlled_expect(run, "error"), "code"), "not_now");
    controlled_command(run, "mark");
    assert_int_equal(event_number(controlled_expect(run, "mark"), "marks"), 1);
    assert_int_equal(json_array_size(json_object_get(controlled_expect(run, "places"), "marks_mm")), 1);
    atomic_store(&run->roller.press, true);
    assert_int_equal(event_number(controlled_expect(run, "mark"), "marks"), 2);
    controlled_command(run, "knee");
    controlled_expect(run, "knee");
    controlled_command(run, "stop");
    controlled_assert_saved(controlled_expect(run, "saved"), run->base->path);
    struct program_result result = controlled_end(run, 0);
    snprintf(printed, sizeof printed, "%s\n", run->base->path);
    assert_string_equal(result.out, printed);
    program_result_free(&result);
    assert_int_equal(session_rows_with(run->base->path, "mark"), 2);
    assert_int_equal(session_rows_with(run->base->path, "zero"), 1);
    assert_int_equal(session_rows_with(run->base->path, "knee"), 1);
}

/* The page begins a leg when it sees the person roll. The landmark is then behind the roller, and must stay where it
 * was set. */
static void a_leg_begun_by_rolling_begins_at_its_landmark(void **state)
{
    struct controlled_run *run = *state;
    char first[400];
    run->roller.is_steady = true;
    controlled_start(run, "--leg", "left");
    controlled_await_readings(run);
    atomic_store(&run->roller.rolls, -1); /* to the fold: this shows no direction */
    fake_roller_wait_for_readings(&run->roller, 150);
    atomic_store(&run->roller.rolls, 0);
    fake_roller_wait_for_readings(&run->roller, 20);
    controlled_command(run, "zero");
    controlled_expect(run, "zero");
    pthread_mutex_lock(&run->roller.lock);
    unsigned rest = run->roller.sent;
    pthread_mutex_unlock(&run->roller.lock);
    atomic_store(&run->roller.rolls, 1);
    while (event_number(controlled_expect(run, "live"), "position_mm") < 25)
        continue;
    controlled_command(run, "start");
    controlled_expect_state(run, "phase", "recording");
    controlled_await_rows(run, 60);
    controlled_command(run, "stop");
    controlled_assert_saved(controlled_expect(run, "saved"), run->base->path);
    struct program_result result = controlled_end(run, 0);
    assert_null(strstr(result.err, "moved"));
    program_result_free(&result);
    session_first_row(run->base->path, first, sizeof first);
    unsigned seq = 0;
    assert_int_equal(sscanf(first, "%*[^,],%*[^,],%u", &seq), 1);
    print_message("figure: rolled from frame %u on, the leg begins at frame %u\n", rest, seq);
    assert_non_null(strstr(first, "zero"));
    assert_true(seq + 1 >= rest && seq <= rest + 4);
}

static void next_leads_through_both_legs(void **state)
{
    struct controlled_run *run = *state;
    static const char *const legs[] = {"right", "left"};
    controlled_start(run, "--leg", "both");
    for (unsigned i = 0; i < 2; i++) {
        char name[32], path[512];
        snprintf(name, sizeof name, "a_%s.csv", legs[i]);
        temp_dir_join(&run->base->dir, name, path, sizeof path);
        while (strcmp(event_text(controlled_expect_state(run, "phase", "ready"), "leg"), legs[i]) != 0)
            continue;
        controlled_await_rows(run, 0);
        if (i == 0)
            controlled_command(run, "start");
        else
            atomic_store(&run->roller.press, true); /* the roller's button begins a leg, too */
        controlled_expect_state(run, "phase", "recording");
        controlled_await_rows(run, 20);
        controlled_command(run, "next");
        const json_t *saved = controlled_expect(run, "saved");
        assert_string_equal(event_text(saved, "leg"), legs[i]);
        assert_true(controlled_assert_saved(saved, path) >= 20);
        assert_int_equal(session_rows_with(path, "mark"), 0);
    }
    struct program_result result = controlled_end(run, 0);
    program_result_free(&result);
}

static void discard_removes_only_what_is_being_recorded(void **state)
{
    struct controlled_run *run = *state;
    char right[512], left[512];
    temp_dir_join(&run->base->dir, "a_right.csv", right, sizeof right);
    temp_dir_join(&run->base->dir, "a_left.csv", left, sizeof left);
    controlled_begin(run, "--leg", "both");
    controlled_await_rows(run, 10);
    controlled_command(run, "next");
    controlled_expect(run, "saved");
    while (strcmp(event_text(controlled_expect_state(run, "phase", "ready"), "leg"), "left") != 0)
        continue;
    controlled_await_rows(run, 0);
    controlled_command(run, "start");
    controlled_expect_state(run, "phase", "recording");
    controlled_await_rows(run, 10);
    controlled_command(run, "discard");
    assert_string_equal(event_text(controlled_expect(run, "discarded"), "file"), left);
    struct program_result result = controlled_end(run, 0);
    program_result_free(&result);
    assert_true(assert_whole_rows(right) >= 10);
    unlink(right);
    assert_true(folder_is_empty(run->base->dir.path));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CONTROLLED_TEST(nothing_is_recorded_before_start),
        CONTROLLED_TEST(a_leg_is_recorded_from_start_to_stop),
        CONTROLLED_TEST(a_leg_begun_by_rolling_begins_at_its_landmark),
        CONTROLLED_TEST(next_leads_through_both_legs),
        CONTROLLED_TEST(discard_removes_only_what_is_being_recorded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
