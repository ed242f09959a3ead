/* SPDX-License-Identifier: MIT */
/* The part of the thigh that each stroke covers: the whole of it, or a section after the other, or more and more. */
#pragma once

#include "common/behavior.h"

#include <stdbool.h>
#include <stdint.h>

#define ROUTE_SECTIONS_MAX 4

struct stretch {
    double low_mm, high_mm;
};

struct route {
    struct stretch whole; /* between the person's mean ends of strokes */
    unsigned strokes;
    unsigned section_count; /* 1 = no sections */
    double section_end_mm[ROUTE_SECTIONS_MAX];
    double overlap_mm;      /* of a section with the one before */
    double first_fraction;  /* of the whole, that the first stroke covers; strokes grow to the whole; 1 = all alike */
    unsigned grown_strokes; /* strokes until they cover the whole */
    bool starts_at_knee;
    bool is_one_way; /* each stroke leads away from where the first one began */
    /* Deviations of the ends: a part of its own for each end, and a part that both ends share and that wanders. */
    double own_sigma_mm, shared_sigma_mm;
    double shared_persistence; /* correlation of the shared part from one stroke to the next */
    double shared_mm;          /* its present value */
    struct random random;      /* of the deviations */
};

/* Choose a route over a thigh at random. `strokes` is the number of strokes. */
void route_randomize(struct route *route, struct behaviors behaviors, uint64_t seed, struct stretch whole,
                     double thigh_length_mm, unsigned strokes);

/* Return how many times as many strokes a session needs as one over the whole thigh. */
double route_stroke_factor(struct behaviors behaviors);

/* Return what a stroke covers. */
struct stretch route_stretch(const struct route *route, unsigned stroke);

/* Whether a stroke passes over this position. */
bool route_covers(const struct route *route, unsigned stroke, double position_mm);

/* Return where the next stroke ends. Call it once for each stroke, in order. */
double route_next_end_mm(struct route *route, unsigned stroke);
