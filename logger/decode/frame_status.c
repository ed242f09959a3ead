/* SPDX-License-Identifier: MIT */
#include "decode/frame_sorter.h"

#define STATUS_TOLERANCE_US 2000000 /* of an S line, between its time and its count of frames */

int64_t frame_sorter_status_frames(const struct frame_sorter *sorter, uint32_t produced, int64_t elapsed_us)
{
    int64_t expected = sorter->period_us > 0 ? elapsed_us / sorter->period_us : 0;
    return expected + (int16_t)(uint16_t)(produced - 1 - sorter->newest.frame.seq - (uint32_t)expected);
}

bool frame_sorter_status_agrees(const struct frame_sorter *sorter, uint32_t produced, int64_t elapsed_us)
{
    int64_t period_us = sorter->period_us;
    int64_t difference_us = elapsed_us - frame_sorter_status_frames(sorter, produced, elapsed_us) * period_us;
    int64_t tolerance_us =
        STATUS_TOLERANCE_US + (elapsed_us > 0 ? elapsed_us : -elapsed_us) / FRAME_STEP_CLOCKS_FRACTION;
    return period_us == 0 || (difference_us >= -tolerance_us && difference_us <= tolerance_us);
}

/* Whether an S line was sent just after the last of the frames that it counts, which is `frame` or one of the
 * `frames_max` after it. */
static bool status_follows(const struct wire_frame *frame, int64_t period_us, uint32_t produced, uint32_t t_us,
                           int64_t frames_max)
{
    int64_t frames = (int16_t)(uint16_t)(produced - 1 - frame->seq);
    int64_t waited_us = (int32_t)(t_us - frame->t_us) - frames * period_us;
    return frames >= 0 && frames <= frames_max && waited_us >= -period_us && waited_us <= 2 * period_us;
}

bool frame_sorter_status_fits(const struct frame_sorter *sorter, uint32_t produced, uint32_t t_us)
{
    int64_t period_us = sorter->period_us;
    const struct received_frame *last = &sorter->held[sorter->held_count - 1];
    return !sorter->held_are_boot && status_follows(&sorter->newest.frame, period_us, produced, t_us, INT16_MAX) &&
           !status_follows(&last->frame, period_us, produced, t_us, FRAME_STEP_NEAR);
}
