/* SPDX-License-Identifier: MIT */
/* In the place of app/child/child.c: programs that never run. The target says what they print and how they end. Each
 * start is checked: no program works outside the app's folders. */
#pragma once

#include "child/child.h"
#include "store/places.h"

/* Who starts programs next. */
void fake_child_set_places(const struct places *places);

/* Return a program that runs and whose arguments contain this one; NULL if there is none. */
struct child *fake_child_find(const struct children *children, const char *argument);

/* It prints a line, without the newline. */
void fake_child_print(struct child *child, const char *line, size_t length);

/* It ends, with this as its last message. */
void fake_child_end(struct children *children, struct child *child, int status, const char *message);
