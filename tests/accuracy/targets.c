/* SPDX-License-Identifier: MIT */
#include "targets.h"

#include <math.h>
#include <stdio.h>

#define TAIL 0.95

static double percent(size_t count, size_t total)
{
    return total > 0 ? 100.0 * (double)count / (double)total : NAN;
}

static double f1(struct score *score)
{
    return score_f1(score);
}

static double false_spots(struct score *score)
{
    return percent(score->false_alarm_trials, score->empty_trials);
}

static double center_error(struct score *score)
{
    return score_quantile(score->center_error_mm, score->matched, TAIL);
}

static double dwell_error(struct score *score)
{
    return 100 * score_quantile(score->dwell_error, score->matched, TAIL);
}

static double visits_right(struct score *score)
{
    return percent(score->visits_right, score->matched);
}

static double position_error(struct score *score)
{
    return score_quantile(score->position_rmse_mm, score->trials, 0.5);
}

struct target {
    const char *name;
    double (*number)(struct score *score);
    bool at_least; /* true: the limit is a minimum; false: a maximum */
    int digits;
    double limit[TARGETS_KINDS];
};

static const struct target targets[] = {
    {"F1 of spots (match within 20 mm)", f1, true, 3, {0.99, 0.98, 0.97, 0.95}},
    {"false spots, % of sessions with none", false_spots, false, 1, {1, 2, 2, 4}},
    {"centre error, 95 % below, mm", center_error, false, 1, {4, 6, 9, 12}},
    {"dwell error, 95 % below, %", dwell_error, false, 1, {5, 6, 8, 10}},
    {"visits counted right, % of matched spots", visits_right, true, 1, {98, 97, 95, 93}},
    {"position error (RMS), median session, mm", position_error, false, 2, {1.2, 2.2, 3.5, 5.5}},
};

size_t targets_print(struct score *score)
{
    static const char *const kind[TARGETS_KINDS] = {"nominal, IMU", "nominal, ring", "hard, IMU", "hard, ring"};
    size_t missed = 0;
    printf("%-42s", "");
    for (size_t k = 0; k < TARGETS_KINDS; k++)
        printf(" %21s", kind[k]);
    printf("\n%-42s", "spots planted / found / matched");
    for (size_t k = 0; k < TARGETS_KINDS; k++)
        printf(" %13zu/%3zu/%3zu", score[k].planted, score[k].found, score[k].matched);
    for (size_t t = 0; t < sizeof targets / sizeof targets[0]; t++) {
        const struct target *target = &targets[t];
        printf("\n%-42s", target->name);
        for (size_t k = 0; k < TARGETS_KINDS; k++) {
            double number = target->number(&score[k]);
            bool pass = isnan(number) || (target->at_least ? number >= target->limit[k] : number <= target->limit[k]);
            missed += pass ? 0 : 1;
            printf(" %7.*f (%s %4g) %s", target->digits, number, target->at_least ? ">=" : "<=", target->limit[k],
                   pass ? "pass" : "MISS");
        }
    }
    printf("\n\n%s\n", missed == 0 ? "Every target is met." : "Targets marked MISS are missed.");
    return missed;
}
