/* SPDX-License-Identifier: MIT */
/* The live view in terminals of several sizes: the seconds are large, and each line fits. */

#include "shared/dose.h"
#include "support/cmocka_includes.h"
#include "terminal/live_view.h"

#include <string.h>

static const struct {
    unsigned columns, rows;
} SIZES[] = {{79, 24}, {119, 40}, {59, 15}, {59, 14}, {199, 60}};
#define SIZE_COUNT (sizeof SIZES / sizeof SIZES[0])

struct view_fixture {
    struct session_decoder decoder;
    struct live_tracker tracker;
    unsigned countdown_s;
    char text[LIVE_VIEW_SIZE];
};

static int setup(void **state)
{
    struct view_fixture *fixture = calloc(1, sizeof *fixture);
    if (!fixture)
        return -1;
    live_tracker_init(&fixture->tracker, 350, SESSION_START_UNKNOWN);
    fixture->tracker.position_is_known = fixture->tracker.is_zeroed = fixture->tracker.loaded = true;
    fixture->tracker.position_mm = 175;
    fixture->tracker.force_n = 230;
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    free(*state);
    return 0;
}

static const char *draw(struct view_fixture *fixture, size_t size)
{
    struct live_view view = {.tracker = &fixture->tracker,
                             .decoder = &fixture->decoder,
                             .countdown_s = fixture->countdown_s,
                             .hint = "Ctrl-C ends"};
    live_view_draw(&view, SIZES[size].columns, SIZES[size].rows, fixture->text, sizeof fixture->text);
    return fixture->text;
}

static void the_seconds_take_a_fifth_of_the_height(void **state)
{
    struct view_fixture *fixture = *state;
    static const double dwell_s[] = {0, 9.9, 29, 30, 100, 5000};
    for (size_t size = 0; size < SIZE_COUNT; size++) {
        for (size_t i = 0; i < sizeof dwell_s / sizeof dwell_s[0]; i++) {
            unsigned lines = 1, number_lines = 0;
            fixture->tracker.place_dwell_s = dwell_s[i];
            for (const char *line = draw(fixture, size), *end; line;
                 line = *end ? end + 1 : NULL, lines += line != NULL) {
                end = line + strcspn(line, "\n");
                assert_true(end - line <= (int)SIZES[size].columns);
                number_lines += memchr(line, '#', (size_t)(end - line)) && line + strspn(line, " #") == end;
            }
            assert_true(lines < SIZES[size].rows); /* one is left for what the user types */
            assert_true(number_lines >= 5 && number_lines * 5 >= SIZES[size].rows);
        }
    }
}

/* Draw at the first size, and check whether the view says `words`. */
static void assert_drawn(struct view_fixture *fixture, const char *words, bool is_there)
{
    if (!strstr(draw(fixture, 0), words) == is_there)
        fail_msg("\"%s\" is%s in the view:\n%s", words, is_there ? " not" : "", fixture->text);
}

static void the_view_says_what_to_do(void **state)
{
    struct view_fixture *fixture = *state;
    fixture->tracker.place_dwell_s = 12;
    assert_drawn(fixture, "seconds on this place", true);
    assert_drawn(fixture, "roll on at " DOSE_TEXT(DOSE_PLACE_S), true);
    assert_drawn(fixture, "230 N (23 kg)", true);
    assert_drawn(fixture, "lost", false);
    fixture->tracker.place_dwell_s = DOSE_PLACE_S;
    assert_drawn(fixture, "DONE HERE: ROLL ON", true);
    fixture->tracker.loaded = false;
    assert_drawn(fixture, "Lifted off", true);
    fixture->countdown_s = 7;
    assert_drawn(fixture, "LIFTED: THE LEG ENDS IN 7 s. ROLL ON TO CONTINUE", true);
    fixture->countdown_s = 0;
    fixture->tracker.position_is_known = false;
    assert_drawn(fixture, "Put the roller under the fold below your buttock", true);
    fixture->decoder.counts.lost = 3;
    assert_drawn(fixture, "3 readings lost", true);
}

static void a_press_is_shown_for_a_while_and_drawn(void **state)
{
    struct view_fixture *fixture = *state;
    fixture->tracker.time_us = 5000000;
    fixture->tracker.notice = LIVE_MARK;
    fixture->tracker.notice_us = 4000000;
    live_places_add_mark(&fixture->tracker.places, 175);
    assert_drawn(fixture, " MARKED: IT HURTS HERE ", true);
    fixture->tracker.time_us = 8000000;
    assert_drawn(fixture, "MARKED", false);
    assert_drawn(fixture, "seconds on this place", true);
    const char *thigh = strstr(fixture->text, "\n |") + 1, *marks = strchr(thigh, '\n') + 1;
    assert_non_null(strchr(marks, '^'));
    assert_int_equal(strchr(marks, '^') - marks, strchr(thigh, 'O') - thigh);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_seconds_take_a_fifth_of_the_height),
        TEST(the_view_says_what_to_do),
        TEST(a_press_is_shown_for_a_while_and_drawn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
