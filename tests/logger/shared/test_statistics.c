/* SPDX-License-Identifier: MIT */
/* Order statistics against sorting, and in orders that a roller's positions have. */
#include "shared/statistics.h"
#include "support/cmocka_includes.h"

#include <math.h>
#include <stdlib.h>
#include <time.h>

static int rising(const void *a, const void *b)
{
    const double *left = a, *right = b;
    return *left < *right ? -1 : *left > *right ? 1 : 0;
}

static void it_agrees_with_sorting(void **state)
{
    (void)state;
    unsigned random = 7;
    for (size_t count = 1; count < 2000; count += count < 60 ? 1 : 613) {
        double value[2000], sorted[2000];
        for (size_t i = 0; i < count; i++) {
            random = random * 1103515245u + 12345u;
            value[i] = sorted[i] =
                random >> 20 & 15 ? (double)(random >> 16 & 31) : 0; /* the least comes often */
        }
        qsort(sorted, count, sizeof *sorted, rising);
        for (double fraction = 0; fraction <= 1; fraction += 0.125) {
            double place = fraction * (double)(count - 1);
            size_t rank = (size_t)place;
            double above = rank + 1 < count ? sorted[rank + 1] : sorted[rank];
            double wanted = sorted[rank] + (place - (double)rank) * (above - sorted[rank]);
            assert_true(fabs(statistics_quantile(value, count, fraction) - wanted) < 1e-12);
        }
    }
    assert_true(isnan(statistics_median(NULL, 0)));
}

static void quantiles_are_those_of_the_sorted_values(void **state)
{
    (void)state;
    double value[] = {5, 1, 4, 2, 3};
    assert_true(statistics_median(value, 5) == 3);
    assert_true(statistics_quantile(value, 5, 0.25) == 2);
    assert_true(fabs(statistics_quantile(value, 5, 0.9) - 4.6) < 1e-12);
    assert_true(statistics_quantile(value, 5, 0) == 1 && statistics_quantile(value, 5, 1) == 5);
    double outlier[] = {1, 2, 3, 4, 1000};
    assert_true(fabs(statistics_robust_deviation(outlier, 5, 3) - 1.4826) < 1e-9);
    double same[] = {7, 7, 7, 7};
    assert_true(statistics_quantile(same, 4, 0.7) == 7);
    assert_true(isnan(statistics_median(value, 0)));
}

/* There and back once: with a pivot from both ends and the middle this took a minute or more. */
static void there_and_back_takes_no_longer_than_noise(void **state)
{
    (void)state;
    size_t count = 400000;
    double *value = malloc(count * sizeof *value);
    assert_non_null(value);
    clock_t start = clock();
    for (int upside_down = 0; upside_down < 2; upside_down++) {
        for (size_t i = 0; i < count; i++)
            value[i] = (upside_down ? -1 : 1) * fabs((double)i - (double)count / 2);
        double quarter = (double)count / 4;
        assert_true(fabs(statistics_median(value, count) - (upside_down ? -quarter : quarter)) < 2);
    }
    assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 2);
    free(value);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_agrees_with_sorting),
        cmocka_unit_test(quantiles_are_those_of_the_sorted_values),
        cmocka_unit_test(there_and_back_takes_no_longer_than_noise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
