/* SPDX-License-Identifier: MIT */
/* Steps of a calibration, shared by its tests. */
#ifndef CALIBRATE_STEPS_H
#define CALIBRATE_STEPS_H

#include "rig_dialog.h"

#include <jansson.h>

#define CALIBRATE_LOADS 7
#define CALIBRATE_KG_N 9.80665
extern const double CALIBRATE_LOADS_KG[CALIBRATE_LOADS];

/* Load the truth of the rig, after it has ended; the caller calls json_decref. */
json_t *calibrate_truth(const struct rig_dialog *dialog);
double calibrate_number(const json_t *object, const char *key);

/* Start calibrating one strip, turned up and unloaded; the points are written to c.csv. */
void calibrate_begin_strip(struct rig_dialog *dialog, unsigned strip);
/* Wait until the program asks for a load. */
void calibrate_expect_load(struct rig_dialog *dialog, size_t load);
/* Wait until the program asks for a load, put one on, and type its weight. */
void calibrate_lay(struct rig_dialog *dialog, unsigned strip, size_t load, double kg, const char *typed);
/* Wait until the program asks for a pass of the radius, roll `mm`, and press the button. */
void calibrate_roll(struct rig_dialog *dialog, int pass, double mm);
/* Get what `calibrate show` reports for a strip. */
void calibrate_show(struct rig_dialog *dialog, unsigned strip, double *k_n, double *p, char source[16]);
/* Record a session that uses the rig's calibration, and return its text; the caller frees it. The rig runs at full
 * speed, so on a busy machine a recording can end before the rig has sent its identity: then record again. */
char *calibrate_record(struct rig_dialog *dialog);
/* Compute the largest error, in percent, of the forces from 15 to 400 N that k_n and p yield for a strip of
 * the truth, `load_age_s` after the load was put on. */
double calibrate_worst_percent(const json_t *truth, unsigned strip, double k_n, double p, double load_age_s);

#endif
