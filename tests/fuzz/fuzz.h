/* SPDX-License-Identifier: MIT */
/*
 * Shared by the fuzz targets. A target is a file of tests/fuzz/ that defines LLVMFuzzerTestOneInput. `make
 * fuzz` links it with libFuzzer; `make test` links it with replay.c, which runs it over the inputs in
 * tests/fuzz/corpus/TARGET/: those that once broke something, and some that reach much of the code.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* Called by libFuzzer. Returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

/* Assert what must hold for every input; libFuzzer keeps an input that violates it. */
#define FUZZ_HOLDS(condition)                                                                                \
    do {                                                                                                     \
        if (!(condition)) {                                                                                  \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition);                   \
            abort();                                                                                         \
        }                                                                                                    \
    } while (0)

#endif
