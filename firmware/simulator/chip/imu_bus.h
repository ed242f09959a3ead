/* SPDX-License-Identifier: MIT */
/*
 * An MPU-6050 (InvenSense RM-MPU-6000A) and the TWI bus between it and the microcontroller in simavr.
 *
 * The sensor is a set of registers with an auto-incrementing address. Like the real one, it sleeps after
 * power-on and then reads zero; it honours the ranges, and the bytes of a burst belong to one sample.
 *
 * The bus includes its two lines: a device that was interrupted in the middle of a byte holds SDA low until
 * it has received the missing clocks. simavr's TWI has no lines, so its peripheral is stalled here while SDA
 * is low.
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

/* Return the present motion: acceleration x, y, z in counts of the +-4 g range, angular rate x, y, z in
 * counts of the
 * +-1000 degrees per second range. */
typedef void (*mpu6050_measure)(void *owner, int16_t counts[MPU6050_AXES]);

struct mpu6050 {
    bool present; /* false = it does not answer */
    uint8_t who_am_i;
    mpu6050_measure measure;
    void *owner;
    uint8_t reg[128];
    uint8_t address;
    bool address_set; /* the first byte of a write, the register's address, was received */
};

void mpu6050_init(struct mpu6050 *sensor, mpu6050_measure measure, void *owner);

/* Handle a start condition; true if `address` is that of this sensor. Bytes are then written or read. */
bool mpu6050_start(struct mpu6050 *sensor, uint8_t address, bool read);
void mpu6050_write(struct mpu6050 *sensor, uint8_t byte);
uint8_t mpu6050_read(struct mpu6050 *sensor);

struct imu_bus {
    struct avr_t *avr;
    const struct wiring *wiring;
    struct mpu6050 imu;
    struct avr_irq_t *input;
    uint32_t clocks_until_release; /* bit-banged clocks until SDA is released; 0 = SDA is free */
    unsigned clock_count;          /* bit-banged clocks so far */
    unsigned stop_count;           /* bit-banged STOP conditions so far */
    unsigned direction;            /* direction of the port's pins: 1 = output */
    /* simavr's own handler of writes to the control register. */
    void *control_param;
    void (*control)(struct avr_t *avr, uint16_t address, uint8_t value, void *param);
};

/* Attach the bus to the AVR, with a sensor on it (`present` is set). The bus must outlive the AVR. */
void imu_bus_init(struct imu_bus *bus, struct avr_t *avr, const struct wiring *wiring, mpu6050_measure measure,
                  void *owner);

/* Hold SDA low for `clocks` clocks (IMU_BUS_FOREVER: a short circuit); 0 releases it. */
void imu_bus_hold_sda(struct imu_bus *bus, uint32_t clocks);

#endif
