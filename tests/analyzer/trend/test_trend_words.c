/* SPDX-License-Identifier: MIT */
/* The words for slopes and for shares of evenings. */
#include "support/cmocka_includes.h"

#include "analyzer/multi_session/synthetic_set.h"
#include "trend/trend_output.h"
#include "trend/trend_words.h"

#include <math.h>
#include <string.h>

static void assert_slope(double slope, double low, double high, const char *expected)
{
    struct text_buffer out = {0};
    const struct trend_line line = {.fit = {.slope = slope, .low = low, .high = high},
                                    .percent_per_week = -6.2,
                                    .direction = high < 0 ? TREND_FALLING : TREND_UNCLEAR};
    trend_words_add_slope_of_time(&out, &line);
    assert_string_equal(out.bytes, expected);
    text_free(&out);
}

static void no_number_of_a_slope_looks_like_zero(void **state)
{
    (void)state;
    assert_slope(-0.8, -0.912, -0.7, "-0.80 s per week (-0.91 to -0.70), -6 % per week");
    assert_slope(-0.1, -0.21, -0.002, "-0.100 s per week (-0.210 to -0.002), -6 % per week");
    assert_slope(0.0004, -0.0004, 0.0012, "+0.0004 s per week (-0.0004 to +0.0012)");
    assert_slope(0, 0, 0, "0 s per week (0 to 0)");
    assert_slope(1e-9, -1e-9, 1e-9, "0 s per week (0 to 0)");
    assert_slope(0.3, NAN, NAN, "too few sessions");
    assert_slope(NAN, NAN, NAN, "unknown");
}

/* Follow a spot of the same length that is stopped at on the days of which `days` has an 'x'. */
static void assert_often(const char *days, enum trend_direction direction, const char *expected)
{
    struct session_set set = {0};
    struct trend trend;
    struct failure failure = {0};
    struct text_buffer out = {0};
    for (int i = 0; days[i]; i++)
        synthetic_set_add(&set, SESSION_LEG_LEFT, 1 + i, (struct synthetic_spot[]){{117, 20, 200}}, days[i] == 'x');
    assert_true(trend_make(&trend, &set, &failure));
    const struct trend_spot *spot = &trend.leg[0].spot[0];
    assert_int_equal(spot->often.direction, direction);
    trend_words_add_often(&out, &spot->often);
    assert_string_equal(out.bytes, expected);
    if (direction != TREND_TOO_FEW)
        assert_int_equal(spot->dwell.direction, TREND_SAME); /* how long is another matter */
    text_free(&out);
    trend_free(&trend);
    session_set_free(&set);
}

static void how_often_has_a_trend_of_its_own(void **state)
{
    (void)state;
    assert_often("x.", TREND_TOO_FEW, "too few days");
    assert_often("xxxxxxxxxxxx", TREND_SAME, "on 6 of the first 6 days that you rolled, and on 6 of the last 6");
    assert_often("xxxxxxx..x....", TREND_FALLING, "on 7 of the first 7 days that you rolled, and on 1 of the last 7");
    assert_often("x.....x.xxxxxxx", TREND_RISING, "on 2 of the first 7 days that you rolled, and on 7 of the last 8");
    assert_often("xx.xxxx.xx.xxx.x", TREND_UNCLEAR, "on 6 of the first 8 days that you rolled, and on 6 of the last 8");
}

/* Of `count` sessions the last one has no stop, and the third one did not roll over the spot. */
static void assert_plot(size_t count, const char *expected)
{
    struct session_set set = {0};
    struct trend trend;
    struct failure failure = {0};
    struct text_buffer text = {0};
    for (size_t i = 0; i < count; i++)
        synthetic_set_add(&set, SESSION_LEG_LEFT, 1 + (int)(i / 2),
                          (struct synthetic_spot[]){{317, i % 2 ? 20 : 9, 200}}, i != 2 && i + 1 < count)
            ->max_mm = i == 2 ? 200 : 345;
    assert_true(trend_make(&trend, &set, &failure));
    trend_text_add(&text, &trend, NULL);
    if (!strstr(text.bytes, expected))
        fail_msg("\"%s\" is missing in\n%s", expected, text.bytes);
    text_free(&text);
    trend_free(&trend);
    session_set_free(&set);
}

static void a_plot_has_a_sign_for_each_session(void **state)
{
    (void)state;
    assert_plot(6, "|-#?#- |  in 4 of the 5 sessions that rolled there\n");
    assert_plot(30, "|-#?#-#-#-#-#-#-#-#-#-#-#-#-#- |");
    assert_plot(6, "  (oldest first; blank = no stop; from short to the longest stop of all spots: . _ - = * #)\n");
    assert_plot(6, "  (? = that session did not roll over the spot)\n");
    assert_plot(60, "  (a sign is the mean of neighbouring sessions)\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_number_of_a_slope_looks_like_zero),
        cmocka_unit_test(how_often_has_a_trend_of_its_own),
        cmocka_unit_test(a_plot_has_a_sign_for_each_session),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
