/* SPDX-License-Identifier: MIT */
/* Parse a load or a length as a user types it. */
#ifndef QUANTITY_TEXT_H
#define QUANTITY_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#define QUANTITY_TEXT_N_PER_KG 9.80665
#define QUANTITY_TEXT_MIN_N 1.0
#define QUANTITY_TEXT_MAX_N 2000.0

/* Parse "20" or "20 kg" (kilograms) or "196 N" (newtons); surrounding spaces are allowed. False, with a
 * message in `why`, if it is not a load or not between 1 and 2000 N. */
bool quantity_text_parse_load(const char *text, double *load_n, char *why, size_t size);

/* Parse "300" or "300 mm", between `min` and `max`; like quantity_text_parse_load. */
bool quantity_text_parse_mm(const char *text, double min, double max, double *length_mm, char *why, size_t size);

#endif
