/* SPDX-License-Identifier: MIT */
/* The rotation of the roller, joined from its sensors (docs/ANALYSIS.md, "The rotation from the IMU", "The rotation
 * from the ring" and "Joining and gaps"). n is the number of rows. */
#pragma once

#include "force/force_series.h"
#include "rotation/rotation_source.h"
#include "rotation/seen_radius.h"
#include "rotation/thigh_lean.h"
#include "session/session_table.h"

#include <stdbool.h>

struct rotation {
    double *rad;            /* [n] relative to the thigh, unwrapped; means nothing while unloaded or unknown */
    unsigned char *source;  /* [n] enum rotation_source */
    double period_rad;      /* after a gap, the rotation is known only modulo this */
    double gap_s;           /* a longer step between loaded rows is a gap */
    bool known;             /* a sensor measured the rotation; else all rows are unknown */
    bool uses_imu;          /* the rotation comes from the IMU; else from the ring alone */
    bool is_upside_down;    /* the IMU turns against the ring */
    bool ring_substituted;  /* the ring agreed with the IMU, and replaces it */
    bool fused;             /* the rotation in long dropouts of the IMU comes from the ring */
    struct thigh_lean lean; /* allowed for in `rad` */
    struct seen_radius seen_radius;
    double dropout_s;       /* loaded time without an IMU reading */
    double disagreement_mm; /* rms difference between IMU and ring in the rotation over 1 s; NAN without both */
    float *used_rad;        /* [n] rotation that was used, for `export`; or NULL */
    float *imu_rad;         /* [n] rotation measured by the IMU, NAN in dropouts; or NULL */
    float *ring_rad;        /* [n] rotation measured by the ring, or NULL */
};

/* Estimate the rotation from the sensors that can measure it. `keep_sensors` also fills in the last three arrays.
 * O(n). False when out of memory; else free with rotation_free. */
bool rotation_estimate(struct rotation *rotation, const struct session_table *session,
                       const struct force_series *series, bool keep_sensors);

/* Free `rad` and `source` early, once no later step needs them. */
void rotation_release_rows(struct rotation *rotation);

void rotation_free(struct rotation *rotation);
