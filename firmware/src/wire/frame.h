/* SPDX-License-Identifier: MIT */
/*
 * The wire format, once, for the firmware and the host.
 *
 * A frame is one ASCII line:  TYPE,field,field,...*CCCC\n
 * CCCC is the CRC-16 (crc16.h) of every byte before the '*', in four upper-case hexadecimal digits.
 *
 *   H,key=value,...             who the device is; at boot and on '?'
 *   C,strip,angle_deg,k_n,p,source[,day]   calibration, one per strip, after H
 *   D,seq,t_us,strip0..N-1[,ax,ay,az,gx,gy,gz]   a reading; IMU fields absent without an IMU, all six empty
 * while it does not answer E,t_us,name[,value]         an event S,t_us,key=value,...        counters, every
 * second A,command[,rate_hz] / N,command,reason   answer to a command; the exact rate after R only
 *
 * No heap, no floating point, no state outside the caller's structures; usable with any chunk size.
 */
#ifndef FRAME_H
#define FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define FRAME_PROTOCOL_VERSION 1
#define FRAME_LINE_MAX 240 /* longest line with its '\n'; a longer one is rejected whole */
#define FRAME_STRIPS_MAX 16
#define FRAME_IMU_AXES 6
#define FRAME_FIELDS_MAX 32 /* fields of one line, its type included */

/* ---- Encoding ---- */

/* A line being written into the caller's buffer. The owner may look at `length` after frame_end. */
struct frame_writer {
    char *line;
    uint16_t size;
    uint16_t length;
    bool overflow;
};

/* Start a line of `type` in `line` (`size` bytes). */
void frame_begin(struct frame_writer *writer, char *line, uint16_t size, char type);
/* Add one field. Bytes of texts that would break the line (',', '*', control and non-ASCII ones) become '_'.
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
/* Append "*CCCC\n". Returns the line's length in bytes, or 0 when it did not fit the buffer. No terminator.
 */
uint16_t frame_end(struct frame_writer *writer);

/* ---- Decoding ---- */

/* Why a line was not taken. Each has a counter in the decoder. */
enum frame_reject {
    FRAME_ACCEPTED,
    FRAME_PARTIAL_FIRST, /* the rest of a line that began before the receiver listened */
    FRAME_TOO_LONG,
    FRAME_NO_CHECKSUM, /* no '*' and four hexadecimal digits at the end */
    FRAME_BAD_CHECKSUM,
    FRAME_BAD_TYPE,   /* checksum right, type unknown: a newer firmware */
    FRAME_BAD_FIELDS, /* checksum right, fields are not what the type says */
    FRAME_REJECT_COUNT
};

/* Short plain words for a rejection, such as "checksum wrong". */
const char *frame_reject_name(enum frame_reject reject);

/*
 * A checked line of printable ASCII, split at its commas. The pointers lead into the decoder and hold until
 * it is fed again. There are at least as many fields as every line of its type has: C 5, D 3, E and N 2, the
 * others 1.
 */
struct frame_line {
    char type;                           /* WIRE_HELLO ... (vocabulary.h) */
    uint8_t field_count;                 /* without the type */
    const char *field[FRAME_FIELDS_MAX]; /* each terminated; may be empty */
};

struct frame_decoder {
    char line[FRAME_LINE_MAX + 1];
    uint16_t length;
    bool skipping; /* the line grew too long: wait for its end */
    bool first;    /* attached in mid-stream and no newline seen yet */
    uint32_t
        rejected[FRAME_REJECT_COUNT]; /* lines not taken, by reason; [FRAME_ACCEPTED] counts the taken ones */
};

/* `mid_stream`: the receiver may have attached in the middle of a line, so a first line whose checksum does
 * not hold is FRAME_PARTIAL_FIRST and no sign of a bad line. */
void frame_decoder_init(struct frame_decoder *decoder, bool mid_stream);

/*
 * Take bytes up to and including the next newline, at most `count`. Returns how many were taken; call again
 * with the rest. `*result` is set to true when a line was completed and accepted, and then `*line` is filled
 * in. Blank lines are passed over; "\r\n" ends a line as "\n" does. After garbage it is in step again at the
 * next newline.
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

/* Read a D line of a device with `strip_count` strips (1 to 16). False when it is not one; the line then
 * counts as FRAME_BAD_FIELDS and no longer as taken. */
bool frame_parse_data(struct frame_decoder *decoder, const struct frame_line *line, uint8_t strip_count,
                      struct frame_data *data);

/* Value of `key` in a line of key=value fields; NULL when it is not there. Holds as long as the line. */
const char *frame_find_key(const struct frame_line *line, const char *key);

/* Whole decimal field in [0, 2^32); false when it is anything else. */
bool frame_parse_unsigned(const char *field, uint32_t *value);

#ifdef __cplusplus
}
#endif

#endif
