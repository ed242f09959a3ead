/* SPDX-License-Identifier: MIT */
/* Slip that is added to synthetic positions is estimated and removed. */
#include "analyzer/support/motion.h"
#include "position/slip.h"
#include "support/cmocka_includes.h"
#include "support/random.h"

#include <math.h>
#include <stdlib.h>

/* Make `count` strokes of 330 mm, whose ends scatter by `scatter_mm`, with `slip` mm of slip per mm rolled. Return the
 * slip that is found in them. Sets *added_mm to the true slip, and *residual_mm to the rms error of the corrected
 * positions. */
static double find_slip(int count, double slip, double scatter_mm, uint64_t seed, double *added_mm, double *residual_mm)
{
    struct random random = random_init(seed);
    struct motion motion;
    struct strokes strokes;
    struct slip estimate;
    motion_init(&motion);
    for (int k = 0; k < count; k++)
        motion_glide(&motion, (k % 2 == 0 ? 330 : 0) + random_uniform(&random, -scatter_mm / 2, scatter_mm / 2), 2);
    double previous_mm = 0, rolled_mm = 0, sum = 0, *mm = motion.position_mm;
    double *true_mm = malloc(motion.count * sizeof *true_mm);
    assert_non_null(true_mm);
    for (size_t i = 0; i < motion.count; i++) {
        rolled_mm += fabs(mm[i] - previous_mm);
        previous_mm = true_mm[i] = mm[i];
        mm[i] += slip * rolled_mm;
    }
    const struct trajectory rows = {motion.count, motion.time_s, mm, motion.loaded};
    struct position position = {.count = motion.count, .mm = mm, .contact = motion.loaded};
    assert_true(strokes_find(&strokes, &rows));
    assert_true(slip_estimate(&estimate, &position, &strokes));
    double *corrected_mm = slip_correct(&estimate, &position);
    assert_non_null(corrected_mm);
    for (size_t i = 0; i < motion.count; i++)
        sum += (corrected_mm[i] - true_mm[i]) * (corrected_mm[i] - true_mm[i]) / (double)motion.count;
    *added_mm = slip * rolled_mm;
    *residual_mm = sqrt(sum);
    strokes_free(&strokes);
    free(true_mm);
    free(corrected_mm);
    motion_free(&motion);
    return estimate.longest_mm;
}

static void slip_is_found_and_removed(void **state)
{
    (void)state;
    double added_mm, residual_mm, found_mm = find_slip(20, 0.006, 16, 7, &added_mm, &residual_mm);
    assert_true(fabs(found_mm - added_mm) < 0.25 * added_mm);
    found_mm = find_slip(60, 0.003, 10, 1, &added_mm, &residual_mm);
    print_message("figure: slip of %.0f mm in 60 strokes found as %.0f mm, residual %.2f mm rms\n", added_mm, found_mm,
                  residual_mm);
    assert_true(fabs(found_mm - added_mm) < 5 && residual_mm < 2);
}

static void scattered_ends_are_not_slip(void **state)
{
    (void)state;
    double added_mm, residual_mm;
    unsigned found = 0;
    assert_true(find_slip(20, 0, 16, 7, &added_mm, &residual_mm) == 0);
    for (uint64_t seed = 1; seed <= 200; seed++)
        found += find_slip(60, 0, 20, seed, &added_mm, &residual_mm) != 0 ? 1u : 0u;
    print_message("figure: slip found in %u of 200 sessions without slip, with ends that scatter by 20 mm\n", found);
    assert_true(found <= 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slip_is_found_and_removed),
        cmocka_unit_test(scattered_ends_are_not_slip),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
