/* SPDX-License-Identifier: MIT */
/* The push button: debounced; a short press marks, one second held zeroes. */
#ifndef BUTTON_H
#define BUTTON_H

#include <stdbool.h>
#include <stdint.h>

#define BUTTON_DEBOUNCE_US 20000u
#define BUTTON_HOLD_US 1000000u

enum button_event {
    BUTTON_NONE,
    BUTTON_MARK, /* let go within a second */
    BUTTON_ZERO  /* held for a second; comes once, while still held */
};

struct button {
    bool down;     /* after debouncing */
    bool changing; /* the pin says otherwise since changed_us */
    bool told;     /* this press has made its event */
    uint32_t changed_us;
    uint32_t pressed_us; /* the first contact of the last press: the time of its mark */
};

/* A button that is down already, stuck or held, counts from when it was first let go. */
void button_init(struct button *button);

/* Look at the pin, at least every few milliseconds. Times may wrap. */
enum button_event button_update(struct button *button, bool pin_is_down, uint32_t now_us);

#endif
