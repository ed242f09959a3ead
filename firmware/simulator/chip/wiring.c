/* SPDX-License-Identifier: MIT */
#include "chip/wiring.h"

#include <stddef.h>

static const struct wiring UNO = {"atmega328p", 'B', 'D', 2, 2, 5, 'C', 4, 5};
static const struct wiring MEGA = {"atmega2560", 'B', 'E', 4, 4, 7, 'D', 1, 0};

const struct wiring *wiring_find(unsigned machine)
{
    return machine == 5 ? &UNO : machine == 6 ? &MEGA : NULL;
}
