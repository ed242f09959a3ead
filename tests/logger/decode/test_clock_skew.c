/* SPDX-License-Identifier: MIT */
/* The clock skew when bytes arrive in batches every 16 ms, with stalls of 300 ms. */

#include "decode/clock_skew.h"
#include "support/cmocka_includes.h"
#include "support/fault.h"

#include <math.h>

#define PERIOD_US 9984
#define MIN_US 15000000
#define BATCH_US 16000
#define DELAY_MIN_US 800 /* shortest delay of a byte */

/* Return the arrival time of a frame sent at `sent_us` (host's clock): with the next batch, after any stall. */
static int64_t arrival_us(int64_t sent_us, bool stalls)
{
    int64_t delivery_us = (sent_us / BATCH_US + 1) * BATCH_US + DELAY_MIN_US;
    int64_t stalled_since_us = delivery_us / 1700000 * 1700000;
    return stalls && delivery_us - stalled_since_us < 300000 ? stalled_since_us + 300000 : delivery_us;
}

/* Return the skew measured in a recording of `length_s`, ppm. `*worst_us` is the largest error of a host time. */
static double measure_skew_ppm(double ppm, double length_s, bool stalls, double *worst_us)
{
    struct clock_skew skew = {0};
    struct clock_skew_fit fit;
    int64_t first_us = arrival_us(0, stalls);
    for (int64_t i = 0; (double)(i * PERIOD_US) < length_s * 1e6; i++) {
        int64_t sent_us = (int64_t)((double)(i * PERIOD_US) * (1 + ppm / 1e6));
        clock_skew_add(&skew, i * PERIOD_US, arrival_us(sent_us, stalls) - first_us);
    }
    assert_true(clock_skew_fit(&skew, MIN_US, &fit));
    *worst_us = 0;
    for (int64_t i = 0; (double)(i * PERIOD_US) < length_s * 1e6; i += 100) {
        double sent_us = (double)(i * PERIOD_US) * (1 + ppm / 1e6);
        double error_us = fabs(clock_skew_host_us(&fit, i * PERIOD_US) - (sent_us + DELAY_MIN_US - (double)first_us));
        *worst_us = error_us > *worst_us ? error_us : *worst_us;
    }
    return fit.host_ppm;
}

static void skew_is_found_despite_batches_and_stalls(void **state)
{
    (void)state;
    static const double lengths_s[] = {60, 300, 3600};
    double worst_ppm = 0, worst_host_us = 0;
    for (int sign = -1; sign <= 1; sign++) {
        for (int stalls = 0; stalls < 2; stalls++) {
            for (size_t i = 0; i < sizeof lengths_s / sizeof lengths_s[0]; i++) {
                double error_us, ppm = measure_skew_ppm(sign * 200.0, lengths_s[i], stalls, &error_us);
                worst_ppm = fmax(worst_ppm, fabs(ppm - sign * 200.0));
                worst_host_us = fmax(worst_host_us, error_us);
            }
        }
    }
    printf("figure: skew of -200, 0 and 200 ppm, batches of 16 ms, stalls of 300 ms: accurate within %.1f ppm, "
           "host times within %.2f ms\n",
           worst_ppm, worst_host_us / 1000);
    assert_true(worst_ppm < 10);
    assert_true(worst_host_us < 1000);
    fault_held("22-23", "skew of 200 ppm, batches of 16 ms, stalls of 300 ms", 18, "host times within 1 ms");
}

static void a_short_recording_gives_no_skew(void **state)
{
    (void)state;
    struct clock_skew skew = {0};
    struct clock_skew_fit fit;
    assert_false(clock_skew_fit(&skew, MIN_US, &fit));
    for (int64_t t = 0; t < MIN_US - 2 * CLOCK_SKEW_WINDOW_US; t += PERIOD_US)
        clock_skew_add(&skew, t, t);
    assert_false(clock_skew_fit(&skew, MIN_US, &fit));
}

static void frames_of_different_boots_are_not_compared(void **state)
{
    (void)state;
    struct clock_skew skew = {0};
    struct clock_skew_fit fit;
    for (int boot = 0; boot < 4; boot++) {
        for (int64_t t = 0; t < 30000000; t += PERIOD_US) /* each boot is 15 ms later by the host's clock */
            clock_skew_add(&skew, boot * 30000000LL + t, boot * 30015000LL + t + t / 20000);
        clock_skew_begin_boot(&skew);
    }
    assert_true(clock_skew_fit(&skew, MIN_US, &fit));
    assert_float_equal(fit.host_ppm, 50, 1);
    assert_float_equal(clock_skew_host_us(&fit, 90000000), 90045000, 100);
}

/* More boots than windows: the newest ones count, and the length of a window stays. */
static void after_many_boots_the_newest_counts(void **state)
{
    (void)state;
    struct clock_skew skew = {0};
    struct clock_skew_fit fit;
    int64_t time_us = 0;
    for (int boot = 0; boot < 3 * CLOCK_SKEW_WINDOWS_MAX; boot++, time_us += 1000000) {
        clock_skew_begin_boot(&skew);
        clock_skew_add(&skew, time_us, time_us);
    }
    assert_int_equal(skew.count, CLOCK_SKEW_WINDOWS_MAX);
    assert_int_equal(skew.doublings, 0);
    clock_skew_begin_boot(&skew);
    for (int64_t i = 0; i < 3000; i++, time_us += PERIOD_US)
        clock_skew_add(&skew, time_us, time_us + 5000);
    assert_true(clock_skew_fit(&skew, MIN_US, &fit));
    assert_float_equal(fit.offset_us, 5000, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(after_many_boots_the_newest_counts),
        cmocka_unit_test(skew_is_found_despite_batches_and_stalls),
        cmocka_unit_test(a_short_recording_gives_no_skew),
        cmocka_unit_test(frames_of_different_boots_are_not_compared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
