/* SPDX-License-Identifier: MIT */
#include "sampler.h"

#include <string.h>

void sampler_init(struct sampler *sampler)
{
    memset(sampler, 0, sizeof *sampler);
    sampler->frame_scans = SAMPLER_SCANS_DEFAULT;
}

static void clear_sums(struct sampler *sampler)
{
    memset(sampler->sum, 0, sizeof sampler->sum);
    sampler->scans = 0;
}

static void make_frame(struct sampler *sampler)
{
    if ((uint8_t)(sampler->written - sampler->read) == SAMPLER_QUEUE) {
        sampler->dropped++;
    } else {
        struct sampler_frame *frame = &sampler->queue[sampler->written % SAMPLER_QUEUE];
        frame->seq = sampler->seq;
        frame->t_us = sampler->t_us;
        frame->scans = sampler->scans;
        memcpy(frame->strip, sampler->sum, sizeof frame->strip);
        sampler->written++;
    }
    sampler->seq++;
}

static void end_scan(struct sampler *sampler)
{
    sampler->scans++;
    if (!sampler->frames_enabled || sampler->discard_scan) {
        sampler->discard_scan = false;
        clear_sums(sampler);
    } else if (sampler->scans == sampler->frame_scans) {
        make_frame(sampler);
        clear_sums(sampler);
    }
}

uint8_t sampler_on_conversion(struct sampler *sampler, uint16_t reading, bool *scan_done)
{
    sampler->t_us += HAL_CONVERSION_US;
    *scan_done = false;
    if (!sampler->settled) {
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
    sampler->frame_scans = scans;
    sampler->discard_scan = true;
    sampler->dropped += (uint8_t)(sampler->written - sampler->read);
    sampler->read = sampler->written;
    hal_unlock(lock);
}

bool sampler_has_frame(const struct sampler *sampler)
{
    uint8_t lock = hal_lock();
    bool has = sampler->written != sampler->read;
    hal_unlock(lock);
    return has;
}

bool sampler_pop_frame(struct sampler *sampler, struct sampler_frame *frame)
{
    if (!sampler_has_frame(sampler)) {
        return false;
    }
    /* The interrupt never writes to an occupied slot, so the copy needs no lock. */
    *frame = sampler->queue[sampler->read % SAMPLER_QUEUE];
    uint8_t lock = hal_lock();
    sampler->read++;
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
