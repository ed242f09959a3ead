/* SPDX-License-Identifier: MIT */
#include "storage/disk_space.h"

#include <sys/statvfs.h>

#define BYTES_A_SECOND 10000.0 /* a row of 8 strips and the IMU, up to 100 bytes, 100 times a second */
#define LEARN_US 5000000       /* by then it is known how much is written */

static bool free_bytes(int fd, double *bytes)
{
    struct statvfs disk;
    if (fstatvfs(fd, &disk) != 0 || disk.f_blocks == 0) /* none at all: it does not tell */
        return false;
    *bytes = (double)disk.f_bavail * (double)disk.f_frsize;
    return true;
}

bool disk_space_check(int fd, const char *path, double need_s, struct failure *failure)
{
    double there;
    if (!free_bytes(fd, &there) || there >= need_s * BYTES_A_SECOND)
        return true;
    return failure_set(
        failure, EXIT_STATUS_OUTPUT,
        "The disk has room for %.1f minutes of recording at %s, and %.1f are wanted (%.0f kB). Make room, "
        "or choose another place with -o.",
        there / BYTES_A_SECOND / 60, path, need_s / 60, need_s * BYTES_A_SECOND / 1000);
}

double disk_watch_check(struct disk_watch *watch, int fd, uint64_t bytes, int64_t now_us)
{
    double there;
    if (watch->started_us == 0) {
        watch->started_us = now_us;
        watch->started_bytes = bytes;
    }
    int64_t passed_us = now_us - watch->started_us;
    if (watch->warned || passed_us < LEARN_US || bytes == watch->started_bytes || !free_bytes(fd, &there))
        return -1;
    double bytes_a_second = (double)(bytes - watch->started_bytes) / ((double)passed_us / 1e6);
    double minutes = there / bytes_a_second / 60;
    watch->warned = minutes < DISK_SPACE_MIN_MINUTES;
    return watch->warned ? minutes : -1;
}
