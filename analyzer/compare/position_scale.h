/* SPDX-License-Identifier: MIT */
/* Places on thighs that may differ in length, on one scale. */
#ifndef POSITION_SCALE_H
#define POSITION_SCALE_H

#include "compare/session_summary.h"

#include <stdbool.h>
#include <stddef.h>

struct position_scale {
    bool by_percent;  /* all lengths are known and differ: places go by their share of the way to the knee */
    double length_mm; /* of the thigh that the scale is drawn for: the last session's that says it; NAN = none
                         does */
    double tolerance_mm; /* spots this near are one, on this scale */
};

/* The scale for these sessions: millimetres as they are, unless all lengths are known and differ. */
struct position_scale position_scale_make(const struct session_summary *const session[], size_t count);

/* A place in a session, on the scale, mm. */
double position_scale_mm(const struct position_scale *scale, const struct session_summary *session,
                         double position_mm);

#endif
