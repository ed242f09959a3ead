/* SPDX-License-Identifier: MIT */
/*
 * Write a session file so that nothing written is lost and nothing there is harmed.
 *
 * While recording the file is FILE.part, made new (an existing file or symbolic link is refused); it becomes
 * FILE when it was closed whole, and never in place of another file. The first error of any system call is
 * kept, nothing is written after it, and the file is cut back to its last whole line. FILE.part that somebody
 * deletes meanwhile is made again with all that was in it.
 */
#ifndef SESSION_WRITER_H
#define SESSION_WRITER_H

#include "shared/failure.h"
#include "shared/session_format.h"
#include "decode/session_row.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SESSION_WRITER_PATH_SIZE 4096
#define SESSION_WRITER_BUFFER_SIZE 65536

/* Fields are the writer's own, but for reading: path, part_path, rows, bytes, failed,
 * recreated, moved. */
struct session_writer {
    char path[SESSION_WRITER_PATH_SIZE];
    char part_path[SESSION_WRITER_PATH_SIZE];
    int fd;
    unsigned strip_count;
    bool has_imu;
    uint64_t rows;
    uint64_t bytes;     /* in the file, the buffer not counted */
    unsigned recreated; /* how often FILE.part was deleted */
    bool moved;         /* FILE.part is not where it was made */
    bool failed;
    struct failure failure; /* the first one */
    size_t used;
    char buffer[SESSION_WRITER_BUFFER_SIZE];
};

/* Make FILE.part. False (EXIT_STATUS_OUTPUT) when `path` or FILE.part exists or cannot be made. */
bool session_writer_open(struct session_writer *writer, const char *path, struct failure *failure);

/* Write the "#" lines and the header row. Once, before the rows. */
void session_writer_header(struct session_writer *writer, const struct session_header *header);

/* Add a row. Nothing happens after a failure: look at `failed` from time to time. */
void session_writer_row(struct session_writer *writer, const struct session_row *row);

/* Bring everything so far onto the disk, and see that the file is still there. Call each second. */
void session_writer_sync(struct session_writer *writer);

/* Write the end line, sync, and give the file its name. False, FILE.part kept and named, on any failure so
 * far. */
bool session_writer_close(struct session_writer *writer, uint64_t lost, struct failure *failure);

/* Close and remove FILE.part: for a recording without a single row. */
void session_writer_abandon(struct session_writer *writer);

#endif
