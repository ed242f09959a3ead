/* SPDX-License-Identifier: MIT */
/* Texts that would run a command, become part of a page, of a spreadsheet or of a terminal, or name a file
 * elsewhere, where a program takes them as they are. */
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

/* How many there are, and of one kind. */
size_t payload_count(void);
size_t payload_count_of(enum payload_kind kind);

/* Payload `index` into `out`, cut to fit: plain, behind words, or around quotes. Commands in it make the file
 * `canary`. */
void payload_write(size_t index, const char *canary, char *out, size_t size);

#endif
