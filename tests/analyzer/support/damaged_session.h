/* SPDX-License-Identifier: MIT */
/* A small whole session to be damaged, what is read of it then, and what was written: the judge of what is
 * read. */
#ifndef DAMAGED_SESSION_H
#define DAMAGED_SESSION_H

#include "session/session_reader.h"
#include "support/temp_dir.h"

#define DAMAGED_ROWS 24
#define DAMAGED_TEXT_CAPACITY 8192
#define DAMAGED_COLUMNS                                                                                      \
    "time_s,host_s,seq,strip0,strip1,strip2,strip3,accel_x,accel_y,accel_z,gyro_x,gyro_y,gyro_z,event\n"

struct damaged {
    struct temp_dir dir;
    char path[300];
    char text[DAMAGED_TEXT_CAPACITY]; /* the session as it was written */
    size_t length;
    size_t rows_from;              /* where the first row begins */
    size_t line_end[DAMAGED_ROWS]; /* where each row's newline stands */
    struct session_rows good;      /* what is read of it */
    /* What came of the last reading. */
    struct session_rows rows;
    struct notes notes;
    struct failure failure;
};

/* For cmocka: `*state` is the session. */
int damaged_set_up(void **state);
int damaged_tear_down(void **state);

/* Read `text` instead; a refusal must have status 3 and name the file. Drops what was read before. */
bool damaged_read(struct damaged *session, const char *text, size_t length);
void damaged_drop(struct damaged *session);

/* Whether a note of the last reading holds `part`. */
bool damaged_noted(const struct damaged *session, const char *part);

/* Whether row `k` that was read is row `i` that was written. */
bool damaged_same_row(const struct damaged *session, size_t i, size_t k);

/* How many of the rows written were read as they were, in their order. Rows `from` to `to` were damaged: they
 * may say anything or be missing. */
size_t damaged_count_intact(const struct damaged *session, size_t from, size_t to);

/* Row `i` as it was written, its line end included. */
const char *damaged_row(const struct damaged *session, size_t i, size_t *length);

#endif
