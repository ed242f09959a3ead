/* SPDX-License-Identifier: MIT */
#include "decode/frame_step.h"

#define WRAP_US 4294967296LL /* 2^32: the range of the device's clock */
#define SEQ_RANGE 65536
#define TOLERANCE_FRAMES_MAX 4096
#define FIRST_FRAME_MAX_US 5000000 /* a boot's first frame comes this early by the device's clock */
#define RATE_FRACTION 20           /* periods that differ by less than a 20th are of the same rate */
#define SKEW_US 100000             /* between host and device in the first moments of a boot */

int64_t frame_step_wraps_us(int64_t host_elapsed_us, int64_t device_elapsed_us)
{
    int64_t excess_us = host_elapsed_us - device_elapsed_us;
    return excess_us > 0 ? (excess_us + WRAP_US / 2) / WRAP_US * WRAP_US : 0;
}

/* Without a known period, only a short step at a plausible rate is believed. */
static struct frame_step step_at_unknown_rate(int64_t elapsed_us, int64_t seq_frames)
{
    bool is_near = seq_frames > 0 && seq_frames < FRAME_STEP_NEAR;
    int64_t period_us = is_near ? elapsed_us / seq_frames : 0;
    return (struct frame_step){.agrees = period_us > FRAME_STEP_PERIOD_MIN_US && period_us < FRAME_STEP_PERIOD_MAX_US,
                               .elapsed_us = elapsed_us,
                               .missing = is_near ? (uint64_t)seq_frames - 1 : 0};
}

static struct frame_step step_of(int64_t elapsed_us, int64_t seq_frames, uint32_t period_us)
{
    int64_t excess = (elapsed_us + period_us / 2) / period_us - seq_frames;
    int64_t wrapped = excess > 0 ? (excess + SEQ_RANGE / 2) / SEQ_RANGE * SEQ_RANGE : 0;
    int64_t difference_us = elapsed_us - (seq_frames + wrapped) * period_us;
    int64_t tolerance_us = period_us / 4 + elapsed_us / FRAME_STEP_CLOCKS_FRACTION;
    int64_t tolerance_max_us = TOLERANCE_FRAMES_MAX * (int64_t)period_us;
    tolerance_us = tolerance_us < tolerance_max_us ? tolerance_us : tolerance_max_us;
    struct frame_step step = {.elapsed_us = elapsed_us};
    step.agrees =
        seq_frames + wrapped > 0 && elapsed_us > 0 && difference_us >= -tolerance_us && difference_us <= tolerance_us;
    step.missing = step.agrees ? (uint64_t)(seq_frames + wrapped - 1) : (uint16_t)(seq_frames - 1);
    return step;
}

struct frame_step frame_step_between(const struct wire_frame *from, const struct wire_frame *to, uint32_t period_us,
                                     int64_t host_elapsed_us)
{
    int64_t device_us = (int64_t)(uint32_t)(to->t_us - from->t_us), seq_frames = (uint16_t)(to->seq - from->seq);
    if (period_us == 0)
        return step_at_unknown_rate(device_us, seq_frames);
    struct frame_step step = step_of(device_us, seq_frames, period_us);
    if (step.agrees && step.missing < FRAME_STEP_NEAR) /* however late it was read: wraps seldom end so near */
        return step;
    int64_t wraps_us = frame_step_wraps_us(host_elapsed_us, device_us);
    do { /* with fewer wraps if the frame is old: the host received it long after it was sent */
        step = step_of(device_us + wraps_us, seq_frames, period_us);
        wraps_us -= WRAP_US;
    } while (!step.agrees && wraps_us >= 0);
    return step;
}

bool frame_is_young(const struct wire_frame *frame, uint32_t period_us, int64_t age_us, uint64_t *produced)
{
    int64_t t_us = frame->t_us; /* since the boot, plus whole wraps */
    if (period_us == 0)
        return false;
    t_us += frame_step_wraps_us(age_us, t_us);
    if (t_us > age_us + SKEW_US + age_us / FRAME_STEP_CLOCKS_FRACTION)
        return false;
    int64_t frames = t_us / period_us,
            wrapped = frames > frame->seq ? (frames - frame->seq) / SEQ_RANGE * SEQ_RANGE : 0;
    int64_t first_us = t_us - (frame->seq + wrapped) * period_us; /* device time of the boot's first frame */
    *produced = (uint64_t)(frame->seq + wrapped);
    return first_us >= -(int64_t)period_us && first_us <= FIRST_FRAME_MAX_US + t_us / FRAME_STEP_CLOCKS_FRACTION;
}

bool frame_rates_differ(uint32_t shown_us, uint32_t known_us)
{
    int64_t difference_us = (int64_t)shown_us - known_us, tolerance_us = known_us / RATE_FRACTION;
    return shown_us > 0 && known_us > 0 && (difference_us > tolerance_us || difference_us < -tolerance_us);
}
