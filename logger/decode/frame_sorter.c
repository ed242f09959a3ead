/* SPDX-License-Identifier: MIT */
#include "decode/frame_sorter.h"

#include <string.h>

#define UNSEEN_US 1000000 /* how much earlier than the fastest one a frame may come, plus the error of the clocks */
#define CONFIRM_US 300000 /* held frames must span this time */
#define CONFIRM_LIVE_US 3000000  /* the same, if the host's clock contradicts them */
#define INTERRUPTIONS_MAX 3      /* frames between two held ones: damaged ones, or another device's on the line */
#define RATE_FACTOR_MAX 16       /* the slowest rate is a 12th of the fastest one */
#define START_LATE_US 1000000    /* of a boot's first frame: it usually comes in a tenth of that */
#define ANNOUNCED_AGE_US 5000000 /* an announced boot may be this much older than the host's clock shows */

static const struct received_frame *last_held(const struct frame_sorter *sorter)
{
    return &sorter->held[sorter->held_count - 1];
}

int64_t frame_sorter_silence_us(const struct received_frame *received, const struct frame_expectation *expected)
{
    return received->host_us - expected->min_offset_us - expected->newest_time_us;
}

/* Whether the frame shows more time than has passed. */
static bool is_unseen(const struct received_frame *received, const struct frame_expectation *expected,
                      int64_t elapsed_us)
{
    int64_t offset_us = received->host_us - (expected->newest_time_us + elapsed_us);
    return offset_us < expected->min_offset_us - UNSEEN_US - elapsed_us / FRAME_STEP_CLOCKS_FRACTION;
}

/* ---- Held frames ---- */

static void clear_held(struct frame_sorter *sorter)
{
    sorter->held_count = 0;
    sorter->held_period_us = 0;
    sorter->held_are_boot = false;
    sorter->held_interruptions = 0;
}

static void set_held_aside(struct frame_sorter *sorter)
{
    sorter->set_aside += sorter->held_count;
    clear_held(sorter);
}

static bool is_plausible_rate(uint32_t shown_us, uint32_t known_us)
{
    return shown_us > known_us / RATE_FACTOR_MAX && shown_us / RATE_FACTOR_MAX < known_us;
}

/* Whether a step from the last held frame is believed: a long one only of frames that may be a boot, if the host's
 * clock shows it. */
static bool is_believed(const struct frame_sorter *sorter, const struct frame_step *step, int64_t host_elapsed_us)
{
    int64_t difference_us = host_elapsed_us - step->elapsed_us;
    bool is_seen = sorter->held_are_boot && difference_us > -UNSEEN_US && difference_us < UNSEEN_US;
    return step->agrees && (step->missing < FRAME_STEP_NEAR || is_seen);
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
    int64_t host_elapsed_us = received->host_us - last->host_us;
    struct frame_step step = frame_step_between(&last->frame, &received->frame, period_us, host_elapsed_us);
    bool fits = is_believed(sorter, &step, host_elapsed_us);
    if (sorter->held_count == 1 && frames > 0 && frames < FRAME_STEP_NEAR && elapsed_us > 0) {
        uint32_t shown_us = elapsed_us / frames, known_us = sorter->period_us > 0 ? sorter->period_us : shown_us;
        bool is_rate = is_plausible_rate(shown_us, known_us);
        sorter->held_period_us = is_rate ? shown_us : 0;
        return fits || is_rate;
    }
    return fits;
}

/* Whether the held frames are the next ones of this boot, but at another rate: the time since the newest frame is that
 * of so many frames at the two rates, give or take one. */
static bool is_rate_change(const struct frame_sorter *sorter)
{
    const struct received_frame *first = &sorter->held[0];
    uint16_t frames = (uint16_t)(first->frame.seq - sorter->newest.frame.seq);
    uint32_t elapsed_us = first->frame.t_us - sorter->newest.frame.t_us, period_us = sorter->held_period_us;
    uint32_t slower_us = period_us > sorter->period_us ? period_us : sorter->period_us;
    uint32_t faster_us = period_us < sorter->period_us ? period_us : sorter->period_us;
    return frame_rates_differ(period_us, sorter->period_us) && frames > 0 && frames <= FRAME_STEP_NEAR &&
           elapsed_us > 0 && elapsed_us >= (frames - (uint64_t)1) * faster_us &&
           elapsed_us <= (frames + (uint64_t)1) * slower_us;
}

static enum frame_verdict explain_held(const struct frame_sorter *sorter, const struct frame_expectation *expected)
{
    const struct received_frame *first = &sorter->held[0];
    struct frame_step step = frame_step_between(&sorter->newest.frame, &first->frame, sorter->period_us,
                                                frame_sorter_silence_us(first, expected));
    uint64_t produced; /* a boot starts the clock and seq again; after a wrap of the clock they fit only by chance */
    bool is_boot = first->frame.t_us < sorter->newest.frame.t_us &&
                   frame_is_young(&first->frame, sorter->period_us, ANNOUNCED_AGE_US, &produced);
    bool is_possible = !expected->is_live || (!sorter->held_are_boot && !is_unseen(first, expected, step.elapsed_us));
    if (step.agrees && !is_boot && is_possible && !expected->boot_announced)
        return FRAME_CONTINUES_HELD;
    return is_rate_change(sorter) ? FRAME_CHANGES_RATE : FRAME_BEGINS_BOOT;
}

bool frame_sorter_held_continue(const struct frame_sorter *sorter, const struct frame_expectation *expected)
{
    return sorter->held_count >= FRAME_SORTER_CONFIRM && explain_held(sorter, expected) == FRAME_CONTINUES_HELD;
}

/* Whether the held frames are the first ones of a boot by their own number and time, whenever they came. */
static bool held_begin_at_zero(const struct frame_sorter *sorter)
{
    const struct wire_frame *first = &sorter->held[0].frame;
    uint64_t produced;
    return first->t_us < sorter->newest.frame.t_us && frame_is_young(first, sorter->period_us, first->t_us, &produced);
}

static bool is_confirmed(const struct frame_sorter *sorter, bool is_live)
{
    uint32_t span_us = last_held(sorter)->frame.t_us - sorter->held[0].frame.t_us;
    bool begin_at_zero = !is_live && held_begin_at_zero(sorter);
    if (sorter->held_count == 2 && begin_at_zero) /* of a short boot in a file, no more may come */
        return sorter->held[0].frame.seq == 0 && !frame_rates_differ(sorter->held_period_us, sorter->period_us);
    if (sorter->held_count < FRAME_SORTER_CONFIRM)
        return false;
    return sorter->held_are_boot || begin_at_zero || span_us >= (is_live ? CONFIRM_LIVE_US : CONFIRM_US) ||
           sorter->held_count == FRAME_SORTER_HELD_MAX || is_rate_change(sorter);
}

/* Whether a frame that belongs to nothing leaves the held ones as they are: the next ones may continue them. */
static bool interrupts_held(const struct frame_sorter *sorter)
{
    return (sorter->held_are_boot || sorter->held_count >= FRAME_SORTER_CONFIRM) &&
           sorter->held_interruptions < INTERRUPTIONS_MAX;
}

/* Hold a frame. `may_be_boot`: by the host's clock it may be the first one of a boot. */
static enum frame_verdict hold(struct frame_sorter *sorter, const struct received_frame *received,
                               const struct frame_expectation *expected, bool may_be_boot)
{
    if (continues_held(sorter, received)) {
        sorter->held_interruptions = 0;
    } else if (!may_be_boot && interrupts_held(sorter)) {
        sorter->held_interruptions++;
        sorter->set_aside++;
        return FRAME_HELD;
    } else {
        set_held_aside(sorter);
        sorter->held_are_boot = may_be_boot;
    }
    sorter->held[sorter->held_count++] = *received;
    return is_confirmed(sorter, expected->is_live) ? explain_held(sorter, expected) : FRAME_HELD;
}

/* ---- Repeats, and a device that stands still ---- */

static bool is_same(const struct wire_frame *a, const struct wire_frame *b)
{
    return a->seq == b->seq && a->t_us == b->t_us && a->strip_count == b->strip_count &&
           a->has_imu_fields == b->has_imu_fields && a->imu_valid == b->imu_valid &&
           memcmp(a->strip, b->strip, a->strip_count * sizeof a->strip[0]) == 0 &&
           (!a->imu_valid || memcmp(a->imu, b->imu, sizeof a->imu) == 0);
}

/* Whether the frame was received before, however long ago: the newest one of this boot, or a held one. */
static bool is_repeat(const struct frame_sorter *sorter, const struct wire_frame *frame)
{
    bool is_received = is_same(frame, &sorter->newest.frame);
    for (size_t i = 0; i < sorter->held_count && !is_received; i++)
        is_received = is_same(frame, &sorter->held[i].frame);
    return is_received;
}

/* Whether one of seq and the clock advanced since the frame before, but not the other. */
static bool stands_still(const struct frame_sorter *sorter, const struct wire_frame *frame)
{
    const struct wire_frame *before = sorter->has_latest ? &sorter->latest : &sorter->newest.frame;
    uint16_t frames = (uint16_t)(frame->seq - before->seq);
    int32_t elapsed_us = (int32_t)(frame->t_us - before->t_us);
    bool is_near = frames < FRAME_STEP_NEAR && elapsed_us >= 0;
    return is_near && (frames == 0) != (elapsed_us == 0);
}

/* ---- The boot being recorded ---- */

/* Whether the frame is one of a boot since the newest frame, as far as an H line or the host's clock shows. */
static bool shows_boot(const struct frame_sorter *sorter, const struct received_frame *received,
                       const struct frame_expectation *expected)
{
    uint64_t produced;
    if (!expected->is_live) /* without the host's clock, a frame that is not young must be confirmed by others */
        return expected->boot_announced &&
               frame_is_young(&received->frame, sorter->period_us, ANNOUNCED_AGE_US, &produced);
    if (!expected->boot_announced && expected->newest_doubtful)
        return false;
    int64_t age_us = frame_sorter_silence_us(received, expected) + (expected->boot_announced ? ANNOUNCED_AGE_US : 0);
    return frame_is_young(&received->frame, sorter->period_us, age_us, &produced);
}

/* Whether the boot's first frame would have come late by the device's clock. The time may be wrong instead. */
static bool starts_late(const struct frame_sorter *sorter, const struct received_frame *received)
{
    return received->frame.t_us - (int64_t)received->frame.seq * sorter->period_us > START_LATE_US;
}

/* Whether the frame counts so little time that seq wrapped once more in the time that it does not count. It was
 * received long after it was sent, or its time is wrong. */
static bool is_ambiguous(const struct frame_sorter *sorter, int64_t unexplained_us)
{
    return unexplained_us > (int64_t)sorter->period_us * (UINT16_MAX / 2);
}

/* Like frame_step_between from the newest frame, but the rate may have changed since then. */
static struct frame_step step_from_newest(const struct frame_sorter *sorter, const struct received_frame *received,
                                          const struct frame_expectation *expected)
{
    struct frame_step step = frame_step_between(&sorter->newest.frame, &received->frame, sorter->period_us,
                                                frame_sorter_silence_us(received, expected));
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

/* Set aside a frame that stands still. A lone held frame is set aside too: it probably stood still as well, unless its
 * clock is earlier than the newest frame's, as after a restart. */
static enum frame_verdict set_still_aside(struct frame_sorter *sorter)
{
    if (sorter->held_count == 1 && (int32_t)(sorter->held[0].frame.t_us - sorter->newest.frame.t_us) > 0)
        set_held_aside(sorter);
    sorter->set_aside++;
    return FRAME_HELD;
}

enum frame_verdict frame_sorter_sort(struct frame_sorter *sorter, const struct received_frame *received,
                                     const struct frame_expectation *expected, struct frame_step *step)
{
    *step = step_from_newest(sorter, received, expected);
    bool is_still = stands_still(sorter, &received->frame) && !step->agrees && !expected->boot_announced;
    if (!expected->boot_announced && is_repeat(sorter, &received->frame))
        return FRAME_REPEATS;
    sorter->latest = received->frame;
    sorter->has_latest = true;
    sorter->latest_stands_still = is_still;
    if (is_still)
        return set_still_aside(sorter);
    bool is_near = step->missing < FRAME_STEP_NEAR;
    bool is_seen = expected->is_live && !is_unseen(received, expected, step->elapsed_us);
    bool is_boot = shows_boot(sorter, received, expected);
    bool is_of_boot = expected->boot_certain || (sorter->held_are_boot && continues_held(sorter, received));
    int64_t unexplained_us = frame_sorter_silence_us(received, expected) - step->elapsed_us;
    bool may_be_other =
        expected->boot_announced || (expected->other_announced && is_boot &&
                                     unexplained_us > UNSEEN_US + step->elapsed_us / FRAME_STEP_CLOCKS_FRACTION);
    if (step->agrees && !is_of_boot &&
        (is_near || (is_seen && !may_be_other && !is_ambiguous(sorter, unexplained_us)))) {
        if (sorter->period_us == 0)
            sorter->period_us = (uint32_t)(step->elapsed_us / (int64_t)(step->missing + 1));
        set_held_aside(sorter);
        sorter->newest = *received;
        sorter->earlier_period_us = 0;
        return FRAME_CONTINUES;
    }
    if (frame_sorter_held_continue(sorter, expected) && (is_boot || !continues_held(sorter, received)))
        return FRAME_FOLLOWS_HELD;
    if (!is_boot || !expected->boot_announced || starts_late(sorter, received))
        return hold(sorter, received, expected, is_boot);
    set_held_aside(sorter);
    sorter->held[sorter->held_count++] = *received;
    return FRAME_BEGINS_BOOT;
}

enum frame_verdict frame_sorter_end(struct frame_sorter *sorter, const struct frame_expectation *expected)
{
    enum frame_verdict verdict = sorter->held_count > 0 ? explain_held(sorter, expected) : FRAME_HELD;
    if ((verdict == FRAME_CONTINUES_HELD && !expected->is_live) || sorter->held_are_boot ||
        sorter->held_count >= FRAME_SORTER_CONFIRM)
        return verdict;
    set_held_aside(sorter);
    return FRAME_HELD;
}

void frame_sorter_begin(struct frame_sorter *sorter)
{
    sorter->newest = *last_held(sorter);
    clear_held(sorter);
    sorter->earlier_period_us = 0;
}
