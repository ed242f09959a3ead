/* SPDX-License-Identifier: MIT */
/* Advice that follows from what a report found, in plain words; the same for everybody is in words.h. It promises
 * nothing and diagnoses nothing. */
#pragma once

#include "result/result.h"
#include "shared/text_buffer.h"

/* Add the advice that follows from the sessions result[count] of one report, a sentence or two a line; nothing if
 * nothing follows. count: 1, or 2 for both legs. */
void advice_add(struct text_buffer *lines, const struct result *const result[], size_t count);
