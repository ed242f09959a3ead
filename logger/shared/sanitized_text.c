/* SPDX-License-Identifier: MIT */
#include "shared/sanitized_text.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Return the length in bytes of the UTF-8 character at `bytes` and set its code point; 0 if it is malformed
 * (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF). */
static size_t utf8_decode(const unsigned char *bytes, size_t available, uint32_t *code_point)
{
    static const uint32_t shortest[5] = {0, 0, 0x80, 0x800, 0x10000}; /* lowest code point of each length */
    unsigned char first = bytes[0];
    if (first < 0x80) {
        *code_point = first;
        return 1;
    }
    size_t length = first >= 0xF0 && first < 0xF8   ? 4
                    : first >= 0xE0 && first < 0xF0 ? 3
                    : first >= 0xC0 && first < 0xE0 ? 2
                                                    : 0;
    if (length == 0 || length > available)
        return 0;
    uint32_t value = first & (0x7Fu >> length);
    for (size_t i = 1; i < length; i++) {
        if ((bytes[i] & 0xC0) != 0x80)
            return 0;
        value = value << 6 | (bytes[i] & 0x3Fu);
    }
    if (value < shortest[length] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
        return 0;
    *code_point = value;
    return length;
}

static bool is_harmless(uint32_t code_point)
{
    if (code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0))
        return false; /* C0, DEL, C1: terminals execute them */
    if (code_point == 0x2028 || code_point == 0x2029)
        return false; /* line and paragraph separators: some programs start a new line */
    if ((code_point >= 0x202A && code_point <= 0x202E) || (code_point >= 0x2066 && code_point <= 0x2069))
        return false;            /* bidirectional overrides: the text is shown in another order */
    return code_point != 0xFEFF; /* byte order mark: it is invisible */
}

size_t sanitized_text_copy_bytes(char *out, size_t size, const char *bytes, size_t length)
{
    const unsigned char *in = (const unsigned char *)bytes;
    size_t used = 0;
    for (size_t i = 0; i < length;) {
        uint32_t code_point = 0;
        size_t step = utf8_decode(in + i, length - i, &code_point);
        bool keep = step > 0 && is_harmless(code_point);
        size_t needed = keep ? step : 1;
        if (used + needed >= size)
            break;
        if (keep)
            memcpy(out + used, in + i, step);
        else
            out[used] = '?';
        used += needed;
        i += step > 0 ? step : 1;
    }
    out[used] = '\0';
    return used;
}

size_t sanitized_text_copy(char *out, size_t size, const char *text)
{
    return sanitized_text_copy_bytes(out, size, text, strlen(text));
}

char *sanitized_text_dup(const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = malloc(size);
    if (copy)
        sanitized_text_copy(copy, size, text);
    return copy;
}
