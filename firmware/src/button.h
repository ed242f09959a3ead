/* SPDX-License-Identifier: MIT */
/* The push button, debounced: a short press marks a position, a one-second press sets the origin. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define BUTTON_DEBOUNCE_US 20000u
#define BUTTON_HOLD_US 1000000u

enum button_event {
    BUTTON_NONE,
    BUTTON_MARK, /* released within a second */
    BUTTON_ZERO  /* held for a second; reported once, while still held */
};

struct button {
    bool down;     /* the debounced state */
    bool changing; /* the pin has differed from `down` since changed_us */
    bool reported; /* the current press causes no more events: it was reported, or it began before button_init */
    uint32_t changed_us;
    uint32_t pressed_us; /* time at which the pin first showed the last press; a mark has this time */
};

/* Initialise a button. If it is already down, it is ignored until its first release. */
void button_init(struct button *button);

/* Debounce the pin and return the event of a press, if any. Call it at least every few milliseconds; now_us may
 * wrap around. */
enum button_event button_update(struct button *button, bool pin_is_down, uint32_t now_us);
