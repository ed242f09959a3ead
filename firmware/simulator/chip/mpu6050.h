/* SPDX-License-Identifier: MIT */
/*
 * An MPU-6050 as its bus sees it: registers with an address that counts up. Source: InvenSense RM-MPU-6000A.
 * It wakes up asleep and then reads all zero, as the chip does. A burst is one sample. Ranges are obeyed.
 */
#ifndef MPU6050_H
#define MPU6050_H

#include <stdbool.h>
#include <stdint.h>

#define MPU6050_ADDRESS 0x68
#define MPU6050_WHO_AM_I 0x68
#define MPU6050_AXES 6

/* What the sensor feels now: acceleration x, y, z at +-4 g, rotation x, y, z at +-1000 degrees/s, full-scale
 * counts. */
typedef void (*mpu6050_measure)(void *owner, int16_t counts[MPU6050_AXES]);

struct mpu6050 {
    bool present; /* false: nobody answers on the bus */
    uint8_t who_am_i;
    mpu6050_measure feel;
    void *owner;
    uint8_t reg[128];
    uint8_t address;
    bool address_set; /* the first byte written is the register's address */
};

void mpu6050_init(struct mpu6050 *chip, mpu6050_measure feel, void *owner);

/* The bus addressed `address` after a start: true when that is this chip. */
bool mpu6050_start(struct mpu6050 *chip, uint8_t address, bool read);
void mpu6050_write(struct mpu6050 *chip, uint8_t byte);
uint8_t mpu6050_read(struct mpu6050 *chip);

#endif
