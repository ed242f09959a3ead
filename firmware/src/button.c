/* SPDX-License-Identifier: MIT */
#include "button.h"

#include <string.h>

void button_init(struct button *button)
{
    memset(button, 0, sizeof *button);
    button->down = true;
    button->ignored = true;
}

/* Update the debounced state of the button. True if the state has changed. */
static bool debounce(struct button *button, bool pin_is_down, uint32_t now_us)
{
    if (pin_is_down == button->down) {
        button->changing = false;
        return false;
    }
    if (!button->changing) {
        button->changing = true;
        button->changed_us = now_us;
    }
    if (now_us - button->changed_us < BUTTON_DEBOUNCE_US)
        return false;
    button->changing = false;
    button->down = pin_is_down;
    return true;
}

static enum button_event event_of_press(uint32_t held_us)
{
    if (held_us >= BUTTON_KNEE_US)
        return BUTTON_KNEE;
    return held_us >= BUTTON_ZERO_US ? BUTTON_ZERO : BUTTON_MARK;
}

enum button_event button_update(struct button *button, bool pin_is_down, uint32_t now_us)
{
    if (!debounce(button, pin_is_down, now_us))
        return BUTTON_NONE;
    if (button->down) {
        button->pressed_us = button->changed_us;
        button->ignored = false;
        return BUTTON_NONE;
    }
    return button->ignored ? BUTTON_NONE : event_of_press(button->changed_us - button->pressed_us);
}

enum button_event button_pending(const struct button *button, uint32_t now_us)
{
    return button->down && !button->ignored ? event_of_press(now_us - button->pressed_us) : BUTTON_NONE;
}
