/* SPDX-License-Identifier: MIT */
/* The error of the ring's angle that differences between the strips cause: its correction with a table, and its fit to
 * rolling. */
#include "rotation/ring_error.h"
#include "numeric/angle.h"
#include "support/cmocka_includes.h"

#include <math.h>
#include <string.h>

#define ANGLES 40000
#define ROWS 12000

/* Return a random number in [0, 1). */
static double random_uniform(unsigned *random)
{
    *random = *random * 1103515245u + 12345u;
    return (*random >> 8) / 16777216.0;
}

static void the_table_corrects_as_the_formula_does(void **state)
{
    (void)state;
    static double measured[ANGLES], corrected[ANGLES];
    unsigned random = 9;
    for (size_t i = 0; i < ANGLES; i++)
        measured[i] = 200 * (random_uniform(&random) - 0.5);
    measured[0] = 0;
    measured[1] = -1e-13;
    for (unsigned strip_count = 7; strip_count <= 8;
         strip_count++) { /* one period per revolution if odd, two if even */
        const struct ring_error error = {
            strip_count, {0.02, -0.01, 0.005, 0.03, 0.01}, {-0.01, 0.02, 0.004, -0.02, 0.01}};
        memcpy(corrected, measured, sizeof measured);
        assert_true(ring_error_correct_rows(&error, corrected, ANGLES));
        for (size_t i = 0; i < ANGLES; i++)
            assert_true(fabs(corrected[i] - ring_error_correct(&error, measured[i])) < 2e-5);
        memcpy(corrected, measured, sizeof measured);
        assert_true(ring_error_correct_rows(&error, corrected, 100)); /* for few rows, no table is made */
        for (size_t i = 0; i < 100; i++)
            assert_true(corrected[i] == ring_error_correct(&error, measured[i]));
    }
}

/* The error is a wave so steep that the measured angle sometimes runs backwards. `lower` and `upper` are neighbouring
 * true angles of the table, at which slightly less and slightly more than `target` is measured. So the angle that
 * belongs to `target` is between `lower` and `upper`. */
static void the_table_stays_within_its_angles_where_the_measured_one_runs_backwards(void **state)
{
    (void)state;
    static double corrected[ANGLES];
    const double step = TWO_PI / 4096, lower = 200 * step, upper = lower + step, target = lower + 33 * step;
    double low = target - 1e-9 - lower, high = target + 1e-9 - upper; /* values of the wave at lower and upper */
    double determinant = sin(8 * lower) * cos(8 * upper) - cos(8 * lower) * sin(8 * upper);
    double sine = (low * cos(8 * upper) - high * cos(8 * lower)) / determinant;
    double cosine = (high * sin(8 * lower) - low * sin(8 * upper)) / determinant;
    const struct ring_error error = {8, {0, 0, 0, sine, 0}, {0, 0, 0, cosine, 0}};
    assert_true(8 * sqrt(sine * sine + cosine * cosine) > 1); /* the measured angle does run backwards */
    for (size_t i = 0; i < ANGLES; i++)
        corrected[i] = target;
    assert_true(ring_error_correct_rows(&error, corrected, ANGLES));
    assert_true(corrected[0] > lower - step / 10 && corrected[0] < upper + step / 10);
}

static double rms_difference(const double *a, const double *b)
{
    double sum = 0;
    for (size_t i = 0; i < ROWS; i++)
        sum += (a[i] - b[i]) * (a[i] - b[i]) / ROWS;
    return sqrt(sum);
}

/* Sinusoidal strokes of 4.5 rad in periods of 4 s at 100 Hz. */
static void the_error_is_fitted_from_the_ripple(void **state)
{
    (void)state;
    static double time_s[ROWS], up[ROWS], measured[ROWS];
    static unsigned char loaded[ROWS];
    memset(loaded, 1, sizeof loaded);
    for (unsigned strip_count = 7; strip_count <= 8; strip_count++) {
        const struct ring_error truth = {strip_count, {0, 0, 0, 0.03, 0.01}, {0, 0, 0, -0.02, 0.01}};
        struct ring_error error;
        for (size_t i = 0; i < ROWS; i++) {
            time_s[i] = (double)i / 100;
            up[i] = -2.25 * (1 - cos(TWO_PI * time_s[i] / 4));
            measured[i] = up[i] + ring_error_at(&truth, up[i]);
        }
        double rms_before = rms_difference(measured, up);
        assert_true(ring_error_fit(&error, measured, &(struct ring_rows){loaded, time_s, ROWS, strip_count}));
        assert_true(ring_error_correct_rows(&error, measured, ROWS));
        double rms_after = rms_difference(measured, up);
        print_message("figure: a ring of %u strips with ripples: rms error %.4f rad, corrected %.4f\n", strip_count,
                      rms_before, rms_after);
        assert_true(rms_before > 0.025 && rms_after < 0.15 * rms_before);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_corrects_as_the_formula_does),
        cmocka_unit_test(the_table_stays_within_its_angles_where_the_measured_one_runs_backwards),
        cmocka_unit_test(the_error_is_fitted_from_the_ripple),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
