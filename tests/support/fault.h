/* SPDX-License-Identifier: MIT */
/* For `make faults`, which collects what held of the table in docs/FAULTS.md. */
#ifndef FAULT_H
#define FAULT_H

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

/* Report that the fault of a row was tried `tries` times, with this result. Call it after the asserts. */
static inline void fault_held(const char *row, const char *fault, size_t tries, const char *result)
{
    printf("fault: %s | %s | %zu | %s\n", row, fault, tries, result);
}

/* How often to try a fault: FAULTS_TRIES of the environment (`make faults`: 1000), else `by_default`. */
static inline unsigned fault_tries(unsigned by_default)
{
    const char *tries = getenv("FAULTS_TRIES");
    return tries && atoi(tries) > 0 ? (unsigned)atoi(tries) : by_default;
}

#endif
