/* SPDX-License-Identifier: MIT */
/*
 * A board whose microcontroller runs the real firmware image in simavr, wired as firmware/src/hal.h says:
 * strips through a 74HC4051 to ADC0, button to ground, LED, MPU-6050 on TWI, UART0. Time is in cycles of
 * 16 MHz since power-on.
 */
#ifndef BOARD_H
#define BOARD_H

#include "chip/chip.h"
#include "chip/host_line.h"
#include "chip/imu_bus.h"
#include "common/sim_failure.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BOARD_EEPROM_SIZE 1024u /* what the firmware uses of it */

/* What surrounds the board. Called while it runs, with `owner`. */
struct board_world {
    void *owner;
    /* Voltage of a strip's divider now, as a fraction of the supply, [0, 1]. */
    double (*strip_fraction)(void *owner, unsigned strip);
    double (*adc_noise)(void *owner); /* counts to add to a conversion */
    mpu6050_measure measure_motion;
    void (*uart_byte)(void *owner, uint8_t byte); /* a byte left the UART */
};

/* Observers for tests of the sampling; NULL = none. Times are cycles. */
struct board_probe {
    void *owner;
    /* A conversion started. simavr reports it at `cycle`, the end of the instruction that began at `step`; it
     * really started in between. */
    void (*conversion)(void *owner, uint64_t step, uint64_t cycle);
    /* A select pin changed; up to three calls for one switch. */
    void (*select)(void *owner, uint64_t cycle, unsigned channel);
};

struct board;

/*
 * Power on a board with an image (ELF, for the ATmega328P or ATmega2560); board_close releases it. The world
 * is copied. NULL with SIM_INPUT when the image cannot be read or is for another chip.
 */
struct board *board_open(const char *image, const struct board_world *world, struct sim_failure *failure);
void board_close(struct board *board);

/* Run until `cycle`. False when the program has crashed or halted. */
bool board_run(struct board *board, uint64_t cycle);
uint64_t board_cycle(const struct board *board);
/* Seconds since power-on by the ADC's time base (adc_time_cycles). The world moves by this time, so it
 * agrees with the firmware's timestamps. */
double board_time_s(const struct board *board);
/* board_time_s when sampling began: zero of the firmware's clock. */
double board_sampling_start_s(const struct board *board);

void board_press_button(struct board *board, bool down);
bool board_led_is_on(const struct board *board);

/* The IMU and its bus: set imu.present or imu.who_am_i before the firmware looks, or later to unplug it. */
struct imu_bus *board_imu_bus(struct board *board);
/* The serial line: bytes from the host, and its speed. */
struct host_line *board_host_line(struct board *board);

/* At any time. */
void board_read_eeprom(struct board *board, uint8_t bytes[BOARD_EEPROM_SIZE]);
void board_write_eeprom(struct board *board, const uint8_t bytes[BOARD_EEPROM_SIZE]);

void board_set_probe(struct board *board, const struct board_probe *probe);

/* Trap the program in an endless loop, interrupts still enabled. False unless it sleeps: run it on and retry.
 */
bool board_hang(struct board *board);

/* Cycles in which the processor did not sleep. */
uint64_t board_busy_cycles(const struct board *board);
/* The deepest stack so far in bytes, interrupts included. */
unsigned board_stack_used(const struct board *board);
struct chip_budget board_budget(const struct board *board);

#endif
