/* SPDX-License-Identifier: MIT */
/* A person who rolls one leg over weeks: where the roller is first loaded, how long they stop at each spot and with
 * what force varies from session to session, as people do without any lasting change. What changes for good is known.
 */
#pragma once

#include "common/random.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WEEKS_SPOTS_MAX 4

/* What a person does. Deviations of dwell and force are of their logarithms: 0.35 and 0.15. */
struct weeks_habits {
    size_t session_count;
    double days_between;
    double thigh_length_mm;     /* 0 = chosen at random */
    double start_deviation_mm;  /* of where the roller is first loaded */
    double end_deviation_mm;    /* of each median end of the strokes, in each session for itself */
    double autocorrelation;     /* of the dwell of neighbouring sessions */
    double skip_probability;    /* that the person does not stop at a spot in a session */
    double change_per_week;     /* factor of the dwell of all spots; 0 = no change */
    size_t step_session;        /* from this session on the dwell of all spots is multiplied by step_factor */
    double step_factor;         /* 0 = no step */
    size_t first_from_session;  /* the first spot exists from this session on */
    size_t first_until_session; /* ... and before this one; 0 = always */
    double gap_mm;              /* two spots this far apart; 0 = one to three, at least 60 mm apart */
};

struct weeks_person {
    double thigh_length_mm;
    size_t spot_count;
    double position_mm[WEEKS_SPOTS_MAX], dwell_s[WEEKS_SPOTS_MAX]; /* from the upper thigh; usual dwell */
    double variation[WEEKS_SPOTS_MAX];                             /* of the logarithm of the last session's dwell */
    struct random random;
};

/* A session. Positions are from the upper thigh. */
struct weeks_session {
    double days;                         /* since the first session */
    double start_mm;                     /* where the roller is first loaded */
    double low_end_mm, high_end_mm;      /* where most strokes end */
    double force_factor;                 /* of the person's usual force */
    bool is_stopped_at[WEEKS_SPOTS_MAX]; /* else there is no stop at the spot */
    double stop_mm[WEEKS_SPOTS_MAX];     /* where the person stops */
    double dwell_s[WEEKS_SPOTS_MAX];
};

/* What 30 weekly sessions of people look like: starts of +- 10 mm, ends of +- 5 mm, one spot in five skipped. */
extern const struct weeks_habits WEEKS_USUAL;

/* Make a person; the same seed makes the same one. */
struct weeks_person weeks_person_make(const struct weeks_habits *habits, uint64_t seed);

/* Return session `index`. Call it for each session in turn, from 0. */
struct weeks_session weeks_next_session(const struct weeks_habits *habits, struct weeks_person *person, size_t index);
