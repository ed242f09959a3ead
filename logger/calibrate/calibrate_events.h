/* SPDX-License-Identifier: MIT */
/* What a calibration sends to another program beside the questions and sentences of its dialog (docs/FORMATS.md,
 * "Events and commands"). */
#pragma once

#include "calibrate/calibrate_dialog.h"
#include "calibrate/calibration_fit.h"
#include "calibrate/rolling_fit.h"
#include "calibrate/settling.h"
#include "calibrate/strip_points.h"

#include <stddef.h>

/* Send the phase "running" or "ended". */
void calibrate_events_add_phase(struct calibrate_dialog *dialog, const char *phase);

/* Send the last frame, at most 20 times a second. */
void calibrate_events_add_frame(struct calibrate_dialog *dialog);

/* Send what the wait for a strip is at, with its newest reading. NULL: the roller has to lie still. */
void calibrate_events_add_settling(struct calibrate_dialog *dialog, const struct settling *settling, double reading);

/* Send the points of a strip, whenever they have changed. */
void calibrate_events_add_points(struct calibrate_dialog *dialog, const struct strip_points *points);

/* Send the line through the points. `fit`: NULL = there is none. `problem`: why it is no calibration; NULL = it is. */
void calibrate_events_add_fit(struct calibrate_dialog *dialog, const struct strip_points *points,
                              const struct calibration_fit *fit, const char *problem);

/* Send the passes over the length, and the radius that they give. */
void calibrate_events_add_passes(struct calibrate_dialog *dialog, const struct rolling_pass *passes, size_t count,
                                 const struct rolling_fit *fit);

/* Send that a value is stored. */
void calibrate_events_add_stored(struct calibrate_dialog *dialog, const struct calibration_value *value);
