/* SPDX-License-Identifier: MIT */
/* A trend over 1,200 sessions: its page is small, its charts show groups of sessions by their medians, and rare spots
 * are folded. */
#include "analyzer/multi_session/synthetic_set.h"
#include "support/cmocka_includes.h"
#include "support/random.h"
#include "trend/session_groups.h"
#include "trend/trend_output.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SESSIONS 1200
#define PAGE_BYTES_MAX 1500000
#define FIRST_DAY 18700 /* in March 2021 */

struct fixture {
    struct session_set set;
    struct trend trend;
};

/* Add a session of one leg: two spots, the second only from the middle on, and in one of eight a rare one. */
static void add_session(struct session_set *set, size_t i, struct random *random)
{
    int year, month, day;
    iso_time_civil(FIRST_DAY + (long)i * 3 / 2, &year, &month, &day);
    struct synthetic_spot spot[3] = {{110 + random_below(random, 9), 20 + random_below(random, 20), 200}};
    size_t count = 1;
    if (i > SESSIONS / 2)
        spot[count++] = (struct synthetic_spot){230 + random_below(random, 9), 8 + random_below(random, 8), 150};
    if (random_below(random, 8) == 0)
        spot[count++] = (struct synthetic_spot){280 + random_below(random, 60), 7, 150};
    struct session_summary *session =
        synthetic_set_add(set, i % 2 == 0 ? SESSION_LEG_RIGHT : SESSION_LEG_LEFT, 1, spot, count);
    snprintf(session->header.started, sizeof session->header.started, "%04d-%02d-%02dT18:%02d:00Z", year, month, day,
             (int)i % 60);
    session->started = iso_time_parse(session->header.started);
}

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    struct random random = random_init(1);
    struct failure failure = {0};
    assert_non_null(fixture);
    for (size_t i = 0; i < SESSIONS; i++)
        add_session(&fixture->set, i, &random);
    session_set_sort(&fixture->set);
    *state = fixture;
    return trend_make(&fixture->trend, &fixture->set, &failure) ? 0 : -1;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    trend_free(&fixture->trend);
    session_set_free(&fixture->set);
    free(fixture);
    return 0;
}

static void the_page_is_small(void **state)
{
    const struct fixture *fixture = *state;
    struct trend_charts charts = {0};
    struct failure failure = {0};
    struct text_buffer page = {0}, text = {0};
    if (!trend_charts_draw(&fixture->trend, &charts, &failure))
        fail_msg("%s", failure.message);
    trend_html_add(&page, &fixture->trend, &charts, NULL);
    assert_false(page.failed);
    print_message("page of %d sessions: %zu bytes, charts %zu and %zu\n", SESSIONS, page.length,
                  charts.leg[0].wide.length, charts.leg[0].narrow.length);
    assert_true(page.length <= PAGE_BYTES_MAX);
    assert_non_null(strstr(page.bytes, "Each dot is the median of the sessions of 5 weeks."));
    assert_non_null(strstr(page.bytes, "mostly rolled past without staying"));
    trend_text_add(&text, &fixture->trend, NULL);
    assert_true(text.length < 6000);
    text_free(&page);
    text_free(&text);
    trend_charts_free(&charts);
}

static int compare_doubles(const void *a, const void *b)
{
    double first = *(const double *)a, second = *(const double *)b;
    return (first > second) - (first < second);
}

/* Each session is in one group, and a mark is the median of its group. */
static void a_mark_is_the_median_of_its_group(void **state)
{
    const struct fixture *fixture = *state;
    const struct trend_leg *leg = &fixture->trend.leg[0];
    const struct trend_spot *spot = &leg->spot[0];
    struct session_groups groups;
    session_groups_make(&groups, leg);
    assert_int_equal(groups.days, 35);
    assert_true(groups.count > 40 && groups.count <= 64);
    size_t sessions = 0;
    for (size_t g = 0; g < groups.count; g++) {
        struct group_mark mark;
        double seen[SESSIONS];
        size_t count = 0;
        for (size_t i = groups.first[g]; i < groups.first[g + 1]; i++, sessions++)
            if (spot->track->spot[i])
                seen[count++] = spot->dwell_s[i];
        assert_true(session_groups_mark(&groups, g, leg, spot, spot->dwell_s, &mark));
        qsort(seen, count, sizeof seen[0], compare_doubles);
        double median = count == 0 ? NAN : (seen[(count - 1) / 2] + seen[count / 2]) / 2;
        assert_true(count == 0 ? isnan(mark.median) : fabs(mark.median - median) < 1e-9);
        assert_true(count == 0 || (mark.low <= median && mark.high >= median && mark.low >= seen[0]));
        assert_true(mark.day >= (double)g * 35 && mark.day < (double)(g + 1) * 35 + 35);
    }
    assert_int_equal(sessions, leg->session_count);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_page_is_small),
        cmocka_unit_test(a_mark_is_the_median_of_its_group),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
