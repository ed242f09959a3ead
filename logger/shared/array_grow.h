/* SPDX-License-Identifier: MIT */
/* Arrays on the heap that grow element by element. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Ensure that an array has room for `needed` elements. `array` is the address of the pointer to the first
 * element; the pointer is NULL and `*capacity`, in elements, is 0 before the first call. When the array is full,
 * its capacity at least doubles, so adding n elements one by one takes O(n). The caller frees the array.
 * False when out of memory; the array is unchanged then. */
bool array_grow(void *array, size_t *capacity, size_t needed, size_t element_size);
