/* SPDX-License-Identifier: MIT */
#include "heap.h"

#include "numeric/row_array.h"

#include <stdlib.h>

#ifdef __GLIBC__
#include <malloc.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#define FIRST_BYTES 4096          /* size of the heap before its huge pages */
#define GROWTH_BYTES (32 << 20)   /* the heap grows by this; unused pages cost nothing */
#define MMAP_MAX_BYTES (32 << 20) /* glibc accepts no larger M_MMAP_THRESHOLD */
#define TRIM_BYTES (256 << 20)    /* free memory at the end of the heap is kept up to this */

/* Reuse freed memory instead of returning it to the system. */
static void keep_memory(void)
{
    (void)mallopt(M_MMAP_THRESHOLD, MMAP_MAX_BYTES);
    (void)mallopt(M_TRIM_THRESHOLD, TRIM_BYTES);
}

/* Ask for huge pages. The kernel grants one only if none of its bytes was touched before madvise, so the heap
 * begins just before a huge page: the allocator's first bytes lie outside it. */
static void use_huge_pages(void)
{
    uintptr_t now = (uintptr_t)sbrk(0);
    uintptr_t from = (now + FIRST_BYTES + ROW_ARRAY_HUGE_PAGE_BYTES - 1) / ROW_ARRAY_HUGE_PAGE_BYTES *
                     ROW_ARRAY_HUGE_PAGE_BYTES;
    if (now == UINTPTR_MAX || sbrk((intptr_t)(from - FIRST_BYTES - now)) == (void *)-1)
        return;
    (void)mallopt(M_TOP_PAD, GROWTH_BYTES);
    void *volatile first = malloc(1); /* creates the heap */
    free(first);
    uintptr_t end = (uintptr_t)sbrk(0);
#ifdef MADV_HUGEPAGE
    if (end > from)
        (void)madvise((void *)from, end - from, MADV_HUGEPAGE); /* only an optimisation: may fail */
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
