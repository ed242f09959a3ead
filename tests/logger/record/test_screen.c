/* SPDX-License-Identifier: MIT */
/* The live view and the bell of a recording at a terminal. */

#include "logger/support/screen_fixture.h"
#include "support/now.h"

#include <signal.h>
#include <termios.h>
#include <unistd.h>

/* End the recording with Ctrl-C, and check that the view is gone and the terminal's mode unchanged. */
static void end_recording(struct screen_fixture *fixture, const struct termios *original)
{
    struct termios after;
    kill(fixture->terminal.pid, SIGINT);
    screen_expect(fixture, "See the report:");
    assert_int_equal(screen_count(&fixture->terminal, "upper thigh"), 0); /* the view is gone */
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
    screen_start(fixture, "", 80, 24, "right");
    assert_int_equal(tcgetattr(fixture->terminal.fd, &original), 0);
    screen_expect(fixture, "Recording the right leg");
    screen_expect(fixture, "knee");
    screen_expect(fixture, "●");
    screen_expect(fixture, "0:01");
    screen_expect(fixture, LAST_OF_VIEW);
    assert_true(fixture->terminal.styles > 0);
    assert_int_equal(screen_count(&fixture->terminal, "upper thigh"), 1);
    unsigned row = screen_row_of(&fixture->terminal, "upper thigh");
    fake_terminal_type(&fixture->terminal, "abc"); /* typed text is drawn over */
    screen_expect(fixture, "0:02");
    screen_expect(fixture, LAST_OF_VIEW);
    assert_int_equal(screen_row_of(&fixture->terminal, "upper thigh"), row);
    assert_int_equal(screen_count(&fixture->terminal, "upper thigh"), 1);
    assert_int_equal(screen_count(&fixture->terminal, LAST_OF_VIEW), 1);
    fake_terminal_resize(&fixture->terminal, 40, 10);
    screen_expect(fixture, " s here ");
    assert_int_equal(screen_count(&fixture->terminal, LAST_OF_VIEW), 0);
    fake_terminal_resize(&fixture->terminal, 120, 40);
    screen_expect(fixture, LAST_OF_VIEW);
    screen_expect(fixture, "0:03");
    screen_expect(fixture, LAST_OF_VIEW);
    assert_int_equal(screen_count(&fixture->terminal, "upper thigh"), 1);
    assert_int_equal(screen_count(&fixture->terminal, " s here "), 0);
    end_recording(fixture, &original);
}

/* The fake roller lies still under load, so a visit begins after five seconds. */
static void record_a_visit(struct screen_fixture *fixture)
{
    screen_start(fixture, "", 80, 24, "right");
    screen_expect(fixture, LAST_OF_VIEW);
    assert_int_equal(screen_count(&fixture->terminal, "▲"), 0);
    double pressed_s = now_s();
    atomic_store(&fixture->roller.press, true);
    screen_expect(fixture, "MARKED: IT HURTS HERE");
    printf("figure: a press is on the screen after %.0f ms\n", 1000 * (now_s() - pressed_s));
    assert_int_equal(screen_count(&fixture->terminal, "▲"), 1);
    screen_expect(fixture, "0:07");
    kill(fixture->terminal.pid, SIGINT);
    assert_int_equal(fake_terminal_end(&fixture->terminal, LIMIT_S), 0);
    assert_false(fixture->terminal.unknown);
}

static void a_press_is_shown_and_a_visit_rings_the_bell(void **state)
{
    struct screen_fixture *fixture = *state;
    record_a_visit(fixture);
    assert_int_equal(fixture->terminal.bells, 1);
}

static void no_bell_is_rung_if_unwanted(void **state)
{
    struct screen_fixture *fixture = *state;
    fixture->option = "--no-bell";
    record_a_visit(fixture);
    assert_int_equal(fixture->terminal.bells, 0);
}

static void no_color_and_ascii_are_respected(void **state)
{
    struct screen_fixture *fixture = *state;
    struct termios original;
    screen_start(fixture, "NO_COLOR=1", 80, 24, "left");
    assert_int_equal(tcgetattr(fixture->terminal.fd, &original), 0);
    screen_expect(fixture, LAST_OF_VIEW);
    screen_expect(fixture, "0:01");
    end_recording(fixture, &original);
    assert_int_equal(fixture->terminal.styles, 0);
    fake_roller_stop(&fixture->roller);
    fixture->roller = (struct fake_roller){.id = "5A3C21F0", .is_steady = true};
    unlink(fixture->base->path);
    screen_start(fixture, "LC_ALL=C", 80, 24, "left");
    screen_expect(fixture, LAST_OF_VIEW);
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
    screen_start(fixture, "TERM=dumb", 80, 24, "left");
    screen_expect(fixture, "Recording to");
    fake_roller_wait_for_readings(&fixture->roller, 100);
    kill(fixture->terminal.pid, SIGHUP);
    assert_int_equal(fake_terminal_end(&fixture->terminal, LIMIT_S), 0);
    assert_int_equal(screen_count(&fixture->terminal, LAST_OF_VIEW), 0);
    assert_int_equal(fixture->terminal.styles, 0);
    assert_false(fixture->terminal.unknown);
}

static void device_warnings_are_shown(void **state)
{
    struct screen_fixture *fixture = *state;
    fixture->roller.extra = ",imu_id=98,settings=corrupt";
    screen_start(fixture, "", 80, 24, "left");
    screen_expect(fixture, "calibration is lost");
    screen_expect(fixture, "a relative or a copy");
    screen_expect(fixture, LAST_OF_VIEW);
    kill(fixture->terminal.pid, SIGINT);
    assert_int_equal(fake_terminal_end(&fixture->terminal, LIMIT_S), 0);
    assert_false(fixture->terminal.unknown);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCREEN_TEST(the_thigh_is_drawn_in_place_and_follows_the_window),
        SCREEN_TEST(a_press_is_shown_and_a_visit_rings_the_bell),
        SCREEN_TEST(no_bell_is_rung_if_unwanted),
        SCREEN_TEST(no_color_and_ascii_are_respected),
        SCREEN_TEST(a_dumb_terminal_gets_messages_only),
        SCREEN_TEST(device_warnings_are_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
