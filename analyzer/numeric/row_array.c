/* SPDX-License-Identifier: MIT */
#include "numeric/row_array.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

void *row_array_alloc(size_t count, size_t size)
{
    void *array;
    if (size != 0 && count > SIZE_MAX / 2 / size)
        return NULL;
    size_t bytes = count * size;
    if (bytes < ROW_ARRAY_HUGE_PAGE_BYTES)
        return malloc(bytes);
    if (posix_memalign(&array, ROW_ARRAY_HUGE_PAGE_BYTES, bytes) != 0)
        return NULL;
#ifdef MADV_HUGEPAGE
    /* only an optimisation: if the kernel refuses, small pages are used */
    (void)madvise(array, bytes / ROW_ARRAY_HUGE_PAGE_BYTES * ROW_ARRAY_HUGE_PAGE_BYTES, MADV_HUGEPAGE);
#endif
    return array;
}
