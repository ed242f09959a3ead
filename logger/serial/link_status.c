/* SPDX-License-Identifier: MIT */
#include "serial/link_status.h"

#include "serial/port_holder.h"

#include <errno.h>
#include <grp.h>
#include <poll.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

enum link_status link_wait(int fd, int stop_fd, int wait_ms, struct failure *failure)
{
    struct pollfd wanted[2] = {{.fd = fd, .events = POLLIN}, {.fd = stop_fd, .events = POLLIN}};
    int ready = poll(wanted, 2, wait_ms);
    if (ready < 0 && errno != EINTR) {
        failure_set(failure, EXIT_STATUS_DEVICE, "Cannot wait for the roller: %s.", strerror(errno));
        return LINK_FAILED;
    }
    if (ready <= 0)
        return LINK_IDLE;
    return wanted[1].revents ? LINK_STOPPED : LINK_DATA;
}

bool link_lock_exclusive(int fd, const char *port, struct failure *failure)
{
    if (flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return link_open_error(port, EBUSY, failure);
    (void)ioctl(fd, TIOCEXCL); /* a terminal without it has the lock */
    return true;
}

static bool refuse_permission(const char *port, struct failure *failure)
{
    struct stat info;
    const struct group *group = stat(port, &info) == 0 ? getgrgid(info.st_gid) : NULL;
    static const char rules[] =
        "The file 60-foam-roller.rules lets whoever sits at this computer use it, and says how.";
    if (group && group->gr_gid == 0) /* no group to join */
        return failure_set(failure, EXIT_STATUS_DEVICE, "No permission to use %s: it belongs to root. %s",
                           port, rules);
    const char *name = group ? group->gr_name : "dialout";
    return failure_set(failure, EXIT_STATUS_DEVICE,
                       "No permission to use %s. It belongs to the group %s: join it with `sudo usermod -a "
                       "-G %s $USER`, then "
                       "log out and in again. Or else: %s",
                       port, name, name, rules);
}

bool link_open_error(const char *port, int error, struct failure *failure)
{
    if (error == EBUSY) {
        char who[128] = "another program";
        bool seen = port_holder_find(port, who, sizeof who);
        return failure_set(failure, EXIT_STATUS_DEVICE,
                           "%s is busy: %s has it open. Close that one%s and try again.", port, who,
                           seen ? "" : " (a serial monitor? another recording?)");
    }
    if (error == ENOENT || error == ENODEV || error == ENXIO)
        return failure_set(
            failure, EXIT_STATUS_DEVICE,
            "There is no port %s. Is the roller plugged in? `roller-logger list` shows the ports.", port);
    if (error == EACCES || error == EPERM)
        return refuse_permission(port, failure);
    return failure_set(failure, EXIT_STATUS_DEVICE, "Cannot open %s: %s.", port, strerror(error));
}
