/* SPDX-License-Identifier: MIT */
/* The header row of a session: which column holds what, in any order, among columns that this version does
 * not know. */
#ifndef COLUMNS_H
#define COLUMNS_H

#include "shared/failure.h"
#include "session/csv_fields.h"
#include "session/notes.h"
#include "shared/session_format.h"

#include <stdbool.h>
#include <stddef.h>

#define COLUMNS_MAX 256

/* What a cell may hold; of a strip 0 to full scale. */
#define COLUMNS_TIME_MAX_S 1e7  /* a third of a year */
#define COLUMNS_IMU_MAX 1000000 /* raw counts, either sign */

enum column_role {
    COLUMN_IGNORED,
    COLUMN_TIME,
    COLUMN_SEQ,
    COLUMN_EVENT,
    COLUMN_IMU,                                  /* + axis, in the order of SESSION_IMU_COLUMNS */
    COLUMN_STRIP = COLUMN_IMU + SESSION_IMU_AXES /* + strip */
};

struct columns {
    unsigned char role[COLUMNS_MAX]; /* enum column_role, plus the number within it */
    size_t count;
    unsigned strip_count;
    bool has_imu; /* all six axes */
    bool has_seq;
};

/* Read the header row. Fails when it names no time or too few strips, or one of them twice. */
bool columns_read(struct columns *columns, struct csv_fields *fields, const char *line, size_t length,
                  const char *file, size_t line_number, struct notes *notes, struct failure *failure);

/* The column's name as in a session file, into `name` (`size` bytes). */
void columns_write_name(const struct columns *columns, size_t column, char *name, size_t size);

#endif
