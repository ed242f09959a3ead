/* SPDX-License-Identifier: MIT */
/* For `make faults`: a row of the table in docs/FAULTS.md held. */
#ifndef FAULT_H
#define FAULT_H

#include <stdio.h>

/* Say that the fault was tried so many times, and what came of it. Call it after the asserts. */
static inline void fault_held(const char *row, const char *fault, size_t tries, const char *result)
{
    printf("fault: %s | %s | %zu | %s\n", row, fault, tries, result);
}

#endif
