/* SPDX-License-Identifier: MIT */
/* Recordings with `--leg both` that cannot record both legs: from a file, stopped too early, or with the roller
 * unplugged before a leg begins. */

#include "logger/support/logger_run.h"
#include "support/cmocka_includes.h"

#include <signal.h>
#include <unistd.h>

/* Long, so that the roller's clock ends the leg, even if the test is held up while it sends the frames. */
#define LEG_S "20"
#define LEG_ROWS 2004 /* one for each WIRE_PERIOD_US */
#define FIRST_SEQ 20  /* of the frames sent after the button was pressed */

static struct program start(struct fixture *fixture)
{
    const char *const argv[] = {
        LOGGER, "record", "--port", fixture->pty.path, "-o", fixture->path, "--leg", "both", "--duration", LEG_S, NULL};
    struct program program = program_start(argv, NULL);
    wire_add_hello(&fixture->wire, "00A1");
    wire_add_frames(&fixture->wire, 0, FIRST_SEQ, 20000);
    device_pty_send(&fixture->pty, fixture->wire.bytes, fixture->wire.length);
    assert_true(program_wait_for_err(&program, "then press the roller's button.", LIMIT_S));
    device_pty_drain(&fixture->pty);
    return program;
}

/* Press the button, for so long that it means the knee crease, and send frames for more than the requested time. */
static void roll_right_leg(struct fixture *fixture, struct program *program)
{
    wire_free(&fixture->wire);
    wire_add(&fixture->wire, "E,%u,knee", 20000 + FIRST_SEQ * WIRE_PERIOD_US);
    wire_add_frames(&fixture->wire, FIRST_SEQ, LEG_ROWS + 50, 20000 + FIRST_SEQ * WIRE_PERIOD_US);
    device_pty_send(&fixture->pty, fixture->wire.bytes, fixture->wire.length);
    assert_true(program_wait_for_err(program, "Now the left leg", LIMIT_S));
    device_pty_drain(&fixture->pty);
}

/* Return seq of the first row of a session. */
static unsigned first_seq(const char *path)
{
    unsigned seq = 0;
    char *bytes = temp_file_read(path, NULL);
    assert_non_null(bytes);
    const char *row = strstr(bytes, "\n0.000000,");
    assert_non_null(row);
    assert_int_equal(sscanf(row, "\n0.000000,%*[^,],%u,", &seq), 1);
    free(bytes);
    return seq;
}

/* The button was held for three seconds before the leg: its first row says so, and the header that it begins there. */
static void assert_begins_at_knee(const char *path)
{
    char *bytes = temp_file_read(path, NULL);
    assert_non_null(strstr(bytes, "\n# start: knee\n"));
    const char *row = strstr(bytes, "\n0.000000,") + 1;
    const char *end = strchr(row, '\n');
    assert_memory_equal(end - strlen(",knee"), ",knee", strlen(",knee"));
    free(bytes);
}

static void both_legs_cannot_be_recorded_from_a_file(void **state)
{
    struct fixture *fixture = *state;
    wire_add_hello(&fixture->wire, "00A1");
    wire_add_frames(&fixture->wire, 0, 20, 20000);
    const char *const argv[] = {LOGGER,  "record", "--port",     "-",   "-o", fixture->path,
                                "--leg", "both",   "--duration", LEG_S, NULL};
    struct program_options options = {.input = fixture->wire.bytes, .input_length = fixture->wire.length};
    struct program_result result = program_run(argv, &options, LIMIT_S);
    assert_ended(&result, 2, "--leg both needs a roller");
    assert_true(folder_is_empty(fixture->dir.path));
}

static void a_stop_before_the_first_leg_records_nothing(void **state)
{
    struct fixture *fixture = *state;
    struct program program = start(fixture);
    kill(program.pid, SIGINT);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_string_equal(result.out, "");
    assert_ended(&result, 4, "Stopped before the first leg began; nothing was recorded.");
    assert_true(folder_is_empty(fixture->dir.path));
}

static void a_roller_unplugged_before_a_leg_begins_is_reported(void **state)
{
    struct fixture *fixture = *state;
    char right[512];
    struct program program = start(fixture);
    roll_right_leg(fixture, &program);
    device_pty_close(&fixture->pty);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_ended(&result, 4, "The roller is gone; the left leg was not recorded.");
    temp_dir_join(&fixture->dir, "a_right.csv", right, sizeof right);
    assert_int_equal(assert_whole_rows(right), LEG_ROWS);
    assert_begins_at_knee(right);
    /* The row after that of the press shows the press. If it comes late, the row of the press alone shows it. */
    unsigned seq = first_seq(right);
    assert_true(seq == FIRST_SEQ + 1 || seq == FIRST_SEQ + 2);
    unlink(right);
    assert_true(folder_is_empty(fixture->dir.path));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGGER_TEST(both_legs_cannot_be_recorded_from_a_file),
        LOGGER_TEST(a_stop_before_the_first_leg_records_nothing),
        LOGGER_TEST(a_roller_unplugged_before_a_leg_begins_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
