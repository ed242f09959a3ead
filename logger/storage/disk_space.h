/* SPDX-License-Identifier: MIT */
/* Whether a recording fits on the disk, before it starts and while it runs. */
#ifndef DISK_SPACE_H
#define DISK_SPACE_H

#include "shared/failure.h"

#include <stdbool.h>
#include <stdint.h>

#define DISK_SPACE_MIN_MINUTES 10 /* required if the user gave no duration; warned below it */

/* All zero bytes at first. */
struct disk_watch {
    int64_t started_us;
    uint64_t started_bytes;
    bool warned;
};

/* False (EXIT_STATUS_OUTPUT, naming `path`) if `need_s` seconds of a typical session do not fit on the disk
 * of the open file `fd`. An unknown capacity is enough. */
bool disk_space_check(int fd, const char *path, double need_s, struct failure *failure);

/*
 * Watch a recording, about every second: `bytes` have been written at host time `now_us`. Returns the minutes
 * that fit at this rate, once, when they are below DISK_SPACE_MIN_MINUTES; otherwise -1.
 */
double disk_watch_check(struct disk_watch *watch, int fd, uint64_t bytes, int64_t now_us);

#endif
