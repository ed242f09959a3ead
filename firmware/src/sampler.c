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
    if ((uint8_t)(sampler->made - sampler->taken) == SAMPLER_SLOTS) {
        sampler->dropped++;
    } else {
        struct sampler_frame *frame = &sampler->slot[sampler->made % SAMPLER_SLOTS];
        frame->seq = sampler->seq;
        frame->t_us = sampler->t_us;
        frame->scans = sampler->scans;
        memcpy(frame->strip, sampler->sum, sizeof frame->strip);
        sampler->made++;
    }
    sampler->seq++;
}

static void end_scan(struct sampler *sampler)
{
    sampler->scans++;
    if (!sampler->framing || sampler->restart) {
        sampler->restart = false;
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
    sampler->framing = true;
    hal_unlock(lock);
}

void sampler_set_scans(struct sampler *sampler, uint8_t scans)
{
    uint8_t lock = hal_lock();
    sampler->frame_scans = scans;
    sampler->restart = true;
    sampler->dropped += (uint8_t)(sampler->made - sampler->taken);
    sampler->taken = sampler->made;
    hal_unlock(lock);
}

bool sampler_has_frame(const struct sampler *sampler)
{
    uint8_t lock = hal_lock();
    bool has = sampler->made != sampler->taken;
    hal_unlock(lock);
    return has;
}

bool sampler_pop_frame(struct sampler *sampler, struct sampler_frame *frame)
{
    if (!sampler_has_frame(sampler)) {
        return false;
    }
    /* The interrupt leaves a full slot alone, so the copy needs no lock. */
    *frame = sampler->slot[sampler->taken % SAMPLER_SLOTS];
    uint8_t lock = hal_lock();
    sampler->taken++;
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
