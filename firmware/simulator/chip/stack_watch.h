/* SPDX-License-Identifier: MIT */
/* How deep a program's stack was, from its stack pointer after each instruction. */
#ifndef STACK_WATCH_H
#define STACK_WATCH_H

struct stack_watch {
    unsigned top, low; /* where it starts; the lowest seen */
    unsigned pointer, steady;
};

void stack_watch_init(struct stack_watch *watch, unsigned top);

/*
 * The stack pointer after another instruction. AVRs write it in two halves, so a value between may be
 * nonsense: what does not last for 4 instructions is not counted. (A last call that returns within them is
 * missed: 2 or 3 bytes.)
 */
void stack_watch_update(struct stack_watch *watch, unsigned pointer);

#endif
