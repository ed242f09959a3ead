/* SPDX-License-Identifier: MIT */
/* Parses a load or a length as a user types it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define QUANTITY_TEXT_N_PER_KG 9.80665
#define QUANTITY_TEXT_MIN_N 1.0
#define QUANTITY_TEXT_MAX_N 2000.0

/* Parse "20" or "20 kg" (kilograms) or "196 N" (newtons); surrounding spaces are allowed. False, with a
 * message for the user in `message`, if it is not a load or not between 1 and 2000 N. */
bool quantity_text_parse_load(const char *text, double *load_n, char *message, size_t size);

/* Parse "300" or "300 mm". False, with a message for the user in `message`, if it is not a length or not between
 * min_mm and max_mm. */
bool quantity_text_parse_mm(const char *text, double min_mm, double max_mm, double *length_mm, char *message,
                            size_t size);
