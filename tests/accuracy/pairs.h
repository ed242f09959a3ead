/* SPDX-License-Identifier: MIT */
/* Pairs of sessions of one person who sits down elsewhere the second time, with the upper thigh marked and without. */
#pragma once

#include "trial.h"

/* Score `pairs` pairs of each kind and print a row for each number. Returns the number of limits missed; -1, with a
 * message on stderr, if a program failed. */
int pairs_score(const struct trial_lab *lab, size_t pairs, unsigned first_seed);
