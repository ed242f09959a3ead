/* SPDX-License-Identifier: MIT */
#include "sampler.h"

#include <string.h>

_Static_assert(SAMPLER_SCAN_US == WIRE_SCAN_US, "the host knows how long a scan takes");

void sampler_init(struct sampler *sampler)
{
    memset(sampler, 0, sizeof *sampler);
    sampler->scans_per_frame = SAMPLER_SCANS_DEFAULT;
}

static void clear_sums(struct sampler *sampler)
{
    memset(sampler->sum, 0, sizeof sampler->sum);
    sampler->scans = 0;
}

/* Queue a frame of the summed scans; if the queue is full, drop it. */
static void make_frame(struct sampler *sampler)
{
    if ((uint8_t)(sampler->queued_count - sampler->popped_count) == SAMPLER_QUEUE) {
        sampler->dropped++;
    } else {
        struct sampler_frame *frame = &sampler->queue[sampler->queued_count % SAMPLER_QUEUE];
        frame->seq = sampler->seq;
        frame->t_us = sampler->t_us;
        frame->scans = sampler->scans;
        memcpy(frame->strip, sampler->sum, sizeof frame->strip);
        sampler->queued_count++;
    }
    sampler->seq++;
}

static void end_scan(struct sampler *sampler)
{
    sampler->scans++;
    if (!sampler->frames_enabled || sampler->discard_scan) {
        sampler->discard_scan = false;
        clear_sums(sampler);
    } else if (sampler->scans == sampler->scans_per_frame) {
        make_frame(sampler);
        clear_sums(sampler);
    }
}

uint8_t sampler_on_conversion(struct sampler *sampler, uint16_t reading, bool *scan_done)
{
    sampler->t_us += HAL_CONVERSION_US;
    *scan_done = false;
    if (!sampler->settled) { /* discard the conversion after a switch */
        sampler->settled = true;
        return sampler->channel;
    }
    sampler->settled = false;
    sampler->sum[sampler->channel] = (uint16_t)(sampler->sum[sampler->channel] + reading);
    sampler->channel++;
    if (sampler->channel == HAL_STRIPS) {
        sampler->channel = 0;
        *scan_done = true;
        end_scan(sampler);
    }
    return sampler->channel;
}

uint32_t sampler_now_us(const struct sampler *sampler)
{
    uint8_t lock = hal_lock();
    uint32_t now_us = sampler->t_us;
    hal_unlock(lock);
    return now_us;
}

void sampler_start_frames(struct sampler *sampler)
{
    uint8_t lock = hal_lock();
    sampler->frames_enabled = true;
    hal_unlock(lock);
}

void sampler_set_scans(struct sampler *sampler, uint8_t scans)
{
    uint8_t lock = hal_lock();
    sampler->scans_per_frame = scans;
    sampler->discard_scan = true;
    sampler->dropped += (uint8_t)(sampler->queued_count - sampler->popped_count);
    sampler->popped_count = sampler->queued_count;
    hal_unlock(lock);
}

bool sampler_has_frame(const struct sampler *sampler)
{
    uint8_t lock = hal_lock();
    bool has_frame = sampler->queued_count != sampler->popped_count;
    hal_unlock(lock);
    return has_frame;
}

bool sampler_pop_frame(struct sampler *sampler, struct sampler_frame *frame)
{
    if (!sampler_has_frame(sampler))
        return false;
    /* The interrupt never writes to an occupied slot, so the copy needs no lock. */
    *frame = sampler->queue[sampler->popped_count % SAMPLER_QUEUE];
    uint8_t lock = hal_lock();
    sampler->popped_count++;
    hal_unlock(lock);
    return true;
}

uint32_t sampler_dropped(const struct sampler *sampler)
{
    uint8_t lock = hal_lock();
    uint32_t dropped = sampler->dropped;
    hal_unlock(lock);
    return dropped;
}
