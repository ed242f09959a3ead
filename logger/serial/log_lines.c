/* SPDX-License-Identifier: MIT */
#include "serial/log_lines.h"

#include "wire/wire_line.h"

#include <stdbool.h>
#include <string.h>

#define UTF16_MARK_SIZE 2 /* bytes: FF FE or FE FF */

/* What PuTTY writes at the start of a log. */
#define PUTTY_HEADER "=~=~="

size_t log_lines_take_held(struct log_lines *log, char *bytes)
{
    size_t count = log->held_count;
    memcpy(bytes, log->held, count);
    log->held_count = 0;
    return count;
}

/* Remove the zero bytes of UTF-16 and the byte order mark from new bytes. Returns the number of bytes that remain.
 * A wire line is ASCII, so that UTF-16 adds a zero to each of its bytes. */
static size_t remove_utf16(struct log_lines *log, char *bytes, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        bool is_mark = log->examined < UTF16_MARK_SIZE && (byte == 0xFE || byte == 0xFF);
        log->marks += is_mark;
        log->examined += log->examined < UTF16_MARK_SIZE;
        if (!is_mark && !(log->marks == UTF16_MARK_SIZE && byte == 0))
            bytes[kept++] = bytes[i];
    }
    return kept;
}

/* Whether these bytes, up to and including a newline, are an intact line of a roller. */
static bool is_intact(const char *line, size_t length)
{
    struct wire_decoder decoder;
    struct wire_line fields;
    bool accepted;
    wire_decoder_init(&decoder, false);
    wire_decoder_feed(&decoder, line, length, &fields, &accepted);
    return accepted;
}

/* Whether a line may begin here: a letter and a comma. */
static bool begins_line(const char *bytes, size_t length)
{
    return length > 2 && bytes[0] >= 'A' && bytes[0] <= 'Z' && bytes[1] == ',';
}

/* Return the index at which an intact line of the roller begins; 0 = there is none behind a prefix. */
static size_t find_start(const char *line, size_t length)
{
    for (size_t i = 1; i < length; i++)
        if (begins_line(line + i, length - i) && is_intact(line + i, length - i))
            return i;
    return 0;
}

size_t log_lines_convert(struct log_lines *log, char *bytes, size_t held_count, size_t count)
{
    size_t used = 0, start = 0;
    count = held_count + remove_utf16(log, bytes + held_count, count - held_count);
    for (const char *newline; (newline = memchr(bytes + start, '\n', count - start));) {
        size_t length = (size_t)(newline + 1 - (bytes + start));
        bool is_putty = length > strlen(PUTTY_HEADER) && memcmp(bytes + start, PUTTY_HEADER, strlen(PUTTY_HEADER)) == 0;
        /* Most lines begin at their first byte: they are passed on without a second look at their checksum. */
        bool has_prefix = length <= LOG_LINES_HELD_MAX && !begins_line(bytes + start, length);
        size_t skipped = has_prefix ? find_start(bytes + start, length) : 0;
        if (!is_putty) {
            memmove(bytes + used, bytes + start + skipped, length - skipped);
            used += length - skipped;
        }
        start += length;
    }
    if (count - start <= sizeof log->held) {
        log->held_count = count - start;
        memcpy(log->held, bytes + start, log->held_count);
        return used;
    }
    memmove(bytes + used, bytes + start, count - start);
    return used + count - start;
}
