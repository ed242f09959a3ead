/* SPDX-License-Identifier: MIT */
#include "decode/session_decoder_parts.h"

#define FIRST_AGE_MAX_US 5000000 /* of a boot whose H line began the session, when its first frame arrives */

/* ---- What a frame continues ---- */

/* Whether the session's first frame belongs to the boot that was received, which was at most `age_us` before it. It
 * does not if the roller was running already: its reply to `?` looks like a boot if its A line was lost. `*produced`:
 * the frames before the first one. */
static bool first_is_of_boot(const struct session_decoder *decoder, const struct wire_frame *first, int64_t age_us,
                             uint64_t *produced)
{
    return decoder->boot_received && frame_is_young(first, decoder->sorter.period_us, age_us, produced);
}

static void start_session(struct session_decoder *decoder, const struct received_frame *received)
{
    decoder->boot_pending = decoder->replug_pending = decoder->change_pending = false;
    decoder->sorter.period_us = decoder->device.period_us;
    decoder->sorter.newest = *received;
    decoder->start_host_us = received->host_us;
    int64_t listened_us = decoder->is_live ? received->host_us - decoder->first_byte_host_us : 0;
    uint64_t produced;
    bool is_of_boot = first_is_of_boot(decoder, &received->frame, FIRST_AGE_MAX_US + listened_us, &produced);
    loss_counter_begin_boot(&decoder->losses, is_of_boot);
    session_settling_begin_start(decoder, received->host_us);
    session_losses_add(decoder, is_of_boot ? produced : 0);
    decoder->identify_wanted = decoder->identify_wanted || !decoder->device.known;
    session_rows_add(decoder, received, 0, false);
}

static void continue_boot(struct session_decoder *decoder, const struct received_frame *received,
                          const struct frame_step *step)
{
    decoder->boot_pending = false; /* the H line was a reply */
    session_device_adopt_unclear_hello(decoder);
    bool resumed = decoder->replug_pending, changed = decoder->change_pending;
    int64_t time_us = decoder->newest_row.time_us + step->elapsed_us;
    if (session_losses_reach_limit(decoder, time_us, step->missing, 0))
        return;
    decoder->replug_pending = decoder->change_pending = decoder->foreign_pending = false;
    session_losses_add(decoder, step->missing);
    session_rows_write_newest(decoder, resumed ? EVENT_QUEUE_ALL : EVENT_QUEUE_DUE);
    if (changed)
        session_settling_end(decoder);
    time_us = decoder->newest_row.time_us + step->elapsed_us;
    if (step->missing > 0 || resumed)
        session_losses_add_gap(decoder, time_us, step->missing);
    if (changed)
        session_settling_begin_change(decoder, time_us, received->host_us);
    if (resumed)
        clock_skew_begin_boot(&decoder->clock_skew);
    decoder->counts.returns += resumed;
    session_rows_add(decoder, received, time_us, resumed);
}

/* Continue with the held frames, the first of which is `step` after the newest frame (NULL: it is the newest row). */
static void continue_with_held(struct session_decoder *decoder, const struct frame_step *step)
{
    struct frame_sorter *sorter = &decoder->sorter;
    size_t count = sorter->held_count;
    uint64_t unusable_later = decoder->unusable - decoder->unusable_at_held;
    if (step)
        continue_boot(decoder, &sorter->held[0], step);
    for (size_t i = 1; i < count && !decoder->limit_reached; i++) {
        const struct received_frame *before = &sorter->held[i - 1], *held = &sorter->held[i];
        struct frame_step next =
            frame_step_between(&before->frame, &held->frame, sorter->period_us, held->host_us - before->host_us);
        continue_boot(decoder, &sorter->held[i], &next);
    }
    decoder->unusable = unusable_later;
    decoder->unusable_at_held = 0;
    frame_sorter_begin(sorter);
}

static struct frame_expectation expectation(const struct session_decoder *decoder)
{
    return (struct frame_expectation){.is_live = decoder->is_live,
                                      .boot_announced = decoder->boot_pending,
                                      .boot_certain = decoder->boot_pending && decoder->boot_certain,
                                      .other_announced = decoder->foreign_pending && decoder->device.known,
                                      .newest_doubtful =
                                          decoder->boot_received && session_frames_first_is_doubtful(decoder),
                                      .newest_time_us = decoder->newest_row.time_us,
                                      .min_offset_us = session_settling_min_offset_us(decoder)};
}

static int64_t silence_us(const struct session_decoder *decoder, const struct received_frame *received)
{
    struct frame_expectation expected = expectation(decoder);
    return frame_sorter_silence_us(received, &expected);
}

/* Return how many frames a boot has produced before `first`; 0 if that cannot be known. */
static uint64_t produced_before(const struct session_decoder *decoder, const struct received_frame *first)
{
    uint32_t period_us = decoder->sorter.period_us;
    uint64_t produced;
    if (decoder->boot_pending && (!decoder->is_live || period_us == 0))
        return first->frame.seq;
    if (frame_is_young(&first->frame, period_us, decoder->is_live ? silence_us(decoder, first) : first->frame.t_us,
                       &produced))
        return produced;
    return decoder->boot_pending ? first->frame.seq : 0;
}

/* Return the session time of the first held frame: that of its arrival, less the delay that the other held frames show.
 */
static int64_t time_of_boot(const struct session_decoder *decoder, int64_t min_time_us)
{
    const struct received_frame *held = decoder->sorter.held;
    int64_t host_us = held[0].host_us;
    for (size_t i = 1; i < decoder->sorter.held_count; i++) {
        int64_t shown_us = held[i].host_us - (int64_t)(uint32_t)(held[i].frame.t_us - held[0].frame.t_us);
        host_us = shown_us < host_us ? shown_us : host_us;
    }
    int64_t time_us = host_us - session_settling_min_offset_us(decoder);
    return time_us > min_time_us ? time_us : min_time_us;
}

static void begin_boot(struct session_decoder *decoder)
{
    struct frame_sorter *sorter = &decoder->sorter;
    session_rows_write_newest(decoder, EVENT_QUEUE_ALL);
    session_settling_end(decoder);
    const struct received_frame *first = &sorter->held[0];
    int64_t min_time_us = decoder->newest_row.time_us + (sorter->period_us > 0 ? sorter->period_us : 1);
    int64_t time_us = time_of_boot(decoder, min_time_us);
    uint64_t tail = loss_counter_end_boot(&decoder->losses);
    uint64_t head = produced_before(decoder, first);
    if (session_losses_reach_limit(decoder, time_us, tail, head))
        return;
    session_losses_add(decoder, tail + head);
    session_losses_end_boot(decoder, tail, head);
    session_losses_add_gap(decoder, time_us, tail + head);
    if (!decoder->boot_pending) {
        if (session_device_foreign_began_boot(decoder)) {
            decoder->device = decoder->foreign;
            decoder->identity_stale = false;
        } else {
            session_device_expect_hello(decoder);
        }
        session_device_adopt_rate(decoder);
    }
    decoder->hello_is_foreign = decoder->foreign_pending = false;
    decoder->boot_pending = decoder->replug_pending = decoder->change_pending = false;
    decoder->counts.restarts++;
    loss_counter_begin_boot(&decoder->losses, true);
    recent_frames_begin_boot(&decoder->recent);
    clock_skew_begin_boot(&decoder->clock_skew);
    session_settling_begin_boot(decoder, time_us, min_time_us, first->host_us);
    session_rows_add(decoder, first, time_us, true);
    continue_with_held(decoder, NULL);
}

/* End the rows of the earlier rate. */
static void end_rate(struct session_decoder *decoder)
{
    bool is_announced = decoder->foreign_pending && decoder->hello_unclear;
    session_rows_write_newest(decoder, EVENT_QUEUE_DUE);
    session_settling_end(decoder);
    if (is_announced) {
        session_device_adopt_unclear_hello(decoder);
    } else {
        session_device_expect_hello(decoder);
        session_device_adopt_rate(decoder);
    }
    decoder->change_pending = true;
}

static void change_rate(struct session_decoder *decoder)
{
    struct frame_sorter *sorter = &decoder->sorter;
    const struct wire_frame *newest = &sorter->newest.frame, *first = &sorter->held[0].frame;
    struct frame_step step = {.elapsed_us = (int64_t)(uint32_t)(first->t_us - newest->t_us),
                              .missing = (uint16_t)(first->seq - newest->seq - 1u)};
    end_rate(decoder);
    sorter->period_us = sorter->held_period_us;
    continue_with_held(decoder, &step);
}

static void count_repeat(struct session_decoder *decoder)
{
    decoder->counts.duplicates++;
    decoder->repeats_in_row++;
    decoder->sorter.latest_stands_still = false;
}

static void handle_verdict(struct session_decoder *decoder, enum frame_verdict verdict)
{
    struct frame_sorter *sorter = &decoder->sorter;
    struct frame_step step;
    switch (verdict) {
    case FRAME_CONTINUES:
    case FRAME_HELD: break;
    case FRAME_REPEATS: count_repeat(decoder); break;
    case FRAME_CONTINUES_HELD:
    case FRAME_FOLLOWS_HELD:
        step = frame_step_between(&sorter->newest.frame, &sorter->held[0].frame, sorter->period_us,
                                  silence_us(decoder, &sorter->held[0]));
        continue_with_held(decoder, &step);
        break;
    case FRAME_CHANGES_RATE: change_rate(decoder); break;
    case FRAME_BEGINS_BOOT: begin_boot(decoder); break;
    }
}

bool session_frames_first_is_doubtful(const struct session_decoder *decoder)
{
    uint64_t produced;
    return decoder->counts.rows == 1 && !decoder->header_ready &&
           !first_is_of_boot(decoder, &decoder->sorter.newest.frame, FIRST_AGE_MAX_US, &produced);
}

/* Whether the first frame of the session was wrong: the following ones belong together, but not to it. */
static bool first_frame_is_wrong(const struct session_decoder *decoder)
{
    return session_frames_first_is_doubtful(decoder) && decoder->sorter.held_count == FRAME_SORTER_CONFIRM;
}

/* Set the first frame aside, and start with the held ones. */
static void start_again(struct session_decoder *decoder)
{
    struct frame_sorter *sorter = &decoder->sorter;
    const struct received_frame first = sorter->held[0];
    decoder->counts.rows = decoder->counts.lost = 0;
    decoder->pending_count = 0;
    decoder->settling.active = false;
    decoder->recent.count = 0;
    sorter->set_aside++;
    start_session(decoder, &first);
    if (sorter->period_us == 0)
        sorter->period_us = sorter->held_period_us;
    continue_with_held(decoder, NULL);
}

void session_frames_save_held(struct session_decoder *decoder)
{
    struct frame_expectation expected = expectation(decoder);
    if (decoder->counts.rows > 0 && frame_sorter_held_continue(&decoder->sorter, &expected))
        handle_verdict(decoder, FRAME_CONTINUES_HELD);
}

void session_frames_begin_held_boot(struct session_decoder *decoder)
{
    if (decoder->counts.rows > 0 && decoder->sorter.held_count > 0)
        handle_verdict(decoder, FRAME_BEGINS_BOOT);
}

void session_frames_add(struct session_decoder *decoder, const struct wire_frame *frame, int64_t host_us)
{
    struct received_frame received = {.frame = *frame, .host_us = host_us};
    if (!decoder->boot_pending && recent_frames_contain(&decoder->recent, &received, decoder->is_live)) {
        count_repeat(decoder);
        return;
    }
    if (decoder->counts.rows == 0) {
        start_session(decoder, &received);
        return;
    }
    struct frame_expectation expected = expectation(decoder);
    struct frame_step step;
    enum frame_verdict verdict = frame_sorter_sort(&decoder->sorter, &received, &expected, &step);
    if (verdict == FRAME_FOLLOWS_HELD) {
        handle_verdict(decoder, verdict);
        if (decoder->limit_reached)
            return;
        expected = expectation(decoder);
        verdict = frame_sorter_sort(&decoder->sorter, &received, &expected, &step);
    }
    if (verdict != FRAME_CONTINUES && verdict != FRAME_REPEATS)
        decoder->unusable_at_held = decoder->unusable;
    if (verdict == FRAME_CONTINUES)
        continue_boot(decoder, &received, &step);
    else if (first_frame_is_wrong(decoder))
        start_again(decoder);
    else
        handle_verdict(decoder, verdict);
}

void session_frames_end(struct session_decoder *decoder)
{
    if (decoder->counts.rows == 0)
        return;
    if (!decoder->limit_reached) {
        struct frame_expectation expected = expectation(decoder);
        handle_verdict(decoder, frame_sorter_end(&decoder->sorter, &expected));
        session_device_adopt_unclear_hello(decoder);
    }
    if (!decoder->limit_reached) {
        uint64_t tail = loss_counter_end_boot(&decoder->losses);
        session_losses_add(decoder, session_losses_before_limit(decoder, tail, decoder->newest_row.time_us));
        session_losses_end_boot(decoder, tail, 0);
    }
    session_rows_write_newest(decoder, EVENT_QUEUE_ALL);
    decoder->events.dropped += decoder->events.count;
    decoder->events.count = 0;
    session_settling_end(decoder);
}
