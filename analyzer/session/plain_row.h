/* SPDX-License-Identifier: MIT */
/*
 * A row of plain numbers, straight out of the buffer.
 *
 * Nearly every line of a session holds nothing but unquoted whole numbers, a time with decimals and no event,
 * and all of them are good. Such a line is read here in a single pass. Any other is left to libcsv
 * (row_reader.h), which also has the words for what is wrong with it. What is read here is what would be read
 * there.
 */
#ifndef PLAIN_ROW_H
#define PLAIN_ROW_H

#include "session/columns.h"
#include "session/session_rows.h"

#include <stddef.h>

/*
 * Read the line that `text` (line_reader_unread) begins with into `*row` and `*seq` (-1 = empty). `text` has
 * its end marked by a 0, at or behind the line's end, and LINE_READER_SLACK bytes behind that. Returns the
 * bytes of the line, its end included; 0 when it is no good row of plain numbers, or not there to its end:
 * `*row` then holds nothing of use.
 */
size_t plain_row_read(const struct columns *columns, double adc_full_scale, const char *text,
                      struct session_row *row, double *seq);

#endif
