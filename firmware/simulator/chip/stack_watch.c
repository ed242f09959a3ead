/* SPDX-License-Identifier: MIT */
#include "chip/stack_watch.h"

#define STEADY 3u /* repetitions: 4 instructions */

void stack_watch_init(struct stack_watch *watch, unsigned top)
{
    *watch = (struct stack_watch){.top = top, .low = top, .pointer = top};
}

void stack_watch_update(struct stack_watch *watch, unsigned pointer)
{
    if (pointer != watch->pointer) {
        watch->pointer = pointer;
        watch->steady = 0;
    } else if (++watch->steady >= STEADY && pointer < watch->low) {
        watch->low = pointer;
    }
}
