/* SPDX-License-Identifier: MIT */
/* From rotation to millimetres rolled, and which way the roller went in a gap (docs/ANALYSIS.md, sections 7
 * and 8). */
#ifndef PATH_H
#define PATH_H

#include "session/session_rows.h"

#include <stddef.h>

struct path_input {
    size_t count;
    const double *time_s;    /* [count] */
    const double *theta_rad; /* [count] rotation */
    const struct session_rows_event *event;
    size_t event_count;
    double radius_mm;
    double period_rad; /* by multiples of which theta is ambiguous after a gap */
    double gap_s;      /* over a longer step between rows the rotation is not followed */
};

/*
 * Fill in mm[count]: 0 where first loaded and at each `zero` event, NAN before; growing with the rotation
 * while loaded. contact[count] is enum contact_state: loaded rows where the position restarts become
 * CONTACT_ZEROED or CONTACT_RESUMED. Returns how often the roller restarted under load.
 */
size_t path_integrate(double *mm, unsigned char *contact, const struct path_input *input);

#endif
