/* SPDX-License-Identifier: MIT */
/* A fake board, for tests of the firmware's logic on the host. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hal.h"

struct fake_hal {
    bool awake; /* hal_wake was called */
    bool led_lit;
    bool button_down;
    enum hal_reset reset;
    uint32_t entropy;
    unsigned feed_count; /* number of times that the watchdog was fed */
    unsigned lock_count; /* locks currently held */

    uint16_t tx_space; /* free bytes in the transmit ring */
    uint32_t baud;
    char sent[1 << 18];
    size_t sent_length;
    uint8_t received[256]; /* ring of bytes not yet read by the firmware */
    uint8_t received_head;
    uint8_t received_tail;

    bool imu_present;
    bool imu_stuck; /* true: transfers never end */
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

/* Reset the fake to a board after power-on: EEPROM erased, IMU present and asleep, transmit ring empty. */
void fake_hal_power_on(void);

/* Put bytes from the host into the receive ring. */
void fake_hal_receive(const char *bytes, size_t count);
