/* SPDX-License-Identifier: MIT */
/* The smallest differences that the instrument can resolve (docs/ANALYSIS.md, "Between sessions"). A smaller
 * difference is reported as "about the same": it may come from the roller rather than from the leg.
 *
 * Dwell: 95 % of simulated sessions are within 4.5 % of the truth, 8.2 % with poor strips (make accuracy). So the
 * difference between two sessions is within 6 to 12 %. The start and the end of a visit are known within half a second.
 *
 * Force: strips creep by 5 % per decade of time and have 10 % hysteresis (Interlink's guide; J. Sensors 2015/647427).
 * This leaves an error of 5 to 10 % with one roller and one calibration. Absolute force is accurate to 15 to 25 %.
 *
 * Position: 95 % of centres are within 1.8 to 8 mm, and people start a few millimetres off. */
#pragma once

#define INSTRUMENT_DWELL_FRACTION 0.10
#define INSTRUMENT_DWELL_MIN_S 1.0
#define INSTRUMENT_FORCE_FRACTION 0.10
#define INSTRUMENT_FORCE_OTHER_SCALE_FRACTION 0.25 /* for FORCE_SCALE_APART */
#define INSTRUMENT_POSITION_MM 10.0

/* Largest distance between two sightings of the same spot, in mm or, if the thigh lengths differ, as a fraction of the
 * thigh length. */
#define INSTRUMENT_SAME_SPOT_MM 30.0
#define INSTRUMENT_SAME_SPOT_FRACTION 0.10
