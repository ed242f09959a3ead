/* SPDX-License-Identifier: MIT */
/* The header row of a session: the role of each column. Columns may be in any order or unknown. */
#pragma once

#include "shared/failure.h"
#include "text/csv_fields.h"
#include "text/line_reader.h"
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
    COLUMN_HOST, /* not used, but never empty */
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
    unsigned axis_count; /* columns of the IMU, 0 to SESSION_IMU_AXES */
    bool has_imu;        /* all of them are present */
};

/* Whether the name is that of a column of a session. */
bool columns_is_known_name(const char *text, size_t length);

/* Whether the line looks like a header row: it names the column of the times. */
bool columns_is_header(const char *text, size_t length);

/* Read the header row, whose cells `fields` splits. With row names a first column without a name is added. False, with
 * the failure set, if a required column is missing or one is repeated. */
bool columns_read(struct columns *columns, struct csv_fields *fields, bool has_row_names, const struct file_line *line,
                  struct notes *notes, struct failure *failure);

/* Whether a row may end before `column`, as spreadsheets leave out empty cells at the end: the columns from there on
 * may be empty, and the axes of the IMU are all among them or none. */
bool columns_may_end_before(const struct columns *columns, size_t column);

/* Write the name that the column has in session files to `name` (`size` bytes). */
void columns_write_name(const struct columns *columns, size_t column, char *name, size_t size);
