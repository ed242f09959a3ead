/* SPDX-License-Identifier: MIT */
/* Steps of a calibration that its tests share. */
#ifndef CALIBRATE_STEPS_H
#define CALIBRATE_STEPS_H

#include "rig_dialog.h"

#include <jansson.h>

#define CALIBRATE_LOADS 7
#define CALIBRATE_KG_N 9.80665
extern const double CALIBRATE_LOADS_KG[CALIBRATE_LOADS];

/* The bench's truth, once it has ended; json_decref it. */
json_t *calibrate_truth(const struct rig_dialog *talk);
double calibrate_number(const json_t *object, const char *key);

/* Start with one strip, up and with nothing on it; the points go to c.csv. */
void calibrate_begin_strip(struct rig_dialog *talk, unsigned strip);
/* Wait until a load is asked for. */
void calibrate_expect_load(struct rig_dialog *talk, size_t load);
/* Wait for that, put a load on and type it. */
void calibrate_lay(struct rig_dialog *talk, unsigned strip, size_t load, double kg, const char *typed);
/* Wait until a pass of the radius is asked for, roll so far, and press the button. */
void calibrate_roll(struct rig_dialog *talk, int pass, double mm);
/* What `calibrate show` says of a strip. */
void calibrate_show(struct rig_dialog *talk, unsigned strip, double *k_n, double *p, char source[16]);
/* How wrong a force from 15 to 400 N is at most, as percent, by k_n and p for what a true strip makes of it
 * when the load has lain there for `lain_s`. */
double calibrate_worst_percent(const json_t *truth, unsigned strip, double k_n, double p, double lain_s);

#endif
