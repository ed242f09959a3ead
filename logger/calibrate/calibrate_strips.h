/* SPDX-License-Identifier: MIT */
/* `calibrate strips`: known loads on one strip after the other, a force law for each, into the roller if
 * wanted. */
#ifndef CALIBRATE_STRIPS_H
#define CALIBRATE_STRIPS_H

#include "calibrate/calibrate_dialog.h"

/* False when it was stopped, the roller went away, or a write failed. */
bool calibrate_strips(struct calibrate_dialog *calibrate, struct failure *failure);

#endif
