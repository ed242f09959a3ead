/* SPDX-License-Identifier: MIT */
/*
 * The board's wiring around the microcontroller that runs the real firmware image in simavr. Wired as in
 * firmware/src/hal.h: strips through a 74HC4051 to ADC0, button to ground, LED, MPU-6050 on TWI, UART0.
 *
 * Time is counted in cycles of 16 MHz from power-on. The caller owns the board: board_open, board_close.
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

/* What is outside the board. Called while the board runs. */
struct board_world {
    void *owner;
    /* Voltage of a strip's divider now, as a share of the supply, [0, 1]. */
    double (*strip_fraction)(void *owner, unsigned strip);
    /* Noise of the converter, in its steps; added to a conversion. */
    double (*adc_noise)(void *owner);
    mpu6050_measure feel;
    /* A byte left the UART. */
    void (*uart_byte)(void *owner, uint8_t byte);
};

/* For proofs of sampling: what happens when, in cycles of the chip. NULL = not asked for. */
struct board_probe {
    void *owner;
    /* A conversion has ended and the next begins, or one was started. simavr tells when the instruction in
     * hand, begun at `step`, is through (cycle): the real moment lies between. */
    void (*conversion)(void *owner, uint64_t step, uint64_t cycle);
    void (*select)(void *owner, uint64_t cycle,
                   unsigned channel); /* a select pin changed; up to three in a row */
};

struct board;

/*
 * Load an image (ELF, for the ATmega328P or ATmega2560). NULL, and the failure filled in with SIM_INPUT, when
 * it cannot be read or is for something else. The world is copied.
 */
struct board *board_open(const char *image, const struct board_world *world, struct sim_failure *failure);
void board_close(struct board *board);

/* Run until `cycle`. False when the program has crashed or halted. */
bool board_run(struct board *board, uint64_t cycle);
uint64_t board_cycle(const struct board *board);
/* Seconds since power-on by the time base of the converter (adc.h). What moves around the board goes by
 * this time, so it agrees with the times that the firmware tells. */
double board_time_s(const struct board *board);

void board_press_button(struct board *board, bool down);
bool board_led_is_on(const struct board *board);
/* The chip on the bus: set `present` or `who_am_i` before the firmware looks, or later to pull it out. */
struct mpu6050 *board_imu(struct board *board);

/* Its bus, to hold SDA low; the serial line, to slow it down. */
struct imu_bus *board_imu_bus(struct board *board);
struct host_line *board_host_line(struct board *board);

/* Before the board runs, or while it does. */
void board_read_eeprom(struct board *board, uint8_t bytes[BOARD_EEPROM_SIZE]);
void board_write_eeprom(struct board *board, const uint8_t bytes[BOARD_EEPROM_SIZE]);

void board_set_probe(struct board *board, const struct board_probe *probe);

/* The program runs into a loop without end, from where interrupts still come and go. Board_run first, until
 * it sleeps; false when it did not. */
bool board_hang(struct board *board);

/* Bytes from the host (host_line.h). */
bool board_send(struct board *board, const void *bytes, size_t count);

/* When the conversions that run without pause began (board_time_s): the firmware's clock counts from there.
 */
double board_sampling_start_s(const struct board *board);
/* Cycles in which the processor did not sleep. */
uint64_t board_busy_cycles(const struct board *board);
/* Most bytes of stack that were in use so far, interrupts included. */
unsigned board_stack_used(const struct board *board);
/* What the image takes of the chip. */
struct chip_budget board_budget(const struct board *board);

#endif
