/* SPDX-License-Identifier: MIT */
/* One simulated session of each kind of behaviour of people, rollers and sensors: the spots, the positions, their
 * interval and the warning that names what happened. `make accuracy` measures the same over many sessions. */
#include "accuracy/trial.h"
#include "support/cmocka_includes.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CENTER_MAX_MM 20.0 /* a spot found within this of a planted one is that spot */

static const struct kind {
    const char *behavior;
    unsigned seed;
    double rmse_max_mm;
    const char *word;  /* a warning contains it; NULL = none is needed */
    const char *start; /* for --start */
} KINDS[] = {
    {"sections", 21, 2, NULL, NULL},
    {"half", 21, 2, NULL, NULL},
    {"grow", 21, 2, NULL, NULL},
    {"scatter", 21, 2, NULL, NULL},
    {"start-knee", 21, 4, NULL, "knee"},
    {"rests", 21, 2, NULL, NULL},
    {"rocks", 21, 2, NULL, NULL},
    {"slide", 20, 15, "slid", NULL},
    {"creep-slip", 21, 12, "slip", NULL},
    {"stick-slip", 21, 12, NULL, NULL},
    {"put-back", 21, 12, NULL, NULL},
    {"put-back-far", 21, 20, "put back", NULL},
    {"slope", 21, 5, "slope", NULL},
    {"posture", 20, 6, "posture", NULL},
    {"saturation", 21, 2, "saturate", NULL},
    {"bridge", 21, 2, NULL, NULL},
    {"tilt", 21, 2, "beside the strips", NULL},
    {"frozen", 21, 3, "frozen", NULL},
    {"clipped", 21, 3, "clipped", NULL},
    {"mounted", 21, 3, "mounted", NULL},
    {"zeros", 21, 3, "zero", NULL},
    {"intermittent", 21, 3, "no readings", NULL},
    {"drift", 21, 3, NULL, NULL},
    {"lever", 21, 3, NULL, NULL},
    {"gaps", 21, 6, "gap", NULL},
};
#define KIND_COUNT (sizeof KINDS / sizeof KINDS[0])

static bool is_found(const struct trial *trial, const struct trial_spot *planted)
{
    for (size_t k = 0; k < trial->found_count; k++)
        if (fabs(trial->found[k].center_mm - planted->center_mm) < CENTER_MAX_MM + trial->uncertainty_mm)
            return true;
    return false;
}

static void check_kind(const struct trial *trial, const struct kind *kind)
{
    printf("figure: %-13s %zu spots of %zu, position rms %.1f mm, interval %.1f mm\n", kind->behavior,
           trial->found_count, trial->planted_count, trial->position_rmse_mm, trial->uncertainty_mm);
    if (kind->word != NULL && strstr(trial->warnings, kind->word) == NULL)
        fail_msg("%s: no warning says '%s':\n%s", kind->behavior, kind->word, trial->warnings);
    assert_true(trial->position_rmse_mm < kind->rmse_max_mm);
    assert_true(trial->position_rmse_mm < trial->uncertainty_mm);
    assert_int_equal(trial->found_count, trial->planted_count);
    for (size_t k = 0; k < trial->planted_count; k++)
        assert_true(is_found(trial, &trial->planted[k]));
}

static void each_kind_is_right_or_told_by_its_name(void **state)
{
    (void)state;
    struct trial_lab lab = {.programs = BUILD_DIR};
    temp_dir_make(&lab.dir);
    for (size_t first = 0; first < KIND_COUNT; first += TRIAL_LANES) {
        struct trial trial[TRIAL_LANES];
        size_t count = KIND_COUNT - first < TRIAL_LANES ? KIND_COUNT - first : TRIAL_LANES;
        for (size_t i = 0; i < count; i++) {
            trial[i] =
                (struct trial){.request = {.seed = KINDS[first + i].seed, .spots = 2, .start = KINDS[first + i].start}};
            snprintf(trial[i].request.behaviors, sizeof trial[i].request.behaviors, "%s", KINDS[first + i].behavior);
        }
        assert_true(trial_run(&lab, trial, count));
        for (size_t i = 0; i < count; i++)
            check_kind(&trial[i], &KINDS[first + i]);
    }
    temp_dir_remove(&lab.dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_kind_is_right_or_told_by_its_name)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
