/* SPDX-License-Identifier: MIT */
/* The LED, which answers the button: lit while a release would mean `zero`, and blinks once an event was sent. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define LED_FLASH_MS 100u /* a mark */
#define LED_BLINK_MS 250u /* `zero`: one blink; `knee`: two */

/* When all bytes are zero, it does not blink. */
struct led {
    uint8_t blinks; /* blinks of the current series; 0 = none */
    uint8_t length_ms;
    uint32_t started_us;
};

/* Start a series of blinks of this length, with as long a pause before each. */
void led_blink(struct led *led, uint8_t blinks, uint8_t length_ms, uint32_t now_us);

/* Update the LED; outside a series it is lit as `lit` says. */
void led_update(struct led *led, bool lit, uint32_t now_us);
