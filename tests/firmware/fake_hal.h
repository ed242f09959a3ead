/* SPDX-License-Identifier: MIT */
/* A board that is memory only, for tests of the firmware's logic on the host. */
#ifndef FAKE_HAL_H
#define FAKE_HAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hal.h"

struct fake_hal {
    bool awake; /* hal_wake was called */
    bool lit;
    bool button_down;
    enum hal_reset reset;
    uint32_t entropy;
    unsigned fed;    /* times the watchdog was fed */
    unsigned locked; /* locks held now */

    uint16_t tx_space; /* of the transmit ring */
    uint32_t baud;
    char sent[1 << 18];
    size_t sent_length;
    uint8_t received[256]; /* bytes that wait to be read */
    uint8_t received_head;
    uint8_t received_tail;

    bool imu_present;
    bool imu_stuck; /* transfers never end */
    uint8_t imu_register[128];
    uint8_t twi_address;
    unsigned twi_starts;
    unsigned twi_stops;
    enum hal_twi twi;

    uint8_t eeprom[HAL_EEPROM_SIZE];
    bool eeprom_busy;
    unsigned eeprom_writes;
};

extern struct fake_hal fake;

/* A board just switched on: EEPROM erased, IMU there and asleep, a ring of 255 bytes. */
void fake_hal_new(void);

/* Bytes that the host sends. */
void fake_hal_receive(const char *bytes, size_t count);

#endif
