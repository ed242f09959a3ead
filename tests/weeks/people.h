/* SPDX-License-Identifier: MIT */
/* Simulated people who roll over weeks (person/weeks.h), as session summaries with known truth. */
#pragma once

#include "multi_session/session_set.h"
#include "person/weeks.h"

#include <stdint.h>

/* The true number of a spot in a summary, from 0. */
size_t people_true_spot(const struct result_spot *spot);

/* Make a person and the sessions. The same seed makes the same person. The caller frees the set. */
void people_make(const struct weeks_habits *habits, uint64_t seed, struct weeks_person *person,
                 struct session_set *set);
