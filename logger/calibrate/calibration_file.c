/* SPDX-License-Identifier: MIT */
#include "calibrate/calibration_file.h"

#include "platform/platform.h"
#include "shared/iso_time.h"
#include "storage/file_names.h"
#include "storage/new_file.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LINE_SIZE 512

/* Keep the first failure. */
static void keep_failure(struct calibration_file *file, int error)
{
    if (file->failed)
        return;
    file->failed = true;
    failure_set(&file->failure, EXIT_STATUS_OUTPUT, "The points could not all be written to %s: %s.", file->path,
                strerror(error));
}

/* Create a file that is named by date and time, with the first number that is not taken. */
static void create_dated_file(struct calibration_file *file)
{
    int64_t wall_us = platform_wall_clock_us();
    for (unsigned number = 1; number <= FILE_NAMES_NUMBER_MAX && file->fd < 0; number++) {
        file_names_make_calibration(file->path, sizeof file->path, wall_us, number);
        file->fd = new_file_create(file->path);
        if (file->fd < 0 && errno != EEXIST)
            return;
    }
}

bool calibration_file_open(struct calibration_file *file, const char *path, const char *kind, struct failure *failure)
{
    char started[48];
    *file = (struct calibration_file){.fd = -1};
    if (path && strlen(path) >= sizeof file->path)
        return failure_set(failure, EXIT_STATUS_OUTPUT, "The file name is too long.");
    if (path) {
        snprintf(file->path, sizeof file->path, "%s", path);
        file->fd = new_file_create(file->path);
    } else {
        create_dated_file(file);
    }
    if (file->fd < 0)
        return failure_set(failure, EXIT_STATUS_OUTPUT, "Cannot create %s: %s. Choose another name with -o.",
                           file->path,
                           errno == EEXIST ? "it exists already, and nothing is overwritten" : strerror(errno));
    iso_time_format(started, sizeof started, platform_wall_clock_us());
    calibration_file_write_line(file, "# foam-roller-calibration: 1");
    calibration_file_write_line(file, "# started: %s", started);
    calibration_file_write_line(file, "# kind: %s", kind);
    calibration_file_write_line(file, "# logger: roller-logger %s", ROLLER_VERSION);
    return true;
}

void calibration_file_write_device(struct calibration_file *file, const struct device_info *device)
{
    calibration_file_write_line(file, "# device: id=%s fw=%s board=%s", device->id, device->firmware, device->board);
    calibration_file_write_line(file, "# adc_full_scale: %.0f", device->adc_full_scale);
    calibration_file_write_line(file, "# bias: %d", device->has_bias);
}

__attribute__((format(printf, 2, 0))) static void write_line(struct calibration_file *file, const char *format,
                                                             va_list arguments)
{
    char line[LINE_SIZE];
    int length = vsnprintf(line, sizeof line - 1, format, arguments);
    if (length < 0 || (size_t)length >= sizeof line - 1) {
        keep_failure(file, EOVERFLOW);
        return;
    }
    line[length++] = '\n';
    if (!file->failed && platform_write(file->fd, line, (size_t)length) < (size_t)length)
        keep_failure(file, errno);
}

void calibration_file_write_line(struct calibration_file *file, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    write_line(file, format, arguments);
    va_end(arguments);
}

void calibration_file_write_point(struct calibration_file *file, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    write_line(file, format, arguments);
    va_end(arguments);
    file->point_count++;
    if (!file->failed && !new_file_sync(file->fd))
        keep_failure(file, errno);
}

bool calibration_file_close(struct calibration_file *file, struct failure *failure)
{
    if (file->point_count == 0) {
        close(file->fd);
        unlink(file->path);
        return true;
    }
    if (!file->failed && !new_file_sync(file->fd))
        keep_failure(file, errno);
    if (close(file->fd) != 0)
        keep_failure(file, errno);
    if (file->failed)
        *failure = file->failure;
    return !file->failed;
}
