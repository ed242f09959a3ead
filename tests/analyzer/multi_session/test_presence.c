/* SPDX-License-Identifier: MIT */
/* Whether a spot is new or gone where the person did not roll for a time. */
#include "support/cmocka_includes.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_holiday_is_no_absence),
        cmocka_unit_test(an_absence_takes_two_weeks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
