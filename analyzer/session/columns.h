/* SPDX-License-Identifier: MIT */
/* The header row of a session: the role of each column. Columns may be in any order or unknown. */
#pragma once

#include "shared/failure.h"
#include "session/csv_fields.h"
#include "session/line_reader.h"
#include "session/notes.h"
#include "shared/session_format.h"

#include <stdbool.h>
#include <stddef.h>

#define COLUMNS_MAX 256

/* Limits of the values in cells. A strip reads from 0 to full scale. */
#define COLUMNS_TIME_MAX_S 1e7  /* a third of a year */
#define COLUMNS_IMU_MAX 1000000 /* raw counts, positive or negative */

enum column_role {
    COLUMN_IGNORED,
    COLUMN_TIME,
    COLUMN_SEQ,
    COLUMN_EVENT,
    COLUMN_IMU,                                  /* the first of six axes in the order of SESSION_IMU_COLUMNS */
    COLUMN_STRIP = COLUMN_IMU + SESSION_IMU_AXES /* the first of up to SESSION_STRIPS_MAX strips */
};

struct columns {
    unsigned char role[COLUMNS_MAX]; /* [count] enum column_role plus the number of the axis or strip */
    size_t count;
    unsigned strip_count;
    bool has_imu; /* the columns of all six axes are present */
};

/* Read the header row. False, with the failure set, if a required column is missing or one is repeated. */
bool columns_read(struct columns *columns, struct csv_fields *fields, const struct file_line *line, struct notes *notes,
                  struct failure *failure);

/* Write the name that the column has in session files to `name` (`size` bytes). */
void columns_write_name(const struct columns *columns, size_t column, char *name, size_t size);
