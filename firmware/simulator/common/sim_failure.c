/* SPDX-License-Identifier: MIT */
#include "common/sim_failure.h"

#include <stdarg.h>
#include <stdio.h>

bool sim_failure_set(struct sim_failure *failure, enum sim_status status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    failure->status = status;
    (void)vsnprintf(failure->message, sizeof failure->message, format, arguments);
    va_end(arguments);
    for (char *byte = failure->message; *byte != '\0'; byte++)
        if ((unsigned char)*byte < 0x20 || *byte == 0x7F)
            *byte = '?';
    return false;
}
