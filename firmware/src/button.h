/* SPDX-License-Identifier: MIT */
/* The push button, debounced: a short press is a mark, one second held a zero. */
#ifndef BUTTON_H
#define BUTTON_H

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
    bool down;     /* after debouncing */
    bool changing; /* the pin differs since changed_us */
    bool reported; /* this press has had its event */
    uint32_t changed_us;
    uint32_t pressed_us; /* first contact of the last press: the time of its mark */
};

/* A button that is down at the start counts from its first release. */
void button_init(struct button *button);

/* Call at least every few milliseconds. Times may wrap. */
enum button_event button_update(struct button *button, bool pin_is_down, uint32_t now_us);

#endif
