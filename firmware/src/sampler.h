/* SPDX-License-Identifier: MIT */
/*
 * From conversions to frames: walks the strips, sums scans, counts time. Pure logic; runs in the conversion
 * interrupt.
 *
 * When a conversion ends the next one has begun and samples its input 12 us later. That is too soon to switch
 * the multiplexer and let it settle, so the conversion after each switch is discarded: a strip takes two
 * conversions, and a scan of 8 strips 16 (1.664 ms). A frame sums 1 to 12 whole scans: with 6, 96
 * conversions, 9.984 ms, 100.16 frames a second.
 *
 * Why not the scan of half the length, without discarding: the switch would have to come within 7 us (12,
 * less 5 to settle) after a conversion's end, and comes up to 31 us after it when the TWI and the UART are
 * busy (measured, tests/image/test_sampling.c); a TWI interrupt (4.5 us) before a UART interrupt (3 us) alone
 * would be too much.
 */
#ifndef SAMPLER_H
#define SAMPLER_H

#include <stdbool.h>
#include <stdint.h>

#include "hal.h"

#define SAMPLER_SCANS_DEFAULT 6u
#define SAMPLER_SCANS_MAX 12u
#define SAMPLER_SCAN_US (HAL_CONVERSION_US * 2u * HAL_STRIPS)
#define SAMPLER_SLOTS 2u /* frames that may wait for the main loop; a power of two */

struct sampler_frame {
    uint16_t seq;               /* counts frames made, the dropped ones too */
    uint32_t t_us;              /* end of the last conversion in it; wraps */
    uint8_t scans;              /* summed */
    uint16_t strip[HAL_STRIPS]; /* sums, 0 to HAL_ADC_FULL * scans */
};

struct sampler {
    uint32_t t_us; /* conversions since sampling began, times HAL_CONVERSION_US; wraps */
    bool settled;  /* the conversion under way began after the multiplexer was switched */
    uint8_t channel;
    uint8_t scans;       /* whole ones in `sum` */
    uint8_t frame_scans; /* a frame has */
    bool framing;
    bool restart; /* what is summed now is for nothing */
    uint16_t seq;
    uint16_t sum[HAL_STRIPS];
    struct sampler_frame slot[SAMPLER_SLOTS];
    uint8_t made; /* frames put into a slot; the slot is the remainder by SAMPLER_SLOTS */
    uint8_t taken;
    uint32_t dropped; /* frames that found no slot */
};

void sampler_init(struct sampler *sampler);

/* In the interrupt: take a reading; returns the channel to select. `*scan_done` is set when a scan is
 * complete. */
uint8_t sampler_on_conversion(struct sampler *sampler, uint16_t reading, bool *scan_done);

/* For the main loop; these keep the interrupt out where they must. */

/* The device's clock: end of the last conversion. */
uint32_t sampler_now_us(const struct sampler *sampler);
/* Make frames from the next whole scan on. Until then only time is counted. */
void sampler_start_frames(struct sampler *sampler);
/* Frames of 1 to SAMPLER_SCANS_MAX scans from the next whole scan on. Frames that wait are dropped and
 * counted. */
void sampler_set_scans(struct sampler *sampler, uint8_t scans);
bool sampler_has_frame(const struct sampler *sampler);
/* Take the oldest frame out; false when there is none. */
bool sampler_pop_frame(struct sampler *sampler, struct sampler_frame *frame);
uint32_t sampler_dropped(const struct sampler *sampler);

#endif
