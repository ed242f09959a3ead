/* SPDX-License-Identifier: MIT */
#include "text/text_source.h"

#include <errno.h>
#include <string.h>

#define UTF16_CHUNK_BYTES 16384
#define REPLACEMENT "\xEF\xBF\xBD" /* U+FFFD, for half a surrogate pair */
#define REPLACEMENT_BYTES (sizeof REPLACEMENT - 1)
#define GROWTH_MAX 3 /* two bytes of UTF-16 become at most three of UTF-8; so do those of a replacement */

/* How text may begin. A session's first character is '#', which may be quoted. */
static const struct {
    const char *bytes;
    size_t length, mark_length;
    const char *encoding; /* NULL = UTF-8 */
} beginnings[] = {
    {"\xEF\xBB\xBF", 3, 3, NULL}, {"\xFF\xFE", 2, 2, "UTF-16LE"}, {"\xFE\xFF", 2, 2, "UTF-16BE"},
    {"#\0", 2, 0, "UTF-16LE"},    {"\0#", 2, 0, "UTF-16BE"},      {"\"\0", 2, 0, "UTF-16LE"},
    {"\0\"", 2, 0, "UTF-16BE"},
};

/* Convert `input` to UTF-8 at `text`, which has room for it; keep the bytes of an incomplete character as pending. */
static size_t convert(struct text_source *source, char *input, size_t length, char *text, size_t size)
{
    char *out = text;
    size_t out_free = size;
    while (iconv(source->converter, &input, &length, &out, &out_free) == (size_t)-1 && errno == EILSEQ &&
           out_free >= REPLACEMENT_BYTES && length >= 2) {
        memcpy(out, REPLACEMENT, REPLACEMENT_BYTES);
        out += REPLACEMENT_BYTES;
        out_free -= REPLACEMENT_BYTES;
        input += 2;
        length -= 2;
    }
    source->pending_length = length < sizeof source->pending ? length : 0;
    memcpy(source->pending, input, source->pending_length);
    return size - out_free;
}

/* Read UTF-16 until there is at least one character of UTF-8. */
static size_t read_utf16(struct text_source *source, char *text, size_t size)
{
    char input[UTF16_CHUNK_BYTES];
    size_t wanted = size / GROWTH_MAX < sizeof input ? size / GROWTH_MAX : sizeof input, written = 0;
    while (written == 0) {
        size_t kept = source->pending_length;
        memcpy(input, source->pending, kept);
        size_t received = byte_source_read(&source->bytes, input + kept, wanted - kept);
        if (received == 0)
            return 0;
        written = convert(source, input, kept + received, text, size);
    }
    return written;
}

/* Look how the text begins, and set the length of its byte order mark. False, with the error set, if it cannot be
 * converted. */
static bool recognise_encoding(struct text_source *source, const char *text, size_t length, size_t *mark_length)
{
    for (size_t k = 0; k < sizeof beginnings / sizeof beginnings[0]; k++) {
        if (length < beginnings[k].length || memcmp(text, beginnings[k].bytes, beginnings[k].length) != 0)
            continue;
        *mark_length = beginnings[k].mark_length;
        if (beginnings[k].encoding == NULL)
            return true;
        source->converter = iconv_open("UTF-8", beginnings[k].encoding);
        source->is_utf16 = source->converter != (iconv_t)-1;
        if (!source->is_utf16)
            source->bytes.error = errno;
        return source->is_utf16;
    }
    return true;
}

/* Read the first bytes. */
static size_t begin(struct text_source *source, char *text, size_t size)
{
    char input[UTF16_CHUNK_BYTES];
    size_t wanted = size / GROWTH_MAX < sizeof input ? size / GROWTH_MAX : sizeof input;
    size_t length = byte_source_read(&source->bytes, input, wanted);
    size_t mark = 0;
    source->begun = length > 0;
    if (!recognise_encoding(source, input, length, &mark))
        return 0;
    if (source->is_utf16)
        length = convert(source, input + mark, length - mark, text, size);
    else
        memcpy(text, input + mark, length -= mark);
    return length > 0 || !source->begun ? length : text_source_read(source, text, size);
}

size_t text_source_read(struct text_source *source, char *text, size_t size)
{
    if (!source->begun)
        return begin(source, text, size);
    return source->is_utf16 ? read_utf16(source, text, size) : byte_source_read(&source->bytes, text, size);
}

size_t text_source_estimate_length(const struct text_source *source)
{
    size_t bytes = source->bytes.decoder == NULL ? byte_source_file_bytes(source->bytes.stream) : 0;
    return bytes / (source->is_utf16 ? 2 : 1);
}

void text_source_close(struct text_source *source)
{
    if (source->is_utf16)
        iconv_close(source->converter);
    source->is_utf16 = false;
    byte_source_close(&source->bytes);
}
