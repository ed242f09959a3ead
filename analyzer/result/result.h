/* SPDX-License-Identifier: MIT */
/*
 * All that an output may say. The analysis fills in one `struct result`; text, JSON, HTML and charts read it
 * and nothing else, so they cannot disagree.
 *
 * Units: s, mm, N, N s. Positions are along the thigh, 0 at the upper thigh, growing towards the knee.
 * Unknown numbers are NAN. The result owns all it points to; result_free gives it back.
 */
#ifndef RESULT_H
#define RESULT_H

#include "shared/session_format.h"

#include <stdbool.h>
#include <stddef.h>

enum position_method { POSITION_IMU, POSITION_RING, POSITION_FUSED };

struct result_gap {
    double at_s;
    double length_s;
};

/* One stay of the roller on a spot. */
struct result_visit {
    double start_s, end_s;
    double center_mm;
    double mean_force_n, peak_force_n;
};

struct result_spot {
    unsigned rank; /* 1 is first */
    double center_mm;
    double start_mm, end_mm; /* region along the thigh */
    double thigh_percent;    /* centre, of the thigh's length; NAN when that is unknown */
    double dwell_s;
    unsigned visit_count;
    double mean_force_n, peak_force_n;
    double impulse_ns;
    unsigned marks;  /* presses of the button inside */
    double excess_s; /* seconds beyond what even rolling explains; NAN when not told */
    double p_value;  /* against even rolling; NAN when the session has too few passes to tell */
    double score;
    struct result_visit *visit; /* visit_count of them, by time */
};

/* The thigh in bins of equal width: index i covers [x_mm[i] - bin_mm / 2, x_mm[i] + bin_mm / 2). */
struct result_profile {
    double bin_mm;
    size_t count;
    double *x_mm;
    double *dwell_s;      /* loaded time */
    double *mean_force_n; /* NAN where never loaded */
    double *peak_force_n;
};

/* Every row, for `export` and for the charts (which thin it). */
struct result_trace {
    size_t count;
    double *time_s;
    double *position_mm; /* NAN where unknown */
    double *speed_mm_s;  /* NAN where unknown; positive towards the knee */
    double *force_n;     /* thigh force; 0 where unloaded */
    unsigned char *loaded;
    int *stroke; /* from 1; 0 = none */
    int *spot;   /* rank; 0 = none */
};

/* What the steps in between made of every row, for `export`; all NULL unless asked for. */
struct result_details {
    int *visit;       /* from 1 by time; 0 = none */
    float *angle_rad; /* rotation that the position is made of; 0 where first loaded, like the others */
    float *imu_rad;   /* by the motion sensor; NAN where silent; NULL without one */
    float *ring_rad;  /* by the strips; NULL where they tell none */
    float *strip_n;   /* [header.strip_count count] force on each strip, put right */
};

struct result_mark {
    double time_s;
    double position_mm; /* NAN where unknown */
};

struct result {
    struct session_header header;
    char *file; /* name as given, made plain text */
    double duration_s;
    size_t rows;
    size_t lost_frames;
    size_t rejected_rows;
    bool closed_cleanly;
    struct result_gap *gap;
    size_t gap_count;

    enum position_method method;
    double min_mm, max_mm; /* range rolled under load; NAN when never loaded */

    size_t strokes;
    double distance_mm, mean_speed_mm_s;
    double loaded_s;
    double mean_force_n, peak_force_n, impulse_ns; /* over loaded time */

    struct result_spot *spot; /* by rank */
    size_t spot_count;
    struct result_profile profile;
    struct result_trace trace;
    struct result_details details;
    struct result_mark *mark;
    size_t mark_count;
    char **warning; /* plain words, a sentence each */
    size_t warning_count;
};

/* "imu", "ring" or "fused". */
const char *position_method_name(enum position_method method);

/* Whether a bin of the profile reaches into the region of one of `count` spots: its time was spent there
 * then, but for the little that rolling past takes. */
bool result_bin_is_on_spot(const struct result_profile *profile, size_t bin, const struct result_spot *spot,
                           size_t count);

/* Give back all that the result owns; it is then empty. A result of all zero bytes is empty. */
void result_free(struct result *result);

#endif
