/* SPDX-License-Identifier: MIT */
/* The report as a JSON object, of which the line of JSON and the tables are made. */
#pragma once

#include "result/result.h"

#include <jansson.h>

/* Return a new object (docs/FORMATS.md, "The report"); unknown numbers are null. `*ok` becomes false when out of
 * memory; the object is then incomplete, or NULL. */
json_t *report_json_object(const struct result *result, bool *ok);
