/* SPDX-License-Identifier: MIT */
/* Compare the spots of a report with those that the simulator planted. */
#pragma once

#include <jansson.h>

#include <stdbool.h>

/* Fail the test unless the report has as many spots as the truth, each centre within tolerance_mm. Returns the largest
 * difference between centres in mm. */
double spot_truth_assert(const json_t *report, const json_t *truth, double tolerance_mm);

/* Parse a JSON object; fail the test if `text` is not JSON. The caller calls json_decref. */
json_t *spot_truth_parse(const char *text);
/* Load a JSON object from a file; fail the test on an error. The caller calls json_decref. */
json_t *spot_truth_load(const char *path);

/* Whether two values are equal, except for the last digits of their numbers: processors round sines
 * differently. */
bool spot_truth_are_equal(const json_t *left, const json_t *right);
