/* SPDX-License-Identifier: MIT */
/* Sessions that began at different places are aligned, and a lost track is found again. */
#include "support/cmocka_includes.h"

#include "multi_session/spot_tracks.h"
#include "synthetic_set.h"

#include <math.h>
#include <stdlib.h>

#define SESSIONS_MAX 12

struct fixture {
    struct session_set set;
    struct spot_tracks tracks;
};

static int set_up(void **state)
{
    *state = calloc(1, sizeof(struct fixture));
    return *state ? 0 : -1;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    spot_tracks_free(&fixture->tracks);
    session_set_free(&fixture->set);
    free(fixture);
    return 0;
}

/* Add a session that began `start_mm` nearer to the knee than usual, so that everything is measured as much nearer to
 * the upper thigh. */
static void add_session(struct fixture *fixture, double start_mm, const struct synthetic_spot *spot, size_t count)
{
    struct synthetic_spot shifted[2] = {0};
    for (size_t k = 0; k < count; k++) {
        shifted[k] = spot[k];
        shifted[k].center_mm -= start_mm;
    }
    struct session_summary *session =
        synthetic_set_add(&fixture->set, SESSION_LEG_RIGHT, 1 + (int)fixture->set.count, shifted, count);
    session->origin = POSITION_ORIGIN_ASSUMED;
    session->low_end_mm = 5 - start_mm;
    session->high_end_mm = 340 - start_mm;
}

static void make_tracks(struct fixture *fixture)
{
    const struct session_summary *session[SESSIONS_MAX];
    for (size_t i = 0; i < fixture->set.count; i++)
        session[i] = &fixture->set.session[i];
    assert_true(spot_tracks_make(&fixture->tracks, session, fixture->set.count, false));
}

static double shift_mm(const struct fixture *fixture, size_t a, size_t b)
{
    return fixture->tracks.scale.offset[a].mm - fixture->tracks.scale.offset[b].mm;
}

static void a_different_start_makes_no_new_spot(void **state)
{
    struct fixture *fixture = *state;
    const struct synthetic_spot spot[] = {{116, 20, 200}, {241, 20, 200}};
    add_session(fixture, 0, spot, 2);
    add_session(fixture, 47, spot, 2);
    make_tracks(fixture);
    assert_int_equal(fixture->tracks.count, 2);
    assert_true(fabs(shift_mm(fixture, 0, 1) - 47) < 6);
}

/* Two marks may be three deviations apart. */
static void a_rough_mark_makes_no_new_spot(void **state)
{
    struct fixture *fixture = *state;
    const struct synthetic_spot spot[] = {{116, 20, 200}, {241, 20, 200}};
    add_session(fixture, 0, spot, 2);
    add_session(fixture, 34, spot, 2);
    for (size_t i = 0; i < 2; i++)
        fixture->set.session[i].origin = POSITION_ORIGIN_ZERO;
    make_tracks(fixture);
    assert_int_equal(fixture->tracks.count, 2);
    assert_true(fabs(shift_mm(fixture, 0, 1) - 34) < 6);
}

/* Ends elsewhere are taken for another start, but for less of one between marks. */
static void a_mark_holds_a_session(void **state)
{
    struct fixture *fixture = *state;
    add_session(fixture, 0, NULL, 0);
    add_session(fixture, 20, NULL, 0);
    make_tracks(fixture);
    assert_true(shift_mm(fixture, 0, 1) > 16);
    spot_tracks_free(&fixture->tracks);
    for (size_t i = 0; i < 2; i++)
        fixture->set.session[i].origin = POSITION_ORIGIN_ZERO;
    make_tracks(fixture);
    assert_true(shift_mm(fixture, 0, 1) > 10 && shift_mm(fixture, 0, 1) < 14);
}

/* Ends that wander must not move the spots. */
static void spots_outweigh_ends_that_wander(void **state)
{
    struct fixture *fixture = *state;
    static const double wander_mm[] = {40, -30, 20, -40, 30, -20, 35, -35};
    const struct synthetic_spot spot[] = {{116, 20, 200}, {241, 20, 200}};
    for (size_t i = 0; i < 8; i++) {
        add_session(fixture, 0, spot, 2);
        fixture->set.session[i].low_end_mm += wander_mm[i];
        fixture->set.session[i].high_end_mm += wander_mm[(i + 3) % 8];
    }
    make_tracks(fixture);
    assert_int_equal(fixture->tracks.count, 2);
    for (size_t i = 1; i < 8; i++)
        assert_true(fabs(shift_mm(fixture, 0, i)) < 10);
}

static void two_spots_of_one_session_stay_two(void **state)
{
    struct fixture *fixture = *state;
    const struct synthetic_spot spot[] = {{116, 20, 200}, {144, 20, 200}};
    for (size_t i = 0; i < 4; i++)
        add_session(fixture, 0, spot, 2);
    make_tracks(fixture);
    assert_int_equal(fixture->tracks.count, 2);
    assert_int_equal(fixture->tracks.track[0].seen_count, 4);
}

static void an_uncertain_session_has_the_same_spot(void **state)
{
    struct fixture *fixture = *state;
    const struct synthetic_spot there[] = {{116, 20, 200}}, here[] = {{156, 20, 200}};
    for (int uncertain = 0; uncertain < 2; uncertain++) {
        add_session(fixture, 0, there, 1);
        add_session(fixture, 0, here, 1);
        fixture->set.session[1].spot[0].center_uncertainty_mm = uncertain ? 45 : 5;
        make_tracks(fixture);
        assert_int_equal(fixture->tracks.count, uncertain ? 1 : 2);
        spot_tracks_free(&fixture->tracks);
        session_set_free(&fixture->set);
    }
}

/* One leg has one length: a typing error moves no spot. */
static void two_lengths_of_one_thigh_move_nothing(void **state)
{
    struct fixture *fixture = *state;
    const struct synthetic_spot spot[] = {{116, 20, 200}, {241, 20, 200}};
    add_session(fixture, 0, spot, 2);
    add_session(fixture, 0, spot, 2);
    fixture->set.session[1].header.thigh_length_mm = 530;
    make_tracks(fixture);
    assert_false(fixture->tracks.scale.by_percent);
    assert_true(fixture->tracks.scale.has_two_lengths);
    assert_int_equal(fixture->tracks.count, 2);
}

int main(void)
{
#define WITH_SET(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_SET(a_different_start_makes_no_new_spot),
        WITH_SET(a_rough_mark_makes_no_new_spot),
        WITH_SET(a_mark_holds_a_session),
        WITH_SET(spots_outweigh_ends_that_wander),
        WITH_SET(two_spots_of_one_session_stay_two),
        WITH_SET(an_uncertain_session_has_the_same_spot),
        WITH_SET(two_lengths_of_one_thigh_move_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
