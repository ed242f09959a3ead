/* SPDX-License-Identifier: MIT */
#include "decode/session_decoder_parts.h"

void session_losses_add(struct session_decoder *decoder, uint64_t lost)
{
    decoder->counts.lost += lost;
    if (decoder->settling.active)
        decoder->settling.lost += lost;
}

/* Return how many unusable frames came since the newest row or the last call. */
static uint64_t take_unusable(struct session_decoder *decoder)
{
    uint64_t came = decoder->unusable + (decoder->sorter.set_aside - decoder->set_aside_before);
    decoder->unusable = decoder->unusable_at_held = 0;
    decoder->set_aside_before = decoder->sorter.set_aside;
    return came;
}

void session_losses_announce_boot(struct session_decoder *decoder)
{
    decoder->unusable_of_boot += take_unusable(decoder);
}

void session_losses_end_boot(struct session_decoder *decoder, uint64_t tail, uint64_t head)
{
    uint64_t ended = decoder->unusable_of_boot, later = take_unusable(decoder);
    uint64_t lost_later = head + (tail > ended ? tail - ended : 0);
    decoder->counts.unaccounted += (ended > tail ? ended - tail : 0) + (later > lost_later ? later - lost_later : 0);
    decoder->unusable_of_boot = 0;
}

uint64_t session_losses_before_limit(const struct session_decoder *decoder, uint64_t count, int64_t time_us)
{
    uint32_t period_us = decoder->sorter.period_us;
    if (decoder->limit_us == 0 || period_us == 0)
        return count;
    int64_t remaining_us = decoder->limit_us - 1 - time_us;
    uint64_t fit = remaining_us > 0 ? (uint64_t)remaining_us / period_us : 0;
    return count < fit ? count : fit;
}

bool session_losses_reach_limit(struct session_decoder *decoder, int64_t time_us, uint64_t after_newest,
                                uint64_t before_frame)
{
    if (decoder->limit_us == 0 || time_us < decoder->limit_us)
        return false;
    int64_t excess_us = time_us - decoder->limit_us;
    uint64_t beyond = decoder->sorter.period_us > 0 ? (uint64_t)excess_us / decoder->sorter.period_us : 0;
    decoder->limit_reached = true;
    session_losses_add(decoder, session_losses_before_limit(decoder, after_newest, decoder->newest_row.time_us));
    session_losses_add(decoder, before_frame > beyond ? before_frame - beyond : 0);
    return true;
}

void session_losses_add_gap(struct session_decoder *decoder, int64_t time_us, uint64_t lost)
{
    int64_t start_us = decoder->newest_row.time_us;
    loss_counter_add_gap(&decoder->losses,
                         (struct loss_gap){.start_us = start_us, .length_us = time_us - start_us, .lost = lost});
}
