/* SPDX-License-Identifier: MIT */
/* The analyzer's reader, for a target that has the logger's headers. */
#ifndef READ_BACK_H
#define READ_BACK_H

#include <stddef.h>

/* What must hold of a session file that the logger closed: it is read whole, `rejected` of its `rows` left
 * out, and so many frames are lost. It may be refused only when no row is left. */
void read_back_check(const char *path, size_t rows, size_t rejected, size_t lost);

#endif
