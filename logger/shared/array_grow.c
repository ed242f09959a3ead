/* SPDX-License-Identifier: MIT */
#include "shared/array_grow.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_CAPACITY 16

bool array_grow(void *array, size_t *capacity, size_t needed, size_t element_size)
{
    if (needed <= *capacity)
        return true;
    size_t new_capacity = *capacity > 0 ? 2 * *capacity : FIRST_CAPACITY;
    if (new_capacity < needed)
        new_capacity = needed;
    if (new_capacity > SIZE_MAX / element_size)
        return false;
    void *elements; /* copied with memcpy, because the pointer's type is unknown here */
    memcpy(&elements, array, sizeof elements);
    void *grown = realloc(elements, new_capacity * element_size);
    if (grown == NULL)
        return false;
    *capacity = new_capacity;
    memcpy(array, &grown, sizeof grown);
    return true;
}
