/* SPDX-License-Identifier: MIT */
/* Checks whether a recording fits on the disk, before it starts and while it runs. */
#pragma once

#include "shared/failure.h"

#include <stdbool.h>
#include <stdint.h>

/* Space required if the user gave no duration. The user is warned when less is left. */
#define DISK_SPACE_MIN_MINUTES 10

/* All zero bytes at first. */
struct disk_watch {
    int64_t started_us;     /* host time of the first update */
    uint64_t started_bytes; /* bytes written by the first update */
    bool warned;            /* the user has been warned */
};

/* Check that `duration_s` seconds of a typical session fit on the disk of the open file `fd`. False
 * (EXIT_STATUS_OUTPUT, naming `path`) if not; true if the free space is unknown. */
bool disk_space_check(int fd, const char *path, double duration_s, struct failure *failure);

/* Update the watch about once a second, when `bytes` have been written by host time `now_us`. When recording space
 * first falls below DISK_SPACE_MIN_MINUTES, returns the minutes left; otherwise -1. */
double disk_watch_update(struct disk_watch *watch, int fd, uint64_t bytes, int64_t now_us);
