/* SPDX-License-Identifier: MIT */
/* The live view and the keyboard of a recording at a terminal. */

#include "logger/support/fake_roller.h"
#include "logger/support/logger_run.h"
#include "logger/support/fake_terminal.h"
#include "support/cmocka_includes.h"

#include <signal.h>
#include <termios.h>
#include <unistd.h>

#define LAST_OF_VIEW "Live numbers are a hint" /* once it is shown, the view is complete */

struct screen_fixture {
    struct fixture *base;
    struct fake_roller roller;
    struct fake_terminal terminal;
    const char *duration; /* NULL = until stopped */
};

static int setup(void **state)
{
    struct screen_fixture *fixture = calloc(1, sizeof *fixture);
    void *base = NULL;
    if (!fixture || fixture_setup(&base) != 0)
        return -1;
    fixture->base = base;
    fixture->roller.id = "5A3C21F0";
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    struct screen_fixture *fixture = *state;
    void *base = fixture->base;
    if (fixture->roller.pty)
        fake_roller_stop(&fixture->roller);
    free(fixture);
    return fixture_teardown(&base);
}

static void start(struct screen_fixture *fixture, const char *env, unsigned columns, unsigned rows, const char *leg)
{
    const char *const argv[] = {LOGGER,
                                "record",
                                "--port",
                                fixture->base->pty.path,
                                "-o",
                                fixture->base->path,
                                "--leg",
                                leg,
                                "--thigh-length",
                                "350",
                                fixture->duration ? "--duration" : NULL,
                                fixture->duration,
                                NULL};
    const char *const entries[] = {env, NULL};
    device_pty_end_exclusive_mode(&fixture->base->pty);
    fake_roller_start(&fixture->roller, &fixture->base->pty);
    fake_terminal_start(&fixture->terminal, argv, entries, columns, rows);
}

static unsigned count_on_screen(const struct fake_terminal *terminal, const char *text)
{
    char *shown = fake_terminal_text(terminal);
    unsigned count = 0;
    for (const char *found = shown; (found = strstr(found, text)); found++)
        count++;
    free(shown);
    return count;
}

static unsigned row_of(const struct fake_terminal *terminal, const char *text)
{
    char *shown = fake_terminal_text(terminal);
    const char *found = strstr(shown, text);
    unsigned row = 0;
    assert_non_null(found);
    for (const char *c = shown; c < found; c++)
        row += *c == '\n';
    free(shown);
    return row;
}

static void expect(struct screen_fixture *fixture, const char *text)
{
    if (fake_terminal_wait_for(&fixture->terminal, text, LIMIT_S))
        return;
    char *shown = fake_terminal_text(&fixture->terminal);
    fail_msg("\"%s\" is not on the screen:\n%s", text, shown);
}

/* End the recording with Ctrl-C, and check that the view is gone and the terminal's mode unchanged. */
static void end_recording(struct screen_fixture *fixture, const struct termios *original)
{
    struct termios after;
    kill(fixture->terminal.pid, SIGINT);
    expect(fixture, "See the report:");
    assert_int_equal(count_on_screen(&fixture->terminal, "upper thigh"), 0); /* the view is gone */
    assert_int_equal(tcgetattr(fixture->terminal.fd, &after), 0);
    assert_true(after.c_iflag == original->c_iflag && after.c_oflag == original->c_oflag &&
                after.c_lflag == original->c_lflag && after.c_cflag == original->c_cflag &&
                memcmp(after.c_cc, original->c_cc, sizeof after.c_cc) == 0);
    assert_int_equal(fake_terminal_end(&fixture->terminal, LIMIT_S), 0);
    assert_false(fixture->terminal.unknown);
}

static void the_thigh_is_drawn_in_place_and_follows_the_window(void **state)
{
    struct screen_fixture *fixture = *state;
    struct termios original;
    start(fixture, "", 80, 24, "right");
    assert_int_equal(tcgetattr(fixture->terminal.fd, &original), 0);
    expect(fixture, "Recording the right leg");
    expect(fixture, "knee");
    expect(fixture, "●");
    expect(fixture, "0:01");
    expect(fixture, LAST_OF_VIEW);
    assert_true(fixture->terminal.styles > 0);
    assert_int_equal(count_on_screen(&fixture->terminal, "upper thigh"), 1);
    unsigned row = row_of(&fixture->terminal, "upper thigh");
    fake_terminal_type(&fixture->terminal, "\nabc\n\n"); /* Enter moves the cursor, but the view stays in its lines */
    expect(fixture, "0:02");
    expect(fixture, LAST_OF_VIEW);
    assert_int_equal(row_of(&fixture->terminal, "upper thigh"), row);
    assert_int_equal(count_on_screen(&fixture->terminal, "upper thigh"), 1);
    assert_int_equal(count_on_screen(&fixture->terminal, "this spot"), 1);
    fake_terminal_resize(&fixture->terminal, 40, 10);
    expect(fixture, " s here ");
    assert_int_equal(count_on_screen(&fixture->terminal, "this spot"), 0);
    fake_terminal_resize(&fixture->terminal, 120, 40);
    expect(fixture, "this spot");
    expect(fixture, "0:03");
    expect(fixture, LAST_OF_VIEW);
    assert_int_equal(count_on_screen(&fixture->terminal, "upper thigh"), 1);
    assert_int_equal(count_on_screen(&fixture->terminal, " s here "), 0);
    end_recording(fixture, &original);
}

static void no_color_and_ascii_are_respected(void **state)
{
    struct screen_fixture *fixture = *state;
    struct termios original;
    start(fixture, "NO_COLOR=1", 80, 24, "left");
    assert_int_equal(tcgetattr(fixture->terminal.fd, &original), 0);
    expect(fixture, "this spot");
    expect(fixture, "0:01");
    end_recording(fixture, &original);
    assert_int_equal(fixture->terminal.styles, 0);
    fake_roller_stop(&fixture->roller);
    fixture->roller = (struct fake_roller){.id = "5A3C21F0"};
    unlink(fixture->base->path);
    start(fixture, "LC_ALL=C", 80, 24, "left");
    expect(fixture, "this spot");
    char *shown = fake_terminal_text(&fixture->terminal);
    for (const char *c = shown; *c; c++)
        assert_true(*c > 0 && *c < 127);
    free(shown);
    kill(fixture->terminal.pid, SIGTERM);
    assert_int_equal(fake_terminal_end(&fixture->terminal, LIMIT_S), 0);
}

static void a_dumb_terminal_gets_messages_only(void **state)
{
    struct screen_fixture *fixture = *state;
    start(fixture, "TERM=dumb", 80, 24, "left");
    expect(fixture, "Recording to");
    fake_roller_wait_for_readings(&fixture->roller, 100);
    kill(fixture->terminal.pid, SIGHUP);
    assert_int_equal(fake_terminal_end(&fixture->terminal, LIMIT_S), 0);
    assert_int_equal(count_on_screen(&fixture->terminal, "this spot"), 0);
    assert_int_equal(fixture->terminal.styles, 0);
    assert_false(fixture->terminal.unknown);
}

static void device_warnings_are_shown(void **state)
{
    struct screen_fixture *fixture = *state;
    fixture->roller.extra = ",imu_id=98,settings=corrupt";
    start(fixture, "", 80, 24, "left");
    expect(fixture, "calibration is lost");
    expect(fixture, "a relative or a copy");
    expect(fixture, "this spot");
    kill(fixture->terminal.pid, SIGINT);
    assert_int_equal(fake_terminal_end(&fixture->terminal, LIMIT_S), 0);
    assert_false(fixture->terminal.unknown);
}

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
    start(fixture, "", 80, 24, "both");
    expect(fixture, "First the right leg");
    expect(fixture, "ready, ");
    assert_int_equal(count_on_screen(&fixture->terminal, "Recording"), 0);
    atomic_store(&fixture->roller.press, true);
    expect(fixture, "Recording the right leg");
    expect(fixture, "Enter ends this leg");
    /* The smallest window for the full view; the view's first line is longer than the window is wide. */
    fake_terminal_resize(&fixture->terminal, 61, 16);
    expect(fixture, "this spot");
    expect(fixture, "0:01");
    expect(fixture, LAST_OF_VIEW);
    assert_int_equal(count_on_screen(&fixture->terminal, "upper thigh"), 1);
    char *shown = fake_terminal_text(&fixture->terminal);
    assert_memory_equal(shown, "\n Recording the right leg", 24); /* the view has not moved down */
    free(shown);
    fake_terminal_type(&fixture->terminal, "\004"); /* Ctrl-D has no effect: Enter still counts */
    fake_terminal_type(&fixture->terminal, "\n");
    expect(fixture, "Now the left leg");
    expect(fixture, "ready, ");
    fake_terminal_type(&fixture->terminal, "\n");
    expect(fixture, "Recording the left leg");
    expect(fixture, "0:02");
    fake_terminal_type(&fixture->terminal, "\n");
    expect(fixture, "roller-analyzer compare");
    assert_int_equal(fake_terminal_end(&fixture->terminal, LIMIT_S), 0);
    assert_true(rows_of(fixture, "a_right.csv", "right") >= 100);
    assert_true(rows_of(fixture, "a_left.csv", "left") >= 200);
}

static void stopping_between_the_legs_keeps_the_first(void **state)
{
    struct screen_fixture *fixture = *state;
    char left[512];
    start(fixture, "", 80, 24, "both");
    expect(fixture, "ready, ");
    fake_terminal_type(&fixture->terminal, "\n");
    expect(fixture, "0:01");
    fake_terminal_type(&fixture->terminal, "\n");
    expect(fixture, "Now the left leg");
    kill(fixture->terminal.pid, SIGINT);
    expect(fixture, "The left leg was not recorded");
    assert_int_equal(fake_terminal_end(&fixture->terminal, LIMIT_S), 0);
    assert_true(rows_of(fixture, "a_right.csv", "right") >= 100);
    temp_dir_join(&fixture->base->dir, "a_left.csv.part", left, sizeof left);
    assert_int_not_equal(access(left, F_OK), 0);
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
        assert_true(program_wait_for_err(&program, i == 0 ? "Now the left leg" : "compare", LIMIT_S));
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

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_thigh_is_drawn_in_place_and_follows_the_window),
        TEST(no_color_and_ascii_are_respected),
        TEST(a_dumb_terminal_gets_messages_only),
        TEST(device_warnings_are_shown),
        TEST(button_and_enter_guide_through_both_legs),
        TEST(stopping_between_the_legs_keeps_the_first),
        TEST(without_a_terminal_the_button_controls_the_legs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
