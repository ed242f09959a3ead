/* SPDX-License-Identifier: MIT */
/* Arrays with one or a few values per row of a session. They use huge pages if the kernel has some, because
 * mapping thousands of small pages would take as long as the arithmetic. */
#pragma once

#include <stddef.h>

#define ROW_ARRAY_HUGE_PAGE_BYTES ((size_t)2 << 20) /* on most processors */

/* Allocate count * size bytes. NULL when out of memory or if the product is too large. Release with free. */
void *row_array_alloc(size_t count, size_t size);
