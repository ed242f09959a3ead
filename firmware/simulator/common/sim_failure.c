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
    for (char *c = failure->message; *c != '\0'; c++) {
        if ((unsigned char)*c < 0x20 || *c == 0x7F) {
            *c = '?';
        }
    }
    return false;
}
