/* SPDX-License-Identifier: MIT */
#include "serial/port_holder.h"

#include "shared/sanitized_text.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool has_open(long process, const struct stat *port)
{
    char path[64];
    bool found = false;
    snprintf(path, sizeof path, "/proc/%ld/fd", process);
    DIR *folder = opendir(path);
    for (struct dirent *entry; folder && !found && (entry = readdir(folder));) {
        struct stat open_file;
        found = fstatat(dirfd(folder), entry->d_name, &open_file, 0) == 0 &&
                open_file.st_ino == port->st_ino && open_file.st_dev == port->st_dev;
    }
    if (folder)
        closedir(folder);
    return found;
}

static void name_process(long process, char *who, size_t size)
{
    char path[64], name[64] = "a program";
    snprintf(path, sizeof path, "/proc/%ld/comm", process);
    FILE *file = fopen(path, "re");
    if (file) {
        char line[64];
        if (fgets(line, sizeof line, file))
            sanitized_text_copy_bytes(name, sizeof name, line, strcspn(line, "\n"));
        fclose(file);
    }
    snprintf(who, size, "%s (process %ld)", name, process);
}

bool port_holder_find(const char *port, char *who, size_t size)
{
    struct stat info;
    if (stat(port, &info) != 0)
        return false;
    DIR *folder = opendir("/proc");
    bool found = false;
    for (struct dirent *entry; folder && !found && (entry = readdir(folder));) {
        char *end;
        long process = strtol(entry->d_name, &end, 10);
        if (process <= 0 || *end || process == getpid() || !has_open(process, &info))
            continue;
        found = true;
        name_process(process, who, size);
    }
    if (folder)
        closedir(folder);
    return found;
}
