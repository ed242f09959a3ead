/* SPDX-License-Identifier: MIT */
/* Estimates the roller's position on the thigh during the recording, row by row, for the live view. The analyzer, which
 * has the complete session, is more accurate.
 *
 * A complementary filter computes the angle from the gyro's rate and gravity, after subtracting the roller's own
 * acceleration. Without an IMU, the angle is that of the ring vector, unwrapped over half revolutions. Slip is not
 * measured. If the position is beyond an end of the thigh, the origin is moved. Formulas: docs/ANALYSIS.md, "The angle
 * from the IMU" and "The rotation from the ring". */
#pragma once

#include "decode/session_row.h"
#include "shared/session_format.h"
#include "terminal/live_places.h"

#include <stdbool.h>
#include <stdint.h>

#define LIVE_TRACKER_BIN_MM 10.0
#define LIVE_TRACKER_BINS 60       /* positions beyond the last bin are counted in it */
#define LIVE_TRACKER_VISIT_MM 50.0 /* range of positions within which a visit stays, as in the analyzer */
#define LIVE_TRACKER_VISIT_S 5.0   /* shorter visits do not count, as in the analyzer */

/* What a row brought, one bit each. */
enum live_event {
    LIVE_VISIT_BEGAN = 1 << 0,  /* a visit has lasted for LIVE_TRACKER_VISIT_S */
    LIVE_DOSE_REACHED = 1 << 1, /* the visits to this place have lasted for place_dose_s */
    LIVE_LIFTED = 1 << 2,       /* the roller has been unloaded for a second */
    LIVE_MARK = 1 << 3,
    LIVE_ZERO = 1 << 4,
    LIVE_KNEE = 1 << 5
};

struct live_tracker {
    /* Results. */
    int64_t time_us;    /* time of the last row */
    double position_mm; /* distance from the upper thigh */
    double length_mm;   /* length of the thigh: as given, or the farthest position but at least 350 */
    double force_n;     /* force on the thigh, smoothed over a tenth of a second */
    bool loaded;
    bool position_is_known; /* the roller has been loaded, or an event has set the origin */
    bool is_zeroed;         /* an event has set the origin: the fold below the buttock */
    bool knee_is_set;       /* an event has said where the crease of the knee is */
    double loaded_s;        /* how long the roller has been loaded */
    double visit_dwell_s;   /* loaded time of the current visit so far */
    double place_dwell_s;   /* loaded time of all visits to the current place, with the current one */
    double place_dose_s;    /* then it is time to roll on; may be changed before the first row */
    unsigned strokes;
    double dwell_s[LIVE_TRACKER_BINS]; /* loaded time per bin of LIVE_TRACKER_BIN_MM */
    struct live_places places;         /* without the current visit */
    unsigned notice;                   /* LIVE_MARK, LIVE_ZERO or LIVE_KNEE, whichever came last; 0 = none */
    int64_t notice_us;                 /* time of the row that brought it */

    /* Private. */
    bool has_angle; /* rotation_rad has been measured */
    bool length_is_known;
    bool starts_at_knee;
    int64_t last_loaded_us;            /* time of the last loaded row */
    double peak_force_n;               /* decays over minutes */
    double rotation_rad;               /* rotation angle, unwrapped */
    double rate_rad_s;                 /* rate in the last row with IMU readings */
    double rolled_mm;                  /* distance rolled while loaded, positive as the rotation grows */
    double origin_mm;                  /* rolled_mm at start_mm */
    double start_mm;                   /* position of the origin: 0, or the knee if the roller started there */
    int knee_direction;                /* sign of rolled_mm towards the knee; 0 = unknown so far */
    double visit_min_mm, visit_max_mm; /* range of the current visit */
    double visit_mm_s;                 /* sum of position times dwell of the current visit */
    bool is_lifted;                    /* the roller has been unloaded for a second */
    double reversal_mm;                /* farthest position of the current stroke */
    int stroke_direction;              /* 1 = towards the knee, -1 = away from it, 0 = no stroke yet */
    double range_min_mm, range_max_mm; /* range of all positions since the last origin */
};

/* Start at an unknown position, with the usual dose. `thigh_length_mm` is 0 if it is unknown; `start` is where the
 * roller will first lie. */
void live_tracker_init(struct live_tracker *tracker, double thigh_length_mm, enum session_start start);

/* Return for how long the roller has been lifted, s; 0 if it is loaded, or has never been. */
double live_tracker_lifted_s(const struct live_tracker *tracker);

/* Whether all visits to the current place together have lasted for place_dose_s. */
bool live_tracker_dose_is_reached(const struct live_tracker *tracker);

/* Update with the next row of the session with this header. Returns the bits of enum live_event. */
unsigned live_tracker_add_row(struct live_tracker *tracker, const struct session_header *header,
                              const struct session_row *row);
