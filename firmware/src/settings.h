/* SPDX-License-Identifier: MIT */
/*
 * What the device remembers in EEPROM: its name, and its calibration.
 *
 *   0    device id (4 bytes), checksum (2)
 *   8    boot count (2 bytes), checksum (2)
 *   16   slot A of the settings
 *   128  slot B
 *
 * A slot: 0xF0, layout version, sequence number (2), 8 times [angle_deg (2), k_n in 0.1 N (2), p in 0.001
 * (2), measured (2)], radius_mm in 0.1 mm (2), scans a frame (1), baud in 10000 (1), bias resistors (1),
 * CRC-16 (2); numbers little-endian. Saving writes the slot that is not in use, so that a power cut leaves
 * the other whole; loading takes the newer of those whose checksum holds.
 */
#ifndef SETTINGS_H
#define SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "rate.h"

#define SETTINGS_ADDRESS_ID 0u
#define SETTINGS_ADDRESS_BOOTS 8u
#define SETTINGS_ADDRESS_SLOT_A 16u
#define SETTINGS_ADDRESS_SLOT_B 128u
#define SETTINGS_SLOT_SIZE (4u + 8u * HAL_STRIPS + 2u + 3u + 2u)

#define SETTINGS_K_MIN_DN 1u /* 0.1 N */
#define SETTINGS_K_MAX_DN 65535u
#define SETTINGS_RADIUS_MIN_DMM 300u /* 0.1 mm */
#define SETTINGS_RADIUS_MAX_DMM 1500u
#define SETTINGS_P_MIN_MILLI 100u
#define SETTINGS_P_MAX_MILLI 5000u

/* Days: 9 bits of year from 2000, 4 of month, 5 of day in a number. */
#define SETTINGS_DATE(year, month, day)                                                                      \
    ((uint16_t)(((unsigned)(year)-2000u) << 9 | (unsigned)(month) << 5 | (unsigned)(day)))
#define SETTINGS_NOT_MEASURED 0u
#define SETTINGS_DATE_UNKNOWN 1u /* measured, and nobody said when */

/* F = k_n * (c / (full - c)) ^ p */
struct settings_strip {
    uint16_t angle_deg;
    uint16_t k_dn;     /* k_n in tenths of a newton */
    uint16_t p_milli;  /* p in thousandths */
    uint16_t measured; /* SETTINGS_NOT_MEASURED: the default; else the day when it was */
};

enum settings_source {
    SETTINGS_DEFAULT, /* nothing was ever saved */
    SETTINGS_STORED,
    SETTINGS_OLDER,  /* the newer slot is damaged: those saved before it */
    SETTINGS_CORRUPT /* what was saved is damaged: defaults */
};

struct settings {
    struct settings_strip strip[HAL_STRIPS];
    uint16_t radius_dmm; /* loaded rolling radius in 0.1 mm; 0 = not measured */
    uint8_t scans;       /* a frame has: the rate (rate.h) */
    uint8_t baud_10k;    /* baud rate in 10000 */
    bool biased;         /* each strip has a bias resistor across it (strip_watch.h) */
    /* Where they came from, and a save under way. */
    enum settings_source source;
    uint16_t sequence;
    bool in_slot_b;
    bool saving;
    uint8_t saved_bytes;
    uint16_t crc;
};

/* Read the EEPROM. */
void settings_load(struct settings *settings);

uint32_t settings_baud(const struct settings *settings);
void settings_set_baud(struct settings *settings, uint32_t baud);

/* Start to save. Must not be called, nor the settings changed, while settings_is_saving. */
void settings_save(struct settings *settings);
bool settings_is_saving(const struct settings *settings);
/* Go on with saving: writes one byte when the EEPROM is ready. True when it has just become complete. */
bool settings_poll(struct settings *settings);

/* Who the device is, and which of its boots this is. */
struct identity {
    uint32_t id;   /* made once and kept */
    uint16_t boot; /* 65536 boots in a row all have different ones */
};

/* Read the identity, make it where there is none, and count this boot. Waits for the EEPROM: before sampling.
 */
void identity_load(struct identity *identity);

#endif
