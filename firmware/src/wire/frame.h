/* SPDX-License-Identifier: MIT */
/*
 * The wire format, once, for the firmware and the host. A frame is one ASCII line:
 *
 *   TYPE,field,field,...*CCCC\n
 *
 * CCCC is the CRC-16 (crc16.h) of every byte before the '*', in four upper-case hexadecimal digits. The types
 * and their fields are in vocabulary.h. No heap, no floating point, no state outside the caller's structures.
 */
#ifndef FRAME_H
#define FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FRAME_PROTOCOL_VERSION 1
#define FRAME_LINE_MAX 240 /* with its '\n'; a longer line is rejected */
#define FRAME_STRIPS_MAX 16
#define FRAME_IMU_AXES 6
#define FRAME_FIELDS_MAX 32 /* of one line, its type included */

/* ---- Encoding ---- */

/* A line being written into the caller's buffer; `length` is valid after frame_end. */
struct frame_writer {
    char *line;
    uint16_t size;
    uint16_t length;
    bool overflow;
};

/* Start a line of `type` in `line` (`size` bytes). */
void frame_begin(struct frame_writer *writer, char *line, uint16_t size, char type);
/* Add a field. In texts, bytes that would break the line (',', '*', control and non-ASCII ones) become '_'.
 */
void frame_add_unsigned(struct frame_writer *writer, uint32_t value);
void frame_add_signed(struct frame_writer *writer, int32_t value);
void frame_add_text(struct frame_writer *writer, const char *text);
void frame_add_empty(struct frame_writer *writer);
/* Add a field key=value. */
void frame_add_key_text(struct frame_writer *writer, const char *key, const char *value);
void frame_add_key_unsigned(struct frame_writer *writer, const char *key, uint32_t value);
/* Add a field key=value, the value in exactly `digits` upper-case hexadecimal digits. */
void frame_add_key_hex(struct frame_writer *writer, const char *key, uint32_t value, uint8_t digits);
/* Append "*CCCC\n", without a terminator. Returns the line's length in bytes, or 0 when the buffer is too
 * small. */
uint16_t frame_end(struct frame_writer *writer);

/* ---- Decoding ---- */

/* Why a line was rejected. Each has a counter in the decoder. */
enum frame_reject {
    FRAME_ACCEPTED,
    FRAME_PARTIAL_FIRST, /* the end of a line that began before the receiver listened */
    FRAME_TOO_LONG,
    FRAME_NO_CHECKSUM, /* no '*' and four hexadecimal digits at the end */
    FRAME_BAD_CHECKSUM,
    FRAME_BAD_TYPE,   /* checksum right, type unknown: a newer firmware */
    FRAME_BAD_FIELDS, /* checksum right, fields do not fit the type */
    FRAME_REJECT_COUNT
};

/* A rejection in plain words, such as "checksum wrong". */
const char *frame_reject_name(enum frame_reject reject);

/*
 * A checked line of printable ASCII, split at its commas. It points into the decoder and is valid until the
 * next frame_decoder_feed. It has the fields that every line of its type has: C 5, D 3, E and N 2, others 1.
 */
struct frame_line {
    char type;                           /* WIRE_HELLO ... (vocabulary.h) */
    uint8_t field_count;                 /* the type not counted */
    const char *field[FRAME_FIELDS_MAX]; /* terminated; may be empty */
};

struct frame_decoder {
    char line[FRAME_LINE_MAX + 1];
    uint16_t length;
    bool skipping;                         /* the line is too long: wait for its end */
    bool first;                            /* attached in mid-stream, no newline yet */
    uint32_t rejected[FRAME_REJECT_COUNT]; /* lines by reason, [FRAME_ACCEPTED] included */
};

/* `mid_stream`: the receiver may have attached in the middle of a line, so a first line with a wrong checksum
 * is FRAME_PARTIAL_FIRST and no error. */
void frame_decoder_init(struct frame_decoder *decoder, bool mid_stream);

/*
 * Consume bytes up to and including the next newline, at most `count`; returns how many. Call again with the
 * rest.
 * `*result`: whether a line was completed and accepted; then `*line` is filled in. Blank lines are ignored;
 * "\r\n" ends a line as "\n" does. After garbage it resynchronises at the next newline.
 */
size_t frame_decoder_feed(struct frame_decoder *decoder, const void *bytes, size_t count,
                          struct frame_line *line, bool *result);

/* Fields of a D line. */
struct frame_data {
    uint16_t seq;
    uint32_t t_us;
    uint8_t strip_count;
    uint16_t strip[FRAME_STRIPS_MAX];
    bool has_imu_fields;         /* the line has the six IMU fields */
    bool imu_valid;              /* and they are not empty */
    int16_t imu[FRAME_IMU_AXES]; /* ax, ay, az, gx, gy, gz */
};

/* Parse a D line of a device with `strip_count` strips (1 to 16). False when it is none; the line then counts
 * as FRAME_BAD_FIELDS instead of as accepted. */
bool frame_parse_data(struct frame_decoder *decoder, const struct frame_line *line, uint8_t strip_count,
                      struct frame_data *data);

/* The value of `key` in a line of key=value fields, or NULL. Valid as long as the line. */
const char *frame_find_key(const struct frame_line *line, const char *key);

/* Parse an unsigned decimal number below 2^32; false when the field is anything else. */
bool frame_parse_unsigned(const char *field, uint32_t *value);

#endif
