/* SPDX-License-Identifier: MIT */
/* The table of kinds of sessions: what people and sensors do, with and without a motion sensor. */
#pragma once

#include "trial.h"

/* Score `sessions` sessions of each kind, or of the kind `only` if it is not NULL, and print a row for each. Returns
 * the number of limits missed; -1, with a message on stderr, if a program failed or there is no kind `only`. */
int kinds_score(const struct trial_lab *lab, size_t sessions, unsigned first_seed, const char *only, bool verbose);
