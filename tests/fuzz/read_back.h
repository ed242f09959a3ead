/* SPDX-License-Identifier: MIT */
/* The analyzer's reader, for a target that includes the logger's headers. */
#ifndef READ_BACK_H
#define READ_BACK_H

#include <stddef.h>

/* Check a session file that the logger closed: it is read completely, `rejected` of its `rows` are left out,
 * and `lost` frames are missing. It may be refused only if no row remains. */
void read_back_check(const char *path, size_t rows, size_t rejected, size_t lost);

#endif
