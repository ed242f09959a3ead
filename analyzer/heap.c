/* SPDX-License-Identifier: MIT */
#include "heap.h"

#include "numeric/row_array.h"

#include <stdlib.h>

#ifdef __GLIBC__
#include <malloc.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#define FIRST_BYTES 4096        /* of the heap, before its huge pages */
#define GROWTH_BYTES (32 << 20) /* the heap grows by this; unused pages cost nothing */

/* Memory that one step frees is reused by the next one instead of being returned to the system. (32 MiB is
 * the largest threshold that can be set.) */
static void keep_memory(void)
{
    (void)mallopt(M_MMAP_THRESHOLD, 32 << 20);
    (void)mallopt(M_TRIM_THRESHOLD, 256 << 20);
}

/* The kernel makes a page a huge one only if none of its bytes was touched before madvise. So the heap begins
 * a little before a huge page, with the allocator's own first bytes. */
static void use_huge_pages(void)
{
    uintptr_t now = (uintptr_t)sbrk(0);
    uintptr_t from = (now + FIRST_BYTES + ROW_ARRAY_HUGE_PAGE_BYTES - 1) / ROW_ARRAY_HUGE_PAGE_BYTES *
                     ROW_ARRAY_HUGE_PAGE_BYTES;
    if (now == UINTPTR_MAX || sbrk((intptr_t)(from - FIRST_BYTES - now)) == (void *)-1)
        return;
    (void)mallopt(M_TOP_PAD, GROWTH_BYTES);
    void *volatile first = malloc(1); /* the heap exists from now on */
    free(first);
    uintptr_t end = (uintptr_t)sbrk(0);
#ifdef MADV_HUGEPAGE
    if (end > from)
        (void)madvise((void *)from, end - from, MADV_HUGEPAGE); /* if refused, it is only slower */
#endif
}

void heap_prepare(void)
{
    keep_memory();
    use_huge_pages();
}

#else

void heap_prepare(void)
{
}

#endif
