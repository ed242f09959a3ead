/* SPDX-License-Identifier: MIT */
/* The reports of many sessions as one table in CSV (docs/FORMATS.md, "Tables"): made of the same JSON object as the
 * line of JSON, so both show the same digits. */
#pragma once

#include "result/result.h"
#include "shared/text_buffer.h"

#include <stdbool.h>

enum report_table {
    REPORT_TABLE_NONE,
    REPORT_TABLE_SESSIONS, /* a row per session */
    REPORT_TABLE_SPOTS,
    REPORT_TABLE_VISITS,
    REPORT_TABLE_STROKES,
    REPORT_TABLE_PROFILE /* a row per bin of the profile */
};

/* Set the table from its name, such as "sessions". False if `name` is not a table's name. */
bool report_table_from_name(const char *name, enum report_table *table);

/* Add the row of column names. */
void report_table_add_header(struct text_buffer *out, enum report_table table);

/* Add the rows of a session. Sets out->failed when out of memory. */
void report_table_add_rows(struct text_buffer *out, enum report_table table, const struct result *result);
