/* SPDX-License-Identifier: MIT */
/* Strips that saturate softly are found, whatever the shape of their curve, and sound strips are not. */
#include "analyzer/support/fixture.h"
#include "support/cmocka_includes.h"

#include <math.h>
#include <stdio.h>

#define K_N 100.0 /* force law of the fixture's strips, with exponent 1 */

/* Make 20 strokes under a force that varies slowly by a third, and differs from the middle to the ends. */
static void make_strokes(struct fixture *fixture)
{
    fixture_init(fixture);
    motion_lift(&fixture->motion, 1, 0);
    fixture_strokes(&fixture->motion, 20, 330, 2);
    motion_lift(&fixture->motion, 1, 0);
    for (size_t i = 0; i < fixture->motion.count; i++)
        fixture->motion.force_n[i] *= 1.5 + 0.5 * sin(fixture->motion.time_s[i] / 3);
}

/* Replace each reading by that of a strip whose force saturates at limit_n. */
static void saturate(double count[MOTION_STRIPS], double limit_n, double sharpness)
{
    for (int k = 0; k < MOTION_STRIPS; k++) {
        double load_n = K_N * count[k] / (MOTION_FULL - count[k]);
        double limit_of_strip_n = limit_n * (1 + 0.1 * sin(k)); /* no two strips are alike */
        count[k] = motion_count(load_n / pow(1 + pow(load_n / limit_of_strip_n, sharpness), 1 / sharpness));
    }
}

static void saturate_gently(size_t row, double *count)
{
    (void)row;
    saturate(count, 70, 2);
}

static void saturate_sharply(size_t row, double *count)
{
    (void)row;
    saturate(count, 70, 4);
}

/* A curve that none of the candidates describes. */
static void saturate_exponentially(size_t row, double *count)
{
    (void)row;
    for (int k = 0; k < MOTION_STRIPS; k++)
        count[k] = motion_count(60 * (1 - exp(-K_N * count[k] / (MOTION_FULL - count[k]) / 60)));
}

/* Strips that follow another power law than their calibration, and are noisy. */
static void follow_another_law(size_t row, double *count)
{
    for (int k = 0; k < MOTION_STRIPS; k++) {
        double load_n = K_N * pow(count[k] / (MOTION_FULL - count[k]), 0.87);
        count[k] = fmax(motion_count(load_n) + motion_noise(row, k, 8), 0);
    }
}

/* A contact that gets wider the harder the thigh presses. */
static void widen(size_t row, double *count)
{
    (void)row;
    double sum = 0, wide_sum = 0, wide[MOTION_STRIPS];
    for (int k = 0; k < MOTION_STRIPS; k++) {
        double load_n = K_N * count[k] / (MOTION_FULL - count[k]);
        sum += load_n;
        wide[k] = load_n;
    }
    for (int k = 0; k < MOTION_STRIPS; k++)
        wide_sum += wide[k] = pow(wide[k] + 0.01, 1 - sum / 8000);
    for (int k = 0; k < MOTION_STRIPS; k++)
        count[k] = motion_count(wide[k] * sum / wide_sum);
}

/* Slats that tip: one that a strip shares with its neighbour is pressed beside its middle, and puts up to 40 % of its
 * load on something that is no strip. */
static void tip(size_t row, double *count)
{
    (void)row;
    double load_n[MOTION_STRIPS];
    for (int k = 0; k < MOTION_STRIPS; k++)
        load_n[k] = K_N * count[k] / (MOTION_FULL - count[k]);
    for (int k = 0; k < MOTION_STRIPS; k++) {
        double beside_n = fmax(load_n[(k + 1) % MOTION_STRIPS], load_n[(k + MOTION_STRIPS - 1) % MOTION_STRIPS]);
        double shared = fmin(load_n[k], beside_n) / fmax(fmax(load_n[k], beside_n), 1);
        count[k] = motion_count(load_n[k] * (1 - 0.4 * shared));
    }
}

static void make_case(struct fixture *fixture, void (*spoil)(size_t, double *))
{
    make_strokes(fixture);
    fixture->sensors.spoil_strips = spoil;
    fixture_find(fixture);
}

static void saturation_is_found_with_how_much_is_missing(void **state)
{
    static const struct {
        const char *name;
        void (*spoil)(size_t, double *);
        double error_max; /* of the missing fraction */
    } CASES[] = {{"gently", saturate_gently, 0.2},
                 {"sharply", saturate_sharply, 0.2},
                 {"exponentially", saturate_exponentially, 0.3}};
    (void)state;
    for (size_t c = 0; c < sizeof CASES / sizeof CASES[0]; c++) {
        struct fixture fixture;
        make_case(&fixture, CASES[c].spoil);
        double missing = -fixture_force_bias(&fixture);
        print_message("figure: strips that saturate %s: %.0f %% of the force missing, %.0f %% found\n", CASES[c].name,
                      100 * missing, 100 * fixture.series.saturation.missing_fraction);
        assert_true(fixture.series.saturation.missing_fraction > 0 && fixture.series.saturation.beside_fraction == 0);
        assert_true(fabs(fixture.series.saturation.missing_fraction - missing) < CASES[c].error_max);
        fixture_free(&fixture);
    }
}

static void sound_strips_do_not_saturate(void **state)
{
    static void (*const SPOIL[])(size_t, double *) = {NULL, follow_another_law, widen};
    (void)state;
    for (size_t c = 0; c < sizeof SPOIL / sizeof SPOIL[0]; c++) {
        struct fixture fixture;
        make_case(&fixture, SPOIL[c]);
        assert_true(fixture.series.saturation.missing_fraction == 0 && fixture.series.saturation.beside_fraction == 0);
        fixture_free(&fixture);
    }
}

static void load_beside_the_strips_is_found(void **state)
{
    (void)state;
    struct fixture fixture;
    make_case(&fixture, tip);
    print_message("figure: slats that tip: %.0f %% of the force missing, %.0f %% less found between two strips\n",
                  -100 * fixture_force_bias(&fixture), 100 * fixture.series.saturation.beside_fraction);
    assert_true(fixture.series.saturation.beside_fraction > 0.08 && fixture.series.saturation.beside_fraction < 0.4);
    assert_true(fixture.series.saturation.missing_fraction == 0);
    fixture_free(&fixture);
}

static void too_few_rows_tell_nothing(void **state)
{
    (void)state;
    struct fixture fixture;
    fixture_init(&fixture);
    motion_hold(&fixture.motion, 20);
    fixture.sensors.spoil_strips = saturate_gently;
    fixture_find(&fixture);
    assert_true(fixture.series.saturation.missing_fraction == 0);
    fixture_free(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(saturation_is_found_with_how_much_is_missing),
        cmocka_unit_test(load_beside_the_strips_is_found),
        cmocka_unit_test(sound_strips_do_not_saturate),
        cmocka_unit_test(too_few_rows_tell_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
