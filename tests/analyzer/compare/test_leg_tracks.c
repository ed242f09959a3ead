/* SPDX-License-Identifier: MIT */
/* Left and right: a spot of one leg stays one spot, wherever its sessions began. */
#include "support/cmocka_includes.h"

#include "compare/leg_tracks.h"
#include "analyzer/multi_session/synthetic_set.h"

#include <math.h>

#define SESSIONS 7 /* of each leg */
#define PEOPLE 60
#define START_MM 18 /* sessions begin up to this far from the usual place */

/* Add a session of a leg. Its spots are shifted by where it began, and so are the ends, apart from an error. */
static void add_session(struct session_set *set, enum session_leg leg, int index, int person)
{
    double start_mm = START_MM * sin(11.0 * person + 5.3 * index + (leg == SESSION_LEG_LEFT)),
           error_mm = START_MM * cos(3.7 * person + 2.9 * index);
    struct synthetic_spot left[] = {{180, 40, 200}, {244, 10, 200}, {304, 50, 200}}, right[] = {{276, 25, 200}};
    bool is_left = leg == SESSION_LEG_LEFT;
    struct synthetic_spot *spot = is_left ? left : right;
    size_t count = is_left ? 3 : 1;
    for (size_t k = 0; k < count; k++)
        spot[k].center_mm -= start_mm;
    struct session_summary *session = synthetic_set_add(set, leg, 1 + index, spot, count);
    session->origin = POSITION_ORIGIN_ASSUMED;
    session->low_end_mm = 5 - start_mm + error_mm;
    session->high_end_mm = 340 - start_mm - error_mm;
    session->header.thigh_length_mm = is_left ? 360 : 350;
}

static void a_spot_of_a_leg_is_one_spot(void **state)
{
    (void)state;
    for (int person = 0; person < PEOPLE; person++) {
        struct session_set set = {0};
        const struct session_summary *session[2 * SESSIONS];
        struct spot_tracks tracks;
        size_t right_tracks = 0;
        for (int i = 0; i < 2 * SESSIONS; i++)
            add_session(&set, i < SESSIONS ? SESSION_LEG_LEFT : SESSION_LEG_RIGHT, i % SESSIONS, person);
        for (size_t i = 0; i < 2 * SESSIONS; i++)
            session[i] = &set.session[i];
        assert_true(leg_tracks_make(&tracks, session, SESSIONS));
        for (size_t t = 0; t < tracks.count; t++)
            right_tracks += tracks.track[t].last >= SESSIONS;
        if (right_tracks != 1 || tracks.count < 3 || tracks.count > 4)
            fail_msg("person %d: %zu tracks, %zu of them on the right", person, tracks.count, right_tracks);
        spot_tracks_free(&tracks);
        session_set_free(&set);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_spot_of_a_leg_is_one_spot)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
