/* SPDX-License-Identifier: MIT */
#include "decode/loss_counter.h"

#include "wire/vocabulary.h"

#include <string.h>

#define SEQ_RANGE 65536

void loss_counter_begin_boot(struct loss_counter *counter, bool from_start)
{
    counter->has_baseline = from_start;
    counter->status_is_newest = false;
    counter->dropped_reported = counter->dropped_counted = 0;
}

bool loss_counter_parse_status(const struct wire_line *line, struct loss_status *status)
{
    const char *sent = wire_line_find_key(line, WIRE_KEY_SENT);
    const char *dropped = wire_line_find_key(line, WIRE_KEY_DROPPED);
    return sent && dropped && wire_parse_unsigned(sent, &status->sent) &&
           wire_parse_unsigned(dropped, &status->dropped);
}

void loss_counter_add_status(struct loss_counter *counter, const struct loss_status *status)
{
    counter->produced = status->sent + status->dropped;
    counter->status_is_newest = true;
    counter->dropped_reported = status->dropped;
    if (!counter->has_baseline)
        counter->dropped_counted = status->dropped;
    counter->has_baseline = true;
}

void loss_counter_add_frame(struct loss_counter *counter)
{
    if (counter->dropped_reported > counter->dropped_counted)
        counter->dropped += counter->dropped_reported - counter->dropped_counted;
    counter->dropped_counted = counter->dropped_reported;
    counter->status_is_newest = false;
}

uint64_t loss_counter_end_boot(struct loss_counter *counter, uint16_t seq)
{
    /* The difference is negative if the latest S line is older than the frame. */
    int16_t missing = (int16_t)(uint16_t)(counter->produced - seq - 1u);
    uint64_t produced_later = counter->status_is_newest && missing > 0 ? (uint64_t)missing : 0;
    loss_counter_add_frame(counter);
    return produced_later;
}

bool loss_counter_is_duplicate(const struct loss_counter *counter, uint16_t seq, uint32_t t_us)
{
    size_t kept =
        counter->recent_count < LOSS_COUNTER_RECENT_FRAMES ? counter->recent_count : LOSS_COUNTER_RECENT_FRAMES;
    for (size_t i = 0; i < kept; i++)
        if (counter->recent[i].seq == seq && counter->recent[i].t_us == t_us)
            return true;
    return false;
}

void loss_counter_remember(struct loss_counter *counter, uint16_t seq, uint32_t t_us)
{
    size_t slot = counter->recent_count++ % LOSS_COUNTER_RECENT_FRAMES;
    counter->recent[slot].seq = seq;
    counter->recent[slot].t_us = t_us;
}

void loss_counter_forget_frames(struct loss_counter *counter)
{
    counter->recent_count = 0;
}

uint64_t loss_counter_missing(uint16_t last_seq, uint16_t seq, int64_t elapsed_us, uint32_t period_us)
{
    uint64_t missing = (uint16_t)(seq - last_seq - 1u);
    if (period_us == 0)
        return missing;
    /* the frames before the last wrap of seq: nearly a multiple of SEQ_RANGE */
    int64_t wrapped_frames = elapsed_us / period_us - (int64_t)missing;
    uint64_t wraps = wrapped_frames > SEQ_RANGE / 2 ? (uint64_t)(wrapped_frames + SEQ_RANGE / 2) / SEQ_RANGE : 0;
    return missing + wraps * SEQ_RANGE;
}

size_t loss_counter_gaps_kept(const struct loss_counter *counter)
{
    return counter->gap_count < LOSS_COUNTER_GAPS_MAX ? (size_t)counter->gap_count : LOSS_COUNTER_GAPS_MAX;
}

void loss_counter_add_gap(struct loss_counter *counter, struct loss_gap gap)
{
    size_t kept = loss_counter_gaps_kept(counter);
    counter->gap_count++;
    if (kept == LOSS_COUNTER_GAPS_MAX) {
        size_t shortest = 0;
        for (size_t i = 1; i < kept; i++)
            if (counter->gap[i].length_us < counter->gap[shortest].length_us)
                shortest = i;
        if (gap.length_us <= counter->gap[shortest].length_us)
            return;
        kept--;
        memmove(&counter->gap[shortest], &counter->gap[shortest + 1], (kept - shortest) * sizeof gap);
    }
    counter->gap[kept] = gap;
}
