/* SPDX-License-Identifier: MIT */
/* A load or a length as a person types it. */
#ifndef QUANTITY_TEXT_H
#define QUANTITY_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#define QUANTITY_TEXT_N_PER_KG 9.80665
#define QUANTITY_TEXT_MIN_N 1.0
#define QUANTITY_TEXT_MAX_N 2000.0

/*
 * "20" or "20 kg": so many kilograms; "196 N": so many newtons. Blanks around are passed over. False, and a
 * sentence of what is wrong and how to write it in `why`, when it is neither or not between 1 and 2000 N.
 */
bool quantity_text_parse_load(const char *text, double *load_n, char *why, size_t size);

/* "300" or "300 mm", between `low` and `high`. */
bool quantity_text_parse_mm(const char *text, double low, double high, double *length_mm, char *why,
                            size_t size);

#endif
