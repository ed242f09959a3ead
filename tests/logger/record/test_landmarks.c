/* SPDX-License-Identifier: MIT */
/* At a terminal a leg begins at a landmark, which the session's first row has; without it, or without a terminal, the
 * leg begins as it always did. */

#include "logger/support/screen_fixture.h"

#include <unistd.h>

/* Return the events of the rows of the session, each followed by ';', with the number of the row: "0 zero;". */
static char *read_events(const char *path)
{
    static char events[512];
    size_t used = 0;
    char *bytes = temp_file_read(path, NULL), *row;
    assert_non_null(bytes);
    row = strstr(bytes, "\n0.000000,");
    assert_non_null(row);
    events[0] = '\0';
    for (unsigned number = 0; row && row[1] != '#' && row[1]; number++) {
        char *end = strchr(row + 1, '\n'), *event = end;
        while (event[-1] != ',')
            event--;
        if (event != end)
            used +=
                (size_t)snprintf(events + used, sizeof events - used, "%u %.*s;", number, (int)(end - event), event);
        assert_true(used < sizeof events);
        row = end;
    }
    free(bytes);
    return events;
}

static void start_asking(struct screen_fixture *fixture)
{
    fixture->asks = true;
    screen_start(fixture, "", 80, 24, "right");
    screen_expect(fixture, "Your name, for the session? Enter: none");
    fake_terminal_type(&fixture->terminal, "\n");
    screen_expect(fixture, "Pain now");
    fake_terminal_type(&fixture->terminal, "\n");
    screen_expect(fixture, "The right leg: ready, ");
    screen_expect(fixture, "1. Lie with the fold below your buttock over the roller.");
    assert_int_equal(screen_count(&fixture->terminal, "Recording"), 0);
}

static void end_with_enter(struct screen_fixture *fixture)
{
    screen_expect(fixture, "0:02"); /* an Enter in the first 0.7 s would not count */
    fake_terminal_type(&fixture->terminal, "\n");
    screen_expect(fixture, "Pain now, after rolling");
    fake_terminal_type(&fixture->terminal, "\n");
    assert_int_equal(fake_terminal_end(&fixture->terminal, LIMIT_S), 0);
    assert_int_equal(screen_count(&fixture->terminal, "See the report:"), 2);
    assert_false(fixture->terminal.unknown);
}

static void a_hold_begins_the_leg_at_the_landmark(void **state)
{
    struct screen_fixture *fixture = *state;
    start_asking(fixture);
    atomic_store(&fixture->roller.hold, true);
    screen_expect(fixture, "SET: THE FOLD BELOW THE BUTTOCK IS HERE");
    assert_int_equal(fixture->terminal.bells, 1);
    end_with_enter(fixture);
    assert_string_equal(read_events(fixture->base->path), "0 zero;");
}

static void enter_begins_the_leg_at_the_landmark(void **state)
{
    struct screen_fixture *fixture = *state;
    start_asking(fixture);
    screen_expect(fixture, "short press, or s and Enter");
    fake_terminal_type(&fixture->terminal, "\n");
    screen_expect(fixture, "SET: THE FOLD BELOW THE BUTTOCK IS HERE");
    screen_expect(fixture, "0:01");
    fake_terminal_type(&fixture->terminal, "k\n"); /* the second landmark */
    screen_expect(fixture, "SET: THE CREASE OF THE KNEE IS HERE");
    end_with_enter(fixture);
    unsigned row;
    char after[16];
    assert_int_equal(sscanf(read_events(fixture->base->path), "0 zero;%u knee%15s", &row, after), 2);
    assert_string_equal(after, ";");
    assert_true(row > 50);
}

static void the_landmark_can_be_skipped(void **state)
{
    struct screen_fixture *fixture = *state;
    atomic_store(&fixture->roller.lifted, true);
    start_asking(fixture);
    screen_expect(fixture, "short press, or s and Enter");
    fake_terminal_type(&fixture->terminal, "\n");
    screen_expect(fixture, "The roller carries no load yet.");
    assert_int_equal(screen_count(&fixture->terminal, "Recording"), 0);
    fake_terminal_type(&fixture->terminal, "s\n");
    end_with_enter(fixture);
    assert_string_equal(read_events(fixture->base->path), "");
}

static void a_stop_before_the_leg_records_nothing(void **state)
{
    struct screen_fixture *fixture = *state;
    start_asking(fixture);
    fake_terminal_type(&fixture->terminal, "\003");
    screen_expect(fixture, "Stopped before the leg began; nothing was recorded.");
    assert_int_equal(fake_terminal_end(&fixture->terminal, LIMIT_S), 4);
    assert_true(folder_is_empty(fixture->base->dir.path));
}

static void without_a_terminal_nothing_is_asked(void **state)
{
    struct screen_fixture *fixture = *state;
    fake_roller_start(&fixture->roller, &fixture->base->pty);
    struct program program = start_on_pty(fixture->base, "--duration", "1");
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_null(strstr(result.err, "buttock"));
    assert_ended(&result, 0, NULL);
    assert_string_equal(read_events(fixture->base->path), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCREEN_TEST(a_hold_begins_the_leg_at_the_landmark), SCREEN_TEST(enter_begins_the_leg_at_the_landmark),
        SCREEN_TEST(the_landmark_can_be_skipped),           SCREEN_TEST(a_stop_before_the_leg_records_nothing),
        SCREEN_TEST(without_a_terminal_nothing_is_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
