/* SPDX-License-Identifier: MIT */
/* cmocka with the headers it wants, in the order it wants them. */
#ifndef CHECK_H
#define CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* For `make faults`: a fault of the table in docs/FAULTS.md was injected so many times, and held. Call it
 * after the asserts. */
static inline void fault_held(const char *row, const char *fault, unsigned long tries, const char *result)
{
    printf("fault: %s | %s | %lu | %s\n", row, fault, tries, result);
}

/* How often a fault is tried: as many times as FAULTS_TRIES says (`make faults`: 1000), else `usually`. */
static inline unsigned fault_tries(unsigned usually)
{
    const char *told = getenv("FAULTS_TRIES");
    return told && atoi(told) > 0 ? (unsigned)atoi(told) : usually;
}

#endif
