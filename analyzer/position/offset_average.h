/* SPDX-License-Identifier: MIT */
/* The offsets, averaged over hypotheses by their probability (docs/ANALYSIS.md, "Offsets and uncertainty"). */
#pragma once

#include "position/offset_events.h"

#include <stdbool.h>

struct offset_estimate {
    double before_mm, after_mm; /* offset before and after a lift or `zero`; else equal */
    double slide_mm;            /* expected slide since the previous event, included in before_mm */
    double likely_slide_mm;     /* the slide, if there was one */
    double deviation_mm;
};

struct offset_average {
    struct offset_estimate *at; /* [events->count] */
    double slip_probability, slide_probability;
    bool is_plain;       /* there may well be neither slip nor slide, so little or nothing of them is in `at` */
    double slip;         /* mm per mm rolled, if the roller slipped slowly */
    size_t slide;        /* most likely event up to which the roller slid, if it did */
    double slide_mm;     /* expected slide there */
    double span_mm;      /* expected distance between the usual ends */
    double log_evidence; /* logarithm of how likely the events are, over all hypotheses */
};

/* Average over all hypotheses. The less probable slip and slide are, the nearer is `at` to the mean over those without
 * either; its deviations always allow for all. Ends at which the person seems to have turned early or elsewhere become
 * an OFFSET_POINT. False when out of memory; else free with offset_average_free. */
bool offset_average_make(struct offset_average *average, struct offset_events *events);

void offset_average_free(struct offset_average *average);
