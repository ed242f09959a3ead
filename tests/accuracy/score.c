/* SPDX-License-Identifier: MIT */
#include "score.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static double *alloc_values(size_t count)
{
    double *value = calloc(count, sizeof *value);
    if (!value) {
        fprintf(stderr, "out of memory\n");
        exit(1);
    }
    return value;
}

void score_init(struct score *score, size_t trials)
{
    *score = (struct score){0};
    score->center_error_mm = alloc_values(trials * TRIAL_SPOTS_MAX);
    score->dwell_error = alloc_values(trials * TRIAL_SPOTS_MAX);
    score->position_rmse_mm = alloc_values(trials);
    score->half_width_mm = alloc_values(trials);
}

void score_free(struct score *score)
{
    free(score->center_error_mm);
    free(score->dwell_error);
    free(score->position_rmse_mm);
    free(score->half_width_mm);
}

/* Find the closest pair of a planted and a found spot, both still unmatched. False if none is within SCORE_MATCH_MM. */
static bool find_closest_pair(const struct trial *trial, const bool *planted_used, const bool *found_used,
                              size_t *planted, size_t *found)
{
    double best_mm = SCORE_MATCH_MM;
    bool exists = false;
    for (size_t i = 0; i < trial->planted_count; i++) {
        for (size_t j = 0; j < trial->found_count; j++) {
            double distance_mm = fabs(trial->planted[i].center_mm - trial->found[j].center_mm);
            if (!planted_used[i] && !found_used[j] && distance_mm <= best_mm) {
                best_mm = distance_mm;
                *planted = i;
                *found = j;
                exists = true;
            }
        }
    }
    return exists;
}

static void print_trial(const struct trial *trial)
{
    printf("  seed %u: planted", trial->request.seed);
    for (size_t i = 0; i < trial->planted_count; i++)
        printf(" %.0f mm (%.1f s, %d)", trial->planted[i].center_mm, trial->planted[i].dwell_s,
               trial->planted[i].visits);
    printf("; found");
    for (size_t i = 0; i < trial->found_count; i++)
        printf(" %.0f mm (%.1f s, %d)", trial->found[i].center_mm, trial->found[i].dwell_s, trial->found[i].visits);
    printf("; position %.1f mm", trial->position_rmse_mm);
    if (!isnan(trial->uncertainty_mm))
        printf(", said to be within %.1f mm", trial->uncertainty_mm);
    printf("%s%s\n", trial->request.behaviors[0] != '\0' ? "; " : "", trial->request.behaviors);
}

/* Whether the interval of the positions is there and holds the truth. */
static bool is_interval_held(const struct trial *trial)
{
    return !isnan(trial->uncertainty_mm) && trial->inside_fraction >= SCORE_HELD_FRACTION;
}

struct verdict score_add(struct score *score, const struct trial *trial, bool verbose)
{
    bool planted_used[TRIAL_SPOTS_MAX] = {false}, found_used[TRIAL_SPOTS_MAX] = {false};
    size_t i = 0, j = 0, matched = 0, visits_right = 0;
    while (find_closest_pair(trial, planted_used, found_used, &i, &j)) {
        planted_used[i] = found_used[j] = true;
        const struct trial_spot *planted = &trial->planted[i], *found = &trial->found[j];
        score->center_error_mm[score->matched + matched] = fabs(planted->center_mm - found->center_mm);
        score->dwell_error[score->matched + matched] = fabs(found->dwell_s / planted->dwell_s - 1);
        score->centers_stated += isnan(found->uncertainty_mm) ? 0 : 1;
        score->centers_held += fabs(planted->center_mm - found->center_mm) <= found->uncertainty_mm ? 1 : 0;
        visits_right += planted->visits == found->visits;
        matched++;
    }
    bool perfect = matched == trial->planted_count && matched == trial->found_count && visits_right == matched;
    bool interval_held = is_interval_held(trial);
    if (verbose && !(perfect && interval_held))
        print_trial(trial);
    score->position_rmse_mm[score->trials++] = trial->position_rmse_mm;
    score->planted += trial->planted_count;
    score->found += trial->found_count;
    score->matched += matched;
    score->visits_right += visits_right;
    score->empty_trials += trial->planted_count == 0;
    score->false_alarm_trials += trial->planted_count == 0 && trial->found_count > 0;
    if (!isnan(trial->uncertainty_mm))
        score->half_width_mm[score->intervals_stated++] = trial->uncertainty_mm;
    score->intervals_held += interval_held;
    return (struct verdict){trial->planted_count - matched, trial->found_count - matched, interval_held};
}

double score_f1(const struct score *score)
{
    size_t sum = score->planted + score->found;
    return sum > 0 ? 2.0 * (double)score->matched / (double)sum : 1;
}

static int compare_values(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

double score_quantile(double *value, size_t count, double fraction)
{
    if (count == 0)
        return NAN;
    qsort(value, count, sizeof *value, compare_values);
    size_t rank = (size_t)ceil(fraction * (double)count);
    return value[rank > 0 ? rank - 1 : 0];
}
