/* SPDX-License-Identifier: MIT */
#include "wire_line.h"

#include <string.h>

#include "crc16.h"
#include "vocabulary.h"

#define CHECKSUM_DIGITS 4
#define TAIL_LENGTH (1 + CHECKSUM_DIGITS) /* "*CCCC" */

const char *wire_verdict_name(enum wire_verdict verdict)
{
    static const char *const names[WIRE_VERDICT_COUNT] = {
        "accepted",       "partial first line", "line too long", "no checksum",
        "checksum wrong", "unknown line type",  "fields wrong",
    };
    return (unsigned)verdict < WIRE_VERDICT_COUNT ? names[verdict] : "unknown";
}

void wire_decoder_init(struct wire_decoder *decoder, bool mid_stream)
{
    memset(decoder, 0, sizeof *decoder);
    decoder->mid_stream = mid_stream;
}

static bool parse_hex_digit(char character, uint8_t *nibble)
{
    if (character >= '0' && character <= '9') {
        *nibble = (uint8_t)(character - '0');
        return true;
    }
    if (character >= 'A' && character <= 'F') {
        *nibble = (uint8_t)(character - 'A' + 10);
        return true;
    }
    return false;
}

/* Parse the checksum of a line that ends with "*CCCC"; false if it does not. */
static bool parse_checksum(const char *line, uint16_t length, uint16_t *checksum)
{
    if (length < TAIL_LENGTH || line[length - TAIL_LENGTH] != '*')
        return false;
    *checksum = 0;
    for (uint16_t i = (uint16_t)(length - CHECKSUM_DIGITS); i < length; i++) {
        uint8_t nibble = 0;
        if (!parse_hex_digit(line[i], &nibble))
            return false;
        *checksum = (uint16_t)(*checksum << 4 | nibble);
    }
    return true;
}

/* Return the minimum number of fields that follow a type; 0 for an unknown type. */
static uint8_t min_fields(char type)
{
    switch (type) {
    case WIRE_CALIBRATION: return 5; /* strip, angle_deg, k_n, p, source */
    case WIRE_DATA: return 3;        /* seq, t_us, one strip */
    case WIRE_EVENT:                 /* t_us, name */
    case WIRE_REFUSED: return 2;     /* command, reason */
    case WIRE_HELLO:
    case WIRE_STATUS:
    case WIRE_ACCEPTED: return 1;
    default: return 0;
    }
}

/* Split `body`, the part of a line before the '*', at its commas, in place. */
static enum wire_verdict split_fields(char *body, uint16_t length, struct wire_line *line)
{
    uint8_t min_count = length > 0 ? min_fields(body[0]) : 0;
    if (min_count == 0 || (length > 1 && body[1] != ','))
        return WIRE_LINE_BAD_TYPE;
    line->type = body[0];
    line->field_count = 0;
    for (uint16_t i = 1; i < length; i++) {
        if (body[i] < ' ' || body[i] > '~' || body[i] == '*')
            return WIRE_LINE_BAD_FIELDS;
        if (body[i] == ',') {
            if (line->field_count == WIRE_FIELDS_MAX - 1)
                return WIRE_LINE_BAD_FIELDS;
            body[i] = '\0';
            line->field[line->field_count++] = &body[i + 1];
        }
    }
    return line->field_count >= min_count ? WIRE_LINE_ACCEPTED : WIRE_LINE_BAD_FIELDS;
}

/* Check a complete line, and split it into `line` if its checksum is correct. */
static enum wire_verdict check_line(struct wire_decoder *decoder, struct wire_line *line)
{
    uint16_t length = decoder->length;
    uint16_t checksum = 0;
    if (length >= WIRE_LINE_MAX)
        return WIRE_LINE_TOO_LONG;
    if (!parse_checksum(decoder->line, length, &checksum))
        return decoder->mid_stream ? WIRE_LINE_PARTIAL_FIRST : WIRE_LINE_NO_CHECKSUM;
    uint16_t body_length = (uint16_t)(length - TAIL_LENGTH);
    if (crc16_of(decoder->line, body_length) != checksum)
        return decoder->mid_stream ? WIRE_LINE_PARTIAL_FIRST : WIRE_LINE_BAD_CHECKSUM;
    decoder->line[body_length] = '\0';
    return split_fields(decoder->line, body_length, line);
}

/* Handle the end of a line; true if the line was accepted. Blank lines are ignored, and a line that was skipped
 * as too long has already been counted. */
static bool finish_line(struct wire_decoder *decoder, struct wire_line *line)
{
    bool accepted = false;
    if (decoder->length > 0 && decoder->line[decoder->length - 1] == '\r')
        decoder->length--;
    if (!decoder->skipping && decoder->length > 0) {
        enum wire_verdict verdict = check_line(decoder, line);
        decoder->line_count[verdict]++;
        accepted = verdict == WIRE_LINE_ACCEPTED;
    }
    decoder->length = 0;
    decoder->skipping = false;
    decoder->mid_stream = false;
    return accepted;
}

/* Append bytes to the line; once it is too long, discard them. */
static void append_bytes(struct wire_decoder *decoder, const char *bytes, size_t count)
{
    if (decoder->skipping)
        return;
    if (count > sizeof decoder->line - decoder->length) {
        /* Count the line now, because it may never end. */
        decoder->line_count[WIRE_LINE_TOO_LONG]++;
        decoder->skipping = true;
        decoder->length = 0;
        return;
    }
    memcpy(decoder->line + decoder->length, bytes, count);
    decoder->length = (uint16_t)(decoder->length + count);
}

size_t wire_decoder_feed(struct wire_decoder *decoder, const void *bytes, size_t count, struct wire_line *line,
                         bool *accepted)
{
    const char *newline = memchr(bytes, '\n', count);
    append_bytes(decoder, bytes, newline ? (size_t)(newline - (const char *)bytes) : count);
    *accepted = newline && finish_line(decoder, line);
    return newline ? (size_t)(newline - (const char *)bytes) + 1 : count;
}

void wire_decoder_reject(struct wire_decoder *decoder)
{
    decoder->line_count[WIRE_LINE_ACCEPTED]--;
    decoder->line_count[WIRE_LINE_BAD_FIELDS]++;
}

bool wire_parse_unsigned(const char *field, uint32_t *value)
{
    uint32_t number = 0;
    if (*field == '\0')
        return false;
    for (; *field != '\0'; field++) {
        if (*field < '0' || *field > '9')
            return false;
        uint8_t digit = (uint8_t)(*field - '0');
        if (number > UINT32_MAX / 10 || number * 10 > UINT32_MAX - digit)
            return false;
        number = number * 10 + digit;
    }
    *value = number;
    return true;
}

static bool parse_uint16(const char *field, uint16_t *value)
{
    uint32_t number = 0;
    if (!wire_parse_unsigned(field, &number) || number > UINT16_MAX)
        return false;
    *value = (uint16_t)number;
    return true;
}

static bool parse_int16(const char *field, int16_t *value)
{
    bool negative = *field == '-';
    uint32_t magnitude = 0;
    if (!wire_parse_unsigned(negative ? field + 1 : field, &magnitude) || magnitude > (negative ? 32768u : 32767u))
        return false;
    *value = (int16_t)(negative ? -(int32_t)magnitude : (int32_t)magnitude);
    return true;
}

/* Parse the IMU fields: six numbers, or six empty fields. */
static bool parse_imu(const char *const field[WIRE_IMU_AXES], struct wire_frame *frame)
{
    frame->imu_valid = *field[0] != '\0';
    for (uint8_t axis = 0; axis < WIRE_IMU_AXES; axis++) {
        frame->imu[axis] = 0;
        if (frame->imu_valid ? !parse_int16(field[axis], &frame->imu[axis]) : *field[axis] != '\0')
            return false;
    }
    return true;
}

/* Parse the fields of a D line: seq, t_us, the strips, and the IMU fields if there are any. */
static bool parse_data_fields(const struct wire_line *line, uint8_t strip_count, struct wire_frame *frame)
{
    if (line->type != WIRE_DATA || strip_count == 0 || strip_count > WIRE_STRIPS_MAX)
        return false;
    frame->has_imu_fields = line->field_count == 2 + strip_count + WIRE_IMU_AXES;
    frame->imu_valid = false;
    frame->strip_count = strip_count;
    if (!frame->has_imu_fields && line->field_count != 2 + strip_count)
        return false;
    if (!parse_uint16(line->field[0], &frame->seq) || !wire_parse_unsigned(line->field[1], &frame->t_us))
        return false;
    for (uint8_t i = 0; i < strip_count; i++)
        if (!parse_uint16(line->field[2 + i], &frame->strip[i]))
            return false;
    return !frame->has_imu_fields || parse_imu(&line->field[2 + strip_count], frame);
}

bool wire_decoder_parse_data(struct wire_decoder *decoder, const struct wire_line *line, uint8_t strip_count,
                             struct wire_frame *frame)
{
    if (parse_data_fields(line, strip_count, frame))
        return true;
    wire_decoder_reject(decoder);
    return false;
}

const char *wire_line_find_key(const struct wire_line *line, const char *key)
{
    size_t key_length = strlen(key);
    for (uint8_t i = 0; i < line->field_count; i++)
        if (strncmp(line->field[i], key, key_length) == 0 && line->field[i][key_length] == '=')
            return &line->field[i][key_length + 1];
    return NULL;
}
