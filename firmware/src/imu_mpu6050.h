/* SPDX-License-Identifier: MIT */
/* Driver of the MPU-6050 and its relatives: +-4 g, +-1000 degrees per second, low-pass at 44 Hz. A state machine polled
 * by the main loop; it never blocks, and aborts a transfer that takes too long. Registers: InvenSense RM-MPU-6000A, and
 * RM-MPU-6500A for the relatives: MPU-6500, 9250, 9255 and 6515, ICM-20689, and clones sold as one of these. A relative
 * is accepted only if it measures about 1 g at boot, because a chip with other registers or ranges does not. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define IMU_AXES 6
#define IMU_BURST 14          /* bytes per reading: 7 words for accelerometer, temperature and gyro */
#define IMU_TIMEOUT_US 1500u  /* longest transfer; a burst takes 0.5 ms */
#define IMU_BOOT_US 150000u   /* duration of the search at boot; the chip needs up to 100 ms after power-on */
#define IMU_RETRY_US 1000000u /* pause between attempts to set up an IMU that no longer responds */
#define IMU_FAILURES_MAX 3    /* failed readings in a row after which the IMU counts as lost */

enum imu_event {
    IMU_NO_EVENT,
    IMU_FOUND,  /* found at boot */
    IMU_ABSENT, /* absent at boot; the search ends */
    IMU_READ,   /* a reading is complete: imu_get_values */
    IMU_FAILED, /* a reading failed */
    IMU_LOST,   /* IMU_FAILURES_MAX readings in a row failed; the setup is tried every second */
    IMU_BACK    /* set up again after it was lost */
};

enum imu_state {
    IMU_STATE_ABSENT,   /* not found at boot */
    IMU_STATE_STARTING, /* being set up */
    IMU_STATE_WAITING,  /* pause before the next attempt to set it up */
    IMU_STATE_IDLE,     /* ready for a reading */
    IMU_STATE_READING
};

struct imu {
    enum imu_state state;
    bool detected;         /* set up at least once since boot */
    bool answered;         /* a chip answered at the address, so `who_am_i` is valid, even if it was not accepted */
    bool frozen;           /* lost because of imu_lose_frozen: it must not come back with the same reading */
    uint8_t setup_step;    /* 0 while WHO_AM_I is read; then the number of SETUP entries sent, and one for a sample */
    uint8_t failures;      /* failed readings in a row */
    uint8_t who_am_i;      /* value of WHO_AM_I: 0x68; relatives and clones: 0x70 to 0x75, 0x98 */
    uint8_t out[2];        /* bytes to write in the current transfer */
    uint8_t in[IMU_BURST]; /* bytes read in the last transfer */
    uint32_t started_us;   /* start of the current transfer or pause */
    uint32_t boot_us;      /* time of imu_init */
    uint16_t last_hash;    /* of the last complete reading, without the temperature */
    uint32_t changed_us;   /* time of the last reading that differs from the one before it */
};

/* Start the search for the IMU. */
void imu_init(struct imu *imu, uint32_t now_us);

/* Advance the state machine and return what happened. Call it in every pass of the main loop. */
enum imu_event imu_poll(struct imu *imu, uint32_t now_us);

/* Start a reading, which ends with IMU_READ, IMU_FAILED or IMU_LOST. False if the chip is absent or busy. */
bool imu_start_reading(struct imu *imu, uint32_t now_us);

/* Return the last complete reading: ax, ay, az (8192 per g), gx, gy, gz (32.8 per degree per second). They are valid
 * until the next reading starts. */
void imu_get_values(const struct imu *imu, int16_t values[IMU_AXES]);

/* Return for how long the readings have been the same, without the temperature; 0 if the last one was new. */
uint32_t imu_unchanged_us(const struct imu *imu, uint32_t now_us);

/* Count the IMU as lost because it repeats a reading. It is set up again every second, and IMU_BACK follows once its
 * reading is another one. */
void imu_lose_frozen(struct imu *imu, uint32_t now_us);

/* Whether the IMU was found at boot, so that D lines have its fields. */
bool imu_is_detected(const struct imu *imu);
