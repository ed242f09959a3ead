/* SPDX-License-Identifier: MIT */
/* One row of a session, as the logger writes rows: only numbers and known events pass. */
#pragma once

#include "session/columns.h"
#include "text/csv_fields.h"
#include "session/dialect.h"
#include "shared/text_buffer.h"

#include <stdbool.h>
#include <stddef.h>

/* Add the header row of the columns that are known: in the logger's order, and of the IMU all or none. */
void anonymous_row_add_columns(struct text_buffer *out, const struct columns *columns);

/* Add the row in `line`. False, with nothing added, if it is not a valid row. */
bool anonymous_row_add(struct text_buffer *out, const struct columns *columns, const struct dialect *dialect,
                       struct csv_fields *fields, const char *line, size_t length);
