/* SPDX-License-Identifier: MIT */
/* Compare the spots of a report with the planted ones. */
#ifndef SPOT_TRUTH_H
#define SPOT_TRUTH_H

#include <jansson.h>

#include <stdbool.h>

/* Fail the test unless the report has exactly the truth's spots, each centre within `tolerance_mm`; returns
 * the largest difference of centres in mm. */
double spot_truth_assert(const json_t *report, const json_t *truth, double tolerance_mm);

/* Parse one JSON object; fails the test if `text` is not one. The caller calls json_decref. */
json_t *spot_truth_parse(const char *text);
json_t *spot_truth_load(const char *path);

/* Whether two values are equal, except for the last digits of their numbers: processors round sines
 * differently. */
bool spot_truth_same(const json_t *left, const json_t *right);

#endif
