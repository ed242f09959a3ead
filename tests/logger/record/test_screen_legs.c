/* SPDX-License-Identifier: MIT */
/* How legs begin and end at a terminal: by the keyboard, the button, or by lifting the roller off. */

#include "logger/support/screen_fixture.h"

#include <signal.h>
#include <unistd.h>

static size_t rows_of(const struct screen_fixture *fixture, const char *name, const char *leg)
{
    char path[512];
    temp_dir_join(&fixture->base->dir, name, path, sizeof path);
    char *bytes = temp_file_read(path, NULL), line[32];
    snprintf(line, sizeof line, "\n# leg: %s\n", leg);
    assert_non_null(bytes);
    assert_non_null(strstr(bytes, line));
    assert_non_null(strstr(bytes, "\n# rolling_radius_mm: 70.5\n"));
    assert_non_null(strstr(bytes, " lost=0\n"));
    assert_null(strstr(bytes, "mark")); /* the press that begins the leg is not recorded as a mark */
    free(bytes);
    return assert_whole_rows(path);
}

static void button_and_enter_guide_through_both_legs(void **state)
{
    struct screen_fixture *fixture = *state;
    fixture->duration = "600";
    screen_start(fixture, "", 80, 24, "both");
    screen_expect(fixture, "First the right leg");
    screen_expect(fixture, "ready, ");
    assert_int_equal(screen_count(&fixture->terminal, "Recording"), 0);
    atomic_store(&fixture->roller.press, true);
    screen_expect(fixture, "Recording the right leg");
    screen_expect(fixture, "Enter ends this leg");
    /* The smallest window for the full view; the view's first line is longer than the window is wide. */
    fake_terminal_resize(&fixture->terminal, 61, 16);
    screen_expect(fixture, LAST_OF_VIEW);
    screen_expect(fixture, "0:02"); /* an Enter in the first 0.7 s would not count */
    screen_expect(fixture, LAST_OF_VIEW);
    assert_int_equal(screen_count(&fixture->terminal, "upper thigh"), 1);
    char *shown = fake_terminal_text(&fixture->terminal);
    assert_memory_equal(shown, " Recording the right leg", 24); /* the view has not moved down */
    free(shown);
    fake_terminal_type(&fixture->terminal, "\004"); /* Ctrl-D has no effect: Enter still counts */
    fake_terminal_type(&fixture->terminal, "\n");
    screen_expect(fixture, "Now the left leg");
    screen_expect(fixture, "ready, ");
    fake_terminal_type(&fixture->terminal, "\n");
    screen_expect(fixture, "Recording the left leg");
    screen_expect(fixture, "0:02");
    fake_terminal_type(&fixture->terminal, "\n");
    screen_expect(fixture, "See the report of both legs:");
    assert_int_equal(fake_terminal_end(&fixture->terminal, LIMIT_S), 0);
    assert_true(rows_of(fixture, "a_right.csv", "right") >= 100);
    assert_true(rows_of(fixture, "a_left.csv", "left") >= 200);
}

static void stopping_between_the_legs_keeps_the_first(void **state)
{
    struct screen_fixture *fixture = *state;
    char left[512];
    screen_start(fixture, "", 80, 24, "both");
    screen_expect(fixture, "ready, ");
    fake_terminal_type(&fixture->terminal, "\n");
    screen_expect(fixture, "0:02");
    fake_terminal_type(&fixture->terminal, "\n");
    screen_expect(fixture, "Now the left leg");
    kill(fixture->terminal.pid, SIGINT);
    screen_expect(fixture, "The left leg was not recorded");
    assert_int_equal(fake_terminal_end(&fixture->terminal, LIMIT_S), 0);
    assert_true(rows_of(fixture, "a_right.csv", "right") >= 100);
    temp_dir_join(&fixture->base->dir, "a_left.csv.part", left, sizeof left);
    assert_int_not_equal(access(left, F_OK), 0);
}

/* Check that the last line on the screen can be typed to see the report. */
static void assert_ends_with_command(struct screen_fixture *fixture)
{
    char *shown = fake_terminal_text(&fixture->terminal), command[600];
    snprintf(command, sizeof command, " report %s", fixture->base->path);
    size_t length = strlen(shown);
    while (length > 0 && strchr(" \n", shown[length - 1]))
        shown[--length] = '\0';
    assert_true(length > strlen(command));
    assert_string_equal(shown + length - strlen(command), command);
    free(shown);
}

static void enter_ends_a_single_leg(void **state)
{
    struct screen_fixture *fixture = *state;
    fixture->duration = "600";
    screen_start(fixture, "", 200, 24, "right");
    screen_expect(fixture, "(Enter ends)");
    screen_expect(fixture, "0:01");
    fake_terminal_type(&fixture->terminal, "\n");
    screen_expect(fixture, "See the report:");
    assert_int_equal(fake_terminal_end(&fixture->terminal, LIMIT_S), 0);
    assert_int_equal(screen_count(&fixture->terminal, "No readings came"), 0);
    assert_ends_with_command(fixture);
    assert_true(assert_whole_rows(fixture->base->path) >= 100);
}

static void lifting_off_ends_a_leg_and_rolling_on_cancels_that(void **state)
{
    struct screen_fixture *fixture = *state;
    fixture->option = "--end-on-lift=5";
    screen_start(fixture, "", 200, 24, "right");
    screen_expect(fixture, "0:11");
    assert_int_equal(fixture->terminal.bells, 1); /* of the visit */
    atomic_store(&fixture->roller.lifted, true);
    screen_expect(fixture, "THE LEG ENDS IN 4 s");
    atomic_store(&fixture->roller.lifted, false);
    screen_expect(fixture, "seconds on this place");
    atomic_store(&fixture->roller.lifted, true);
    screen_expect(fixture, "THE LEG ENDS IN 1 s");
    screen_expect(fixture, "The roller was lifted for 5 s, so the leg ends.");
    screen_expect(fixture, "See the report:");
    assert_int_equal(fake_terminal_end(&fixture->terminal, LIMIT_S), 0);
    assert_true(fixture->terminal.bells > 5);
    assert_ends_with_command(fixture);
}

/* Without a terminal, the button begins a leg and the duration ends it. */
static void without_a_terminal_the_button_controls_the_legs(void **state)
{
    struct screen_fixture *fixture = *state;
    fake_roller_start(&fixture->roller, &fixture->base->pty);
    const char *argv[] = {
        LOGGER, "record", "--port", fixture->base->pty.path, "-o", fixture->base->path, "--leg", "both",
        NULL,   "1",      NULL};
    struct program_result refused = program_run(argv, NULL, LIMIT_S);
    assert_ended(&refused, 2, "--duration");
    argv[8] = "--duration";
    device_pty_end_exclusive_mode(&fixture->base->pty);
    struct program program = program_start(argv, NULL);
    assert_true(program_wait_for_err(&program, "then press the roller's button.", LIMIT_S));
    for (unsigned i = 0; i < 2; i++) {
        atomic_store(&fixture->roller.press, true);
        assert_true(
            program_wait_for_err(&program, i == 0 ? "Now the left leg" : "See the report of both legs:", LIMIT_S));
    }
    struct program_result result = program_wait(&program, LIMIT_S);
    char printed[1100];
    snprintf(printed, sizeof printed, "%s/a_right.csv\n%s/a_left.csv\n", fixture->base->dir.path,
             fixture->base->dir.path);
    assert_string_equal(result.out, printed);
    assert_ended(&result, 0, NULL);
    size_t right = rows_of(fixture, "a_right.csv", "right"), left = rows_of(fixture, "a_left.csv", "left");
    assert_true(right > 50 && right <= 101 && left > 50 && left <= 101); /* fewer on a busy machine */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCREEN_TEST(button_and_enter_guide_through_both_legs),
        SCREEN_TEST(enter_ends_a_single_leg),
        SCREEN_TEST(lifting_off_ends_a_leg_and_rolling_on_cancels_that),
        SCREEN_TEST(stopping_between_the_legs_keeps_the_first),
        SCREEN_TEST(without_a_terminal_the_button_controls_the_legs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
