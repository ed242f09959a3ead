/* SPDX-License-Identifier: MIT */
/* Texts that do harm if a program outputs them unchanged: they run a command, become part of a page, a
 * spreadsheet or a terminal's state, or name a file elsewhere. */
#pragma once

#include <stddef.h>

enum payload_kind { PAYLOAD_COMMAND, PAYLOAD_MARKUP, PAYLOAD_SVG, PAYLOAD_FORMULA, PAYLOAD_TERMINAL, PAYLOAD_KINDS };

/* Return the number of payloads, in total or of one kind. */
size_t payload_count(void);
size_t payload_count_of(enum payload_kind kind);

/* Write payload `index` to `out`, truncated to fit. Each text occurs alone, after a word, and in quotes.
 * Commands in it would create the file `canary`. */
void payload_write(size_t index, const char *canary, char *out, size_t size);
