/* SPDX-License-Identifier: MIT */
/* How far the measured position is from the true one: slow slip, a slide, and lifts after which the roller was put
 * back elsewhere (docs/ANALYSIS.md, "Offsets and uncertainty"). */
#pragma once

#include "position/offset_events.h"
#include "position/position.h"
#include "position/strokes.h"

#include <stdbool.h>
#include <stddef.h>

/* The roller is elsewhere than the rotation says, from this row on. */
struct offset_jump {
    size_t row;
    double mm;
};

/* The offset from one event (an end, a lift) to the next, linear in the distance rolled. */
struct offset_segment {
    size_t first, last;       /* rows */
    double distance_mm;       /* rolled in the segment */
    double from_mm, to_mm;    /* without the slide */
    struct offset_jump slide; /* a slide in this segment */
    double deviation_mm;      /* standard deviation of the positions, once the offset is subtracted */
};

struct offsets {
    struct offset_segment *segment; /* [count] sorted by row; they cover all loaded rows */
    size_t count;
    double high_deviation_mm; /* 95 % of the rows have at most this deviation */
    bool corrected;           /* there are offsets to subtract */
    double span_mm;           /* between the usual ends of the strokes; 0 = unknown */
    double slip_mm;           /* slow slip over the session; 0 = none was found */
    bool slid_instead;        /* what looks like slow slip may have been a slide */
    struct offset_jump slide; /* a slide under load; mm is 0 if none was found */
    double possible_mm;       /* a slip or slide that may have been, of which less than half was corrected; 0 = none */
    struct offset_jump *put_back; /* [put_back_count] lifts after which the roller was clearly elsewhere */
    size_t put_back_count;
};

/* Estimate the offsets from the strokes and stops, found in the uncorrected position. thigh_length_mm: 0 = unknown.
 * O(rows). False when out of memory; else free with offsets_free. */
bool offsets_estimate(struct offsets *offsets, const struct position *position, const double *time_s,
                      const struct strokes *strokes, const struct stops *stops, double thigh_length_mm);

/* Return the positions without the offsets, mm: [position->count], which the caller frees. NULL when out of memory. */
double *offsets_correct(const struct offsets *offsets, const struct position *position);

/* Return the standard deviation, mm, of the corrected position in a row. */
double offsets_deviation_mm(const struct offsets *offsets, size_t row);

void offsets_free(struct offsets *offsets);
