/* SPDX-License-Identifier: MIT */
/* Converts rotation to millimetres rolled, and decides how far the roller went in each gap (docs/ANALYSIS.md, "Joining
 * and gaps"). */
#pragma once

#include "session/session_table.h"

#include <stddef.h>

/* The roller was put back elsewhere. */
struct put_back {
    size_t row;          /* first loaded row after the lift */
    double mm;           /* from where it was lifted, in the direction of the rotation */
    double deviation_mm; /* standard deviation of mm */
};

struct odometry_input {
    size_t count;
    const double *time_s;                    /* [count] */
    const double *rotation_rad;              /* [count] rotation */
    const unsigned char *contact;            /* [count] enum contact_state: UNLOADED, LOADED or UNKNOWN */
    const struct session_table_event *event; /* [event_count] sorted by row */
    size_t event_count;
    const size_t *turned_row; /* [turned_count] sorted: loaded rows from which on the roller lies the other way round */
    size_t turned_count;
    const struct put_back *put_back; /* [put_back_count] sorted by row */
    size_t put_back_count;
    double radius_mm;  /* rolling radius */
    double period_rad; /* after a gap, the rotation is known only modulo this */
    double gap_s;      /* a longer step between loaded rows is a gap */
};

/* Fill in mm[count], the distance rolled from the origin: 0 in the first loaded row and at each `zero` event, NAN
 * before both. While the roller is loaded, each row adds radius_mm times its rotation; with the opposite sign
 * while it lies the other way round. Fill in contact[count], a copy of input->contact in which loaded rows after a
 * `zero` event or a restart of the roller are CONTACT_ZEROED or CONTACT_RESUMED, and so are those after put_back.
 * Returns the number of restarts under load. */
size_t odometry_integrate(double *mm, unsigned char *contact, const struct odometry_input *input);
