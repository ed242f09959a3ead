/* SPDX-License-Identifier: MIT */
#include "row_array.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

#define HUGE_PAGE_BYTES ((size_t)2 << 20) /* of most processors; on others this is only a little less use */

void *row_array(size_t count, size_t size)
{
    void *array;
    if (size != 0 && count > SIZE_MAX / 2 / size)
        return NULL;
    size_t bytes = count * size;
    if (bytes < HUGE_PAGE_BYTES)
        return malloc(bytes);
    if (posix_memalign(&array, HUGE_PAGE_BYTES, bytes) != 0)
        return NULL;
#ifdef MADV_HUGEPAGE
    (void)madvise(array, bytes / HUGE_PAGE_BYTES * HUGE_PAGE_BYTES, MADV_HUGEPAGE); /* refused, it is as slow as before */
#endif
    return array;
}
