/* SPDX-License-Identifier: MIT */
/* Strokes in synthetic movements, and spots of given visits. */
#include "support/cmocka_includes.h"
#include "support/random.h"
#include "visit_fixture.h"
#include "dwell/spots.h"

#include <math.h>
#include <stdlib.h>

static void coming_back_by_a_third_of_the_range_is_a_reversal(void **state)
{
    (void)state;
    struct motion motion;
    motion_init(&motion);
    motion_roll(&motion, 330, 100);
    motion_roll(&motion, 200, 100); /* the roller comes back by more than a third: two more strokes */
    motion_roll(&motion, 330, 100);
    motion_roll(&motion, 250, 100); /* the roller comes back by less: the same stroke */
    motion_roll(&motion, 330, 100);
    motion_roll(&motion, 0, 100);
    struct found found = find_visits(&motion);
    assert_int_equal(found.strokes.count, 4);
    assert_true(found.strokes.stroke[1].to_mm < 201 && found.strokes.stroke[3].from_mm > 329);
    assert_true(fabs(1 / found.strokes.pace_s_mm - 100) < 2);
    found_free(&found);
    motion_free(&motion);
}

static void visits_within_30_mm_are_one_spot(void **state)
{
    (void)state;
    static const struct {
        double distance_mm;
        size_t spots;
    } cases[] = {{29, 1}, {31, 2}};
    for (size_t c = 0; c < 2; c++) {
        struct visit visit[3] = {{.start_s = 0, .end_s = 30, .center_mm = 100 + cases[c].distance_mm},
                                 {.start_s = 40, .end_s = 50, .center_mm = 100},
                                 {.start_s = 60, .end_s = 70, .center_mm = 250}};
        struct spot *spot;
        size_t count, of_visit[3];
        assert_true(spots_merge(visit, 3, 30, &spot, &count, of_visit));
        assert_int_equal(count, cases[c].spots + 1);
        assert_true(spot[count - 1].center_mm == 250);
        assert_int_equal(of_visit[2], count - 1);
        if (cases[c].spots == 1) {
            assert_true(fabs(spot[0].center_mm - (100 + 0.75 * 29)) < 1e-9); /* the dwells are weights, 30 : 10 */
            assert_true(spot[0].dwell_s == 40);
            assert_int_equal(of_visit[0], of_visit[1]);
        } else {
            assert_true(of_visit[0] == 1 && of_visit[1] == 0);
        }
        free(spot);
    }
}

/* Compare with a slow search for the closest pair among all pairs. */
static void the_closest_visits_are_merged_first(void **state)
{
    (void)state;
    struct random random = random_init(5);
    for (int round = 0; round < 200; round++) {
        struct visit visit[40];
        double center[40], dwell[40];
        size_t count = 2 + (size_t)round % 39, remaining = count, spots, of_visit[40];
        for (size_t v = 0; v < count; v++) {
            center[v] = random_uniform(&random, 0, 340);
            dwell[v] = random_uniform(&random, 5, 20);
            visit[v] = (struct visit){.start_s = 0, .end_s = dwell[v], .center_mm = center[v]};
        }
        struct spot *spot;
        assert_true(spots_merge(visit, count, 30, &spot, &spots, of_visit));
        for (;;) {
            double closest = 30;
            size_t a = remaining, b = remaining;
            for (size_t i = 0; i < remaining; i++) {
                for (size_t k = i + 1; k < remaining; k++) {
                    if (fabs(center[i] - center[k]) < closest) {
                        closest = fabs(center[i] - center[k]);
                        a = i;
                        b = k;
                    }
                }
            }
            if (a == remaining)
                break;
            center[a] = (center[a] * dwell[a] + center[b] * dwell[b]) / (dwell[a] + dwell[b]);
            dwell[a] += dwell[b];
            remaining--;
            center[b] = center[remaining];
            dwell[b] = dwell[remaining];
        }
        assert_int_equal(spots, remaining);
        for (size_t k = 0; k < spots; k++) {
            double offset = 1e9;
            for (size_t i = 0; i < remaining; i++)
                offset = fmin(offset, fabs(center[i] - spot[k].center_mm));
            assert_true(offset < 1e-9);
            assert_true(k == 0 || spot[k].center_mm > spot[k - 1].center_mm);
        }
        size_t visits = 0;
        for (size_t v = 0; v < count; v++)
            assert_true(of_visit[v] < spots);
        for (size_t k = 0; k < spots; k++)
            visits += spot[k].visit_count;
        assert_int_equal(visits, count);
        free(spot);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(coming_back_by_a_third_of_the_range_is_a_reversal),
        cmocka_unit_test(visits_within_30_mm_are_one_spot),
        cmocka_unit_test(the_closest_visits_are_merged_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
