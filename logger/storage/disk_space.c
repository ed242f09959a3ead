/* SPDX-License-Identifier: MIT */
#include "storage/disk_space.h"

#include <sys/statvfs.h>

#define TYPICAL_BYTES_PER_S 10000.0 /* rows of up to 100 bytes (8 strips, IMU) at 100 Hz */
#define MEASURING_US 5000000        /* shortest time over which the rate of writing is measured */

static bool get_free_bytes(int fd, double *bytes)
{
    struct statvfs disk;
    if (fstatvfs(fd, &disk) != 0 || disk.f_blocks == 0) /* some file systems do not report their size */
        return false;
    *bytes = (double)disk.f_bavail * (double)disk.f_frsize;
    return true;
}

bool disk_space_check(int fd, const char *path, double duration_s, struct failure *failure)
{
    double available_bytes;
    if (!get_free_bytes(fd, &available_bytes) || available_bytes >= duration_s * TYPICAL_BYTES_PER_S)
        return true;
    return failure_set(
        failure, EXIT_STATUS_OUTPUT,
        "The disk has room for %.1f minutes of recording at %s, but %.1f are needed (%.0f kB). Free some "
        "space, or choose another folder with -o.",
        available_bytes / TYPICAL_BYTES_PER_S / 60, path, duration_s / 60, duration_s * TYPICAL_BYTES_PER_S / 1000);
}

double disk_watch_update(struct disk_watch *watch, int fd, uint64_t bytes, int64_t now_us)
{
    double available_bytes;
    if (watch->started_us == 0) {
        watch->started_us = now_us;
        watch->started_bytes = bytes;
    }
    int64_t elapsed_us = now_us - watch->started_us;
    if (watch->warned || elapsed_us < MEASURING_US || bytes == watch->started_bytes ||
        !get_free_bytes(fd, &available_bytes))
        return -1;
    double bytes_per_s = (double)(bytes - watch->started_bytes) / ((double)elapsed_us / 1e6);
    double minutes = available_bytes / bytes_per_s / 60;
    watch->warned = minutes < DISK_SPACE_MIN_MINUTES;
    return watch->warned ? minutes : -1;
}
