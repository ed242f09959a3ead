/* SPDX-License-Identifier: MIT */
/* Writes a session file so that no written row is lost and no existing file is replaced.
 *
 * During the recording the file is called FILE.part, a name that must be unused, even by a symbolic link. When
 * complete, it is renamed to FILE unless FILE exists. After the first error nothing more is written, and the file is
 * truncated after its last complete line. If FILE.part is deleted during the recording, it is created again with its
 * content. */
#pragma once

#include "decode/session_row.h"
#include "shared/failure.h"
#include "shared/session_format.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SESSION_WRITER_PATH_SIZE 4096
#define SESSION_WRITER_BUFFER_SIZE 65536

/* Callers read path, part_path, fd, rows, bytes, failed, recreated and moved. */
struct session_writer {
    char path[SESSION_WRITER_PATH_SIZE];
    char part_path[SESSION_WRITER_PATH_SIZE];
    int fd;
    unsigned strip_count;
    bool has_imu;
    uint64_t rows;
    uint64_t bytes;     /* bytes written to the file, not counting those in the buffer */
    unsigned recreated; /* number of times that FILE.part was deleted and created again */
    bool moved;         /* FILE.part was renamed or moved */
    bool failed;
    struct failure failure; /* the first failure */
    size_t used;            /* bytes in the buffer */
    char buffer[SESSION_WRITER_BUFFER_SIZE];
};

/* Create FILE.part. False (EXIT_STATUS_OUTPUT) if `path` or FILE.part exists or cannot be created. */
bool session_writer_open(struct session_writer *writer, const char *path, struct failure *failure);

/* Write the "#" lines and the header row. Call once, before the rows. */
void session_writer_add_header(struct session_writer *writer, const struct session_header *header);

/* Add a row. Does nothing after a failure: check `failed` from time to time. */
void session_writer_add_row(struct session_writer *writer, const struct session_row *row);

/* Flush everything to the disk, and check that the file still exists. Call every second. */
void session_writer_sync(struct session_writer *writer);

/* Write the end line, which states the `lost` frames, sync the file and rename it. False after any failure; FILE.part
 * is then kept. */
bool session_writer_close(struct session_writer *writer, uint64_t lost, struct failure *failure);

/* Close and remove FILE.part, for a recording without rows. */
void session_writer_abandon(struct session_writer *writer);
