/* SPDX-License-Identifier: MIT */
/* Holding the roller still for a long time does not look like a stuck strip, even with noise or a loose connection. A
 * strip that is stuck is found. */
#include "analyzer/support/fixture.h"
#include "support/cmocka_includes.h"

#include <math.h>

#define HELD_S 300

/* Add uniform noise of up to 28 counts of 4092, with the standard deviation of 4 counts of 1023. */
static void add_noise(size_t row, double count[MOTION_STRIPS])
{
    for (int k = 0; k < MOTION_STRIPS; k++)
        count[k] = fmin(fmax(count[k] + motion_noise(row, k, 28), 0), MOTION_FULL);
}

/* Give strip 4 a loose connection. */
static void flicker(size_t row, double *count)
{
    add_noise(row, count);
    count[4] = row / 50 % 2 == 0 ? 0 : count[4];
}

static void stick(size_t row, double *count)
{
    count[5] = 0.3 * MOTION_FULL;
    add_noise(row, count);
}

/* Roll `strokes` strokes, then hold the roller still. Expect strip `stuck` to be stuck, and no other. */
static void expect_stuck(int strokes, void (*spoil)(size_t, double *), size_t stuck)
{
    struct fixture fixture;
    fixture_init(&fixture);
    motion_lift(&fixture.motion, 1, 0);
    fixture_strokes(&fixture.motion, strokes, 330, 2);
    if (strokes > 0)
        motion_glide(&fixture.motion, 150, 1);
    motion_hold(&fixture.motion, HELD_S);
    fixture.sensors.spoil_strips = spoil;
    fixture_find(&fixture);
    for (size_t k = 0; k < MOTION_STRIPS; k++)
        if ((fixture.series.faults.strip[k].fault == STRIP_STUCK) != (k == stuck))
            fail_msg("%d strokes: strip %zu is %sstuck", strokes, k, k == stuck ? "not " : "");
    fixture_free(&fixture);
}

static void noise_in_a_long_hold_makes_no_strip_stuck(void **state)
{
    (void)state;
    expect_stuck(0, add_noise, MOTION_STRIPS);
    expect_stuck(12, add_noise, MOTION_STRIPS);
}

static void a_loose_contact_makes_no_other_strip_stuck(void **state)
{
    (void)state;
    expect_stuck(0, flicker, MOTION_STRIPS);
    expect_stuck(12, flicker, MOTION_STRIPS);
}

static void a_stuck_strip_is_found_even_with_a_long_hold(void **state)
{
    (void)state;
    expect_stuck(12, stick, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(noise_in_a_long_hold_makes_no_strip_stuck),
        cmocka_unit_test(a_loose_contact_makes_no_other_strip_stuck),
        cmocka_unit_test(a_stuck_strip_is_found_even_with_a_long_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
