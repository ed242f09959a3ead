/* SPDX-License-Identifier: MIT */
#include "shared/failure.h"

#include "shared/sanitized_text.h"

#include <stdarg.h>
#include <stdio.h>

bool failure_set(struct failure *failure, enum exit_status status, const char *format, ...)
{
    char raw[sizeof failure->message];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(raw, sizeof raw, format, arguments);
    va_end(arguments);
    failure->status = status;
    failure->input_unreadable = false;
    sanitized_text_copy(failure->message, sizeof failure->message, raw);
    return false;
}

bool failure_mark_unreadable(struct failure *failure)
{
    failure->input_unreadable = true;
    return false;
}
