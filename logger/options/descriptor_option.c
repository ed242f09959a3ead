/* SPDX-License-Identifier: MIT */
#include "options/descriptor_option.h"

#include "shared/decimal.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static bool check_kind(int descriptor, enum descriptor_use use)
{
    struct stat info;
    if (fstat(descriptor, &info) != 0)
        return false;
    bool is_stream = S_ISFIFO(info.st_mode) || S_ISSOCK(info.st_mode);
    if (use == DESCRIPTOR_FOR_CONTROL)
        return is_stream;
    return is_stream || S_ISREG(info.st_mode) || (S_ISCHR(info.st_mode) && !isatty(descriptor));
}

bool descriptor_parse_option(const char *name, const char *value, enum descriptor_use use, int *descriptor,
                             struct failure *failure)
{
    if (!decimal_parse_integer_option(name, value, DESCRIPTOR_OPTION_MIN, DESCRIPTOR_OPTION_MAX, descriptor, failure))
        return false;
    int flags = fcntl(*descriptor, F_GETFL);
    if (flags < 0)
        return failure_set(failure, EXIT_STATUS_USAGE,
                           "--%s %d: this descriptor is not open. The program that starts roller-logger opens it.",
                           name, *descriptor);
    bool is_for_events = use == DESCRIPTOR_FOR_EVENTS;
    if ((flags & O_ACCMODE) == (is_for_events ? O_RDONLY : O_WRONLY))
        return failure_set(failure, EXIT_STATUS_USAGE, "--%s %d: this descriptor is not open for %s.", name,
                           *descriptor, is_for_events ? "writing" : "reading");
    return check_kind(*descriptor, use) ||
           failure_set(failure, EXIT_STATUS_USAGE, "--%s %d: this descriptor must be %s.", name, *descriptor,
                       is_for_events ? "a pipe, a socket or a file, not a terminal" : "a pipe or a socket");
}
