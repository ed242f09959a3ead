/* SPDX-License-Identifier: MIT */
/* The live tracker's places, marks and events, from made-up rows. */

#include "decode/session_decoder.h"
#include "support/cmocka_includes.h"
#include "terminal/live_tracker.h"
#include "terminal/live_view.h"

#include <math.h>
#include <string.h>

/* Feed a made-up row, since simulated sessions always begin loaded at the upper thigh. */
static unsigned feed_row(struct live_tracker *tracker, int64_t time_us, uint16_t strip, double rate_dps,
                         const char *event)
{
    struct session_header header;
    session_header_init(&header);
    header.has_imu = true;
    struct session_row row = {.time_us = time_us, .imu_valid = true};
    row.imu[1] = 8192;
    row.imu[5] = (int16_t)lround(rate_dps * header.gyro_lsb_per_dps);
    for (unsigned i = 0; i < header.strip_count; i++)
        row.strip[i] = strip;
    snprintf(row.event, sizeof row.event, "%s", event);
    return live_tracker_add_row(tracker, &header, &row);
}

/* Feed rows for some time at a rate of rotation, loaded or not. Returns all their events. */
static unsigned feed_for(struct live_tracker *tracker, int64_t *time_us, double seconds, double rate_dps, bool loaded)
{
    unsigned events = 0;
    for (int i = 0; i < (int)lround(seconds * 100); i++)
        events |= feed_row(tracker, *time_us += 10000, loaded ? 300 : 0, rate_dps, "");
    return events;
}

static void all_visits_to_a_place_count_together(void **state)
{
    (void)state;
    struct live_tracker tracker;
    int64_t time_us = 0;
    live_tracker_init(&tracker, 350, SESSION_START_UNKNOWN);
    feed_for(&tracker, &time_us, 0.1, 0, true);
    assert_int_equal(feed_for(&tracker, &time_us, 4, 0, true), 0);
    assert_int_equal(feed_for(&tracker, &time_us, 2, 0, true), LIVE_VISIT_BEGAN); /* once */
    assert_int_equal(feed_for(&tracker, &time_us, 10, 0, true), 0);
    double first_s = tracker.place_dwell_s, first_mm = tracker.position_mm;
    assert_true(first_s > 15.9 && first_s < 16.2);
    assert_int_equal(feed_for(&tracker, &time_us, 3, 0, false), LIVE_LIFTED); /* once */
    assert_int_equal(feed_for(&tracker, &time_us, 1, 0, true), 0);
    assert_true(tracker.visit_dwell_s < 1.1 && tracker.place_dwell_s > first_s);
    assert_int_equal(tracker.places.count, 1);
    assert_true(fabs(tracker.places.place[0].center_mm - first_mm) < 1);
    assert_int_equal(feed_for(&tracker, &time_us, 8, 0, true), LIVE_VISIT_BEGAN);
    assert_int_equal(feed_for(&tracker, &time_us, 8, 0, true), LIVE_DOSE_REACHED);
    assert_int_equal(feed_for(&tracker, &time_us, 20, 0, true), 0);
}

static void visits_near_each_other_are_one_place(void **state)
{
    (void)state;
    struct live_places places = {0};
    live_places_add_visit(&places, 100, 10);
    live_places_add_visit(&places, 120, 30);
    live_places_add_visit(&places, 200, 6);
    assert_int_equal(places.count, 2);
    assert_true(fabs(places.place[0].center_mm - 115) < 1e-9 && fabs(places.place[0].dwell_s - 40) < 1e-9);
    assert_int_equal(places.place[0].visits, 2);
    assert_null(live_places_find(&places, 150));
    assert_ptr_equal(live_places_find(&places, 175), &places.place[1]);
    for (int i = 0; i < 2 * LIVE_PLACES_MAX; i++)
        live_places_add_visit(&places, 300 + 40 * i, 5);
    assert_int_equal(places.count, LIVE_PLACES_MAX); /* the rest counts for the last one */
    double total_s = 0;
    for (size_t i = 0; i < places.count; i++)
        total_s += places.place[i].dwell_s;
    assert_true(fabs(total_s - (46 + 2 * LIVE_PLACES_MAX * 5)) < 1e-6);
}

static void the_first_zero_forgets_the_assumed_origin(void **state)
{
    (void)state;
    struct live_tracker tracker;
    int64_t time_us = 0;
    live_tracker_init(&tracker, 350, SESSION_START_UNKNOWN);
    feed_for(&tracker, &time_us, 8, 0, true);
    assert_int_equal(feed_row(&tracker, time_us += 10000, 300, 0, "zero"), LIVE_ZERO);
    assert_int_equal(tracker.places.count, 0);
    assert_true(tracker.place_dwell_s < 0.1);
    feed_for(&tracker, &time_us, 8, 0, true);
    assert_int_equal(feed_row(&tracker, time_us += 10000, 300, 0, "mark+zero"), LIVE_ZERO | LIVE_MARK);
    assert_int_equal(tracker.places.count, 1); /* its origin was the upper thigh too */
    assert_int_equal(tracker.places.marks, 1);
    assert_int_equal(feed_row(&tracker, time_us += 10000, 300, 0, "knee"), LIVE_KNEE);
}

static void rolling_unloaded_does_not_change_the_position(void **state)
{
    (void)state;
    struct live_tracker tracker;
    live_tracker_init(&tracker, 350, SESSION_START_UNKNOWN);
    int64_t time_us = 0;
    for (int i = 0; i < 20; i++)
        feed_row(&tracker, time_us += 10000, 0, 50, "");
    assert_false(tracker.position_is_known);
    for (int i = 0; i < 20; i++)
        feed_row(&tracker, time_us += 10000, 300, 300, "");
    double stopped_mm = tracker.position_mm;
    /* 60 degrees at a radius of 72.5 mm are 76 mm */
    assert_true(tracker.loaded && stopped_mm > 40 && tracker.force_n > 100);
    for (int i = 0; i < 100; i++)
        feed_row(&tracker, time_us += 10000, 0, 300, "");
    assert_false(tracker.loaded);
    /* the position still changes until the smoothed force has fallen */
    assert_true(fabs(tracker.position_mm - stopped_mm) < 60);
    stopped_mm = tracker.position_mm;
    for (int i = 0; i < 100; i++)
        feed_row(&tracker, time_us += 10000, 0, -300, "");
    assert_true(tracker.position_mm == stopped_mm && tracker.visit_dwell_s == 0);
    feed_row(&tracker, time_us += 10000, 0, 0, "zero_failed+mark+zer");
    assert_true(tracker.position_mm == stopped_mm);
    feed_row(&tracker, time_us += 10000, 0, 0, "mark+zero");
    assert_true(tracker.position_mm == 0);
}

static void no_position_is_minus_zero(void **state)
{
    (void)state;
    static struct session_decoder decoder;
    struct live_tracker tracker;
    char text[LIVE_VIEW_SIZE];
    struct live_view view = {.tracker = &tracker, .decoder = &decoder, .hint = "Ctrl-C ends"};
    live_tracker_init(&tracker, 350, SESSION_START_UNKNOWN);
    tracker.position_is_known = true;
    tracker.position_mm = -0.3;
    live_view_draw(&view, 79, 24, text, sizeof text);
    assert_non_null(strstr(text, "about 0 mm down"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_visits_to_a_place_count_together),
        cmocka_unit_test(visits_near_each_other_are_one_place),
        cmocka_unit_test(the_first_zero_forgets_the_assumed_origin),
        cmocka_unit_test(no_position_is_minus_zero),
        cmocka_unit_test(rolling_unloaded_does_not_change_the_position),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
