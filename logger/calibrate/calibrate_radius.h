/* SPDX-License-Identifier: MIT */
/* `calibrate radius`: the loaded roller is rolled over a length that was measured, some times there and back.
 */
#ifndef CALIBRATE_RADIUS_H
#define CALIBRATE_RADIUS_H

#include "calibrate/calibrate_dialog.h"

/* False when it was stopped, the roller went away, or a write failed. */
bool calibrate_radius(struct calibrate_dialog *calibrate, struct failure *failure);

#endif
