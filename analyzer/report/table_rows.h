/* SPDX-License-Identifier: MIT */
/* The rows of the tables, as JSON objects with the names of docs/FORMATS.md, "Tables". */
#pragma once

#include "result/result.h"

#include <jansson.h>
#include <stdbool.h>

/* Return a new list with an object per row. `*ok` becomes false when out of memory. `report` is the result's report. */
typedef json_t *table_rows_function(const struct result *result, const json_t *report, bool *ok);

table_rows_function table_rows_session; /* one row without values */
table_rows_function table_rows_spots;   /* by rank */
table_rows_function table_rows_visits;  /* by time */
table_rows_function table_rows_strokes; /* by time */
table_rows_function table_rows_profile; /* by position */
