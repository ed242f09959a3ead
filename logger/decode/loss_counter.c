/* SPDX-License-Identifier: MIT */
#include "decode/loss_counter.h"

#include "wire/vocabulary.h"

#include <string.h>

void loss_counter_begin_boot(struct loss_counter *counter, bool from_start)
{
    counter->has_baseline = from_start;
    counter->produced_later = 0;
    counter->dropped_reported = counter->dropped_counted = 0;
}

bool loss_counter_parse_status(const struct wire_line *line, struct loss_status *status)
{
    const char *sent = wire_line_find_key(line, WIRE_KEY_SENT);
    const char *dropped = wire_line_find_key(line, WIRE_KEY_DROPPED);
    return sent && dropped && wire_parse_unsigned(sent, &status->sent) &&
           wire_parse_unsigned(dropped, &status->dropped);
}

void loss_counter_add_status(struct loss_counter *counter, const struct loss_status *status, int64_t later)
{
    counter->produced_later = later > 0 ? (uint64_t)later : 0;
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
    counter->produced_later = 0;
}

uint64_t loss_counter_end_boot(struct loss_counter *counter)
{
    uint64_t produced_later = counter->produced_later;
    loss_counter_add_frame(counter);
    return produced_later;
}

void loss_counter_add_gap(struct loss_counter *counter, struct loss_gap gap)
{
    size_t kept = counter->gaps_kept;
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
    counter->gaps_kept = kept + 1;
}

void loss_counter_lengthen_gap(struct loss_counter *counter, int64_t start_us, int64_t by_us)
{
    for (size_t i = 0; i < counter->gaps_kept; i++)
        if (counter->gap[i].start_us == start_us)
            counter->gap[i].length_us += by_us;
}

void loss_counter_move_gaps(struct loss_counter *later, int64_t start_us, struct loss_counter *counter)
{
    size_t moved = 0;
    for (size_t i = 0; i < counter->gaps_kept; i++) {
        struct loss_gap gap = counter->gap[i];
        if (gap.start_us < start_us)
            continue;
        gap.start_us -= start_us;
        later->gap[moved++] = gap;
    }
    later->gap_count = later->gaps_kept = moved;
    counter->gap_count -= moved;
    counter->gaps_kept -= moved; /* those that move are the last ones */
}
