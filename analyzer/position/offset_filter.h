/* SPDX-License-Identifier: MIT */
/* How far the measured position is from the true one, if a hypothesis about slip and lifts is true: a Kalman filter
 * and smoother over the ends of the strokes and the visits (docs/ANALYSIS.md, "Offsets and uncertainty"). */
#pragma once

#include "position/quick_moves.h"

#include <stdbool.h>
#include <stddef.h>

#define OFFSET_PLACES 6               /* most places at which the person stops that are followed */
#define OFFSET_VISIT_DEVIATION_MM 6.0 /* of the visits to a place: people find it again, but not exactly */
#define OFFSET_STATES (5 + OFFSET_PLACES)

enum offset_event_kind {
    OFFSET_LOW_END,  /* the person turned at the upper end of the thigh */
    OFFSET_HIGH_END, /* the person turned at the knee */
    OFFSET_LIFT,     /* the roller was put back, perhaps elsewhere */
    OFFSET_VISIT,    /* the person stopped, perhaps where they had stopped before */
    OFFSET_ZERO,     /* the position is 0 here by a `zero` event */
    OFFSET_POINT     /* nothing is observed: the end of the session, or an end that is left out */
};

struct offset_event {
    enum offset_event_kind kind;
    size_t row;
    double distance_mm;              /* rolled under load before this row */
    double position_mm;              /* as measured */
    double extra_mm;                 /* additional standard deviation of this end */
    struct quick_move quick_move[2]; /* since the previous event: towards the knee, away from it */
};

/* Whether the person turned here, at either end of the thigh. */
bool offset_event_is_end(const struct offset_event *event);

/* All numbers but wander are standard deviations; a normal prior is assumed for each effect. */
struct offset_hypothesis {
    double scatter_mm;  /* of the ends about their usual positions */
    double loose_mm[2]; /* additional scatter of the low ends and of the high ends */
    double wander;      /* correlation of an end with the one before */
    double slip;        /* slow slip, mm per mm rolled; 0 = none */
    double stick_mm;    /* sticks and slips: the offset changes by this at random while the thigh's length is rolled */
    double slide_mm;    /* one slide, at an event; 0 = none */
    size_t slide;       /* index of the event up to which the roller slid */
    double lift_mm;     /* put back elsewhere after a lift */
    bool uses_visits;   /* else they are ignored */
};

struct offset_ends {
    double usual_mm[2];         /* expected usual positions of the low ends and of the high ends */
    double deviation_mm;        /* of each */
    double origin_deviation_mm; /* of both together, if position 0 is not where strokes begin */
    double thigh_mm;            /* as in struct offset_events */
};

/* State before an event's observation is used; scratch of offset_filter_run. */
struct offset_filtered {
    double mean[OFFSET_STATES], covariance[OFFSET_STATES][OFFSET_STATES];
    double innovation, variance; /* observed minus expected end or place, and its variance; 0 = nothing is observed */
    size_t states;               /* in use; a place adds one at its first visit */
    size_t place;                /* state of the place that is visited */
};

struct offset_smoothed {
    double before_mm, after_mm; /* offset before and after a slide, lift or `zero` at this event; else equal */
    double variance;            /* of after_mm */
    size_t place;               /* visited here, OFFSET_PLACES = not followed; scratch of offset_filter_run */
    double score, information;  /* first and second derivative of the logarithm of the likelihood by a slide here */
};

struct offset_outcome {
    double log_likelihood;        /* without constants that all hypotheses share */
    double visits_log_likelihood; /* of the visits, given the ends */
    double slip;                  /* most likely slow slip, mm per mm rolled */
    double span_mm;               /* most likely distance between the usual low and high ends */
};

/* Fill in smoothed[count] for event[count], sorted by row. filtered[count] is scratch. O(count). */
struct offset_outcome offset_filter_run(struct offset_smoothed *smoothed, struct offset_filtered *filtered,
                                        const struct offset_event *event, size_t count, const struct offset_ends *ends,
                                        const struct offset_hypothesis *hypothesis);

/* Find which visits are to the same place, from the offsets in smoothed[count], and set `place` there. Returns the
 * logarithm of the prior probability of these places. Defined in offset_places.c. */
double offset_places_find(struct offset_smoothed *smoothed, const struct offset_event *event, size_t count,
                          double thigh_mm);
