/* SPDX-License-Identifier: MIT */
/*
 * An MPU-6050 (InvenSense RM-MPU-6000A) and the TWI bus between it and the chip in simavr.
 *
 * The sensor is a set of registers with an auto-incrementing address. As the real one, it wakes up asleep and
 * then reads zero; ranges are honoured; a burst is one sample.
 *
 * The bus includes its two wires: a slave that was cut off in the middle of a byte holds SDA low until it has
 * received the missing clocks. simavr's TWI has no wires, so here its peripheral stalls while SDA is low.
 */
#ifndef IMU_BUS_H
#define IMU_BUS_H

#include "chip/chip.h"

#include <stdbool.h>
#include <stdint.h>

#define MPU6050_ADDRESS 0x68
#define MPU6050_WHO_AM_I 0x68
#define MPU6050_AXES 6

#define IMU_BUS_FOREVER 0xFFFFFFFFu

struct avr_t;     /* simavr's */
struct avr_irq_t; /* simavr's */

/* The motion now, as counts of +-4 g and +-1000 degrees per second: acceleration x, y, z, rotation x, y, z.
 */
typedef void (*mpu6050_measure)(void *owner, int16_t counts[MPU6050_AXES]);

struct mpu6050 {
    bool present; /* false: no answer on the bus */
    uint8_t who_am_i;
    mpu6050_measure measure;
    void *owner;
    uint8_t reg[128];
    uint8_t address;
    bool address_set; /* the first byte written is the register's address */
};

void mpu6050_init(struct mpu6050 *chip, mpu6050_measure measure, void *owner);

/* A start condition with `address`; true when that is this chip. Then bytes are written or read. */
bool mpu6050_start(struct mpu6050 *chip, uint8_t address, bool read);
void mpu6050_write(struct mpu6050 *chip, uint8_t byte);
uint8_t mpu6050_read(struct mpu6050 *chip);

struct imu_bus {
    struct avr_t *avr;
    const struct wiring *wiring;
    struct mpu6050 imu;
    struct avr_irq_t *input;
    uint32_t clocks_left; /* until SDA is released, in clocks made by hand; 0 = it is free */
    unsigned clocks_seen; /* made by hand so far */
    unsigned stops_seen;  /* STOP conditions made by hand */
    unsigned direction;   /* of the port's pins: 1 = output */
    /* What simavr does at a write to the control register. */
    void *control_param;
    void (*control)(struct avr_t *avr, uint16_t address, uint8_t value, void *param);
};

/* Connect a sensor that is present. The bus must live as long as the chip. */
void imu_bus_init(struct imu_bus *bus, struct avr_t *avr, const struct wiring *wiring,
                  mpu6050_measure measure, void *owner);

/* Hold SDA low for `clocks` clocks (IMU_BUS_FOREVER: a short), or release it with 0. */
void imu_bus_hold_sda(struct imu_bus *bus, uint32_t clocks);

#endif
