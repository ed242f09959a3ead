/* SPDX-License-Identifier: MIT */
#include "numeric/row_array.h"

#include "platform/platform.h"

#include <stdint.h>
#include <stdlib.h>

void *row_array_alloc(size_t count, size_t size)
{
    void *array;
    if (size != 0 && count > SIZE_MAX / 2 / size) /* half of SIZE_MAX, so that rounding up below cannot overflow */
        return NULL;
    size_t bytes = count * size;
    if (bytes < ROW_ARRAY_HUGE_PAGE_BYTES)
        return malloc(bytes);
    /* Allocate whole huge pages: in a remainder of small pages, every 4 kB costs a page fault. */
    size_t pages = (bytes + ROW_ARRAY_HUGE_PAGE_BYTES - 1) / ROW_ARRAY_HUGE_PAGE_BYTES;
    bytes = pages * ROW_ARRAY_HUGE_PAGE_BYTES;
    if (posix_memalign(&array, ROW_ARRAY_HUGE_PAGE_BYTES, bytes) != 0)
        return NULL;
    platform_use_huge_pages(array, bytes);
    return array;
}
