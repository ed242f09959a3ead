/* SPDX-License-Identifier: MIT */
/* Scores of many trials. */
#pragma once

#include "trial.h"

#define SCORE_MATCH_MM 20.0
#define SCORE_HELD_FRACTION 0.95

struct score {
    size_t trials;
    size_t planted, found, matched;
    size_t empty_trials;       /* trials without planted spots */
    size_t false_alarm_trials; /* number of trials in which a spot was found although none was planted */
    size_t centers_held;       /* matched spots whose centre's interval holds the truth */
    size_t centers_stated;     /* matched spots that have an interval */
    size_t visits_right;       /* number of matched spots with the right number of visits */
    double *center_error_mm;   /* [matched], in any order */
    double *dwell_error;       /* [matched], fraction of the planted dwell */
    double *position_rmse_mm;  /* [trials] */
    double *half_width_mm;     /* [intervals_stated]: half of the interval of the positions, in any order */
    size_t intervals_stated;   /* trials whose report has that interval */
    size_t intervals_held;     /* trials in which it holds at least SCORE_HELD_FRACTION of the positions */
};

/* Initialise for at most `trials` trials; free with score_free. Exits the program if out of memory. */
void score_init(struct score *score, size_t trials);
void score_free(struct score *score);

/* What was right in one trial. */
struct verdict {
    size_t missed, invented; /* spots */
    bool interval_held;      /* the report has an interval of the positions, and it holds the truth */
};

/* Match found spots with planted ones, one to one and closest first, within SCORE_MATCH_MM, and add the
 * counts and errors. If `verbose`, print the trial unless it is perfect and its interval holds. */
struct verdict score_add(struct score *score, const struct trial *trial, bool verbose);

/* Return the harmonic mean of precision and recall; 1 if nothing was planted and nothing found. */
double score_f1(const struct score *score);

/* Return the quantile `fraction` of value[count] by nearest rank; NAN if count is 0. Sorts the array. */
double score_quantile(double *value, size_t count, double fraction);
