/* SPDX-License-Identifier: MIT */
#include "numeric/row_array.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

void *row_array(size_t count, size_t size)
{
    void *array;
    if (size != 0 && count > SIZE_MAX / 2 / size)
        return NULL;
    size_t bytes = count * size;
    if (bytes < ROW_ARRAY_HUGE_PAGE)
        return malloc(bytes);
    if (posix_memalign(&array, ROW_ARRAY_HUGE_PAGE, bytes) != 0)
        return NULL;
#ifdef MADV_HUGEPAGE
    (void)madvise(array, bytes / ROW_ARRAY_HUGE_PAGE * ROW_ARRAY_HUGE_PAGE,
                  MADV_HUGEPAGE); /* refused, it is as slow as before */
#endif
    return array;
}
