/* SPDX-License-Identifier: MIT */
/* The device's side of the wire for tests: lines with their checksums, collected in memory. */
#ifndef WIRE_TEXT_H
#define WIRE_TEXT_H

#include <stddef.h>
#include <stdint.h>

#define WIRE_PERIOD_US 9984

struct wire_text {
    char *bytes;
    size_t length;
    size_t capacity;
};

/* Add one line; the checksum and the newline are put behind it. */
void wire_add(struct wire_text *wire, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Add bytes as they are. */
void wire_add_raw(struct wire_text *wire, const void *bytes, size_t length);
/* H and eight C lines of a roller with an IMU. */
void wire_add_hello(struct wire_text *wire, const char *boot);
/* A D line whose eight strips and IMU values all follow from its seq: strip i reads (7 seq + i) % 1000. */
void wire_add_data(struct wire_text *wire, unsigned seq, uint32_t t_us);
/* Frames seq = first ... first + count - 1, one each period, the first at t_us. */
void wire_add_frames(struct wire_text *wire, unsigned first, unsigned count, uint32_t t_us);
void wire_free(struct wire_text *wire);

#endif
