/* SPDX-License-Identifier: MIT */
/*
 * From conversions to frames: cycles through the strips, sums scans, counts time. Pure logic; runs in the
 * conversion interrupt.
 *
 * When a conversion ends, the next one has begun and samples its input 12 us later: too soon to switch the
 * multiplexer and let it settle. So the conversion after each switch is discarded. A strip takes two
 * conversions, a scan of 8 strips 16 (1.664 ms), a frame 1 to 12 scans; with 6: 9.984 ms, 100.16 frames a
 * second.
 *
 * Without discarding, the switch would have to come within 7 us after a conversion (5 us to settle). It comes
 * up to 31 us after it when TWI and UART are busy (measured by tests/image/test_sampling.c).
 */
#ifndef SAMPLER_H
#define SAMPLER_H

#include <stdbool.h>
#include <stdint.h>

#include "hal.h"

#define SAMPLER_SCANS_DEFAULT 6u
#define SAMPLER_SCANS_MAX 12u
#define SAMPLER_SCAN_US (HAL_CONVERSION_US * 2u * HAL_STRIPS)
#define SAMPLER_QUEUE 2u /* frames that wait for the main loop; a power of two */

struct sampler_frame {
    uint16_t seq;               /* counts every frame, dropped or not */
    uint32_t t_us;              /* end of the last conversion in it; wraps */
    uint8_t scans;              /* summed */
    uint16_t strip[HAL_STRIPS]; /* sums, 0 to HAL_ADC_FULL * scans */
};

struct sampler {
    uint32_t t_us; /* conversions since sampling began, times HAL_CONVERSION_US; wraps */
    bool settled;  /* the conversion in progress began after the multiplexer was switched */
    uint8_t channel;
    uint8_t scans;       /* complete ones in `sum` */
    uint8_t frame_scans; /* scans per frame */
    bool frames_enabled;
    bool discard_scan; /* the scan in progress belongs to no frame */
    uint16_t seq;
    uint16_t sum[HAL_STRIPS];
    struct sampler_frame queue[SAMPLER_QUEUE];
    uint8_t written; /* frames; modulo SAMPLER_QUEUE: the index in `queue` */
    uint8_t read;
    uint32_t dropped; /* frames that found the queue full */
};

void sampler_init(struct sampler *sampler);

/* In the interrupt: add a reading. Returns the channel to select; `*scan_done`: a scan is complete. */
uint8_t sampler_on_conversion(struct sampler *sampler, uint16_t reading, bool *scan_done);

/* For the main loop; these lock the interrupt out where they must. */

/* The device's clock: the end of the last conversion. */
uint32_t sampler_now_us(const struct sampler *sampler);
/* Make frames from the next whole scan on; until then only time is counted. */
void sampler_start_frames(struct sampler *sampler);
/* Set 1 to SAMPLER_SCANS_MAX scans per frame, from the next whole scan on. Waiting frames are counted as
 * dropped. */
void sampler_set_scans(struct sampler *sampler, uint8_t scans);
bool sampler_has_frame(const struct sampler *sampler);
/* Remove the oldest frame; false when there is none. */
bool sampler_pop_frame(struct sampler *sampler, struct sampler_frame *frame);
uint32_t sampler_dropped(const struct sampler *sampler);

#endif
