/* SPDX-License-Identifier: MIT */
#include "button.h"

#include <string.h>

void button_init(struct button *button)
{
    memset(button, 0, sizeof *button);
    button->down = true;
    button->reported = true;
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

enum button_event button_update(struct button *button, bool pin_is_down, uint32_t now_us)
{
    bool changed = debounce(button, pin_is_down, now_us);
    if (changed && button->down) {
        button->pressed_us = button->changed_us;
        button->reported = false;
    }
    if (changed && !button->down && !button->reported)
        return BUTTON_MARK;
    if (button->down && !button->reported && now_us - button->pressed_us >= BUTTON_HOLD_US) {
        button->reported = true;
        return BUTTON_ZERO;
    }
    return BUTTON_NONE;
}
