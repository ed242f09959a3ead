/* SPDX-License-Identifier: MIT */
/* Convert rotation to millimetres rolled, and decide how far the roller went in each gap (docs/ANALYSIS.md,
 * sections 7 and 8). */
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
    double period_rad; /* after a gap, theta is known only modulo this */
    double gap_s;      /* a longer step between loaded rows is a gap */
};

/*
 * Fill in mm[count]: NAN until the first load or `zero` event, 0 there and at each later `zero` event. It
 * grows with the rotation while loaded. contact[count] is enum contact_state: loaded rows where the position
 * restarts become CONTACT_ZEROED or CONTACT_RESUMED. Returns how often the roller restarted under load.
 */
size_t path_integrate(double *mm, unsigned char *contact, const struct path_input *input);

#endif
