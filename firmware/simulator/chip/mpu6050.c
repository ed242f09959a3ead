/* SPDX-License-Identifier: MIT */
#include "chip/mpu6050.h"

#include <math.h>
#include <string.h>

#define REGISTER_GYRO_CONFIG 0x1B
#define REGISTER_ACCEL_CONFIG 0x1C
#define REGISTER_DATA 0x3B
#define REGISTER_POWER 0x6B
#define REGISTER_WHO_AM_I 0x75
#define ASLEEP 0x40
#define RESET 0x80
#define TEMPERATURE_24_C (-4267) /* (24 - 36.53) * 340 */

/* Range bits as which `feel` tells its counts: +-4 g, +-1000 degrees/s. */
#define FELT_ACCEL_RANGE 1
#define FELT_GYRO_RANGE 2

static void reset(struct mpu6050 *chip)
{
    memset(chip->reg, 0, sizeof chip->reg);
    chip->reg[REGISTER_POWER] = ASLEEP;
    chip->reg[REGISTER_WHO_AM_I] = chip->who_am_i;
}

void mpu6050_init(struct mpu6050 *chip, mpu6050_measure feel, void *owner)
{
    *chip = (struct mpu6050){.present = true, .who_am_i = MPU6050_WHO_AM_I, .feel = feel, .owner = owner};
    reset(chip);
}

static void store_word(uint8_t *at, double value)
{
    int word = (int)lround(fmin(fmax(value, -32768.0), 32767.0));
    at[0] = (uint8_t)((unsigned)word >> 8 & 0xFF);
    at[1] = (uint8_t)((unsigned)word & 0xFF);
}

static int range_of(const struct mpu6050 *chip, unsigned config)
{
    return chip->reg[config] >> 3 & 3;
}

static void sample(struct mpu6050 *chip)
{
    if (chip->reg[REGISTER_POWER] & ASLEEP) {
        return;
    }
    int16_t counts[MPU6050_AXES];
    chip->feel(chip->owner, counts);
    for (unsigned axis = 0; axis < 3; axis++) {
        double accel = ldexp(counts[axis], FELT_ACCEL_RANGE - range_of(chip, REGISTER_ACCEL_CONFIG));
        double gyro = ldexp(counts[3 + axis], FELT_GYRO_RANGE - range_of(chip, REGISTER_GYRO_CONFIG));
        store_word(&chip->reg[REGISTER_DATA + 2 * axis], accel);
        store_word(&chip->reg[REGISTER_DATA + 8 + 2 * axis], gyro);
    }
    store_word(&chip->reg[REGISTER_DATA + 6], TEMPERATURE_24_C);
}

bool mpu6050_start(struct mpu6050 *chip, uint8_t address, bool read)
{
    if (!chip->present || address != MPU6050_ADDRESS) {
        return false;
    }
    if (read) {
        sample(chip);
    } else {
        chip->address_set = false;
    }
    return true;
}

static uint8_t next_address(struct mpu6050 *chip)
{
    uint8_t address = chip->address;
    chip->address = (address + 1) & 0x7F;
    return address;
}

void mpu6050_write(struct mpu6050 *chip, uint8_t byte)
{
    if (!chip->address_set) {
        chip->address = byte & 0x7F;
        chip->address_set = true;
        return;
    }
    uint8_t address = next_address(chip);
    if (address == REGISTER_POWER && (byte & RESET)) {
        reset(chip);
    } else if (address != REGISTER_WHO_AM_I && (address < REGISTER_DATA || address > REGISTER_DATA + 13)) {
        chip->reg[address] = byte;
    }
}

uint8_t mpu6050_read(struct mpu6050 *chip)
{
    return chip->reg[next_address(chip)];
}
