/* SPDX-License-Identifier: MIT */
/*
 * Driver of the MPU-6050: +-4 g, +-1000 degrees per second, low-pass at 44 Hz. A state machine polled by the
 * main loop; it never waits, and aborts a transfer that takes too long. Registers: InvenSense RM-MPU-6000A.
 */
#ifndef IMU_MPU6050_H
#define IMU_MPU6050_H

#include <stdbool.h>
#include <stdint.h>

#define IMU_AXES 6
#define IMU_BURST 14          /* accelerometer, temperature, gyro: 7 words */
#define IMU_TIMEOUT_US 1500u  /* for a transfer: a burst takes 0.5 ms */
#define IMU_BOOT_US 150000u   /* search at boot; the chip needs up to 100 ms after power-on */
#define IMU_RETRY_US 1000000u /* between attempts once it is lost */
#define IMU_FAILURES_MAX 3    /* failed readings in a row before it counts as lost */

enum imu_event {
    IMU_NO_EVENT,
    IMU_FOUND,  /* at boot */
    IMU_ABSENT, /* absent at boot; the search ends */
    IMU_READ,   /* a reading is complete: imu_values */
    IMU_FAILED, /* a reading failed */
    IMU_LOST,   /* too many failed; it is retried every second */
    IMU_BACK
};

enum imu_state { IMU_STATE_ABSENT, IMU_STATE_STARTING, IMU_STATE_WAITING, IMU_STATE_IDLE, IMU_STATE_READING };

struct imu {
    enum imu_state state;
    bool detected; /* it has answered since boot */
    uint8_t step;  /* of the setup */
    uint8_t failures;
    uint8_t who_am_i; /* its WHO_AM_I: 0x68, or 0x70 or 0x98 of a clone */
    uint8_t out[2];
    uint8_t in[IMU_BURST];
    uint32_t started_us; /* of the transfer, or of the pause */
    uint32_t boot_us;
};

/* Start the search. */
void imu_init(struct imu *imu, uint32_t now_us);

/* Call it whenever the main loop runs. */
enum imu_event imu_poll(struct imu *imu, uint32_t now_us);

/* Start a reading; false when the chip is absent or busy. It ends with IMU_READ, IMU_FAILED or IMU_LOST. */
bool imu_start_reading(struct imu *imu, uint32_t now_us);

/* The last reading: ax, ay, az (8192 per g), gx, gy, gz (32.8 per degree per second). */
void imu_values(const struct imu *imu, int16_t values[IMU_AXES]);

/* Whether D lines have IMU fields: it was found at boot. */
bool imu_is_detected(const struct imu *imu);

#endif
