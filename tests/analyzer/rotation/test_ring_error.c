/* SPDX-License-Identifier: MIT */
/* What a ring gets wrong about its own angle: put right as the formula says, and found in what was rolled. */
#include "rotation/ring_error.h"
#include "numeric/angle.h"
#include "support/cmocka_includes.h"

#include <math.h>
#include <string.h>

#define MANY 40000
#define ROWS 12000

static double uniform(unsigned *random)
{
    *random = *random * 1103515245u + 12345u;
    return (*random >> 8) / 16777216.0;
}

static void the_table_corrects_as_the_formula_does(void **state)
{
    (void)state;
    static double measured[MANY], corrected[MANY];
    unsigned random = 9;
    for (size_t i = 0; i < MANY; i++)
        measured[i] = 200 * (uniform(&random) - 0.5);
    measured[0] = 0;
    measured[1] = -1e-13;
    for (unsigned strips = 7; strips <= 8;
         strips++) { /* of an odd number the waves come once a turn, of an even one twice */
        const struct ring_error error = {
            strips, {0.02, -0.01, 0.005, 0.03, 0.01}, {-0.01, 0.02, 0.004, -0.02, 0.01}};
        memcpy(corrected, measured, sizeof measured);
        assert_true(ring_error_correct_rows(&error, corrected, MANY));
        for (size_t i = 0; i < MANY; i++)
            assert_true(fabs(corrected[i] - ring_error_correct(&error, measured[i])) < 2e-5);
        memcpy(corrected, measured, sizeof measured);
        assert_true(ring_error_correct_rows(&error, corrected, 100)); /* a few rows: no table */
        for (size_t i = 0; i < 100; i++)
            assert_true(corrected[i] == ring_error_correct(&error, measured[i]));
    }
}

/*
 * A wave so steep that the measured angle goes back now and then. It comes to `target`, turns and goes back
 * between two angles of the table, which measure less and more than `target` by next to nothing: the true
 * angle is one of these two.
 */
static void the_table_keeps_to_its_angles_where_the_measured_one_turns(void **state)
{
    (void)state;
    static double corrected[MANY];
    const double step = TWO_PI / 4096, before = 200 * step, behind = before + step,
                 target = before + 33 * step;
    double low = target - 1e-9 - before, high = target + 1e-9 - behind; /* what the wave adds at both */
    double determinant = sin(8 * before) * cos(8 * behind) - cos(8 * before) * sin(8 * behind);
    double sine = (low * cos(8 * behind) - high * cos(8 * before)) / determinant;
    double cosine = (high * sin(8 * before) - low * sin(8 * behind)) / determinant;
    const struct ring_error error = {8, {0, 0, 0, sine, 0}, {0, 0, 0, cosine, 0}};
    assert_true(8 * sqrt(sine * sine + cosine * cosine) > 1); /* it does go back */
    for (size_t i = 0; i < MANY; i++)
        corrected[i] = target;
    assert_true(ring_error_correct_rows(&error, corrected, MANY));
    assert_true(corrected[0] > before - step / 10 && corrected[0] < behind + step / 10);
}

static double rms_off(const double *a, const double *b)
{
    double sum = 0;
    for (size_t i = 0; i < ROWS; i++)
        sum += (a[i] - b[i]) * (a[i] - b[i]) / ROWS;
    return sqrt(sum);
}

/* Strokes of a sine of 4.5 rad, 4 s there and back, at 100 Hz. */
static void what_a_ring_gets_wrong_is_told_by_its_ripple(void **state)
{
    (void)state;
    static double time_s[ROWS], up[ROWS], measured[ROWS];
    static unsigned char loaded[ROWS];
    memset(loaded, 1, sizeof loaded);
    for (unsigned strips = 7; strips <= 8; strips++) {
        const struct ring_error truth = {strips, {0, 0, 0, 0.03, 0.01}, {0, 0, 0, -0.02, 0.01}};
        struct ring_error error;
        for (size_t i = 0; i < ROWS; i++) {
            time_s[i] = (double)i / 100;
            up[i] = -2.25 * (1 - cos(TWO_PI * time_s[i] / 4));
            measured[i] = up[i] + ring_error_at(&truth, up[i]);
        }
        double before = rms_off(measured, up);
        assert_true(ring_fit_error(&error, measured, &(struct ring_rows){loaded, time_s, ROWS, strips}));
        assert_true(ring_error_correct_rows(&error, measured, ROWS));
        double behind = rms_off(measured, up);
        print_message("figure: a ring of %u strips in ripples: off by %.4f rad rms, corrected %.4f\n", strips,
                      before, behind);
        assert_true(before > 0.025 && behind < 0.15 * before);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_corrects_as_the_formula_does),
        cmocka_unit_test(the_table_keeps_to_its_angles_where_the_measured_one_turns),
        cmocka_unit_test(what_a_ring_gets_wrong_is_told_by_its_ripple),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
