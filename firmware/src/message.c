/* SPDX-License-Identifier: MIT */
#include "message.h"

#include <string.h>

#include "hal.h"
#include "wire/wire_line.h"
#include "wire/vocabulary.h"

#define KEY_SIZE 16       /* bytes of a key or word copied from flash, NUL included */
#define REASON_SIZE 48    /* bytes of a reason, NUL included */
#define DECIMAL_SIZE 8    /* bytes of a decimal number such as 6553.5, NUL included */
#define ECHO_FIELDS_MAX 8 /* no command has so many fields; the host accepts up to WIRE_FIELDS_MAX */

_Static_assert(IMU_AXES == WIRE_IMU_AXES, "a D line has a field for every axis");

static void add_key_text(struct wire_line_writer *writer, const char *flash_key, const char *flash_value)
{
    char key[KEY_SIZE];
    char value[KEY_SIZE];
    wire_line_add_key_text(writer, hal_flash_copy(key, sizeof key, flash_key),
                           hal_flash_copy(value, sizeof value, flash_value));
}

static void add_key_unsigned(struct wire_line_writer *writer, const char *flash_key, uint32_t value)
{
    char key[KEY_SIZE];
    wire_line_add_key_unsigned(writer, hal_flash_copy(key, sizeof key, flash_key), value);
}

static void add_key_hex(struct wire_line_writer *writer, const char *flash_key, uint32_t value, uint8_t digits)
{
    char key[KEY_SIZE];
    wire_line_add_key_hex(writer, hal_flash_copy(key, sizeof key, flash_key), value, digits);
}

static void add_flash_text(struct wire_line_writer *writer, const char *flash_text)
{
    char text[REASON_SIZE];
    wire_line_add_text(writer, hal_flash_copy(text, sizeof text, flash_text));
}

/* Write `number` divided by 10^decimals right-aligned into `text`. Returns the start of the written text. */
static const char *format_decimal(char text[DECIMAL_SIZE], uint16_t number, uint8_t decimals)
{
    char *cursor = text + DECIMAL_SIZE - 1;
    *cursor = '\0';
    for (uint8_t digits = 0; number > 0 || digits <= decimals; digits++) {
        if (digits == decimals && decimals > 0)
            *--cursor = '.';
        *--cursor = (char)('0' + number % 10);
        number /= 10;
    }
    return cursor;
}

static const char *reset_name(void)
{
    switch (hal_reset_cause()) {
    case HAL_RESET_EXTERNAL: return HAL_FLASH(WIRE_RESET_EXTERNAL);
    case HAL_RESET_BROWNOUT: return HAL_FLASH(WIRE_RESET_BROWNOUT);
    case HAL_RESET_WATCHDOG: return HAL_FLASH(WIRE_RESET_WATCHDOG);
    case HAL_RESET_POWER: break;
    }
    return HAL_FLASH(WIRE_RESET_POWER);
}

static const char *source_name(enum settings_source source)
{
    switch (source) {
    case SETTINGS_STORED: return HAL_FLASH(WIRE_SETTINGS_STORED);
    case SETTINGS_OLDER: return HAL_FLASH(WIRE_SETTINGS_OLDER);
    case SETTINGS_CORRUPT: return HAL_FLASH(WIRE_SETTINGS_CORRUPT);
    case SETTINGS_DEFAULT: break;
    }
    return HAL_FLASH(WIRE_SETTINGS_DEFAULT);
}

/* Add the rolling radius; the value is empty if it was not measured. */
static void add_radius(struct wire_line_writer *writer, uint16_t radius_tenth_mm)
{
    char key[KEY_SIZE];
    char number[DECIMAL_SIZE];
    wire_line_add_key_text(writer, hal_flash_copy(key, sizeof key, HAL_FLASH(WIRE_KEY_RADIUS_MM)),
                           radius_tenth_mm == 0 ? "" : format_decimal(number, radius_tenth_mm, 1));
}

uint16_t message_write_hello(char *line, const struct identity *identity, const struct settings *settings,
                             const struct imu *imu)
{
    struct wire_line_writer writer;
    wire_line_begin(&writer, line, MESSAGE_LINE_MAX, WIRE_HELLO);
    add_key_unsigned(&writer, HAL_FLASH(WIRE_KEY_PROTO), WIRE_PROTOCOL_VERSION);
    add_key_text(&writer, HAL_FLASH(WIRE_KEY_FIRMWARE), HAL_FLASH(MESSAGE_FIRMWARE_VERSION));
    add_key_text(&writer, HAL_FLASH(WIRE_KEY_BOARD), hal_board());
    add_key_hex(&writer, HAL_FLASH(WIRE_KEY_ID), identity->id, 8);
    add_key_hex(&writer, HAL_FLASH(WIRE_KEY_BOOT), identity->boot, 4);
    add_key_text(&writer, HAL_FLASH(WIRE_KEY_RESET), reset_name());
    add_key_unsigned(&writer, HAL_FLASH(WIRE_KEY_STRIPS), HAL_STRIPS);
    add_key_unsigned(&writer, HAL_FLASH(WIRE_KEY_FULL), (uint32_t)HAL_ADC_FULL * settings->scans_per_frame);
    if (imu_is_detected(imu))
        add_key_text(&writer, HAL_FLASH(WIRE_KEY_IMU), HAL_FLASH(WIRE_IMU_MPU6050));
    else
        add_key_text(&writer, HAL_FLASH(WIRE_KEY_IMU), HAL_FLASH(WIRE_IMU_NONE));
    if (imu->answered)
        add_key_hex(&writer, HAL_FLASH(WIRE_KEY_IMU_ID), imu->who_am_i, 2);
    add_key_text(&writer, HAL_FLASH(WIRE_KEY_ACCEL_LSB), HAL_FLASH(WIRE_TEXT(WIRE_ACCEL_LSB_PER_G)));
    add_key_text(&writer, HAL_FLASH(WIRE_KEY_GYRO_LSB), HAL_FLASH(WIRE_TEXT(WIRE_GYRO_LSB_PER_DPS)));
    add_key_unsigned(&writer, HAL_FLASH(WIRE_KEY_PERIOD_US), (uint32_t)SAMPLER_SCAN_US * settings->scans_per_frame);
    add_key_unsigned(&writer, HAL_FLASH(WIRE_KEY_BAUD), settings_baud(settings));
    add_radius(&writer, settings->radius_tenth_mm);
    add_key_unsigned(&writer, HAL_FLASH(WIRE_KEY_BIAS), settings->bias_resistors);
    add_key_text(&writer, HAL_FLASH(WIRE_KEY_SETTINGS), source_name(settings->source));
    return wire_line_end(&writer);
}

/* Write `number` with exactly `digits` digits, then the character `end`. Returns the position after `end`. */
static char *write_digits(char *cursor, uint16_t number, uint8_t digits, char end)
{
    for (uint8_t i = digits; i-- > 0; number /= 10)
        cursor[i] = (char)('0' + number % 10);
    cursor[digits] = end;
    return cursor + digits + 1;
}

/* Add a SETTINGS_DATE in the form 2026-03-01. */
static void add_date(struct wire_line_writer *writer, uint16_t date)
{
    char text[11];
    char *cursor = write_digits(text, (uint16_t)(2000u + (date >> 9)), 4, '-');
    cursor = write_digits(cursor, date >> 5 & 0xF, 2, '-');
    (void)write_digits(cursor, date & 0x1F, 2, '\0');
    wire_line_add_text(writer, text);
}

uint16_t message_write_calibration(char *line, const struct settings *settings, uint8_t strip)
{
    struct wire_line_writer writer;
    const struct settings_strip *strip_settings = &settings->strip[strip];
    char number[DECIMAL_SIZE];
    wire_line_begin(&writer, line, MESSAGE_LINE_MAX, WIRE_CALIBRATION);
    wire_line_add_unsigned(&writer, strip);
    wire_line_add_unsigned(&writer, strip_settings->angle_deg);
    wire_line_add_text(&writer, format_decimal(number, strip_settings->k_tenth_n, 1));
    wire_line_add_text(&writer, format_decimal(number, strip_settings->p_milli, 3));
    add_flash_text(&writer, strip_settings->measured_on != SETTINGS_NOT_MEASURED ? HAL_FLASH(WIRE_SOURCE_MEASURED)
                                                                                 : HAL_FLASH(WIRE_SOURCE_DEFAULT));
    if (strip_settings->measured_on > SETTINGS_DATE_UNKNOWN)
        add_date(&writer, strip_settings->measured_on);
    return wire_line_end(&writer);
}

uint16_t message_write_data(char *line, const struct sampler_frame *frame, enum message_imu imu,
                            const int16_t values[IMU_AXES])
{
    struct wire_line_writer writer;
    wire_line_begin(&writer, line, MESSAGE_LINE_MAX, WIRE_DATA);
    wire_line_add_unsigned(&writer, frame->seq);
    wire_line_add_unsigned(&writer, frame->t_us);
    for (uint8_t i = 0; i < HAL_STRIPS; i++)
        wire_line_add_unsigned(&writer, frame->strip[i]);
    for (uint8_t axis = 0; axis < IMU_AXES && imu != MESSAGE_IMU_ABSENT; axis++)
        if (imu == MESSAGE_IMU_VALUES)
            wire_line_add_signed(&writer, values[axis]);
        else
            wire_line_add_empty(&writer);
    return wire_line_end(&writer);
}

static const char *event_name(enum message_event event)
{
    switch (event) {
    case MESSAGE_EVENT_ZERO: return HAL_FLASH(WIRE_EVENT_ZERO);
    case MESSAGE_EVENT_KNEE: return HAL_FLASH(WIRE_EVENT_KNEE);
    case MESSAGE_EVENT_IMU_LOST: return HAL_FLASH(WIRE_EVENT_IMU_LOST);
    case MESSAGE_EVENT_IMU_BACK: return HAL_FLASH(WIRE_EVENT_IMU_BACK);
    case MESSAGE_EVENT_STRIP_OPEN: return HAL_FLASH(WIRE_EVENT_STRIP_OPEN);
    case MESSAGE_EVENT_STRIP_SHORT: return HAL_FLASH(WIRE_EVENT_STRIP_SHORT);
    case MESSAGE_EVENT_STRIP_OK: return HAL_FLASH(WIRE_EVENT_STRIP_OK);
    case MESSAGE_EVENT_MARK: break;
    }
    return HAL_FLASH(WIRE_EVENT_MARK);
}

uint16_t message_write_event(char *line, uint32_t t_us, enum message_event event, uint8_t value)
{
    struct wire_line_writer writer;
    wire_line_begin(&writer, line, MESSAGE_LINE_MAX, WIRE_EVENT);
    wire_line_add_unsigned(&writer, t_us);
    add_flash_text(&writer, event_name(event));
    if (event >= MESSAGE_EVENT_STRIP_OPEN) /* a strip's event */
        wire_line_add_unsigned(&writer, value);
    return wire_line_end(&writer);
}

uint16_t message_write_status(char *line, uint32_t t_us, const struct message_counts *counts)
{
    struct wire_line_writer writer;
    wire_line_begin(&writer, line, MESSAGE_LINE_MAX, WIRE_STATUS);
    wire_line_add_unsigned(&writer, t_us);
    add_key_unsigned(&writer, HAL_FLASH(WIRE_KEY_SENT), counts->sent);
    add_key_unsigned(&writer, HAL_FLASH(WIRE_KEY_DROPPED), counts->dropped);
    add_key_unsigned(&writer, HAL_FLASH(WIRE_KEY_IMU_FAILED), counts->imu_failed);
    add_key_unsigned(&writer, HAL_FLASH(WIRE_KEY_REFUSED), counts->refused);
    add_key_unsigned(&writer, HAL_FLASH(WIRE_KEY_EVENTS_LOST), counts->events_lost);
    return wire_line_end(&writer);
}

/* Add the fields of a command. Commas after ECHO_FIELDS_MAX fields become '_', so that the host accepts the line. */
static void add_echo(struct wire_line_writer *writer, const struct command_line *command)
{
    char echo[COMMAND_LENGTH_MAX + 1];
    memcpy(echo, command->text, sizeof echo);
    char *field = echo;
    uint8_t fields = 1;
    for (char *comma = strchr(field, ','); comma != NULL && fields < ECHO_FIELDS_MAX; comma = strchr(field, ',')) {
        fields++;
        *comma = '\0';
        wire_line_add_text(writer, field);
        field = comma + 1;
    }
    wire_line_add_text(writer, field);
}

uint16_t message_write_reply(char *line, const struct command_line *command, const char *reason,
                             uint16_t rate_hundredths)
{
    struct wire_line_writer writer;
    wire_line_begin(&writer, line, MESSAGE_LINE_MAX, reason == NULL ? WIRE_ACCEPTED : WIRE_REFUSED);
    add_echo(&writer, command);
    if (reason != NULL) {
        add_flash_text(&writer, reason);
    } else if (rate_hundredths > 0) {
        char number[DECIMAL_SIZE];
        wire_line_add_text(&writer, format_decimal(number, rate_hundredths, 2));
    }
    return wire_line_end(&writer);
}
