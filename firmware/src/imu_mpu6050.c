/* SPDX-License-Identifier: MIT */
#include "imu_mpu6050.h"

#include <string.h>

#include "hal.h"
#include "wire/vocabulary.h"

#define ADDRESS 0x68
#define REGISTER_DATA 0x3B /* ACCEL_XOUT_H, the first of 14 data registers */
#define REGISTER_WHO_AM_I 0x75
#define TEMPERATURE 6        /* offset of its word in a burst */
#define BOOT_PAUSE_US 10000u /* pause between attempts to set up the IMU at boot */
#define ID_MPU6050 0x68

/* Bounds of the squared acceleration at boot, in counts: from half of 1 g squared to twice as much. A range that is
 * wrong by a factor of two falls outside; the roller's own movement does not. */
#define ONE_G_SQUARED ((uint32_t)WIRE_ACCEL_LSB_PER_G * WIRE_ACCEL_LSB_PER_G)
#define BOOT_ACCEL_SQUARED_MIN (ONE_G_SQUARED / 2)
#define BOOT_ACCEL_SQUARED_MAX (ONE_G_SQUARED * 2)

/* Registers and values, written in this order once WHO_AM_I has been read. */
static const uint8_t SETUP[][2] = {
    {0x6B, 0x01}, /* PWR_MGMT_1: awake, clock from the gyro */
    {0x19, 0x00}, /* SMPLRT_DIV: 1 kHz */
    {0x1A, 0x03}, /* CONFIG: low-pass 44 Hz (gyro 42 Hz) */
    {0x1B, 0x10}, /* GYRO_CONFIG: +-1000 degrees per second */
    {0x1C, 0x08}, /* ACCEL_CONFIG: +-4 g */
    {0x1D, 0x03}, /* ACCEL_CONFIG_2, which the MPU-6050 lacks: the low-pass of the accelerometer, 41 to 45 Hz */
};
#define SETUP_STEPS (sizeof SETUP / sizeof SETUP[0])

static uint8_t setup_steps(const struct imu *imu)
{
    return (uint8_t)(imu->who_am_i == ID_MPU6050 ? SETUP_STEPS - 1 : SETUP_STEPS);
}

static void start_transfer(struct imu *imu, uint8_t out_count, uint8_t in_count, uint32_t now_us)
{
    imu->started_us = now_us;
    hal_twi_start(ADDRESS, imu->out, out_count, imu->in, in_count);
}

static void start_burst(struct imu *imu, uint32_t now_us)
{
    imu->out[0] = REGISTER_DATA;
    start_transfer(imu, 1, IMU_BURST, now_us);
}

/* Start setting up the IMU: identify it, then write the registers in SETUP. */
static void start_setup(struct imu *imu, uint32_t now_us)
{
    imu->state = IMU_STATE_STARTING;
    imu->setup_step = 0;
    imu->out[0] = REGISTER_WHO_AM_I;
    start_transfer(imu, 1, 1, now_us);
}

void imu_init(struct imu *imu, uint32_t now_us)
{
    memset(imu, 0, sizeof *imu);
    imu->boot_us = now_us;
    start_setup(imu, now_us);
}

static void wait_before_setup(struct imu *imu, uint32_t now_us)
{
    imu->state = IMU_STATE_WAITING;
    imu->started_us = now_us;
}

/* End a failed setup: try again after a pause, or end the search at boot. */
static enum imu_event retry_or_give_up(struct imu *imu, uint32_t now_us)
{
    if (!imu->detected && now_us - imu->boot_us >= IMU_BOOT_US) {
        imu->state = IMU_STATE_ABSENT;
        return IMU_ABSENT;
    }
    wait_before_setup(imu, now_us);
    return IMU_NO_EVENT;
}

/* Return a hash of the words just read, without the temperature. It is cheap, because 600 readings per second leave
 * little time. */
static uint16_t reading_hash(const struct imu *imu)
{
    uint16_t hash = 0;
    for (uint8_t i = 0; i < IMU_BURST; i = (uint8_t)(i + 2)) {
        if (i == TEMPERATURE)
            continue;
        hash = (uint16_t)(hash << 1 | hash >> 15);
        hash ^= (uint16_t)((uint16_t)imu->in[i] << 8 | imu->in[i + 1]);
    }
    return hash;
}

/* Whether the chip answers with zeros: after a brief loss of power it is asleep. The hash is seldom 0, which saves
 * time. */
static bool is_asleep(const struct imu *imu, uint16_t hash)
{
    uint8_t bits = 0;
    for (uint8_t i = 0; hash == 0 && i < IMU_BURST; i++)
        bits |= imu->in[i];
    return hash == 0 && bits == 0;
}

/* End a reading; `complete` is false if its transfer failed. */
static enum imu_event end_reading(struct imu *imu, bool complete, uint32_t now_us)
{
    uint16_t hash = reading_hash(imu);
    imu->state = IMU_STATE_IDLE;
    if (complete && !is_asleep(imu, hash)) {
        imu->failures = 0;
        if (hash != imu->last_hash)
            imu->changed_us = now_us;
        imu->last_hash = hash;
        return IMU_READ;
    }
    imu->failures++;
    if (imu->failures < IMU_FAILURES_MAX)
        return IMU_FAILED;
    imu->failures = 0;
    wait_before_setup(imu, now_us);
    return IMU_LOST;
}

static bool is_known_chip(uint8_t who_am_i)
{
    return who_am_i == ID_MPU6050 || (who_am_i >= 0x70 && who_am_i <= 0x75) || who_am_i == 0x98;
}

/* Whether the setup ends with a sample: at boot from a relative, later from a chip that was frozen. */
static bool needs_sample(const struct imu *imu)
{
    return imu->detected ? imu->frozen : imu->who_am_i != ID_MPU6050;
}

static bool measures_one_g(const struct imu *imu)
{
    int16_t values[IMU_AXES];
    uint32_t squared = 0;
    imu_get_values(imu, values);
    for (uint8_t axis = 0; axis < 3; axis++)
        squared += (uint32_t)((int32_t)values[axis] * values[axis]);
    return squared >= BOOT_ACCEL_SQUARED_MIN && squared <= BOOT_ACCEL_SQUARED_MAX;
}

static bool passes_sample(const struct imu *imu)
{
    uint16_t hash = reading_hash(imu);
    return imu->detected ? hash != imu->last_hash && !is_asleep(imu, hash) : measures_one_g(imu);
}

/* Take the next step of the setup when the transfer of the previous step has ended. */
static enum imu_event continue_setup(struct imu *imu, uint32_t now_us)
{
    if (imu->setup_step == 0) {
        imu->who_am_i = imu->in[0];
        imu->answered = true;
        if (!is_known_chip(imu->who_am_i))
            return retry_or_give_up(imu, now_us);
    }
    if (imu->setup_step < setup_steps(imu)) {
        imu->out[0] = SETUP[imu->setup_step][0];
        imu->out[1] = SETUP[imu->setup_step][1];
        imu->setup_step++;
        start_transfer(imu, 2, 0, now_us);
        return IMU_NO_EVENT;
    }
    if (imu->setup_step == setup_steps(imu) && needs_sample(imu)) {
        imu->setup_step++;
        start_burst(imu, now_us);
        return IMU_NO_EVENT;
    }
    if (needs_sample(imu) && !passes_sample(imu))
        return retry_or_give_up(imu, now_us);
    imu->state = IMU_STATE_IDLE;
    imu->frozen = false;
    imu->changed_us = now_us;
    if (imu->detected)
        return IMU_BACK;
    imu->detected = true;
    return IMU_FOUND;
}

enum imu_event imu_poll(struct imu *imu, uint32_t now_us)
{
    uint32_t elapsed_us = now_us - imu->started_us;
    if (imu->state == IMU_STATE_WAITING) {
        if (elapsed_us >= (imu->detected ? IMU_RETRY_US : BOOT_PAUSE_US))
            start_setup(imu, now_us);
        return IMU_NO_EVENT;
    }
    if (imu->state != IMU_STATE_STARTING && imu->state != IMU_STATE_READING)
        return IMU_NO_EVENT;
    enum hal_twi twi = hal_twi_state();
    if (twi == HAL_TWI_BUSY) {
        if (elapsed_us < IMU_TIMEOUT_US)
            return IMU_NO_EVENT;
        hal_twi_abort(); /* a transfer that takes too long has failed */
    }
    if (imu->state == IMU_STATE_READING)
        return end_reading(imu, twi == HAL_TWI_DONE, now_us);
    return twi == HAL_TWI_DONE ? continue_setup(imu, now_us) : retry_or_give_up(imu, now_us);
}

bool imu_start_reading(struct imu *imu, uint32_t now_us)
{
    if (imu->state != IMU_STATE_IDLE)
        return false;
    imu->state = IMU_STATE_READING;
    start_burst(imu, now_us);
    return true;
}

void imu_get_values(const struct imu *imu, int16_t values[IMU_AXES])
{
    for (uint8_t axis = 0; axis < IMU_AXES; axis++) {
        /* Words are big-endian; the fourth is the temperature, which is skipped. */
        const uint8_t *word = &imu->in[2 * (axis < 3 ? axis : axis + 1)];
        values[axis] = (int16_t)((uint16_t)word[0] << 8 | word[1]);
    }
}

uint32_t imu_unchanged_us(const struct imu *imu, uint32_t now_us)
{
    return now_us - imu->changed_us;
}

void imu_lose_frozen(struct imu *imu, uint32_t now_us)
{
    imu->frozen = true;
    wait_before_setup(imu, now_us);
}

bool imu_is_detected(const struct imu *imu)
{
    return imu->detected;
}
