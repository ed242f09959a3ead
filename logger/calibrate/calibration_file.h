/* SPDX-License-Identifier: MIT */
/*
 * The file of a calibration: every measured point, so that it can be fitted again, and the results.
 * docs/FORMATS.md defines it. Each line is on the disk before the next question is asked.
 */
#ifndef CALIBRATION_FILE_H
#define CALIBRATION_FILE_H

#include "decode/device_info.h"
#include "shared/failure.h"

#include <stdbool.h>
#include <stddef.h>

#define CALIBRATION_FILE_PATH_SIZE 4096

struct calibration_file {
    char path[CALIBRATION_FILE_PATH_SIZE];
    int fd;
    unsigned rows;
    bool failed;
    struct failure failure; /* the first one; nothing is written after it */
};

/* Create `path` (NULL: a name of date and time) and write its first lines. `kind`: strips or radius. False
 * (EXIT_STATUS_OUTPUT) when it exists or cannot be created. */
bool calibration_file_open(struct calibration_file *file, const char *path, const char *kind,
                           struct failure *failure);

/* Write what identifies the device. */
void calibration_file_write_device(struct calibration_file *file, const struct device_info *device);

/* Write a line and its newline. `is_row`: a point, not a "#" line or the column names. */
void calibration_file_write_line(struct calibration_file *file, bool is_row, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Close the file; one without a point is removed. False unless all of it is on the disk. */
bool calibration_file_close(struct calibration_file *file, struct failure *failure);

#endif
