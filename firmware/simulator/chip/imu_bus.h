/* SPDX-License-Identifier: MIT */
/*
 * The TWI bus between the chip in simavr and the inertial sensor, its two wires included: a slave that was
 * cut off in the middle of a byte holds SDA low until it has seen the clocks it still waits for. simavr's TWI
 * knows nothing of that, so while SDA is held low its peripheral does not get on, as a chip's does not.
 */
#ifndef IMU_BUS_H
#define IMU_BUS_H

#include "chip/mpu6050.h"
#include "chip/wiring.h"

#include <stdbool.h>
#include <stdint.h>

#define IMU_BUS_FOREVER 0xFFFFFFFFu

struct avr_t;     /* simavr's */
struct avr_irq_t; /* simavr's */

struct imu_bus {
    struct avr_t *avr;
    const struct wiring *wiring;
    struct mpu6050 imu;
    struct avr_irq_t *input;
    uint32_t clocks_left; /* SDA is held low for so many more clocks made by hand; 0 = it is free */
    unsigned clocks_seen; /* made by hand so far */
    unsigned stops_seen;  /* STOP conditions made by hand */
    unsigned direction;   /* of the port's pins: 1 = output */
    /* The peripheral's own answer to a write to its control register. */
    void *control_param;
    void (*control)(struct avr_t *avr, uint16_t address, uint8_t value, void *param);
};

/* Connect a sensor that is there. The bus lives as long as the chip. */
void imu_bus_init(struct imu_bus *bus, struct avr_t *avr, const struct wiring *wiring, mpu6050_measure feel,
                  void *owner);

/* Hold SDA low until `clocks` clocks came (IMU_BUS_FOREVER: a short), or let it go with 0. */
void imu_bus_hold_sda(struct imu_bus *bus, uint32_t clocks);

#endif
