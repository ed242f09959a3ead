/* SPDX-License-Identifier: MIT */
/* Explains why a port cannot be opened, and what the user can do about it. */
#include "serial/link_backend.h"

#include "shared/sanitized_text.h"

#include <dirent.h>
#include <errno.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

static bool process_has_open(long pid, const struct stat *port)
{
    char path[64];
    bool found = false;
    snprintf(path, sizeof path, "/proc/%ld/fd", pid);
    DIR *folder = opendir(path);
    for (struct dirent *entry; folder && !found && (entry = readdir(folder));) {
        struct stat open_file;
        found = fstatat(dirfd(folder), entry->d_name, &open_file, 0) == 0 && open_file.st_ino == port->st_ino &&
                open_file.st_dev == port->st_dev;
    }
    if (folder)
        closedir(folder);
    return found;
}

static void describe_process(long pid, char *text, size_t size)
{
    char path[64], name[64] = "a program";
    snprintf(path, sizeof path, "/proc/%ld/comm", pid);
    FILE *file = fopen(path, "re");
    if (file) {
        char line[64];
        if (fgets(line, sizeof line, file))
            sanitized_text_copy_bytes(name, sizeof name, line, strcspn(line, "\n"));
        fclose(file);
    }
    snprintf(text, size, "%s (process %ld)", name, pid);
}

/* Find another process that has `port` open, and write a description such as "minicom (process 1234)". False if none is
 * visible: /proc shows the files of other users' processes only to root. */
static bool find_holder(const char *port, char *text, size_t size)
{
    struct stat info;
    if (stat(port, &info) != 0)
        return false;
    DIR *folder = opendir("/proc");
    bool found = false;
    for (struct dirent *entry; folder && !found && (entry = readdir(folder));) {
        char *end;
        long pid = strtol(entry->d_name, &end, 10);
        bool is_process = pid > 0 && *end == '\0'; /* the names of other entries of /proc are not numbers */
        found = is_process && pid != getpid() && process_has_open(pid, &info);
        if (found)
            describe_process(pid, text, size);
    }
    if (folder)
        closedir(folder);
    return found;
}

static bool report_no_permission(const char *port, struct failure *failure)
{
    static const char rules[] = "If the file 60-foam-roller.rules is installed, the user at this computer may "
                                "use the port. That file says how to install it.";
    struct stat info;
    const struct group *group = stat(port, &info) == 0 ? getgrgid(info.st_gid) : NULL;
    if (group && group->gr_gid == 0) /* there is no group to join */
        return failure_set(failure, EXIT_STATUS_DEVICE, "No permission to use %s: it belongs to root. %s", port, rules);
    const char *name = group ? group->gr_name : "dialout";
    return failure_set(failure, EXIT_STATUS_DEVICE,
                       "No permission to use %s. It belongs to the group %s: join it with `sudo usermod -a "
                       "-G %s $USER`, then log out and in again. Or: %s",
                       port, name, name, rules);
}

bool link_report_open_error(const char *port, int error, struct failure *failure)
{
    if (error == EBUSY) {
        char holder[128] = "another program";
        bool found = find_holder(port, holder, sizeof holder);
        return failure_set(failure, EXIT_STATUS_DEVICE,
                           "%s is busy: %s has it open. Close that program%s and try again.", port, holder,
                           found ? "" : " (a serial monitor? another recording?)");
    }
    if (error == ENOENT || error == ENODEV || error == ENXIO)
        return failure_set(failure, EXIT_STATUS_DEVICE,
                           "There is no port %s. Is the roller plugged in? `roller-logger list` shows the ports.",
                           port);
    if (error == EACCES || error == EPERM)
        return report_no_permission(port, failure);
    return failure_set(failure, EXIT_STATUS_DEVICE, "Cannot open %s: %s.", port, strerror(error));
}

bool link_lock_exclusive(int fd, const char *port, struct failure *failure)
{
    if (flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return link_report_open_error(port, EBUSY, failure);
    (void)ioctl(fd, TIOCEXCL); /* best effort: not every terminal supports TIOCEXCL */
    return true;
}
