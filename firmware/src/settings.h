/* SPDX-License-Identifier: MIT */
/* clang-format off */
/*
 * The EEPROM: the device's identity and its settings.
 *
 *   0    device id (4 bytes), checksum (2)
 *   8    boot count (2 bytes), checksum (2)
 *   16   slot A of the settings
 *   128  slot B
 *
 * A slot, numbers little-endian: 0xF0, layout version, sequence number (2),
 * 8 times [angle_deg (2), k_n in 0.1 N (2), p in 0.001 (2), measured (2)],
 * radius_mm in 0.1 mm (2), scans per frame (1), baud in 10000 (1), bias resistors (1), CRC-16 (2).
 *
 * Saving writes the slot that is not in use, so a power cut leaves the other whole. Loading reads the newer
 * slot whose checksum is right.
 */
/* clang-format on */
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

/* A date in 16 bits: years since 2000, month (4 bits), day (5 bits). */
#define SETTINGS_DATE(year, month, day)                                                                      \
    ((uint16_t)(((unsigned)(year)-2000u) << 9 | (unsigned)(month) << 5 | (unsigned)(day)))
#define SETTINGS_NOT_MEASURED 0u
#define SETTINGS_DATE_UNKNOWN 1u /* measured on an unknown date */

/* F = k_n * (c / (full - c)) ^ p */
struct settings_strip {
    uint16_t angle_deg;
    uint16_t k_dn;     /* k_n in tenths of a newton */
    uint16_t p_milli;  /* p in thousandths */
    uint16_t measured; /* date; SETTINGS_NOT_MEASURED: the default values */
};

enum settings_source {
    SETTINGS_DEFAULT, /* never saved */
    SETTINGS_STORED,
    SETTINGS_OLDER,  /* the latest save is damaged: the one before it */
    SETTINGS_CORRUPT /* all saves are damaged: defaults */
};

struct settings {
    struct settings_strip strip[HAL_STRIPS];
    uint16_t radius_dmm; /* loaded rolling radius in 0.1 mm; 0 = not measured */
    uint8_t scans;       /* per frame: the rate (rate.h) */
    uint8_t baud_10k;    /* baud rate in 10000 */
    bool biased;         /* each strip has a bias resistor across it (strip_watch.h) */
    /* Their source, and a save in progress. */
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

/* Start to save. Neither call it nor change the settings while settings_is_saving. */
void settings_save(struct settings *settings);
bool settings_is_saving(const struct settings *settings);
/* Continue: write one byte when the EEPROM is ready. True when that completes the save. */
bool settings_poll(struct settings *settings);

/* The device and the boot. */
struct identity {
    uint32_t id;   /* random, made once */
    uint16_t boot; /* different for 65536 boots in a row */
};

/* Read the identity, or create it, and count this boot. Waits for the EEPROM: call it before sampling. */
void identity_load(struct identity *identity);

#endif
