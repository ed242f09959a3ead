/* SPDX-License-Identifier: MIT */
/* Arrays with one or a few values per row of a session. session_table_reserve_heap makes room for all of them. */
#pragma once

#include <stddef.h>

/* Allocate count * size bytes. NULL when out of memory or if the product is too large. Release with free. */
void *row_array_alloc(size_t count, size_t size);
