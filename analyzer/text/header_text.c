/* SPDX-License-Identifier: MIT */
#include "text/header_text.h"

#include "shared/sanitized_text.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#define WINDOWS_1252_GROWTH 3 /* a byte becomes at most three of UTF-8 */

/* Return the text with composed letters, which the caller frees; NULL if it is not UTF-8, or when out of memory. */
static char *compose(const char *bytes, size_t length)
{
    utf8proc_uint8_t *composed = NULL;
    utf8proc_ssize_t size = utf8proc_map((const utf8proc_uint8_t *)bytes, (utf8proc_ssize_t)length, &composed,
                                         UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    return size >= 0 ? (char *)composed : NULL;
}

/* Convert from Windows-1252; bytes that it does not define become '?'. Returns a string that the caller frees; NULL
 * when out of memory. */
static char *convert_windows_1252(const char *bytes, size_t length)
{
    size_t free_bytes = WINDOWS_1252_GROWTH * length;
    char *text = malloc(free_bytes + 1), *out = text, *in = (char *)(uintptr_t)bytes; /* iconv does not write to it */
    iconv_t converter = text != NULL ? iconv_open("UTF-8", "WINDOWS-1252") : (iconv_t)-1;
    if (converter == (iconv_t)-1) {
        free(text);
        return NULL;
    }
    while (length > 0 && iconv(converter, &in, &length, &out, &free_bytes) == (size_t)-1 && errno == EILSEQ) {
        *out++ = '?';
        free_bytes--;
        in++;
        length--;
    }
    *out = '\0';
    iconv_close(converter);
    return text;
}

void header_text_copy(char *out, size_t size, const char *bytes, size_t length)
{
    char *composed = memchr(bytes, '\0', length) == NULL ? compose(bytes, length) : NULL;
    if (composed == NULL && memchr(bytes, '\0', length) == NULL) {
        char *text = convert_windows_1252(bytes, length);
        composed = text != NULL ? compose(text, strlen(text)) : NULL;
        free(text);
    }
    if (composed != NULL)
        sanitized_text_copy(out, size, composed);
    else
        sanitized_text_copy_bytes(out, size, bytes, length);
    free(composed);
}
