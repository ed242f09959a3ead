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

#define FRAME_PROTOCOL_VERSION 1
#define FRAME_LINE_MAX 240 /* bytes, '\n' included; longer lines are rejected */
#define FRAME_STRIPS_MAX 16
#define FRAME_IMU_AXES 6
#define FRAME_FIELDS_MAX 32 /* fields per line, the type included */

/* ---- Encoding ---- */

/* A line that is being written into a buffer owned by the caller; `length` is valid after frame_end. */
struct frame_writer {
    char *line;
    uint16_t size;
    uint16_t length;
    bool overflow;
};

/* Start a line of `type` in `line` (`size` bytes). */
void frame_begin(struct frame_writer *writer, char *line, uint16_t size, char type);
/* Add a field. In text, bytes that would break the line (',', '*', control and non-ASCII characters) become '_'. */
void frame_add_unsigned(struct frame_writer *writer, uint32_t value);
void frame_add_signed(struct frame_writer *writer, int32_t value);
void frame_add_text(struct frame_writer *writer, const char *text);
void frame_add_empty(struct frame_writer *writer);
/* Add a field key=value. */
void frame_add_key_text(struct frame_writer *writer, const char *key, const char *value);
void frame_add_key_unsigned(struct frame_writer *writer, const char *key, uint32_t value);
/* Add a field key=value whose value has exactly `digits` upper-case hexadecimal digits. */
void frame_add_key_hex(struct frame_writer *writer, const char *key, uint32_t value, uint8_t digits);
/* Append "*CCCC\n", without a NUL. Returns the length of the line, 0 if the buffer is too small. */
uint16_t frame_end(struct frame_writer *writer);

/* ---- Decoding ---- */

/* The result of checking a line: accepted, or why it was rejected. The decoder counts the lines of each verdict. */
enum frame_verdict {
    FRAME_ACCEPTED,
    FRAME_PARTIAL_FIRST, /* the rest of a line that began before the receiver attached */
    FRAME_TOO_LONG,
    FRAME_NO_CHECKSUM, /* does not end with '*' and four hexadecimal digits */
    FRAME_BAD_CHECKSUM,
    FRAME_BAD_TYPE,   /* checksum correct, but type unknown, e.g. from a newer firmware */
    FRAME_BAD_FIELDS, /* checksum correct, but the fields do not fit the type */
    FRAME_VERDICT_COUNT
};

/* Return the verdict in words, such as "checksum wrong". */
const char *frame_verdict_name(enum frame_verdict verdict);

/* An accepted line, split at its commas. Its fields are printable ASCII, point into the decoder and are valid
 * until the next frame_decoder_feed. A line has at least the required fields of its type (vocabulary.h); H and S
 * have at least one. */
struct frame_line {
    char type;                           /* WIRE_HELLO and so on (vocabulary.h) */
    uint8_t field_count;                 /* without the type */
    const char *field[FRAME_FIELDS_MAX]; /* NUL-terminated; may be empty */
};

struct frame_decoder {
    char line[FRAME_LINE_MAX + 1];
    uint16_t length;
    bool skipping;                            /* the line is too long; discard bytes up to its end */
    bool mid_stream;                          /* the first line may lack its start; cleared by the first newline */
    uint32_t line_count[FRAME_VERDICT_COUNT]; /* lines received, by verdict */
};

/* Initialise a decoder. If `mid_stream`, the receiver may have attached in the middle of a line: a first line
 * without a correct checksum then counts as FRAME_PARTIAL_FIRST (FRAME_TOO_LONG if it is too long), which is not an
 * error. */
void frame_decoder_init(struct frame_decoder *decoder, bool mid_stream);

/* Consume the bytes up to and including the next newline, at most `count`. Returns the number of bytes consumed; call
 * again with the rest. If the bytes completed a line and it was accepted, `*accepted` is true and `*line` is filled in.
 * Blank lines are ignored; a line may also end with "\r\n". After garbage the decoder resynchronises at the next
 * newline. */
size_t frame_decoder_feed(struct frame_decoder *decoder, const void *bytes, size_t count, struct frame_line *line,
                          bool *accepted);

/* Reject the latest accepted line after all, because its fields do not fit its type: count it as FRAME_BAD_FIELDS
 * instead of FRAME_ACCEPTED. Call at most once per line. */
void frame_decoder_reject(struct frame_decoder *decoder);

/* The fields of a D line. */
struct frame_data {
    uint16_t seq;
    uint32_t t_us;
    uint8_t strip_count;
    uint16_t strip[FRAME_STRIPS_MAX];
    bool has_imu_fields;         /* the line has the six IMU fields */
    bool imu_valid;              /* the six IMU fields are present and not empty; else `imu` has no values */
    int16_t imu[FRAME_IMU_AXES]; /* ax, ay, az, gx, gy, gz */
};

/* Parse a D line from a device with `strip_count` strips (1 to 16). If it is not a D line with
 * that many strips, reject it (frame_decoder_reject) and return false. */
bool frame_parse_data(struct frame_decoder *decoder, const struct frame_line *line, uint8_t strip_count,
                      struct frame_data *data);

/* Find the value of `key` in a line of key=value fields; NULL if the key is missing. The text is valid as long
 * as the line. */
const char *frame_find_key(const struct frame_line *line, const char *key);

/* Parse an unsigned decimal number below 2^32; false if the field is anything else. */
bool frame_parse_unsigned(const char *field, uint32_t *value);
