/* SPDX-License-Identifier: MIT */
/*
 * Slip between thigh and roller is felt by neither sensor: it makes the measured position creep while the
 * person goes on turning at the same ends of the thigh. So it is told from the turning points: their common
 * slope over the distance rolled, upper and lower ends each about their own median, and anew since each zero
 * event (Theil-Sen: the median slope of all pairs of the same end). It is taken out only when it is
 * significant: at least 6 turning points, a drift over the session of more than 4 mm and of more than three
 * standard errors, and more pairs that rise than fall (or the other way round) by two standard
 * deviations of what chance makes (Kendall's S, summed over the two ends as in the seasonal test of Hirsch,
 * Slack and Smith 1982), which a few turning points cannot feign by lying near a line.
 */
#ifndef SLIP_H
#define SLIP_H

#include "position/strokes.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Find the slip in position_mm[n] and take it out of it. `*drift_mm` = the drift over the whole session, or
 * the longest part of it between zero events, that was taken out; 0 = none was significant. False when
 * memory is short.
 */
bool slip_correct(double *position_mm, const unsigned char *loaded, size_t count,
                  const struct strokes *strokes, double *drift_mm);

#endif
