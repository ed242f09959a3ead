/* SPDX-License-Identifier: MIT */
/* Results for `make faults`, which compares them with the table in docs/FAULTS.md. */
#pragma once

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

/* Report that a row's fault was injected `tries` times, with this result. Call it after the asserts. */
static inline void fault_held(const char *row, const char *fault, size_t tries, const char *result)
{
    printf("fault: %s | %s | %zu | %s\n", row, fault, tries, result);
}

/* Number of times to inject a fault: $FAULTS_TRIES (`make faults`: 1000), else `default_tries`. */
static inline unsigned fault_tries(unsigned default_tries)
{
    const char *tries = getenv("FAULTS_TRIES");
    return tries && atoi(tries) > 0 ? (unsigned)atoi(tries) : default_tries;
}
