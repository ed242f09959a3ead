/* SPDX-License-Identifier: MIT */
/* The result of an analysis. Text, JSON, HTML and charts show only what is in it, so they cannot disagree. Units: s,
 * mm, N, N s. Positions are along the thigh, 0 at the upper thigh, growing towards the knee. Unknown numbers are NAN.
 * The result owns everything that it points to; free it with result_free. */
#pragma once

#include "dwell/profile.h"
#include "position/position.h"
#include "result/position_sources.h"
#include "result/analysis_options.h"
#include "shared/session_format.h"

#include <stdbool.h>
#include <stddef.h>

enum position_method { POSITION_IMU, POSITION_RING, POSITION_FUSED };

/* A period without rows. */
struct result_gap {
    double start_s;
    double length_s;
};

#define RESULT_SCORE_MARK_S 5.0 /* a press of the button scores as much as the shortest visit */

struct result_visit {
    double start_s, end_s;
    double center_mm;
    double mean_force_n, peak_force_n;
};

struct result_stroke {
    double start_s, end_s;
    double start_mm, end_mm;
    double mean_force_n, peak_force_n, impulse_n_s;
};

struct result_spot {
    unsigned rank; /* 1 is first */
    double center_mm;
    double center_uncertainty_mm; /* half of the 95 % interval */
    double start_mm, end_mm;      /* lowest and highest position of the spot's visits */
    double thigh_percent;         /* center_mm as a percentage of the thigh length; NAN when unknown */
    double dwell_s;
    double rock_width_mm; /* width of the widest rock, if it was too wide for the window of a visit; else 0 */
    unsigned visit_count;
    double mean_force_n, peak_force_n;
    double impulse_n_s;
    unsigned mark_count;        /* presses of the button between start_mm and end_mm */
    double excess_s;            /* excess dwell; NAN with too few strokes */
    double p_value;             /* defined in docs/ANALYSIS.md, "Excess dwell and evidence"; NAN with too few strokes */
    double score;               /* ranks the spots; defined in docs/ANALYSIS.md, "Spots" */
    struct result_visit *visit; /* [visit_count] sorted by time */
};

/* All rows, for `export` and for the charts, which decimate them. Arrays of `count`. */
struct result_trace {
    size_t count;
    double *time_s;
    double *position_mm;    /* NAN where unknown */
    double *speed_mm_s;     /* NAN where unknown; positive towards the knee */
    double *force_n;        /* thigh force; 0 where unloaded */
    unsigned char *contact; /* enum contact_state */
    int *stroke;            /* stroke number from 1; 0 = none */
    int *spot;              /* rank of the spot; 0 = none */
};

/* Intermediate values of all rows, for `export`. Arrays of trace.count; NULL without keep_details. */
struct result_details {
    int *visit;          /* visit number from 1 in order of time; 0 = none */
    float *rotation_rad; /* used for the position; this, imu_rad and ring_rad are 0 in the first loaded row */
    float *imu_rad;      /* rotation from the IMU; NAN in dropouts; NULL without an IMU */
    float *ring_rad;     /* rotation from the ring; NULL if it does not measure one */
    float *strip_load_n; /* [header.strip_count * count] corrected load of each strip */
};

/* How the motion sensor is mounted, and its readings that are none. */
struct result_imu {
    char turning_axis; /* 'x', 'y' or 'z', the axis of the sensor along the axle */
    bool is_upside_down;
    double frozen_s, zero_s, clipped_s;
    size_t torn_count;
};

/* A press of the button. */
struct result_mark {
    double time_s;
    double position_mm; /* NAN where unknown */
};

struct result {
    struct session_header header;
    struct analysis_options options; /* with its defaults filled in */
    char *file;                      /* path as given, sanitized */
    double duration_s;
    size_t row_count;     /* number of rows that were analysed */
    size_t lost_frames;   /* frames that the logger did not receive */
    size_t rejected_rows; /* damaged rows in the file */
    bool closed_cleanly;  /* the file has its end line */
    struct result_gap *gap;
    size_t gap_count;

    struct result_imu imu;
    enum position_method method;
    enum position_origin origin;
    double min_mm, max_mm; /* range rolled under load; NAN when never loaded */
    struct position_sources sources;
    double
        uncertainty_mm; /* half of the 95 % interval of all positions, from their origin; NAN when they are unknown */
    double origin_uncertainty_mm; /* the same of the origin, from the landmark that it stands for */

    struct result_stroke *stroke; /* [stroke_count] sorted by time */
    size_t stroke_count;
    double distance_mm, mean_speed_mm_s;
    double loaded_s;
    double rest_s; /* part of the loaded time: sitting still before the first stroke and after the last */
    double mean_force_n, peak_force_n, impulse_n_s; /* over the loaded time */
    double missing_force_percent; /* of the mean force: what strips that saturate do not show; 0 = none was found */
    double force_beside_percent;  /* so much less is shown between two strips than on one; 0 = it is the same */

    struct result_spot *spot; /* [spot_count] sorted by rank */
    size_t spot_count;
    struct profile profile;
    struct result_trace trace;
    struct result_details details;
    struct result_mark *mark;
    size_t mark_count;
    char **warning; /* [warning_count] each of one or more sentences */
    size_t warning_count;
    bool is_longer_than_last_time; /* a spot, or all together, took clearly longer, or a spot is new */
    char *since_last_time; /* sentences, each with a line end, that compare with an earlier session; NULL = none. Text
                              and page show them, JSON and tables never: those depend on this session alone */
};

/* Return "imu", "ring" or "fused". */
const char *position_method_name(enum position_method method);

/* Return "zero", "knee", "start" or "assumed". */
const char *position_origin_name(enum position_origin origin);

/* Whether a bin of the profile overlaps one of the spots in spot[count]. */
bool result_bin_is_on_spot(const struct profile *profile, size_t bin, const struct result_spot *spot, size_t count);

/* Free the result and leave it empty. A result of all zero bytes is empty. */
void result_free(struct result *result);
