/* SPDX-License-Identifier: MIT */
#include "settings.h"

#include <string.h>

#include "wire/crc16.h"
#include "wire/vocabulary.h"

#define SLOT_MARK 0xF0
#define SLOT_VERSION 3
/* Offsets in a slot (settings.h) and in the 8 bytes of a strip. */
#define SLOT_SEQUENCE 2u
#define SLOT_HEADER_SIZE 4u
#define STRIP_SIZE 8u
#define SLOT_RADIUS (SLOT_HEADER_SIZE + STRIP_SIZE * HAL_STRIPS)
#define SLOT_SCANS (SLOT_RADIUS + 2u)
#define SLOT_BAUD (SLOT_SCANS + 1u)
#define SLOT_BIAS_RESISTORS (SLOT_BAUD + 1u)
#define SLOT_CHECKSUM (SLOT_BIAS_RESISTORS + 1u)
#define BAUD_UNIT 10000u
#define DEFAULT_K_TENTH_N 1000u /* 100 N */
#define DEFAULT_P_MILLI 1000u   /* exponent 1 */

static uint16_t slot_address(bool slot_b)
{
    return slot_b ? SETTINGS_ADDRESS_SLOT_B : SETTINGS_ADDRESS_SLOT_A;
}

/* Return a byte of a little-endian number. */
static uint8_t byte_of(uint16_t number, uint8_t index)
{
    return (uint8_t)(index == 0 ? number : number >> 8);
}

static uint16_t read_number(uint16_t address)
{
    return (uint16_t)((uint16_t)hal_eeprom_read((uint16_t)(address + 1)) << 8 | hal_eeprom_read(address));
}

uint32_t settings_baud(const struct settings *settings)
{
    return (uint32_t)settings->baud_10k * BAUD_UNIT;
}

void settings_set_baud(struct settings *settings, uint32_t baud)
{
    settings->baud_10k = (uint8_t)(baud / BAUD_UNIT);
}

/* ---- Loading ---- */

static void set_defaults(struct settings *settings)
{
    memset(settings, 0, sizeof *settings);
    for (uint8_t i = 0; i < HAL_STRIPS; i++) {
        settings->strip[i].angle_deg = (uint16_t)(360u / HAL_STRIPS * i);
        settings->strip[i].k_tenth_n = DEFAULT_K_TENTH_N;
        settings->strip[i].p_milli = DEFAULT_P_MILLI;
    }
    settings->scans_per_frame = SAMPLER_SCANS_DEFAULT;
    settings_set_baud(settings, WIRE_BAUD_DEFAULT);
}

enum slot_state {
    SLOT_BLANK, /* erased, or bytes of another program: not even half of our mark */
    SLOT_INTACT,
    SLOT_DAMAGED
};

static enum slot_state inspect_slot(uint16_t address)
{
    bool has_mark = hal_eeprom_read(address) == SLOT_MARK;
    bool has_version = hal_eeprom_read((uint16_t)(address + 1)) == SLOT_VERSION;
    if (!has_mark && !has_version)
        return SLOT_BLANK;
    uint16_t crc = CRC16_INITIAL;
    for (unsigned i = 0; i < SLOT_CHECKSUM; i++)
        crc = crc16_update(crc, hal_eeprom_read((uint16_t)(address + i)));
    bool intact = has_mark && has_version && read_number((uint16_t)(address + SLOT_CHECKSUM)) == crc;
    return intact ? SLOT_INTACT : SLOT_DAMAGED;
}

static void read_slot(struct settings *settings, bool slot_b)
{
    uint16_t address = slot_address(slot_b);
    settings->in_slot_b = slot_b;
    settings->sequence = read_number((uint16_t)(address + SLOT_SEQUENCE));
    for (uint8_t i = 0; i < HAL_STRIPS; i++) {
        uint16_t strip_address = (uint16_t)(address + SLOT_HEADER_SIZE + STRIP_SIZE * i);
        struct settings_strip *strip = &settings->strip[i];
        strip->angle_deg = read_number(strip_address);
        strip->k_tenth_n = read_number((uint16_t)(strip_address + 2));
        strip->p_milli = read_number((uint16_t)(strip_address + 4));
        strip->measured_on = read_number((uint16_t)(strip_address + 6));
    }
    settings->radius_tenth_mm = read_number((uint16_t)(address + SLOT_RADIUS));
    settings->scans_per_frame = hal_eeprom_read((uint16_t)(address + SLOT_SCANS));
    settings->baud_10k = hal_eeprom_read((uint16_t)(address + SLOT_BAUD));
    settings->bias_resistors = hal_eeprom_read((uint16_t)(address + SLOT_BIAS_RESISTORS)) != 0;
}

/* Compare the sequence numbers of two intact slots; they wrap around. */
static bool is_slot_b_newer(void)
{
    uint16_t sequence_a = read_number(SETTINGS_ADDRESS_SLOT_A + SLOT_SEQUENCE);
    uint16_t sequence_b = read_number(SETTINGS_ADDRESS_SLOT_B + SLOT_SEQUENCE);
    return (uint16_t)(sequence_b - sequence_a) < 0x8000;
}

void settings_load(struct settings *settings)
{
    enum slot_state state_a = inspect_slot(SETTINGS_ADDRESS_SLOT_A);
    enum slot_state state_b = inspect_slot(SETTINGS_ADDRESS_SLOT_B);
    set_defaults(settings);
    if (state_a != SLOT_INTACT && state_b != SLOT_INTACT) {
        settings->source = state_a == SLOT_BLANK && state_b == SLOT_BLANK ? SETTINGS_DEFAULT : SETTINGS_CORRUPT;
        return;
    }
    bool use_b = state_b == SLOT_INTACT && (state_a != SLOT_INTACT || is_slot_b_newer());
    read_slot(settings, use_b);
    /* A damaged slot is assumed to be the latest save, interrupted while it was written. */
    settings->source = state_a == SLOT_DAMAGED || state_b == SLOT_DAMAGED ? SETTINGS_OLDER : SETTINGS_STORED;
}

/* ---- Saving ---- */

void settings_save(struct settings *settings)
{
    settings->saving = true;
    settings->saved_bytes = 0;
    settings->crc = CRC16_INITIAL;
    settings->sequence++;
    settings->in_slot_b = !settings->in_slot_b;
}

bool settings_is_saving(const struct settings *settings)
{
    return settings->saving;
}

static uint8_t strip_byte(const struct settings_strip *strip, uint8_t index)
{
    switch (index / 2) {
    case 0: return byte_of(strip->angle_deg, index % 2);
    case 1: return byte_of(strip->k_tenth_n, index % 2);
    case 2: return byte_of(strip->p_milli, index % 2);
    default: return byte_of(strip->measured_on, index % 2);
    }
}

/* Return the byte at `index` of the slot. The index must be below the offset of the checksum. */
static uint8_t slot_byte(const struct settings *settings, uint8_t index)
{
    switch (index) {
    case 0: return SLOT_MARK;
    case 1: return SLOT_VERSION;
    case SLOT_SEQUENCE:
    case SLOT_SEQUENCE + 1: return byte_of(settings->sequence, (uint8_t)(index - SLOT_SEQUENCE));
    case SLOT_RADIUS:
    case SLOT_RADIUS + 1: return byte_of(settings->radius_tenth_mm, (uint8_t)(index - SLOT_RADIUS));
    case SLOT_SCANS: return settings->scans_per_frame;
    case SLOT_BAUD: return settings->baud_10k;
    case SLOT_BIAS_RESISTORS: return settings->bias_resistors;
    default: break;
    }
    uint8_t strips_index = (uint8_t)(index - SLOT_HEADER_SIZE);
    return strip_byte(&settings->strip[strips_index / STRIP_SIZE], strips_index % STRIP_SIZE);
}

bool settings_poll(struct settings *settings)
{
    if (!settings->saving || hal_eeprom_is_busy())
        return false;
    uint8_t index = settings->saved_bytes;
    if (index == SETTINGS_SLOT_SIZE) {
        settings->saving = false;
        settings->source = SETTINGS_STORED;
        return true;
    }
    uint8_t byte;
    if (index < SLOT_CHECKSUM) {
        byte = slot_byte(settings, index);
        settings->crc = crc16_update(settings->crc, byte);
    } else {
        byte = byte_of(settings->crc, (uint8_t)(index - SLOT_CHECKSUM));
    }
    hal_eeprom_write((uint16_t)(slot_address(settings->in_slot_b) + index), byte);
    settings->saved_bytes++;
    return false;
}

/* ---- Identity ---- */

/* Read a little-endian number of `count` bytes and the checksum after it; false if the checksum is wrong. */
static bool read_with_checksum(uint16_t address, uint8_t count, uint32_t *number)
{
    uint16_t crc = CRC16_INITIAL;
    *number = 0;
    for (uint8_t i = 0; i < count; i++) {
        uint8_t byte = hal_eeprom_read((uint16_t)(address + i));
        crc = crc16_update(crc, byte);
        *number |= (uint32_t)byte << (8 * i);
    }
    return read_number((uint16_t)(address + count)) == crc;
}

/* Write a little-endian number of `count` bytes and the checksum after it. Blocks until the last write starts. */
static void write_with_checksum(uint16_t address, uint8_t count, uint32_t number)
{
    uint16_t crc = CRC16_INITIAL;
    for (uint8_t i = 0; i < count; i++) {
        uint8_t byte = (uint8_t)(number >> (8 * i));
        crc = crc16_update(crc, byte);
        hal_eeprom_write((uint16_t)(address + i), byte);
    }
    hal_eeprom_write((uint16_t)(address + count), byte_of(crc, 0));
    hal_eeprom_write((uint16_t)(address + count + 1), byte_of(crc, 1));
}

/* Return the id of boot number `count`. Different counts have different ids, because inputs that differ in only two
 * bytes have different CRCs. */
static uint16_t boot_id(uint32_t id, uint16_t count)
{
    uint16_t crc = crc16_of(&id, sizeof id);
    crc = crc16_update(crc, byte_of(count, 0));
    return crc16_update(crc, byte_of(count, 1));
}

void identity_load(struct identity *identity)
{
    uint32_t count = 0;
    if (!read_with_checksum(SETTINGS_ADDRESS_ID, 4, &identity->id)) {
        identity->id = hal_entropy();
        write_with_checksum(SETTINGS_ADDRESS_ID, 4, identity->id);
    }
    if (!read_with_checksum(SETTINGS_ADDRESS_BOOTS, 2, &count))
        count = hal_entropy();
    count = (count + 1) & 0xFFFF;
    write_with_checksum(SETTINGS_ADDRESS_BOOTS, 2, count);
    identity->boot = boot_id(identity->id, (uint16_t)count);
}
