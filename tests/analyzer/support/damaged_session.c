/* SPDX-License-Identifier: MIT */
#include "damaged_session.h"

#include "read_session.h"
#include "support/cmocka_includes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char HEAD[] = "# foam-roller-session: 1\n# leg: left\n# thigh_length_mm: 350\n# rolling_radius_mm: 70.5\n"
                           "# adc_full_scale: 1023\n";

void damaged_drop(struct damaged *session)
{
    session_table_free(&session->rows);
    notes_free(&session->notes);
    session->rows = (struct session_table){0};
    session->notes = (struct notes){0};
}

bool damaged_read(struct damaged *session, const char *text, size_t length)
{
    damaged_drop(session);
    temp_file_write(session->path, text, length);
    session->failure = (struct failure){0};
    bool ok = session_reader_read(session->path, &session->rows, &session->notes, &session->failure);
    if (!ok)
        assert_true(session->failure.status == EXIT_STATUS_INPUT && strstr(session->failure.message, session->path));
    return ok;
}

bool damaged_noted(const struct damaged *session, const char *part)
{
    return notes_contain(&session->notes, part);
}

int damaged_set_up(void **state)
{
    struct damaged *session = calloc(1, sizeof *session);
    assert_non_null(session);
    temp_dir_make(&session->dir);
    temp_dir_join(&session->dir, "session.csv", session->path, sizeof session->path);
    size_t length = (size_t)snprintf(session->text, DAMAGED_TEXT_CAPACITY, "%s%s", HEAD, DAMAGED_COLUMNS);
    session->rows_from = length;
    for (int i = 0; i < DAMAGED_ROWS; i++) {
        length += (size_t)snprintf(session->text + length, DAMAGED_TEXT_CAPACITY - length,
                                   "%.6f,%.6f,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%s\n", i * 0.009984,
                                   i * 0.009984 + 0.0031, i, 3 + i * 17 % 900, 1020 - i, i * 5 % 60, 12, -8000 + i,
                                   1200 - 40 * i, 3, -9, 2, 1640 + 13 * i,
                                   i % 10 == 3 ? "mark"
                                   : i == 17   ? "zero+imu_back"
                                               : "");
        session->line_end[i] = length - 1;
    }
    length += (size_t)snprintf(session->text + length, DAMAGED_TEXT_CAPACITY - length, "# end: rows=%d lost=0\n",
                               DAMAGED_ROWS);
    session->length = length;
    assert_true(damaged_read(session, session->text, session->length));
    assert_int_equal(session->rows.count, DAMAGED_ROWS);
    session->good = session->rows;
    session->rows = (struct session_table){0};
    *state = session;
    return 0;
}

int damaged_tear_down(void **state)
{
    struct damaged *session = *state;
    damaged_drop(session);
    session_table_free(&session->good);
    temp_dir_remove(&session->dir);
    free(session);
    return 0;
}

bool damaged_same_row(const struct damaged *session, size_t i, size_t k)
{
    const struct session_table *good = &session->good, *rows = &session->rows;
    bool same = rows->time_s[k] == good->time_s[i];
    for (unsigned strip = 0; strip < 4; strip++)
        same = same && rows->strip[k * 4 + strip] == good->strip[i * 4 + strip];
    for (unsigned axis = 0; axis < SESSION_IMU_AXES; axis++)
        same = same && rows->imu[k * SESSION_IMU_AXES + axis] == good->imu[i * SESSION_IMU_AXES + axis];
    return same;
}

size_t damaged_count_intact(const struct damaged *session, size_t from, size_t to)
{
    const struct session_table *rows = &session->rows;
    size_t k = 0, intact = 0;
    for (size_t i = 0; i < session->good.count; i++) {
        if (i >= from && i <= to)
            continue;
        while (k < rows->count && !damaged_same_row(session, i, k) && i > to && k <= to)
            k++; /* the row is damaged but still valid */
        if (k < rows->count && damaged_same_row(session, i, k)) {
            intact++;
            k++;
        }
    }
    return intact;
}

const char *damaged_row(const struct damaged *session, size_t i, size_t *length)
{
    size_t from = i == 0 ? session->rows_from : session->line_end[i - 1] + 1;
    *length = session->line_end[i] + 1 - from;
    return session->text + from;
}
