/* SPDX-License-Identifier: MIT */
/* The virtual roller: rolled by a person in a session and a check; in a calibration a rig, which does what the
 * questions ask, as the user's hands would. It appears at roller->port a moment after its start. */
#pragma once

#include "shared/failure.h"

#include <jansson.h>
#include <stdbool.h>

struct roller;

/* Start it with a person, as in roller_take. */
bool virtual_rig_start_person(struct roller *roller, const char *legs, double thigh_length_mm, struct failure *failure);

/* Start it for a check or a calibration. */
bool virtual_rig_start(struct roller *roller, bool is_check, struct failure *failure);

/* Do what a question of the logger asks: turn the roller, roll it to the other line. */
void virtual_rig_follow(struct roller *roller, const char *event_name, const json_t *event);

/* Put on the load that answers a question; note the length. */
void virtual_rig_take_answer(struct roller *roller, const json_t *ask, const char *text);
