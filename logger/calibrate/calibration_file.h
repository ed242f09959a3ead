/* SPDX-License-Identifier: MIT */
/* The file of a calibration (docs/FORMATS.md): every measured point, so that it can be fitted again, and the
 * results. Each point is on the disk before the next question is asked. */
#pragma once

#include "decode/device_info.h"
#include "shared/failure.h"

#include <stdbool.h>

#define CALIBRATION_FILE_PATH_SIZE 4096

struct calibration_file {
    char path[CALIBRATION_FILE_PATH_SIZE];
    int fd;
    unsigned point_count; /* number of measured points written so far */
    bool failed;
    struct failure failure; /* valid if `failed`: the first failure, after which nothing is written */
};

/* Create the file `path` (NULL = a name made from date and time) and write its first lines. `kind` is "strips" or
 * "radius". False (EXIT_STATUS_OUTPUT) if it already exists or cannot be created. */
bool calibration_file_open(struct calibration_file *file, const char *path, const char *kind, struct failure *failure);

/* Write the lines that describe the device. */
void calibration_file_write_device(struct calibration_file *file, const struct device_info *device);

/* Write a line that starts with "#", or the column names; the newline is added. The writing functions keep their first
 * error in `failure`. */
void calibration_file_write_line(struct calibration_file *file, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Write the line of a measured point and sync the file to the disk. */
void calibration_file_write_point(struct calibration_file *file, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Close the file, and remove it if it has no points. False, with the failure, unless all of it is on the disk. */
bool calibration_file_close(struct calibration_file *file, struct failure *failure);
