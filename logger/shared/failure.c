/* SPDX-License-Identifier: MIT */
#include "shared/failure.h"

#include "shared/sanitized_text.h"

#include <stdarg.h>
#include <stdio.h>

__attribute__((format(printf, 3, 0))) static void fill_in(struct failure *failure, enum exit_status status,
                                                          const char *format, va_list arguments)
{
    char raw[sizeof failure->message];
    vsnprintf(raw, sizeof raw, format, arguments);
    failure->status = status;
    failure->reason = FAILURE_OTHER;
    failure->input_unreadable = false;
    sanitized_text_copy(failure->message, sizeof failure->message, raw);
}

bool failure_set(struct failure *failure, enum exit_status status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fill_in(failure, status, format, arguments);
    va_end(arguments);
    return false;
}

void failure_append(struct failure *failure, const struct failure *later)
{
    char both[2 * sizeof failure->message];
    snprintf(both, sizeof both, "%s %s", failure->message, later->message);
    sanitized_text_copy(failure->message, sizeof failure->message, both); /* cuts between characters */
}

bool failure_set_unreadable(struct failure *failure, enum exit_status status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fill_in(failure, status, format, arguments);
    va_end(arguments);
    failure->input_unreadable = true;
    return false;
}
