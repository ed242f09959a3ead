/* SPDX-License-Identifier: MIT */
/* Whether a spot is new or gone where the person did not roll for a time. */
#include "support/cmocka_includes.h"

#include "multi_session/presence.h"
#include "synthetic_set.h"
#include "trend/trend.h"

static const struct synthetic_spot SPOT[] = {{117, 20, 200}};

/* Check the state of the spot in a trend with a character for each day of March: 'x' = it is stopped at, '.' = it is
 * not, ' ' = no session. */
static void assert_state(const char *days, enum trend_spot_state expected)
{
    struct session_set set = {0};
    struct trend trend;
    struct failure failure = {0};
    for (int i = 0; days[i]; i++)
        if (days[i] != ' ')
            synthetic_set_add(&set, SESSION_LEG_LEFT, 1 + i, SPOT, days[i] == 'x');
    assert_true(trend_make(&trend, &set, &failure));
    if (trend.leg[0].spot[0].state != expected)
        fail_msg("\"%s\": %s", days, trend_spot_state_name(trend.leg[0].spot[0].state));
    trend_free(&trend);
    session_set_free(&set);
}

/* In a holiday nothing is seen: a few evenings after it are no absence of two weeks. */
static void a_holiday_is_no_absence(void **state)
{
    (void)state;
    assert_state("xxxxxxx                    ...", TREND_SPOT_STEADY);
    assert_state("xxxxxxx             .......", TREND_SPOT_STEADY); /* a week of the holiday, and six days */
    assert_state("xxxxxxx             ........", TREND_SPOT_GONE);
    assert_state("xxxxxxx      .      .", TREND_SPOT_GONE);
    assert_state("...                    xxxxxxx", TREND_SPOT_STEADY);
    assert_state("........             xxxxxxx", TREND_SPOT_NEW);
}

static void an_absence_takes_two_weeks(void **state)
{
    (void)state;
    assert_state("xxxxxxx.............", TREND_SPOT_STEADY);
    assert_state("xxxxxxx..............", TREND_SPOT_GONE);
    assert_state(".............xxxxxxx", TREND_SPOT_STEADY);
    assert_state("..............xxxxxxx", TREND_SPOT_NEW);
}

/* A comparison may have a session without a date, or with that of a wrong clock, of which no time is known. */
static void an_absence_needs_dates(void **state)
{
    struct session_set set = {0};
    const struct session_summary *session[21];
    struct spot_tracks tracks;
    (void)state;
    for (int i = 0; i < 21; i++)
        synthetic_set_add(&set, SESSION_LEG_LEFT, 1 + i, SPOT, i < 7);
    for (size_t i = 0; i < set.count; i++)
        session[i] = &set.session[i];
    assert_true(spot_tracks_make(&tracks, session, set.count, false));
    assert_true(presence_of_track(&tracks, &tracks.track[0], session).has_disappeared);
    for (size_t i = 7; i < set.count; i += 13) { /* the first and the last without the spot */
        const struct iso_time started = set.session[i].started;
        set.session[i].started = (struct iso_time){0};
        assert_false(presence_of_track(&tracks, &tracks.track[0], session).has_disappeared);
        set.session[i].started = started;
    }
    spot_tracks_free(&tracks);
    session_set_free(&set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_holiday_is_no_absence),
        cmocka_unit_test(an_absence_takes_two_weeks),
        cmocka_unit_test(an_absence_needs_dates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
