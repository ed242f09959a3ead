/* SPDX-License-Identifier: MIT */
#include "numeric/row_array.h"

#include <stdint.h>
#include <stdlib.h>

void *row_array_alloc(size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / 2 / size) /* no malloc has more than half of the address space */
        return NULL;
    return malloc(count * size);
}
