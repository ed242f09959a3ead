/* SPDX-License-Identifier: MIT */
/* Times, positions and contact of all rows: the input of all steps after the position. The arrays are not owned. */
#pragma once

#include "force/contact.h"

#include <stddef.h>

#define TRAJECTORY_STEP_MAX_S 3.0 /* a longer step between rows counts as 3 s, and ends a visit */

struct trajectory {
    size_t count;
    const double *time_s;         /* [count] strictly increasing */
    const double *position_mm;    /* [count] NAN where unknown */
    const unsigned char *contact; /* [count] enum contact_state */
};
