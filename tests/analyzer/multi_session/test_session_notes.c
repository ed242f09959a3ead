/* SPDX-License-Identifier: MIT */
/* What people do with their sessions: a wrong clock, another radius, two people with one name, a very long session.
 * Each is noted in text, page and JSON; sessions without these have no note. */
#include "support/cmocka_includes.h"

#include "compare/compare_output.h"
#include "multi_session/session_notes.h"
#include "synthetic_set.h"
#include "trend/trend_output.h"

#include <string.h>

static const struct synthetic_spot SPOT[] = {{117, 20, 200}};

/* Add six weekly sessions, from 1 January 2026. */
static void add_weeks(struct session_set *set)
{
    for (int i = 0; i < 6; i++) {
        struct session_summary *session = synthetic_set_add(set, SESSION_LEG_RIGHT, 1, SPOT, 1);
        long day = iso_time_day_number(2026, 1, 1 + 7 * i);
        session->started = (struct iso_time){.known = true, .day = day, .utc_s = 86400.0 * (double)day};
        session->header.rolling_radius_mm = 70;
    }
}

static void move_by(struct session_summary *session, double seconds)
{
    session->started.utc_s += seconds;
    session->started.day = (long)(session->started.utc_s / 86400);
}

static void append(void *context, const char *note)
{
    text_addf(context, "%s\n", note);
}

/* Sort the sessions and return their notes. */
static struct text_buffer make_notes(struct session_set *set)
{
    const struct session_summary *session[8];
    struct text_buffer notes = {0};
    session_set_sort(set);
    for (size_t i = 0; i < set->count; i++)
        session[i] = &set->session[i];
    session_notes_each(session, set->count, true, UNITS_METRIC, append, &notes);
    return notes;
}

/* Check the notes, each of which text, page and JSON of a trend say, and of a comparison too. Empties the set. */
static void assert_notes(struct session_set *set, const char *expected)
{
    struct text_buffer notes = make_notes(set), text = {0}, page = {0}, json = {0}, compared = {0};
    struct failure failure = {0};
    struct trend trend;
    struct comparison comparison;
    assert_string_equal(notes.bytes ? notes.bytes : "", expected);
    assert_true(trend_make(&trend, set, &failure));
    assert_true(comparison_make(&comparison, set, &failure));
    trend_text_add(&text, &trend, NULL);
    trend_html_add(&page, &trend, NULL, "");
    trend_json_add(&json, &trend);
    compare_json_add(&compared, &comparison);
    assert_true((strstr(text.bytes, "Please note") != NULL) == (expected[0] != '\0'));
    assert_true((strstr(page.bytes, "Please note") != NULL) == (expected[0] != '\0'));
    assert_true((strstr(json.bytes, "\"notes\":[]") != NULL) == (expected[0] == '\0'));
    assert_true((strstr(json.bytes, "\"notes\":[\"") != NULL) == (expected[0] != '\0'));
    if (expected[0] != '\0')
        assert_non_null(strstr(compared.bytes, strtok(notes.bytes, "\"\n")));
    trend_free(&trend);
    comparison_free(&comparison);
    text_free(&notes);
    text_free(&text);
    text_free(&page);
    text_free(&json);
    text_free(&compared);
    session_set_free(set);
}

static void usual_weeks_have_no_notes(void **state)
{
    struct session_set set = {0};
    (void)state;
    add_weeks(&set);
    set.session[3].header.rolling_radius_mm = 70.9; /* measured again */
    set.session[4].loaded_s = 200;
    assert_notes(&set, "");
}

static void a_date_far_from_all_others_is_noted(void **state)
{
    struct session_set set = {0};
    (void)state;
    add_weeks(&set);
    move_by(&set.session[2], -365 * 86400.0);
    assert_notes(&set,
                 "The session of 15 January 2025 is 12 months before all others. If its computer had a wrong clock, "
                 "correct its line \"# started\".\n");
    add_weeks(&set);
    move_by(&set.session[2], 365 * 86400.0);
    assert_notes(&set,
                 "The session of 15 January 2027 is 11 months after all others. If its computer had a wrong clock, "
                 "correct its line \"# started\".\n");
    add_weeks(&set);
    for (size_t i = 3; i < 6; i++)
        move_by(&set.session[i], 300 * 86400.0); /* a long break is no wrong clock */
    assert_notes(&set, "");
}

static void two_sessions_at_one_time_are_noted(void **state)
{
    struct session_set set = {0};
    (void)state;
    add_weeks(&set);
    set.session[1].started = set.session[2].started;
    move_by(&set.session[1], 60);
    assert_notes(&set,
                 "Two sessions of this leg were recorded at the same time, on 15 January 2026, 00:00. They are of two "
                 "people, or one recording in two files.\n");
    add_weeks(&set);
    set.session[1].started = set.session[2].started;
    move_by(&set.session[1], 600);
    assert_notes(&set, "");
}

static void two_radii_of_one_roller_are_noted(void **state)
{
    struct session_set set = {0};
    (void)state;
    add_weeks(&set);
    for (size_t i = 3; i < 6; i++)
        set.session[i].header.rolling_radius_mm = 62;
    assert_notes(&set,
                 "Two rolling radii are given for the same roller, 70.0 and 62.0 mm. With a wrong radius all positions "
                 "of a session are wrong in proportion.\n");
    add_weeks(&set);
    for (size_t i = 3; i < 6; i++) {
        set.session[i].header.rolling_radius_mm = 62;
        strcpy(set.session[i].header.device, "id=7B fw=1 board=uno");
    }
    assert_null(make_notes(&set).bytes);
    session_set_free(&set);
}

static void a_very_long_session_is_noted(void **state)
{
    struct session_set set = {0};
    (void)state;
    add_weeks(&set);
    set.session[4].loaded_s = 1200;
    assert_notes(
        &set, "The sessions last from 1 min 30 s to 20 min 00 s on the roller. A longer session leaves more time for "
              "each spot.\n");
}

/* Neither long stops alone nor a session that is mostly stops make a session long or short. */
static void long_stops_make_no_long_session(void **state)
{
    struct session_set set = {0};
    (void)state;
    add_weeks(&set);
    set.session[2].spot[0].dwell_s = 200;
    set.session[2].loaded_s = 270;
    assert_null(make_notes(&set).bytes);
    session_set_free(&set);
    add_weeks(&set);
    set.session[4].spot[0].dwell_s = 80;
    assert_null(make_notes(&set).bytes);
    session_set_free(&set);
}

static void ignore(void *context, const char *note)
{
    *(bool *)context = note == NULL;
}

static void an_incomplete_note_is_a_failure(void **state)
{
    struct text_buffer note = {0}, out = {0};
    bool is_failure = false;
    (void)state;
    note.failed = true;
    session_notes_pass(&note, ignore, &is_failure);
    assert_true(is_failure);
    multi_session_text_add_note(&out, NULL);
    assert_true(out.failed);
    text_free(&out);
    out = (struct text_buffer){0};
    multi_session_page_add_note(&out, NULL);
    assert_true(out.failed);
    text_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(usual_weeks_have_no_notes),          cmocka_unit_test(a_date_far_from_all_others_is_noted),
        cmocka_unit_test(two_sessions_at_one_time_are_noted), cmocka_unit_test(two_radii_of_one_roller_are_noted),
        cmocka_unit_test(a_very_long_session_is_noted),       cmocka_unit_test(long_stops_make_no_long_session),
        cmocka_unit_test(an_incomplete_note_is_a_failure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
