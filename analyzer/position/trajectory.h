/* SPDX-License-Identifier: MIT */
/* Times, positions and contact of all rows, as the steps after the position read them. It owns nothing. */
#ifndef TRAJECTORY_H
#define TRAJECTORY_H

#include "force/contact.h"

#include <stddef.h>

#define TRAJECTORY_STEP_MAX_S 3.0 /* a longer step between rows counts as this much, and ends a visit */

struct trajectory {
    size_t count;
    const double *time_s;         /* [count] strictly increasing */
    const double *position_mm;    /* [count] NAN where unknown */
    const unsigned char *contact; /* [count] enum contact_state */
};

#endif
