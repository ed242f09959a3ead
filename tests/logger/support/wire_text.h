/* SPDX-License-Identifier: MIT */
/* The device's side of the wire for tests: lines with their checksums, collected in memory. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define WIRE_PERIOD_US 9984

struct wire_text {
    char *bytes;
    size_t length;
    size_t capacity;
};

/* Add one line, with its checksum and a newline. */
void wire_add(struct wire_text *wire, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Add bytes as they are. */
void wire_add_raw(struct wire_text *wire, const void *bytes, size_t length);
/* Add the H line and the eight C lines of a roller with an IMU. */
void wire_add_hello(struct wire_text *wire, const char *boot);
/* Add a D line whose values all follow from its seq: strip i reads (7 seq + i) % 1000. */
void wire_add_data(struct wire_text *wire, unsigned seq, uint32_t t_us);
/* Add the D lines of `count` frames, one per period; the first has seq `first` and time `t_us`. */
void wire_add_frames(struct wire_text *wire, unsigned first, unsigned count, uint32_t t_us);
void wire_free(struct wire_text *wire);
