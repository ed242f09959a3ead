/* SPDX-License-Identifier: MIT */
/* Scores over many trials. */
#ifndef SCORE_H
#define SCORE_H

#include "trial.h"

#define SCORE_MATCH_MM 20.0

struct score {
    size_t trials;
    size_t planted, found, matched;
    size_t empty_trials;       /* nothing planted */
    size_t false_alarm_trials; /* nothing planted, something found */
    size_t visits_right;       /* of the matched spots */
    double *center_error_mm;   /* of the matched spots, in any order */
    double *dwell_error;       /* fraction of the planted dwell */
    double *position_rmse_mm;  /* of each trial */
};

/* For at most `trials` trials; free with score_free. Exits without memory. */
void score_init(struct score *score, size_t trials);
void score_free(struct score *score);

/* Match found spots with planted ones, nearest first, one to one, within SCORE_MATCH_MM, and count. With
 * `verbose`, print trials that are not perfect. */
void score_add(struct score *score, const struct trial *trial, bool verbose);

/* Harmonic mean of precision and recall; 1 when nothing was planted and nothing found. */
double score_f1(const struct score *score);

/* Value below which `fraction` of the `count` values lie (nearest rank); NAN of none. Sorts them. */
double score_quantile(double *value, size_t count, double fraction);

#endif
