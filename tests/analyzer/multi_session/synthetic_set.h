/* SPDX-License-Identifier: MIT */
/* A set of session summaries that is made without files. */
#pragma once

#include "multi_session/session_set.h"

#define SYNTHETIC_SET_DAY "2026-03-%02dT18:30:00.000+01:00"

struct synthetic_spot {
    double center_mm, dwell_s, mean_force_n;
};

/* Add a session with `count` spots: rolled from 2 to 345 mm for 90 s at 200 N, thigh of 350 mm, calibrated
 * roller 5A, subject "Anna", started on day `day` of March 2026 (0 = without a date). Returns the summary, which a test
 * may change, until the next session is added. */
struct session_summary *synthetic_set_add(struct session_set *set, enum session_leg leg, int day,
                                          const struct synthetic_spot *spot, size_t count);
