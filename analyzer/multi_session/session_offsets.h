/* SPDX-License-Identifier: MIT */
/* Where each session's positions lie relative to those of the others (docs/ANALYSIS.md, "Between sessions"). */
#pragma once

#include "multi_session/session_summary.h"

#include <stddef.h>

/* The offset of a session: its positions less those of the same places in a typical session. */
struct session_offset {
    double mm;
    double deviation_mm; /* standard deviation of the error of `mm` */
};

/* Estimate the offsets of sessions of one leg from where their strokes end. `scale[i]` converts positions of session i
 * to the common scale. */
void session_offsets_from_ends(struct session_offset offset[], const struct session_summary *const session[],
                               const double scale[], size_t count);
