/* SPDX-License-Identifier: MIT */
/* Steps of a calibration, shared by its tests. */
#ifndef CALIBRATE_STEPS_H
#define CALIBRATE_STEPS_H

#include "rig_dialog.h"

#include <jansson.h>

#define CALIBRATE_LOADS 7
#define CALIBRATE_KG_N 9.80665
extern const double CALIBRATE_LOADS_KG[CALIBRATE_LOADS];

/* The truth of the rig, after it has ended; the caller calls json_decref. */
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
/* What `calibrate show` reports for a strip. */
void calibrate_show(struct rig_dialog *dialog, unsigned strip, double *k_n, double *p, char source[16]);
/* Largest error, in percent, of forces from 15 to 400 N by k_n and p, for a strip of the truth under a load
 * that was put on `load_age_s` ago. */
double calibrate_worst_percent(const json_t *truth, unsigned strip, double k_n, double p, double load_age_s);

#endif
