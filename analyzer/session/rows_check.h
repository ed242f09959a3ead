/* SPDX-License-Identifier: MIT */
/* Messages about the rows of a session that could not be used or were moved. */
#pragma once

#include "session/metadata.h"
#include "session/notes.h"
#include "session/row_reader.h"
#include "shared/failure.h"

/* Check that most rows were read, and add a note on the others. A spreadsheet's mistake spoils whole columns, and what
 * is left of such a table would be no session. False, with the failure set, if too few were read; it names the first
 * bad row. `file` and `header_line`, the line of the header row, are for the message. */
bool rows_check_rejected(const struct row_reader *reader, const char *file, size_t header_line, struct notes *notes,
                         struct failure *failure);

/* Check that no readings of 1000 or more were written like 1.000, which reads as a fraction. False, with the failure
 * set, if those in a column of a strip or of the motion sensor look so: spreadsheets format columns. */
bool rows_check_thousands(const struct session_table *session, const struct columns *columns, const char *file,
                          struct failure *failure);

/* Add notes if the strips or the accelerometer read so little or so much that they cannot be raw counts. */
void rows_check_note_units(const struct session_table *session, struct notes *notes);

/* Add a note on words in the event cells that are no events. */
void rows_check_note_events(const struct unknown_events *unknown, struct notes *notes);

/* Add notes on rows that were moved in time. */
void rows_check_note_order(const struct row_order *order, struct notes *notes);

/* Add a note if the end line is missing, or counts other rows than those in the file. */
void rows_check_note_end(const struct metadata_end *end, size_t rows_in_file, struct notes *notes);
