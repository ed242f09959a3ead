/* SPDX-License-Identifier: MIT */
/* Keeps every line of JSON that a test sees, so that run-tests.sh can validate them all against docs/schema/. */
#pragma once

#include <stddef.h>

/* Add the output to the folder $ROLLER_JSON_SEEN, if it is lines of JSON that docs/schema/ describes.
 * Without the variable nothing is kept. */
void json_seen_add(const char *bytes, size_t length);
