/* SPDX-License-Identifier: MIT */
/*
 * The MPU-6050: +-4 g, +-1000 degrees per second, low-pass at 44 Hz. A state machine that the main loop
 * polls; it never waits, and gives a transfer up that takes too long. Registers: MPU-6000/MPU-6050 Register
 * Map, RM-MPU-6000A.
 */
#ifndef IMU_MPU6050_H
#define IMU_MPU6050_H

#include <stdbool.h>
#include <stdint.h>

#define IMU_AXES 6
#define IMU_BURST 14          /* accelerometer, temperature, gyro: 7 words */
#define IMU_TIMEOUT_US 1500u  /* for a transfer: a burst takes 0.5 ms */
#define IMU_BOOT_US 150000u   /* looked for this long at boot; the chip needs up to 100 ms after power-on */
#define IMU_RETRY_US 1000000u /* between attempts once it is lost */
#define IMU_FAILURES_MAX 3    /* readings that fail in a row before it counts as lost */

enum imu_event {
    IMU_NO_EVENT,
    IMU_FOUND,  /* at boot */
    IMU_ABSENT, /* not there at boot; it is not looked for again */
    IMU_READ,   /* a reading is complete: imu_values */
    IMU_FAILED, /* a reading failed */
    IMU_LOST,   /* a reading failed, and the chip is given up for now */
    IMU_BACK
};

enum imu_state { IMU_STATE_ABSENT, IMU_STATE_STARTING, IMU_STATE_WAITING, IMU_STATE_IDLE, IMU_STATE_READING };

struct imu {
    enum imu_state state;
    bool detected; /* it has answered since boot */
    uint8_t step;  /* of setting the chip up */
    uint8_t failures;
    uint8_t who; /* its WHO_AM_I: 0x68, or 0x70 or 0x98 of a clone */
    uint8_t out[2];
    uint8_t in[IMU_BURST];
    uint32_t started_us; /* of the transfer, or of the pause */
    uint32_t boot_us;
};

/* Start to look for the chip. */
void imu_init(struct imu *imu, uint32_t now_us);

/* Go on; call it whenever the main loop runs. */
enum imu_event imu_poll(struct imu *imu, uint32_t now_us);

/* Start a reading; false when the chip is not there or not ready. Ends in IMU_READ, IMU_FAILED or IMU_LOST.
 */
bool imu_start_reading(struct imu *imu, uint32_t now_us);

/* The last reading: ax, ay, az (8192 a g), gx, gy, gz (32.8 a degree per second). */
void imu_values(const struct imu *imu, int16_t values[IMU_AXES]);

/* Whether lines have IMU fields: it was there at boot. */
bool imu_is_detected(const struct imu *imu);

#endif
