/* SPDX-License-Identifier: MIT */
/* Shared by the fuzz targets. A target is a file in tests/fuzz/ that defines LLVMFuzzerTestOneInput. `make
 * fuzz` links it with libFuzzer; `make test` links it with replay.c, which runs it on the inputs in
 * tests/fuzz/corpus/TARGET/: some once revealed a bug, others reach much of the code. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* Run the target on an input; libFuzzer calls it. Returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

/* Assert a condition for every input; libFuzzer saves an input that violates it. */
#define FUZZ_HOLDS(condition)                                                                                          \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition);                             \
            abort();                                                                                                   \
        }                                                                                                              \
    } while (0)
