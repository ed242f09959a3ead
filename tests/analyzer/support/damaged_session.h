/* SPDX-License-Identifier: MIT */
/* A small session that tests damage, what is read from it afterwards, and the original rows for comparison. */
#pragma once

#include "session/session_reader.h"
#include "support/temp_dir.h"

#define DAMAGED_ROWS 24
#define DAMAGED_TEXT_CAPACITY 8192
#define DAMAGED_COLUMNS                                                                                                \
    "time_s,host_s,seq,strip0,strip1,strip2,strip3,accel_x,accel_y,accel_z,gyro_x,gyro_y,gyro_z,event\n"

struct damaged {
    struct temp_dir dir;
    char path[300];
    char text[DAMAGED_TEXT_CAPACITY]; /* the session as it was written */
    size_t length;
    size_t rows_from;              /* offset of the first row in `text` */
    size_t line_end[DAMAGED_ROWS]; /* offset of each row's newline in `text` */
    struct session_table good;     /* rows of the undamaged session */
    /* Results of the last reading. */
    struct session_table rows;
    struct notes notes;
    struct failure failure;
};

/* For cmocka: `*state` is the session. */
int damaged_set_up(void **state);
int damaged_tear_down(void **state);

/* Read `text` in place of the session. A failure must have status 3 and name the file. Frees the previous results
 * first. */
bool damaged_read(struct damaged *session, const char *text, size_t length);
void damaged_drop(struct damaged *session);

/* Return whether a note of the last reading contains `part`. */
bool damaged_noted(const struct damaged *session, const char *part);

/* Return whether row `k` of the results is row `i` of the original. */
bool damaged_same_row(const struct damaged *session, size_t i, size_t k);

/* Return the number of original rows that were read unchanged and in order. Rows `from` to `to` are damaged: they are
 * not counted, and may be different or missing. */
size_t damaged_count_intact(const struct damaged *session, size_t from, size_t to);

/* Return row `i` of the original, with its line end. */
const char *damaged_row(const struct damaged *session, size_t i, size_t *length);
