/* SPDX-License-Identifier: MIT */
#include "store/path_format.h"

#include "shared/text_buffer.h"

#include <errno.h>
#include <stdarg.h>

bool path_format(char *out, size_t size, const char *format, ...)
{
    struct text_buffer text = text_fixed(out, size);
    va_list arguments;
    va_start(arguments, format);
    text_addfv(&text, format, arguments);
    va_end(arguments);
    if (text.failed) {
        out[0] = '\0';
        errno = ENAMETOOLONG;
    }
    return !text.failed;
}
