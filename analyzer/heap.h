/* SPDX-License-Identifier: MIT */
/* How the C library allocates memory for this program. */
#ifndef HEAP_H
#define HEAP_H

/*
 * Call before anything is allocated. Freed memory stays with the program, and the first 32 MiB are huge
 * pages: small ones would double the time for a session of three minutes (12 of 25 ms), and cost 50 of 170 ms
 * for an hour. Does nothing without glibc.
 */
void heap_prepare(void);

#endif
