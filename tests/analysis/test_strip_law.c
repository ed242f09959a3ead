/* SPDX-License-Identifier: MIT */
/* Counts to newtons. */
#include "bench.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define HALF_ROW 2000 /* of the 4200 of 20 strokes */

/* The steepest law that a session may have, and a reading at full scale: a force beyond all bounds, but a number. */
static void a_steep_law_makes_no_infinity(void **state)
{
    (void)state;
    for (int ring_only = 0; ring_only < 2; ring_only++) {
        struct bench bench;
        bench_roll(&bench, ring_only);
        bench_read(&bench);
        size_t strips = bench.rows.header.strip_count;
        for (size_t k = 0; k < strips; k++)
            bench.rows.header.calibration_p[k] = SESSION_P_MOST;
        bench.rows.strip[HALF_ROW * strips] = (float)bench.rows.header.adc_full_scale;
        bench_estimate(&bench, 0);
        for (size_t i = 0; i < bench.series.count; i++)
            assert_true(isfinite(bench.series.force_n[i]) && !isinf(bench.position.mm[i]));
        bench_free(&bench);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_steep_law_makes_no_infinity)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
