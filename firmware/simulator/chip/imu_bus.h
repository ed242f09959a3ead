/* SPDX-License-Identifier: MIT */
/* An MPU-6050 (InvenSense RM-MPU-6000A) and the TWI bus between it and the microcontroller in simavr.
 *
 * The sensor is a set of registers with an auto-incrementing address. Like the real one, it sleeps after power-on and
 * reads as zero while asleep. It honours the ranges, and the bytes of a burst belong to one sample.
 *
 * The bus includes its two lines: a device that was interrupted in the middle of a byte holds SDA low until it has
 * received the missing clocks. The TWI of simavr has no lines, so the bus stalls that peripheral while SDA is low. */
#pragma once

#include "chip/chip.h"

#include <stdbool.h>
#include <stdint.h>

#define MPU6050_ADDRESS 0x68
#define MPU6050_WHO_AM_I 0x68
#define MPU6050_AXES 6

#define IMU_BUS_FOREVER 0xFFFFFFFFu

struct avr_t;     /* simavr's */
struct avr_irq_t; /* simavr's */

/* Return the present motion in counts: acceleration x, y, z in the range of 4 g, then angular rate x, y, z in the
 * range of 1000 degrees per second. */
typedef void (*mpu6050_measure)(void *owner, int16_t counts[MPU6050_AXES]);

struct mpu6050 {
    bool present; /* false = the sensor does not answer */
    uint8_t who_am_i;
    mpu6050_measure measure;
    void *owner;
    uint8_t reg[128]; /* registers by address */
    uint8_t address;  /* register of the next byte */
    bool has_address; /* the first byte of a write, the address of a register, was received */
};

/* Initialise a sensor that is present, as after power-on. */
void mpu6050_init(struct mpu6050 *sensor, mpu6050_measure measure, void *owner);

/* Handle a start condition; true if the sensor answers to `address`. Then bytes are written or, if `read`, read. */
bool mpu6050_start(struct mpu6050 *sensor, uint8_t address, bool read);
void mpu6050_write(struct mpu6050 *sensor, uint8_t byte);
uint8_t mpu6050_read(struct mpu6050 *sensor);

struct imu_bus {
    struct avr_t *avr;
    const struct wiring *wiring;
    struct mpu6050 imu;
    struct avr_irq_t *input;       /* signal of the messages to the TWI of simavr */
    uint32_t clocks_until_release; /* bit-banged clocks until SDA is released; 0 = SDA is free */
    unsigned clock_count;          /* number of bit-banged clocks so far */
    unsigned stop_count;           /* number of bit-banged STOP conditions so far */
    unsigned direction;            /* direction of the pins of the port, one bit each: 1 = output */
    /* The handler of simavr for writes to the control register, and its argument. */
    void (*simavr_control)(struct avr_t *avr, uint16_t address, uint8_t value, void *param);
    void *simavr_control_param;
};

/* Attach the bus to the AVR, with a sensor on it (`present` is set). The bus must outlive the AVR. */
void imu_bus_init(struct imu_bus *bus, struct avr_t *avr, const struct wiring *wiring, mpu6050_measure measure,
                  void *owner);

/* Hold SDA low for `clocks` clocks (IMU_BUS_FOREVER: a short circuit); 0 releases SDA. */
void imu_bus_hold_sda(struct imu_bus *bus, uint32_t clocks);
