/* SPDX-License-Identifier: MIT */
/*
 * What the instrument can tell apart. A difference below these is "about the same": it may be the roller and
 * not the leg.
 *
 * Time on a spot: over 200 made sessions of each kind 95 % of them are within 4.5 % of the truth, 8.2 % with
 * poor strips alone (make accuracy); of a difference of two that is 6 to 12 %. A stay also begins and ends
 * half a second sooner or later. Force: strips creep 5 % for each decade of time and have a hysteresis of 10
 * % (Interlink's guide; J. Sensors 2015/647427), which leaves 5 to 10 % with one roller and one calibration.
 * Absolute force is good to 15 to 25 %, so between rollers or calibrations a quarter is needed. Place: 95 %
 * of centres are within 1.8 to 8 mm (make accuracy), and nobody starts at the very same millimetre.
 */
#ifndef INSTRUMENT_RESOLUTION_H
#define INSTRUMENT_RESOLUTION_H

#define INSTRUMENT_DWELL_FRACTION 0.10
#define INSTRUMENT_DWELL_MIN_S 1.0
#define INSTRUMENT_FORCE_FRACTION 0.10
#define INSTRUMENT_FORCE_APART_FRACTION 0.25
#define INSTRUMENT_POSITION_MM 10.0

/* Spots of two sessions are the same place within this: millimetres, or a part of the thigh where lengths
 * differ. */
#define INSTRUMENT_SAME_SPOT_MM 30.0
#define INSTRUMENT_SAME_SPOT_FRACTION 0.10

#endif
