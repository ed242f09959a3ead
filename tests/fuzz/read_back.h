/* SPDX-License-Identifier: MIT */
/* The analyzer's session reader, for a target that includes the logger's headers. */
#pragma once

#include <stddef.h>

/* Check a session file that the logger closed: of its `rows` rows, the analyzer rejects `rejected` and reads the
 * others, and reports `lost` missing frames. It may refuse the file only if it rejects every row. */
void read_back_check(const char *path, size_t rows, size_t rejected, size_t lost);
