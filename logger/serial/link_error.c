/* SPDX-License-Identifier: MIT */
/* Explains why a port cannot be opened, and what the user can do about it. */
#include "serial/link_backend.h"

#include "platform/platform.h"
#include "shared/sanitized_text.h"

#include <errno.h>
#include <grp.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>

static bool with_reason(struct failure *failure, enum failure_reason reason)
{
    failure->reason = reason;
    return false;
}

bool link_check_free(const char *port, struct failure *failure)
{
    long process;
    char name[64], holder[64];
    if (!platform_find_holder(port, &process, name, sizeof name))
        return true;
    sanitized_text_copy(holder, sizeof holder, name[0] ? name : "a program");
    failure_set(failure, EXIT_STATUS_DEVICE,
                "%s is busy: %s (process %ld) has it open. Close that program and try again.", port, holder, process);
    return with_reason(failure, FAILURE_BUSY);
}

static bool report_busy(const char *port, struct failure *failure)
{
    if (!link_check_free(port, failure))
        return false;
    failure_set(failure, EXIT_STATUS_DEVICE,
                "%s is busy: another program has it open. Close that program (a serial monitor? another recording?) "
                "and try again.",
                port);
    return with_reason(failure, FAILURE_BUSY);
}

static void report_no_permission(const char *port, struct failure *failure)
{
    static const char rules[] = "If the file 60-foam-roller.rules is installed, the user at this computer may "
                                "use the port. That file says how to install it.";
    struct stat info;
    const struct group *group = stat(port, &info) == 0 ? getgrgid(info.st_gid) : NULL;
    const char *name = group ? group->gr_name : "dialout";
    if (group && group->gr_gid == 0) /* the user must not join the group root */
        failure_set(failure, EXIT_STATUS_DEVICE, "No permission to use %s: it belongs to root. %s", port, rules);
    else
        failure_set(failure, EXIT_STATUS_DEVICE,
                    "No permission to use %s. It belongs to the group %s: join it with `sudo usermod -a "
                    "-G %s $USER`, then log out and in again. Or: %s",
                    port, name, name, rules);
}

bool link_report_open_error(const char *port, int error, struct failure *failure)
{
    if (error == EBUSY || error == EWOULDBLOCK) /* in exclusive mode, or locked by flock */
        return report_busy(port, failure);
    if (error == ENOENT || error == ENODEV || error == ENXIO)
        return failure_set(failure, EXIT_STATUS_DEVICE,
                           "There is no port %s. Is the roller plugged in? `roller-logger list` shows the ports.",
                           port);
    if (error == EACCES || error == EPERM) {
        report_no_permission(port, failure);
        return with_reason(failure, FAILURE_NO_PERMISSION);
    }
    return failure_set(failure, EXIT_STATUS_DEVICE, "Cannot open %s: %s.", port, strerror(error));
}

bool link_lock(int fd, const char *port, struct failure *failure)
{
    if (flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return link_report_open_error(port, EBUSY, failure);
    return true;
}
