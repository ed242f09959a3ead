/* SPDX-License-Identifier: MIT */
/* How much to roll. This is the only place that says it: the live view, the advice on the pages and the evidence use
 * these numbers, and the texts are made of them. Sources, and what they do not show: docs/ANALYSIS.md, "The dose". */
#pragma once

/* Rolling one leg: a range around the sets of Behm 2020, and enough strokes for a p. */
#define DOSE_LEG_MIN_MINUTES 1
#define DOSE_LEG_MAX_MINUTES 2

/* One stroke in one direction (Behm 2020). */
#define DOSE_STROKE_MIN_S 2
#define DOSE_STROKE_MAX_S 4

/* Fewest strokes of a leg that is rolled for long enough. */
#define DOSE_LEG_MIN_STROKES (DOSE_LEG_MIN_MINUTES * 60 / DOSE_STROKE_MAX_S)
#define DOSE_STROKES_AIM_MIN 1 /* what a user of the app may choose instead */
#define DOSE_STROKES_AIM_MAX 1000

/* One place, all visits of the session together. A limit chosen here, the shortest set of Behm 2020: no trial known to
 * us compared times on one place. */
#define DOSE_PLACE_S 30
#define DOSE_PLACE_MIN_S 5 /* what a user may choose instead */
#define DOSE_PLACE_MAX_S 600

/* The stretch of one side afterwards, which the app counts: about the total of Garber 2011 for one exercise. */
#define DOSE_STRETCH_MIN_S 45
#define DOSE_STRETCH_MAX_S 60

#define DOSE_DIGITS(number) #number
#define DOSE_TEXT(number) DOSE_DIGITS(number)

/* clang-format off */
#define DOSE_LEG_WORDS \
    "Roll each leg for " DOSE_TEXT(DOSE_LEG_MIN_MINUTES) " to " DOSE_TEXT(DOSE_LEG_MAX_MINUTES) " minutes, " \
    DOSE_TEXT(DOSE_STROKE_MIN_S) " to " DOSE_TEXT(DOSE_STROKE_MAX_S) " s for each stroke in one direction"
#define DOSE_PLACE_WORDS \
    "After " DOSE_TEXT(DOSE_PLACE_S) " s on one place, all visits together, roll on"
#define DOSE_PRESSURE_WORDS /* Grabow 2018 */ \
    "A pressure you can breathe through calmly is enough: in a trial, rolling harder did not help more"
/* clang-format on */
