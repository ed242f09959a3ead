/* SPDX-License-Identifier: MIT */
/* Makes frames from conversions: selects the strips in turn, sums their scans, and counts time. The sampler runs
 * in the conversion interrupt and touches no hardware.
 *
 * When a conversion ends, the next one has already begun, and samples its input 12 us later. That is too soon to switch
 * the multiplexer and let it settle, so the conversion after each switch is discarded. A strip takes two conversions,
 * so a scan of 8 strips takes 16 (1.664 ms). A frame has 1 to 12 scans; with 6 scans it lasts 9.984 ms, so there are
 * 100.16 frames per second.
 *
 * The multiplexer settles in 5 us, so to use every conversion the interrupt would have to switch it within 7 us.
 * But the switch takes up to 31 us while TWI and UART are busy (measured in tests/image/test_sampling.c). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "hal.h"
#include "wire/vocabulary.h"

#define SAMPLER_SCANS_DEFAULT 6u
#define SAMPLER_SCANS_MAX WIRE_SCANS_MAX
#define SAMPLER_SCAN_US (HAL_CONVERSION_US * 2u * HAL_STRIPS)
#define SAMPLER_QUEUE 2u /* frames waiting for the main loop; a power of two */

struct sampler_frame {
    uint16_t seq;               /* counts all frames, including dropped ones */
    uint32_t t_us;              /* end of the last conversion in the frame; wraps around */
    uint8_t scans;              /* number of scans in the sums */
    uint16_t strip[HAL_STRIPS]; /* sum of each strip, 0 to HAL_ADC_FULL * scans */
};

struct sampler {
    uint32_t t_us;   /* HAL_CONVERSION_US per conversion since sampling began; wraps around */
    bool settled;    /* the conversion in progress began after the switch to `channel`, so its reading is used */
    uint8_t channel; /* selected channel of the multiplexer: the strip */
    uint8_t scans;   /* complete scans in `sum` */
    uint8_t scans_per_frame;
    bool frames_enabled; /* sampler_start_frames was called */
    bool discard_scan;   /* the scan in progress does not belong to a frame */
    uint16_t seq;        /* number of the next frame */
    uint16_t sum[HAL_STRIPS];
    struct sampler_frame queue[SAMPLER_QUEUE];
    uint8_t queued_count; /* frames put into the queue; the next slot has this index modulo SAMPLER_QUEUE */
    uint8_t popped_count; /* frames taken out of the queue */
    uint32_t dropped;     /* frames dropped: the queue was full, or sampler_set_scans emptied it */
};

void sampler_init(struct sampler *sampler);

/* Add a reading. The interrupt calls this function. Returns the channel to select, and sets `*scan_done` to whether the
 * reading completed a scan. */
uint8_t sampler_on_conversion(struct sampler *sampler, uint16_t reading, bool *scan_done);

/* ---- For the main loop: the functions below disable interrupts where necessary ---- */

/* Return the device's time: the end of the last conversion. */
uint32_t sampler_now_us(const struct sampler *sampler);
/* Start making frames, from the next complete scan on; until then only time is counted. */
void sampler_start_frames(struct sampler *sampler);
/* Set the scans per frame (1 to SAMPLER_SCANS_MAX), from the next complete scan on. Queued frames are dropped
 * and counted. */
void sampler_set_scans(struct sampler *sampler, uint8_t scans);
/* Whether a frame is queued. */
bool sampler_has_frame(const struct sampler *sampler);
/* Take the oldest frame out; false if there is none. */
bool sampler_pop_frame(struct sampler *sampler, struct sampler_frame *frame);
/* Return the number of frames that the sampler has dropped. */
uint32_t sampler_dropped(const struct sampler *sampler);
