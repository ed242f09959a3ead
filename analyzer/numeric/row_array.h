/* SPDX-License-Identifier: MIT */
/*
 * Memory for an array with a value, or a few, for each row of a session.
 *
 * A long session has arrays of megabytes. Taken in pages of 4 KiB, the kernel is asked for thousands of them,
 * which costs about as much as the arithmetic on a row; so these are offered to it as huge pages. What does
 * not fill one stays in small ones.
 */
#ifndef ROW_ARRAY_H
#define ROW_ARRAY_H

#include <stddef.h>

#define ROW_ARRAY_HUGE_PAGE                                                                                  \
    ((size_t)2 << 20) /* bytes, of most processors; on others this is only a little less use */

/* Room for `count` times `size` bytes, to be given back by free; NULL when memory is short. */
void *row_array(size_t count, size_t size);

#endif
