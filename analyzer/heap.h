/* SPDX-License-Identifier: MIT */
/* How this program wants its memory from the C library. */
#ifndef HEAP_H
#define HEAP_H

/*
 * To be called before anything is allocated. What an analysis gives back stays with the program, and the
 * first 32 MiB come in huge pages: the kernel's work for small ones would be a tenth of the time of a session
 * of some minutes (row_array.h does the same for long ones). Does nothing where the library or the system
 * knows no such thing.
 */
void heap_prepare(void);

#endif
