/* SPDX-License-Identifier: MIT */
/* Texts that run a command, take part in a page, a spreadsheet or a terminal, or name a file elsewhere, if a
 * program uses them unchanged. */
#ifndef PAYLOADS_H
#define PAYLOADS_H

#include <stddef.h>

enum payload_kind {
    PAYLOAD_COMMAND,
    PAYLOAD_MARKUP,
    PAYLOAD_SVG,
    PAYLOAD_FORMULA,
    PAYLOAD_TERMINAL,
    PAYLOAD_KINDS
};

/* The number of payloads, and of one kind. */
size_t payload_count(void);
size_t payload_count_of(enum payload_kind kind);

/* Write payload `index` to `out`, truncated to fit: alone, after a word, or in quotes. Its commands create
 * the file `canary`. */
void payload_write(size_t index, const char *canary, char *out, size_t size);

#endif
