/* SPDX-License-Identifier: MIT */
/* What seq and the device's clock of two frames say about the time and the frames between them. */
#pragma once

#include "wire/wire_line.h"

#include <stdbool.h>
#include <stdint.h>

#define FRAME_STEP_NEAR 64             /* a gap of fewer frames is believed at once */
#define FRAME_STEP_CLOCKS_FRACTION 128 /* two clocks, or a clock and seq, differ by less than a 128th of the time */

/* A period beyond these is not one of a roller. */
#define FRAME_STEP_PERIOD_MIN_US 500
#define FRAME_STEP_PERIOD_MAX_US 200000

/* A step from one frame to a later one of the same boot. */
struct frame_step {
    bool agrees;        /* seq and the device's clock agree */
    int64_t elapsed_us; /* by the device's clock */
    uint64_t missing;   /* frames between the two */
};

/* Whether the period that frames show is that of another rate than the known period. False if either is unknown (0). */
bool frame_rates_differ(uint32_t shown_us, uint32_t known_us);

/* Return the duration of the complete wraps of the device's clock between two frames: the host's time minus the
 * device's, rounded to a multiple of 2^32 us. During a replay almost no host time passes, so it is 0. */
int64_t frame_step_wraps_us(int64_t host_elapsed_us, int64_t device_elapsed_us);

/* Return the step from one frame to a later one. The device's clock wraps after 72 minutes: the host's clock shows that
 * it did, if up to `host_elapsed_us` may have passed. */
struct frame_step frame_step_between(const struct wire_frame *from, const struct wire_frame *to, uint32_t period_us,
                                     int64_t host_elapsed_us);

/* Whether the clock and seq of a frame fit a boot that was at most `age_us` before it. `*produced`: the frames since
 * then. */
bool frame_is_young(const struct wire_frame *frame, uint32_t period_us, int64_t age_us, uint64_t *produced);
