/* SPDX-License-Identifier: MIT */
/* The text of a file as UTF-8, without a byte order mark: decompressed (byte_source.h), and converted from UTF-16, as
 * spreadsheets save "Unicode text". Bytes that are not valid UTF-8 are passed on. */
#pragma once

#include "text/byte_source.h"

#include <iconv.h>

/* A source of all zero bytes with bytes.stream set is ready to be read. */
struct text_source {
    struct byte_source bytes;
    bool begun;
    bool is_utf16;
    iconv_t converter; /* valid if is_utf16 */
    char pending[4];   /* the first bytes of a character of UTF-16 */
    size_t pending_length;
};

/* Read up to `size` bytes (at least 64). Returns 0 at the end, or if reading failed (see bytes.error and bytes.damage).
 */
size_t text_source_read(struct text_source *source, char *text, size_t size);

/* Estimate the length of the whole text, in bytes; 0 = unknown, as for a pipe or compressed data. */
size_t text_source_estimate_length(const struct text_source *source);

void text_source_close(struct text_source *source);
