/* SPDX-License-Identifier: MIT */
/* The push button, debounced. What a press means is decided when it ends, by how long it was held. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define BUTTON_DEBOUNCE_US 20000u
#define BUTTON_ZERO_US 1000000u
#define BUTTON_KNEE_US 3000000u

enum button_event {
    BUTTON_NONE,
    BUTTON_MARK, /* held for less than BUTTON_ZERO_US: it hurts here */
    BUTTON_ZERO, /* held for at least BUTTON_ZERO_US: the roller is at the upper thigh */
    BUTTON_KNEE  /* held for at least BUTTON_KNEE_US: it is at the knee crease */
};

struct button {
    bool down;           /* the debounced state */
    bool changing;       /* the pin has differed from `down` since changed_us */
    bool ignored;        /* the current press began before button_init, so it means nothing */
    uint32_t changed_us; /* after an event: time at which the pin first showed the release */
    uint32_t pressed_us; /* time at which the pin first showed the last press */
};

/* Initialise a button. If it is already down, it is ignored until its first release. */
void button_init(struct button *button);

/* Debounce the pin and return the event of a press that has ended, if any. Call it at least every few milliseconds;
 * now_us may wrap around. */
enum button_event button_update(struct button *button, bool pin_is_down, uint32_t now_us);

/* Return the event that the button would cause if it were released now; BUTTON_NONE if it is not down. */
enum button_event button_pending(const struct button *button, uint32_t now_us);
