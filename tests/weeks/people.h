/* SPDX-License-Identifier: MIT */
/* Simulated people who roll over weeks, as session summaries with known truth. */
#pragma once

#include "multi_session/session_set.h"

#include <stdint.h>

#define PEOPLE_SPOTS_MAX 4
#define PEOPLE_SESSIONS_MAX 30

/* What a person does. Deviations of dwell and force are of their logarithms. */
struct habits {
    size_t session_count;
    double days_between;
    double start_deviation_mm;  /* of where the roller is first loaded */
    double end_deviation_mm;    /* of each median end of the strokes, in each session for itself */
    double autocorrelation;     /* of the dwell of neighbouring sessions */
    double skip_probability;    /* that the person does not stop at a spot in a session */
    double change_per_week;     /* factor of the dwell of all spots */
    size_t step_session;        /* from this session on the dwell of all spots is multiplied by step_factor */
    double step_factor;         /* 0 = no step */
    size_t first_from_session;  /* the first spot exists from this session on */
    size_t first_until_session; /* ... and before this one; 0 = always */
    double gap_mm;              /* two spots this far apart; 0 = one to three, at least 60 mm apart */
};

struct person {
    size_t spot_count;
    double position_mm[PEOPLE_SPOTS_MAX], dwell_s[PEOPLE_SPOTS_MAX];
    double start_mm[PEOPLE_SESSIONS_MAX];
};

/* The true number of a spot in a summary, from 0. */
size_t people_true_spot(const struct result_spot *spot);

/* Make a person and the sessions. The same seed makes the same person. The caller frees the set. */
void people_make(const struct habits *habits, uint64_t seed, struct person *person, struct session_set *set);
