/* SPDX-License-Identifier: MIT */
/* What the analysis shall reach, and the table of what it does. */
#ifndef TARGETS_H
#define TARGETS_H

#include "score.h"

#define TARGETS_KINDS 4 /* nominal and ring only, hard and hard with ring only */

/* Print score[TARGETS_KINDS], each figure with its target and "pass" or "MISS". Returns how many were missed.
 */
size_t targets_print(struct score *score);

#endif
