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
 * 8 times [angle_deg (2), k_n in 0.1 N (2), p in 0.001 (2), measured_on (2)],
 * radius_mm in 0.1 mm (2), scans per frame (1), baud in 10000 (1), bias resistors (1), CRC-16 (2).
 *
 * Saving writes the slot that is not in use, so a power cut leaves the other one intact. Loading reads the newer of the
 * slots whose checksum is correct.
 */
/* clang-format on */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "rate.h"

#define SETTINGS_ADDRESS_ID 0u
#define SETTINGS_ADDRESS_BOOTS 8u
#define SETTINGS_ADDRESS_SLOT_A 16u
#define SETTINGS_ADDRESS_SLOT_B 128u
#define SETTINGS_SLOT_SIZE (4u + 8u * HAL_STRIPS + 2u + 3u + 2u)

/* A date packed into 16 bits: years since 2000 (7 bits), month (4), day (5). */
#define SETTINGS_DATE(year, month, day)                                                                                \
    ((uint16_t)(((unsigned)(year)-2000u) << 9 | (unsigned)(month) << 5 | (unsigned)(day)))
#define SETTINGS_NOT_MEASURED 0u
#define SETTINGS_DATE_UNKNOWN 1u /* measured, but the date is unknown */

/* Calibration of a strip. Its force law: F = k_n * (c / (full - c))^p, where c is the reading and `full` is the
 * reading at full scale. */
struct settings_strip {
    uint16_t angle_deg;
    uint16_t k_tenth_n;   /* k_n in units of 0.1 N */
    uint16_t p_milli;     /* p in units of 0.001 */
    uint16_t measured_on; /* a SETTINGS_DATE, SETTINGS_DATE_UNKNOWN or SETTINGS_NOT_MEASURED: default values */
};

enum settings_source {
    SETTINGS_DEFAULT, /* never saved */
    SETTINGS_STORED,
    SETTINGS_OLDER,  /* the latest save is damaged; loaded from the one before it */
    SETTINGS_CORRUPT /* all saves are damaged; these are the defaults */
};

struct settings {
    struct settings_strip strip[HAL_STRIPS];
    uint16_t radius_tenth_mm;    /* rolling radius under load in units of 0.1 mm; 0 = not measured */
    uint8_t scans_per_frame;     /* sets the rate (rate.h) */
    uint8_t baud_10k;            /* baud rate in units of 10000 */
    bool bias_resistors;         /* each strip has a bias resistor across it (strip_watch.h) */
    enum settings_source source; /* where the settings were loaded from */
    uint16_t sequence;           /* number of the latest save */
    bool in_slot_b;              /* the latest save is in slot B */
    bool saving;                 /* a save is in progress */
    uint8_t saved_bytes;         /* bytes of the current save written so far */
    uint16_t crc;                /* checksum of the bytes written so far */
};

/* Load the settings from the EEPROM, or the defaults. */
void settings_load(struct settings *settings);

/* Return or set the baud rate, one of the rates of vocabulary.h, which are multiples of 10000. */
uint32_t settings_baud(const struct settings *settings);
void settings_set_baud(struct settings *settings, uint32_t baud);

/* Start saving. Until settings_is_saving returns false, do not call this again or change the settings. */
void settings_save(struct settings *settings);
bool settings_is_saving(const struct settings *settings);
/* Continue the save: write one byte if the EEPROM is ready. True once the save is complete. */
bool settings_poll(struct settings *settings);

/* Identifies the device and the boot. */
struct identity {
    uint32_t id;   /* chosen at random at the first boot */
    uint16_t boot; /* repeats only after 65536 boots */
};

/* Load the identity, or create it, and count this boot. Blocks on the EEPROM: call it before sampling. */
void identity_load(struct identity *identity);
