/* SPDX-License-Identifier: MIT */
#include "led.h"

#include "hal.h"

void led_blink(struct led *led, uint8_t blinks, uint8_t length_ms, uint32_t now_us)
{
    led->blinks = blinks;
    led->length_ms = length_ms;
    led->started_us = now_us;
}

void led_update(struct led *led, bool lit, uint32_t now_us)
{
    if (led->blinks > 0) {
        uint32_t phase = (now_us - led->started_us) / 1000u / led->length_ms;
        lit = phase % 2 == 1;
        if (phase >= 2u * led->blinks)
            led->blinks = 0;
    }
    hal_set_led(lit);
}
