/* SPDX-License-Identifier: MIT */
/* Whether the disk has room for what a recording will write. */
#ifndef DISK_SPACE_H
#define DISK_SPACE_H

#include "shared/failure.h"

#include <stdbool.h>
#include <stdint.h>

#define DISK_SPACE_MIN_MINUTES 10 /* there must be room for so many, or for the duration that was asked for  \
                                   */

/* Fields are its own. */
struct disk_watch {
    int64_t started_us;
    uint64_t started_bytes;
    bool warned;
};

/* False (EXIT_STATUS_OUTPUT): the disk of the open file `fd` has no room for `need_s` seconds of a usual
 * session. `path` is named. A file system that does not tell its room has it. */
bool disk_space_check(int fd, const char *path, double need_s, struct failure *failure);

/*
 * Look at it while recording, each second or so: `bytes` are written so far, at host time `now_us`. Returns
 * how many minutes there is room for at this rate when that is less than DISK_SPACE_MIN_MINUTES, once; below
 * 0 else.
 */
double disk_watch_check(struct disk_watch *watch, int fd, uint64_t bytes, int64_t now_us);

#endif
