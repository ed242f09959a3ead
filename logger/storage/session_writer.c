/* SPDX-License-Identifier: MIT */
#include "storage/session_writer.h"

#include "platform/platform.h"
#include "shared/text_buffer.h"
#include "storage/file_names.h"
#include "storage/new_file.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LINE_MAX_BYTES 2048 /* longer than any line: 16 numbers, or a free text */

/* Keep the failure if it is the first one. `action` is a verb such as "write" or "sync". */
static void keep_first_failure(struct session_writer *writer, const char *action, int error)
{
    if (writer->failed)
        return;
    writer->failed = true;
    failure_set(&writer->failure, EXIT_STATUS_OUTPUT,
                "Could not %s %s: %s. The session is incomplete; the rows written until then are in %s.", action,
                writer->part_path, strerror(error), writer->part_path);
}

/* After a failed write, truncate the file after its last complete line. */
static void cut_to_complete_lines(struct session_writer *writer, size_t written)
{
    size_t kept = written;
    while (kept > 0 && writer->buffer[kept - 1] != '\n')
        kept--;
    if (ftruncate(writer->fd, (off_t)(writer->bytes + kept)) == 0)
        writer->bytes += kept;
}

static void flush(struct session_writer *writer)
{
    if (writer->failed)
        return;
    size_t written = platform_write(writer->fd, writer->buffer, writer->used);
    if (written == writer->used) {
        writer->bytes += written;
    } else {
        keep_first_failure(writer, "write", errno);
        cut_to_complete_lines(writer, written);
    }
    writer->used = 0;
}

static bool report_open_error(struct failure *failure, const char *path, int error)
{
    if (error == EEXIST)
        return failure_set(
            failure, EXIT_STATUS_OUTPUT,
            "%s exists already, and nothing is overwritten. Choose another name with -o, or move it away.", path);
    return failure_set(failure, EXIT_STATUS_OUTPUT, "Cannot create %s: %s. Choose another name with -o.", path,
                       strerror(error));
}

bool session_writer_open(struct session_writer *writer, const char *path, struct failure *failure)
{
    *writer = (struct session_writer){.fd = -1};
    int length = snprintf(writer->part_path, sizeof writer->part_path, "%s" FILE_NAMES_PART_SUFFIX, path);
    if (length < 0 || (size_t)length >= sizeof writer->part_path)
        return report_open_error(failure, path, ENAMETOOLONG);
    snprintf(writer->path, sizeof writer->path, "%s", path);
    struct stat existing;
    if (lstat(path, &existing) == 0)
        return report_open_error(failure, path, EEXIST);
    if (errno != ENOENT)
        return report_open_error(failure, path, errno);
    writer->fd = new_file_create(writer->part_path);
    if (writer->fd < 0)
        return report_open_error(failure, writer->part_path, errno);
    /* Look again: another logger may have finished a file of this name just before the .part became ours. */
    if (lstat(path, &existing) == 0) {
        session_writer_abandon(writer);
        return report_open_error(failure, path, EEXIST);
    }
    return true;
}

/* Add a piece of a line, formatted like printf, to the buffer. */
static void print(struct session_writer *writer, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void print(struct session_writer *writer, const char *format, ...)
{
    if (writer->failed)
        return;
    if (sizeof writer->buffer - writer->used < LINE_MAX_BYTES)
        flush(writer);
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(writer->buffer + writer->used, LINE_MAX_BYTES, format, arguments);
    va_end(arguments);
    if (length < 0 || length >= LINE_MAX_BYTES)
        keep_first_failure(writer, "write a line of", EOVERFLOW);
    else
        writer->used += (size_t)length;
}

static void print_text(struct session_writer *writer, const char *key, const char *text)
{
    print(writer, "# %s:%s%s\n", key, *text ? " " : "", text);
}

/* Lines that only some sessions have. */
static void print_text_if_any(struct session_writer *writer, const char *key, const char *text)
{
    if (*text)
        print_text(writer, key, text);
}

static void print_numbers(struct session_writer *writer, const char *key, const double *values, unsigned count)
{
    print(writer, "# %s:", key);
    for (unsigned i = 0; i < count; i++)
        print(writer, " %.10g", values[i]);
    print(writer, "\n");
}

/* Write a pain, unless it was not said. */
static void print_pain(struct session_writer *writer, const char *key, double pain)
{
    if (!isnan(pain))
        print_numbers(writer, key, &pain, 1);
}

static void print_columns(struct session_writer *writer)
{
    print(writer, SESSION_COLUMN_TIME "," SESSION_COLUMN_HOST "," SESSION_COLUMN_SEQ);
    for (unsigned i = 0; i < writer->strip_count; i++)
        print(writer, "," SESSION_COLUMN_STRIP "%u", i);
    for (unsigned i = 0; writer->has_imu && i < SESSION_IMU_AXES; i++)
        print(writer, ",%s", SESSION_IMU_COLUMNS[i]);
    print(writer, "," SESSION_COLUMN_EVENT "\n");
}

void session_writer_add_header(struct session_writer *writer, const struct session_header *header)
{
    writer->strip_count = header->strip_count;
    writer->has_imu = header->has_imu;
    print(writer, "# " SESSION_KEY_VERSION ": %d\n", SESSION_VERSION);
    print_text(writer, SESSION_KEY_STARTED, header->started);
    print_text(writer, SESSION_KEY_SUBJECT, header->subject);
    print_text(writer, SESSION_KEY_LEG, session_leg_name(header->leg));
    print_text(writer, SESSION_KEY_NOTE, header->note);
    if (header->thigh_length_mm > 0)
        print(writer, "# " SESSION_KEY_THIGH_LENGTH ": %.10g\n", header->thigh_length_mm);
    else
        print(writer, "# " SESSION_KEY_THIGH_LENGTH ":\n");
    print(writer, "# " SESSION_KEY_RATE ": %.2f\n", header->rate_hz);
    print(writer, "# " SESSION_KEY_ROLLING_RADIUS ": %.10g\n", header->rolling_radius_mm);
    print(writer, "# " SESSION_KEY_ROLL_DIRECTION ": %s\n",
          header->roll_direction > 0   ? "1"
          : header->roll_direction < 0 ? "-1"
                                       : SESSION_DIRECTION_AUTO);
    print_text_if_any(writer, SESSION_KEY_START, session_start_name(header->start));
    print_pain(writer, SESSION_KEY_PAIN_BEFORE, header->pain_before);
    print_pain(writer, SESSION_KEY_PAIN_AFTER, header->pain_after);
    print_numbers(writer, SESSION_KEY_STRIP_ANGLE, header->strip_angle_deg, header->strip_count);
    print(writer, "# " SESSION_KEY_FULL_SCALE ": %.10g\n", header->adc_full_scale);
    print_numbers(writer, SESSION_KEY_CALIBRATION_K, header->calibration_k_n, header->strip_count);
    print_numbers(writer, SESSION_KEY_CALIBRATION_P, header->calibration_p, header->strip_count);
    print_text(writer, SESSION_KEY_CALIBRATION_SOURCE, header->calibration_source);
    if (header->bias_conductance > 0)
        print(writer, "# " SESSION_KEY_BIAS_CONDUCTANCE ": %.10g\n", header->bias_conductance);
    if (header->has_imu) {
        print(writer, "# " SESSION_KEY_ACCEL_LSB ": %.10g\n", header->accel_lsb_per_g);
        print(writer, "# " SESSION_KEY_GYRO_LSB ": %.10g\n", header->gyro_lsb_per_dps);
    }
    print_text_if_any(writer, SESSION_KEY_CONDITION, header->condition);
    print_text_if_any(writer, SESSION_KEY_STUDY_VISIT, header->study_visit);
    print_text_if_any(writer, SESSION_KEY_RECORDING_ID, header->recording_id);
    print_text(writer, SESSION_KEY_DEVICE, header->device);
    print_text(writer, SESSION_KEY_LOGGER, header->logger);
    print_columns(writer);
}

/* Add microseconds as seconds, exactly. */
static void add_seconds(struct text_buffer *line, int64_t us)
{
    uint64_t magnitude = us < 0 ? (uint64_t)-us : (uint64_t)us;
    text_addf(line, "%s%" PRIu64 ".%06" PRIu64, us < 0 ? "-" : "", magnitude / 1000000, magnitude % 1000000);
}

void session_writer_add_row(struct session_writer *writer, const struct session_row *row)
{
    if (writer->failed)
        return;
    if (sizeof writer->buffer - writer->used < LINE_MAX_BYTES)
        flush(writer);
    struct text_buffer line = text_fixed(writer->buffer + writer->used, LINE_MAX_BYTES);
    add_seconds(&line, row->time_us);
    text_add(&line, ",");
    add_seconds(&line, row->host_us);
    text_addf(&line, ",%u", (unsigned)row->seq);
    for (unsigned i = 0; i < writer->strip_count; i++)
        text_addf(&line, ",%u", (unsigned)row->strip[i]);
    for (unsigned i = 0; writer->has_imu && i < SESSION_IMU_AXES; i++)
        if (row->imu_valid)
            text_addf(&line, ",%d", (int)row->imu[i]);
        else
            text_add(&line, ",");
    text_addf(&line, ",%s\n", row->event);
    writer->used += line.length;
    writer->rows++;
}

/* Check whether another program has deleted or moved the file; if deleted, create it again. */
static void check_file(struct session_writer *writer)
{
    enum new_file_state state = new_file_check(writer->fd, writer->part_path);
    writer->moved = state == NEW_FILE_MOVED;
    if (writer->failed || state != NEW_FILE_DELETED)
        return;
    int fd = new_file_recreate(writer->fd, writer->part_path);
    if (fd < 0) {
        writer->failed = true;
        failure_set(&writer->failure, EXIT_STATUS_OUTPUT,
                    "%s was deleted during the recording and could not be created again: %s. The session is lost.",
                    writer->part_path, strerror(errno));
        return;
    }
    close(writer->fd);
    writer->fd = fd;
    writer->recreated++;
}

void session_writer_sync(struct session_writer *writer)
{
    flush(writer);
    check_file(writer);
    if (!writer->failed && !new_file_sync(writer->fd))
        keep_first_failure(writer, "sync", errno);
}

static void rename_to_final_name(struct session_writer *writer)
{
    /* If FILE.part was moved, a file that now has its name is not the recording, and must not be renamed. */
    if (!writer->moved && new_file_finalize(writer->part_path, writer->path))
        return;
    int error = writer->moved ? ENOENT : errno;
    writer->failed = true;
    failure_set(&writer->failure, EXIT_STATUS_OUTPUT,
                writer->moved ? "The recording is complete but could not be renamed to %s: %s. %s was moved "
                                "by another program; the recording is in the moved file."
                              : "The recording is complete but could not be renamed to %s: %s. It is kept in %s.",
                writer->path, strerror(error), writer->part_path);
}

bool session_writer_close(struct session_writer *writer, uint64_t lost, struct failure *failure)
{
    print(writer, "# " SESSION_KEY_END ": " SESSION_END_ROWS "%llu " SESSION_END_LOST "%llu\n",
          (unsigned long long)writer->rows, (unsigned long long)lost);
    session_writer_sync(writer);
    if (close(writer->fd) != 0)
        keep_first_failure(writer, "close", errno);
    writer->fd = -1;
    if (!writer->failed)
        rename_to_final_name(writer);
    if (writer->failed)
        *failure = writer->failure;
    return !writer->failed;
}

void session_writer_abandon(struct session_writer *writer)
{
    close(writer->fd);
    writer->fd = -1;
    unlink(writer->part_path);
}
