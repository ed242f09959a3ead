/* SPDX-License-Identifier: MIT */
/*
 * What the fuzz targets share. A target is a file of tests/fuzz/ that defines LLVMFuzzerTestOneInput. `make
 * fuzz` links it with libFuzzer; `make test` links it with replay.c, which runs it over the inputs in
 * tests/fuzz/corpus/TARGET/ that once broke something or that reach far.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* The name that libFuzzer calls. Returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

/* What must hold for every input; libFuzzer keeps the input where it does not. */
#define FUZZ_HOLDS(condition)                                                                                \
    do {                                                                                                     \
        if (!(condition)) {                                                                                  \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition);                   \
            abort();                                                                                         \
        }                                                                                                    \
    } while (0)

#endif
