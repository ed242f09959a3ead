/* SPDX-License-Identifier: MIT */
/* Steps of a calibration on the rig, shared by the tests of calibrate. */
#pragma once

#include "rig_dialog.h"

#include <jansson.h>

#define CALIBRATE_LOADS 7 /* number of loads on a strip */
#define CALIBRATE_N_PER_KG 9.80665
extern const double CALIBRATE_LOADS_KG[CALIBRATE_LOADS];

/* Load the truth of the rig, after it has ended; the caller calls json_decref. */
json_t *calibrate_truth(const struct rig_dialog *dialog);
/* Return the number at `key`; fail the test if there is none. */
double calibrate_number(const json_t *object, const char *key);

/* Start calibrating a strip, which is on top and unloaded; the points are written to c.csv. */
void calibrate_begin_strip(struct rig_dialog *dialog, unsigned strip);
/* Wait until the logger asks for load number `load`, from 1. */
void calibrate_expect_load(struct rig_dialog *dialog, size_t load);
/* Wait until the logger asks for load number `load`, put `kg` on the strip, and type `typed` as its weight. */
void calibrate_put_load(struct rig_dialog *dialog, unsigned strip, size_t load, double kg, const char *typed);
/* Wait until the logger asks for pass number `pass`, roll by `mm`, and press the button. */
void calibrate_roll(struct rig_dialog *dialog, int pass, double mm);
/* Get the force law of a strip, and its source, from `calibrate show`. */
void calibrate_show(struct rig_dialog *dialog, unsigned strip, double *k_n, double *p, char source[16]);
/* Record a session that uses the rig's calibration, and return its text; the caller frees it. The rig runs at full
 * speed, so on a busy machine a recording can end before the rig has sent its identity. The recording is then
 * repeated. */
char *calibrate_record(struct rig_dialog *dialog);
/* Compute the largest error in percent, from 15 to 400 N, of the forces that k_n and p yield for a strip load_age_s
 * after it was loaded. The truth holds its law at 1 s; since then it has crept by 5 % per decade. */
double calibrate_worst_percent(const json_t *truth, unsigned strip, double k_n, double p, double load_age_s);
