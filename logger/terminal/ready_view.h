/* SPDX-License-Identifier: MIT */
/* Draws what the user sees before a leg begins, in a terminal of a given size: the force in digits as large as the
 * terminal permits, which shows that the roller measures, and how to set the landmark and begin. */
#pragma once

#include "terminal/live_view.h"

#include <stddef.h>

/* Draw into `text` (`size` bytes), with '\n' between lines. `landmark` is SESSION_EVENT_ZERO or SESSION_EVENT_KNEE: the
 * place at which the leg begins. */
void ready_view_draw(const struct live_view *view, unsigned landmark, unsigned columns, unsigned rows, char *text,
                     size_t size);
