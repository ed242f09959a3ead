/* SPDX-License-Identifier: MIT */
/* A board whose microcontroller runs the real firmware image in simavr. It is wired as in firmware/src/hal.h:
 * strips through a 74HC4051 to ADC0, button to ground, MPU-6050 on TWI, UART0. Times are cycles of 16 MHz
 * since power-on. */
#pragma once

#include "chip/chip.h"
#include "chip/host_line.h"
#include "chip/imu_bus.h"
#include "shared/failure.h"

#include <stdbool.h>
#include <stdint.h>

#define BOARD_EEPROM_SIZE 1024u /* the part that the firmware uses */

/* The world around the board: callbacks that the board calls, with `owner`, while it runs. */
struct board_world {
    void *owner;
    /* Return the present voltage at the divider of a strip as a fraction of the supply, 0 to 1. */
    double (*strip_fraction)(void *owner, unsigned strip);
    double (*adc_noise)(void *owner); /* return the noise of a conversion in counts */
    mpu6050_measure measure_motion;
    void (*uart_byte)(void *owner, uint8_t byte); /* a byte left the UART */
};

/* Callbacks for tests of the sampling; each may be NULL. Times are cycles. */
struct board_probe {
    void *owner;
    /* A conversion started during the instruction that began at `step_start_cycle` and ended at `cycle`. */
    void (*conversion)(void *owner, uint64_t step_start_cycle, uint64_t cycle);
    /* A select pin changed, and `channel` is now selected. Switching the channel changes up to three pins. */
    void (*select)(void *owner, uint64_t cycle, unsigned channel);
};

struct board;

/* Power on a board with an image (ELF, for the ATmega328P or ATmega2560); board_close releases it. `world` is
 * copied. NULL with EXIT_STATUS_INPUT if the image cannot be read or is for another chip. */
struct board *board_open(const char *image, const struct board_world *world, struct failure *failure);
void board_close(struct board *board);

/* Run until `until_cycle`. False if the program has crashed or halted. */
bool board_run(struct board *board, uint64_t until_cycle);
uint64_t board_cycle(const struct board *board);
/* Return the seconds since power-on as the firmware measures them, by counting conversions (adc_time_cycles). The world
 * around the board uses this time, so that it agrees with the firmware's timestamps. */
double board_time_s(const struct board *board);
/* Return board_time_s at the start of sampling, which is time 0 of the firmware's clock. */
double board_sampling_start_s(const struct board *board);

/* Press the button, or release it. */
void board_set_button(struct board *board, bool down);

/* Return the IMU's bus. Set imu.present or imu.who_am_i before the firmware searches for the IMU; clear
 * imu.present later to unplug it. */
struct imu_bus *board_imu_bus(struct board *board);
/* Return the serial line to the host. */
struct host_line *board_host_line(struct board *board);

/* Read or replace the EEPROM, at any time. */
void board_read_eeprom(struct board *board, uint8_t bytes[BOARD_EEPROM_SIZE]);
void board_write_eeprom(struct board *board, const uint8_t bytes[BOARD_EEPROM_SIZE]);

void board_set_probe(struct board *board, const struct board_probe *probe);

/* Trap the program in an endless loop with interrupts enabled. False if the program is not asleep now: run it a
 * little and try again. */
bool board_hang(struct board *board);

/* Mark a register that the firmware does not use and every reset of the chip clears; and whether the mark is there. */
void board_mark_registers(struct board *board);
bool board_has_register_mark(const struct board *board);

/* Return the number of cycles in which the processor did not sleep. */
uint64_t board_busy_cycles(const struct board *board);
/* Return the maximum size of the stack so far in bytes, interrupts included. */
unsigned board_stack_used(const struct board *board);
struct chip_memory board_memory(const struct board *board);
