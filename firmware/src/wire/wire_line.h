/* SPDX-License-Identifier: MIT */
/* The codec of the wire, shared by the firmware and the host. The wire carries only lines of ASCII text:
 *
 *   TYPE,field,field,...*CCCC\n
 *
 * CCCC is the CRC-16 (crc16.h) of every byte before the '*', in four upper-case hexadecimal digits. The types
 * and their fields are in vocabulary.h. No heap, no floating point, no static state. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WIRE_PROTOCOL_VERSION 1
#define WIRE_LINE_MAX 240 /* bytes, '\n' included; longer lines are rejected */
#define WIRE_STRIPS_MAX 16
#define WIRE_IMU_AXES 6
#define WIRE_FIELDS_MAX 32 /* fields per line, the type included */

/* ---- Encoding ---- */

/* A line that is being written into a buffer owned by the caller; `length` is valid after wire_line_end. */
struct wire_line_writer {
    char *line;
    uint16_t size;
    uint16_t length;
    bool overflow;
};

/* Start a line of `type` in `line` (`size` bytes). */
void wire_line_begin(struct wire_line_writer *writer, char *line, uint16_t size, char type);
/* Add a field. In text, bytes that would break the line (',', '*', control and non-ASCII characters) become '_'. */
void wire_line_add_unsigned(struct wire_line_writer *writer, uint32_t value);
void wire_line_add_signed(struct wire_line_writer *writer, int32_t value);
void wire_line_add_text(struct wire_line_writer *writer, const char *text);
void wire_line_add_empty(struct wire_line_writer *writer);
/* Add a field key=value. */
void wire_line_add_key_text(struct wire_line_writer *writer, const char *key, const char *value);
void wire_line_add_key_unsigned(struct wire_line_writer *writer, const char *key, uint32_t value);
/* Add a field key=value whose value has exactly `digits` upper-case hexadecimal digits. */
void wire_line_add_key_hex(struct wire_line_writer *writer, const char *key, uint32_t value, uint8_t digits);
/* Append "*CCCC\n", without a NUL. Returns the length of the line, 0 if the buffer is too small. */
uint16_t wire_line_end(struct wire_line_writer *writer);

/* ---- Decoding ---- */

/* The result of checking a line: accepted, or why it was rejected. The decoder counts the lines of each verdict. */
enum wire_verdict {
    WIRE_LINE_ACCEPTED,
    WIRE_LINE_PARTIAL_FIRST, /* the rest of a line that began before the receiver attached */
    WIRE_LINE_TOO_LONG,
    WIRE_LINE_NO_CHECKSUM, /* does not end with '*' and four hexadecimal digits */
    WIRE_LINE_BAD_CHECKSUM,
    WIRE_LINE_BAD_TYPE,   /* checksum correct, but type unknown, e.g. from a newer firmware */
    WIRE_LINE_BAD_FIELDS, /* checksum correct, but the fields do not fit the type */
    WIRE_VERDICT_COUNT
};

/* Return the verdict in words, such as "checksum wrong". */
const char *wire_verdict_name(enum wire_verdict verdict);

/* An accepted line, split at its commas. Its fields are printable ASCII, point into the decoder and are valid
 * until the next wire_decoder_feed. A line has at least the required fields of its type (vocabulary.h); H and S
 * have at least one. */
struct wire_line {
    char type;                          /* WIRE_HELLO and so on (vocabulary.h) */
    uint8_t field_count;                /* without the type */
    const char *field[WIRE_FIELDS_MAX]; /* NUL-terminated; may be empty */
};

struct wire_decoder {
    char line[WIRE_LINE_MAX + 1];
    uint16_t length;
    bool skipping;                           /* the line is too long, so its bytes are discarded */
    bool mid_stream;                         /* the first line may lack its start; cleared by the first newline */
    uint32_t line_count[WIRE_VERDICT_COUNT]; /* lines received, by verdict */
};

/* Initialise a decoder. If `mid_stream`, the receiver may have attached in the middle of a line: a first line
 * without a correct checksum then counts as WIRE_LINE_PARTIAL_FIRST (WIRE_LINE_TOO_LONG if it is too long), which is
 * not an error. */
void wire_decoder_init(struct wire_decoder *decoder, bool mid_stream);

/* Consume the bytes up to and including the next newline, at most `count`. Returns the number of bytes consumed; call
 * again with the rest. If the bytes completed a line and it was accepted, `*accepted` is true and `*line` is filled in.
 * Blank lines are ignored; a line may also end with "\r\n". After garbage the decoder resynchronises at the next
 * newline. */
size_t wire_decoder_feed(struct wire_decoder *decoder, const void *bytes, size_t count, struct wire_line *line,
                         bool *accepted);

/* Reject the latest accepted line, because its fields do not fit its type: count it as WIRE_LINE_BAD_FIELDS instead of
 * WIRE_LINE_ACCEPTED. Call at most once per line. */
void wire_decoder_reject(struct wire_decoder *decoder);

/* The fields of a D line. */
struct wire_frame {
    uint16_t seq;
    uint32_t t_us;
    uint8_t strip_count;
    uint16_t strip[WIRE_STRIPS_MAX];
    bool has_imu_fields;        /* the line has the six IMU fields */
    bool imu_valid;             /* the six IMU fields are present and not empty; else `imu` has no values */
    int16_t imu[WIRE_IMU_AXES]; /* ax, ay, az, gx, gy, gz */
};

/* Parse a D line from a device with `strip_count` strips (1 to 16). If it is not a D line with
 * that many strips, reject it (wire_decoder_reject) and return false. */
bool wire_decoder_parse_data(struct wire_decoder *decoder, const struct wire_line *line, uint8_t strip_count,
                             struct wire_frame *frame);

/* Find the value of `key` in a line of key=value fields; NULL if the key is missing. The text is valid as long
 * as the line. */
const char *wire_line_find_key(const struct wire_line *line, const char *key);

/* Parse an unsigned decimal number below 2^32; false if the field is anything else. */
bool wire_parse_unsigned(const char *field, uint32_t *value);
