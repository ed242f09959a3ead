/* SPDX-License-Identifier: MIT */
#include "decode/frame_sorter.h"

#define WRAP_US 4294967296LL /* 2^32: the range of the device's clock */
#define SEQ_RANGE 65536
#define NEAR_FRAMES 64         /* a gap of fewer frames is believed at once */
#define TOLERANCE_FRACTION 128 /* the clock and seq may disagree by a 128th of the time, and a quarter of a period */
#define TOLERANCE_FRAMES_MAX 4096
#define UNSEEN_US 1000000          /* how much earlier than the fastest one a frame may come, plus */
#define UNSEEN_FRACTION 128        /* a 128th of the gap: clocks differ by less */
#define CONFIRM_FRAMES 3           /* that held frames must go on for */
#define CONFIRM_US 300000          /* and how long */
#define CONFIRM_LIVE_US 3000000    /* the same, if the host's clock contradicts them */
#define FIRST_FRAME_MAX_US 5000000 /* a boot's first frame comes this early by the device's clock */
#define PERIOD_MIN_US 500
#define PERIOD_MAX_US 200000
#define RATE_FACTOR_MAX 16          /* the slowest rate is a 12th of the fastest one */
#define RATE_TOLERANCE_FRACTION 20  /* periods that differ by less than a 20th are of the same rate */
#define SKEW_US 100000              /* between host and device in the first moments of a boot */
#define STATUS_TOLERANCE_US 2000000 /* of an S line, between its time and its count of frames */
#define ANNOUNCED_AGE_US 5000000    /* an announced boot may be this much older than the host's clock shows */

int64_t frame_sorter_wraps_us(int64_t host_elapsed_us, int64_t device_elapsed_us)
{
    int64_t excess_us = host_elapsed_us - device_elapsed_us;
    return excess_us > 0 ? (excess_us + WRAP_US / 2) / WRAP_US * WRAP_US : 0;
}

/* Without a known period, only a short step at a plausible rate is believed. */
static struct frame_step step_at_unknown_rate(int64_t elapsed_us, int64_t seq_frames)
{
    bool is_near = seq_frames > 0 && seq_frames < NEAR_FRAMES;
    int64_t period_us = is_near ? elapsed_us / seq_frames : 0;
    return (struct frame_step){.agrees = period_us > PERIOD_MIN_US && period_us < PERIOD_MAX_US,
                               .elapsed_us = elapsed_us,
                               .missing = is_near ? (uint64_t)seq_frames - 1 : 0};
}

static struct frame_step step_of(int64_t elapsed_us, int64_t seq_frames, uint32_t period_us)
{
    int64_t excess = (elapsed_us + period_us / 2) / period_us - seq_frames;
    int64_t wrapped = excess > 0 ? (excess + SEQ_RANGE / 2) / SEQ_RANGE * SEQ_RANGE : 0;
    int64_t difference_us = elapsed_us - (seq_frames + wrapped) * period_us;
    int64_t tolerance_us = period_us / 4 + elapsed_us / TOLERANCE_FRACTION;
    int64_t tolerance_max_us = TOLERANCE_FRAMES_MAX * (int64_t)period_us;
    tolerance_us = tolerance_us < tolerance_max_us ? tolerance_us : tolerance_max_us;
    struct frame_step step = {.elapsed_us = elapsed_us};
    step.agrees =
        seq_frames + wrapped > 0 && elapsed_us > 0 && difference_us >= -tolerance_us && difference_us <= tolerance_us;
    step.missing = step.agrees ? (uint64_t)(seq_frames + wrapped - 1) : (uint16_t)(seq_frames - 1);
    return step;
}

struct frame_step frame_sorter_step(const struct wire_frame *from, const struct wire_frame *to, uint32_t period_us,
                                    int64_t host_elapsed_us)
{
    int64_t device_us = (int64_t)(uint32_t)(to->t_us - from->t_us), seq_frames = (uint16_t)(to->seq - from->seq);
    if (period_us == 0)
        return step_at_unknown_rate(device_us, seq_frames);
    struct frame_step step = step_of(device_us, seq_frames, period_us);
    if (step.agrees && step.missing < NEAR_FRAMES) /* however late it was read: wraps seldom end so near */
        return step;
    int64_t wraps_us = frame_sorter_wraps_us(host_elapsed_us, device_us);
    do { /* with fewer wraps if the frame is old: the host received it long after it was sent */
        step = step_of(device_us + wraps_us, seq_frames, period_us);
        wraps_us -= WRAP_US;
    } while (!step.agrees && wraps_us >= 0);
    return step;
}

bool frame_sorter_is_young(const struct wire_frame *frame, uint32_t period_us, int64_t age_us, uint64_t *produced)
{
    int64_t t_us = frame->t_us; /* since the boot, plus whole wraps */
    if (period_us == 0)
        return false;
    t_us += frame_sorter_wraps_us(age_us, t_us);
    if (t_us > age_us + SKEW_US + age_us / UNSEEN_FRACTION)
        return false;
    int64_t frames = t_us / period_us,
            wrapped = frames > frame->seq ? (frames - frame->seq) / SEQ_RANGE * SEQ_RANGE : 0;
    int64_t first_us = t_us - (frame->seq + wrapped) * period_us; /* device time of the boot's first frame */
    *produced = (uint64_t)(frame->seq + wrapped);
    return first_us >= -(int64_t)period_us && first_us <= FIRST_FRAME_MAX_US + t_us / TOLERANCE_FRACTION;
}

bool frame_sorter_status_agrees(const struct frame_sorter *sorter, uint32_t produced, uint32_t t_us)
{
    int64_t period_us = sorter->period_us, frames = (int16_t)(uint16_t)(produced - 1 - sorter->newest.frame.seq);
    int64_t elapsed_us = (int32_t)(t_us - sorter->newest.frame.t_us), difference_us = elapsed_us - frames * period_us;
    int64_t tolerance_us = STATUS_TOLERANCE_US + (elapsed_us > 0 ? elapsed_us : -elapsed_us) / TOLERANCE_FRACTION;
    return period_us == 0 || (difference_us >= -tolerance_us && difference_us <= tolerance_us);
}

bool frame_sorter_status_fits(const struct frame_sorter *sorter, uint32_t produced, uint32_t t_us)
{
    int64_t period_us = sorter->period_us, frames = (int16_t)(uint16_t)(produced - 1 - sorter->newest.frame.seq);
    int64_t waited_us = (int32_t)(t_us - sorter->newest.frame.t_us) - frames * period_us; /* since its last frame */
    return frames >= 0 && frames < NEAR_FRAMES && waited_us >= -period_us && waited_us <= 2 * period_us;
}

/* How long the boot may have been over: the time since its newest frame, if this frame came at once. */
static int64_t silence_us(const struct received_frame *received, const struct frame_expectation *expected)
{
    return received->host_us - expected->min_offset_us - expected->newest_time_us;
}

/* ---- Held frames ---- */

static void set_held_aside(struct frame_sorter *sorter)
{
    sorter->set_aside += sorter->held_count;
    sorter->held_count = 0;
    sorter->held_interrupted = false;
}

static const struct received_frame *last_held(const struct frame_sorter *sorter)
{
    return &sorter->held[sorter->held_count - 1];
}

bool frame_sorter_is_other_rate(uint32_t shown_us, uint32_t known_us)
{
    int64_t difference_us = (int64_t)shown_us - known_us, tolerance_us = known_us / RATE_TOLERANCE_FRACTION;
    return shown_us > 0 && known_us > 0 && (difference_us > tolerance_us || difference_us < -tolerance_us);
}

static bool is_plausible_rate(uint32_t shown_us, uint32_t known_us)
{
    return shown_us > known_us / RATE_FACTOR_MAX && shown_us / RATE_FACTOR_MAX < known_us;
}

/* Whether a frame continues the held ones; the first two show at which rate. */
static bool continues_held(struct frame_sorter *sorter, const struct received_frame *received)
{
    if (sorter->held_count == 0)
        return false;
    const struct received_frame *last = last_held(sorter);
    uint16_t frames = (uint16_t)(received->frame.seq - last->frame.seq);
    uint32_t elapsed_us = received->frame.t_us - last->frame.t_us;
    uint32_t period_us = sorter->held_period_us > 0 ? sorter->held_period_us : sorter->period_us;
    struct frame_step step =
        frame_sorter_step(&last->frame, &received->frame, period_us, received->host_us - last->host_us);
    bool fits = step.agrees && step.missing < NEAR_FRAMES;
    if (sorter->held_count == 1 && frames > 0 && frames < NEAR_FRAMES && elapsed_us > 0) {
        uint32_t shown_us = elapsed_us / frames, known_us = sorter->period_us > 0 ? sorter->period_us : shown_us;
        bool is_rate = is_plausible_rate(shown_us, known_us);
        sorter->held_period_us = is_rate ? shown_us : 0;
        return fits || is_rate;
    }
    return fits;
}

/* Whether the held frames are the next ones of this boot, but at another rate. */
static bool is_rate_change(const struct frame_sorter *sorter)
{
    const struct received_frame *first = &sorter->held[0];
    uint16_t frames = (uint16_t)(first->frame.seq - sorter->newest.frame.seq);
    uint32_t elapsed_us = first->frame.t_us - sorter->newest.frame.t_us, period_us = sorter->held_period_us;
    uint32_t slower_us = period_us > sorter->period_us ? period_us : sorter->period_us;
    return frame_sorter_is_other_rate(period_us, sorter->period_us) && frames > 0 && frames <= NEAR_FRAMES &&
           elapsed_us <= (frames + (uint64_t)1) * slower_us;
}

static enum frame_verdict explain_held(const struct frame_sorter *sorter, const struct frame_expectation *expected)
{
    const struct received_frame *first = &sorter->held[0];
    struct frame_step step =
        frame_sorter_step(&sorter->newest.frame, &first->frame, sorter->period_us, silence_us(first, expected));
    uint64_t produced; /* a boot starts the clock and seq again; after a wrap of the clock they fit only by chance */
    bool is_boot = first->frame.t_us < sorter->newest.frame.t_us &&
                   frame_sorter_is_young(&first->frame, sorter->period_us, ANNOUNCED_AGE_US, &produced);
    if (step.agrees && !is_boot && !expected->is_live && !expected->boot_announced)
        return FRAME_CONTINUES_HELD;
    return is_rate_change(sorter) ? FRAME_CHANGES_RATE : FRAME_BEGINS_BOOT;
}

bool frame_sorter_held_continue(const struct frame_sorter *sorter, const struct frame_expectation *expected)
{
    return sorter->held_count >= CONFIRM_FRAMES && explain_held(sorter, expected) == FRAME_CONTINUES_HELD;
}

static bool is_confirmed(const struct frame_sorter *sorter, bool is_live)
{
    uint32_t span_us = last_held(sorter)->frame.t_us - sorter->held[0].frame.t_us;
    if (sorter->held_count < CONFIRM_FRAMES)
        return false;
    return span_us >= (is_live ? CONFIRM_LIVE_US : CONFIRM_US) || sorter->held_count == FRAME_SORTER_HELD_MAX ||
           is_rate_change(sorter);
}

static enum frame_verdict hold(struct frame_sorter *sorter, const struct received_frame *received,
                               const struct frame_expectation *expected)
{
    if (continues_held(sorter, received)) {
        sorter->held_interrupted = false;
    } else if (sorter->held_count >= CONFIRM_FRAMES && !sorter->held_interrupted) {
        sorter->held_interrupted = true; /* by one frame that belongs to nothing */
        sorter->set_aside++;
        return FRAME_HELD;
    } else {
        set_held_aside(sorter);
        sorter->held_period_us = 0;
    }
    sorter->held[sorter->held_count++] = *received;
    return is_confirmed(sorter, expected->is_live) ? explain_held(sorter, expected) : FRAME_HELD;
}

/* ---- The boot being recorded ---- */

/* Whether the frame shows more time than has passed. */
static bool is_unseen(const struct received_frame *received, const struct frame_expectation *expected,
                      int64_t elapsed_us)
{
    int64_t offset_us = received->host_us - (expected->newest_time_us + elapsed_us);
    return offset_us < expected->min_offset_us - UNSEEN_US - elapsed_us / UNSEEN_FRACTION;
}

/* Whether the frame may follow the first one of a boot whose rate no H line announced. */
static bool may_show_rate(const struct frame_sorter *sorter, const struct received_frame *received)
{
    uint16_t frames = (uint16_t)(received->frame.seq - sorter->newest.frame.seq);
    uint32_t elapsed_us = received->frame.t_us - sorter->newest.frame.t_us;
    return sorter->rate_assumed && frames > 0 && frames < NEAR_FRAMES &&
           is_plausible_rate(elapsed_us / frames, sorter->period_us);
}

/* Whether the frame is one of a boot since the newest frame, as far as an H line or the host's clock shows. */
static bool shows_boot(const struct frame_sorter *sorter, const struct received_frame *received,
                       const struct frame_expectation *expected)
{
    uint64_t produced;
    if (!expected->is_live) /* without the host's clock, a frame that is not young must be confirmed by others */
        return expected->boot_announced &&
               frame_sorter_is_young(&received->frame, sorter->period_us, ANNOUNCED_AGE_US, &produced);
    if (!expected->boot_announced && (expected->newest_doubtful || may_show_rate(sorter, received)))
        return false;
    int64_t age_us = silence_us(received, expected) + (expected->boot_announced ? ANNOUNCED_AGE_US : 0);
    return frame_sorter_is_young(&received->frame, sorter->period_us, age_us, &produced);
}

/* Like frame_sorter_step from the newest frame, but the rate may have changed since then. */
static struct frame_step step_from_newest(const struct frame_sorter *sorter, const struct received_frame *received,
                                          const struct frame_expectation *expected)
{
    struct frame_step step =
        frame_sorter_step(&sorter->newest.frame, &received->frame, sorter->period_us, silence_us(received, expected));
    if (step.agrees || sorter->earlier_period_us == 0)
        return step;
    int64_t frames = (uint16_t)(received->frame.seq - sorter->newest.frame.seq);
    int64_t a_us = frames * sorter->period_us, b_us = frames * sorter->earlier_period_us;
    int64_t min_us = a_us < b_us ? a_us : b_us, max_us = a_us < b_us ? b_us : a_us;
    int64_t larger_us = frames > 0 ? max_us / frames : 0; /* a frame at the earlier rate may have begun */
    step.agrees =
        frames > 0 && step.elapsed_us > min_us - min_us / 4 && step.elapsed_us < max_us + max_us / 4 + larger_us;
    return step;
}

enum frame_verdict frame_sorter_sort(struct frame_sorter *sorter, const struct received_frame *received,
                                     const struct frame_expectation *expected, struct frame_step *step)
{
    *step = step_from_newest(sorter, received, expected);
    bool is_near = step->missing < NEAR_FRAMES;
    bool is_seen = expected->is_live && !is_unseen(received, expected, step->elapsed_us);
    if (step->agrees && (is_near || (is_seen && !expected->boot_announced))) {
        if (sorter->period_us == 0)
            sorter->period_us = (uint32_t)(step->elapsed_us / (int64_t)(step->missing + 1));
        set_held_aside(sorter);
        sorter->newest = *received;
        sorter->earlier_period_us = 0;
        sorter->rate_assumed = false;
        return FRAME_CONTINUES;
    }
    bool is_boot = shows_boot(sorter, received, expected);
    if (frame_sorter_held_continue(sorter, expected) && (is_boot || !continues_held(sorter, received)))
        return FRAME_FOLLOWS_HELD;
    if (!is_boot)
        return hold(sorter, received, expected);
    set_held_aside(sorter);
    sorter->held[sorter->held_count++] = *received;
    sorter->rate_assumed = !expected->boot_announced;
    return FRAME_BEGINS_BOOT;
}

enum frame_verdict frame_sorter_end(struct frame_sorter *sorter, const struct frame_expectation *expected)
{
    enum frame_verdict verdict = sorter->held_count > 0 ? explain_held(sorter, expected) : FRAME_HELD;
    if (verdict == FRAME_CONTINUES_HELD || sorter->held_count >= CONFIRM_FRAMES)
        return verdict;
    set_held_aside(sorter);
    return FRAME_HELD;
}

void frame_sorter_begin(struct frame_sorter *sorter)
{
    sorter->newest = *last_held(sorter);
    sorter->rate_assumed = sorter->rate_assumed && sorter->held_count == 1;
    sorter->held_count = 0;
    sorter->held_interrupted = false;
    sorter->earlier_period_us = 0;
}
