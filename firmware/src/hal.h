/* SPDX-License-Identifier: MIT */
/* clang-format off */
/*
 * The hardware, as plain functions. A port to another board is one file with all the functions (hal_avr.c: AVR; in
 * tests: tests/firmware/fake_hal.c); nothing else in the firmware touches a register. It needs
 *   - 10-bit conversions, started by hardware alone every HAL_CONVERSION_US (a board with another interval changes it
 *     here; the rates of rate.h follow). After each conversion, an interrupt calls hal_on_conversion and switches the
 *     multiplexer to the channel that it returns. The conversion then in progress is discarded; the multiplexer must
 *     be switched at least 20 us before the following conversion samples its input;
 *   - a UART at the baud rates of vocabulary.h, with queues for at least 255 bytes to send and 31 received bytes;
 *   - TWI transfers by interrupts, and a way to free a stuck bus;
 *   - 1 KiB of non-volatile memory, written byte by byte;
 *   - a watchdog of half a second, and the cause of the last reset;
 *   - a sleep mode that every interrupt named above ends;
 *   - about 1.2 KiB of RAM, stack included, and 14 KiB of flash. No heap, no floating point.
 * The Arduino tools compile every file of src/, so enclose a port in an #ifdef for its processor, as hal_avr.c
 * does. Where flash is in the address space, HAL_FLASH may be a plain pointer. `make run-tests ONLY=firmware`
 * tests the layers above; tests/image/ tests the complete image.
 *
 *   signal               Arduino pin   Uno, Nano (ATmega328P)   Mega 2560
 *   strips, multiplexed  A0            PC0 = ADC0               PF0 = ADC0
 *   multiplexer S0       D10           PB2                      PB4
 *   multiplexer S1       D11           PB3                      PB5
 *   multiplexer S2       D12           PB4                      PB6
 *   button, to ground    D2            PD2                      PE4        internal pull-up, low = pressed
 *   LED                  D13           PB5                      PB7        high = on
 *   IMU SDA, SCL         SDA, SCL      PC4, PC5                 PD1, PD0   400 kHz, address 0x68
 *   UART RX, TX          D0, D1        USART0                   USART0     8N1
 *
 * The multiplexer is a 74HC4051; strip i is its channel i = 4 S2 + 2 S1 + S0.
 *
 * Only hal_on_conversion and hal_wake are called in interrupts; all other functions are for the main loop.
 */
/* clang-format on */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "wire/vocabulary.h"

#define HAL_STRIPS 8
#define HAL_CONVERSION_US 104u            /* exact: the device tells time by counting conversions */
#define HAL_ADC_FULL WIRE_CONVERSION_FULL /* reading at the supply voltage */
#define HAL_EEPROM_SIZE 1024u

/* A string literal that stays in flash; an AVR copies all others to its RAM. Read it only with hal_flash_copy. */
#ifdef __AVR__
#define HAL_FLASH(literal)                                                                                             \
    (__extension__({                                                                                                   \
        static const char in_flash[] __attribute__((__progmem__)) = (literal);                                         \
        &in_flash[0];                                                                                                  \
    }))
#else
#define HAL_FLASH(literal) (literal)
#endif

/* Copy a string in flash to `out` (`size` bytes), truncated if necessary and NUL-terminated. Returns `out`. */
const char *hal_flash_copy(char *out, uint8_t size, const char *flash_text);

/* ---- The board ---- */

enum hal_reset { HAL_RESET_POWER, HAL_RESET_EXTERNAL, HAL_RESET_BROWNOUT, HAL_RESET_WATCHDOG };

/* Set up pins and peripherals and start the watchdog (half a second). Sampling does not start yet. */
void hal_init(void);
/* Return "uno", "nano" or "mega", a string in flash. */
const char *hal_board(void);
enum hal_reset hal_reset_cause(void);
/* Return a number that differs between devices as far as the board allows. Slow: call it before sampling. */
uint32_t hal_entropy(void);
void hal_feed_watchdog(void);

/* Disable interrupts (hal_lock) for a few instructions, and restore them (hal_unlock, with the value that hal_lock
 * returned). The main loop accesses memory shared with an interrupt only between the two calls. */
uint8_t hal_lock(void);
void hal_unlock(uint8_t lock);

/* Sleep until hal_wake is called; return at once if it was called since the last hal_sleep. */
void hal_sleep(void);
/* Wake the main loop. The port calls it when bytes arrive and when a TWI transfer ends. */
void hal_wake(void);

void hal_set_led(bool lit);
bool hal_button_is_down(void); /* not debounced */

/* ---- Sampling ---- */

/* Convert the multiplexer's output continuously from now on, channel 0 first. */
void hal_start_sampling(void);

/* Take a reading (0 to HAL_ADC_FULL) and return the channel to select. app.c defines this function; the port
 * calls it in its interrupt after each conversion. The conversion that is then in progress still measures the
 * previous channel. */
uint8_t hal_on_conversion(uint16_t reading);

/* ---- UART ---- */

/* Set one of the baud rates of vocabulary.h. Call it at the start or while the transmit ring is empty. Blocks until
 * the hardware has sent its last bytes. */
void hal_uart_set_baud(uint32_t baud);
bool hal_uart_is_empty(void);       /* whether the transmit ring is empty */
uint16_t hal_uart_free_space(void); /* bytes that hal_uart_write accepts now */
/* Queue `count` bytes, at most hal_uart_free_space(). */
void hal_uart_write(const char *bytes, uint16_t count);
/* Take a byte out of the receive queue; false if it is empty. A 0 stands for damaged or lost bytes. */
bool hal_uart_read(uint8_t *byte);

/* ---- TWI ---- */

/* State of the last transfer. */
enum hal_twi { HAL_TWI_BUSY, HAL_TWI_DONE, HAL_TWI_FAILED };

/* Start a transfer: write `out_count` bytes (at least 1) to the device at `address`, then, if `in_count` is
 * not 0, read that many bytes after a repeated start. The buffers must live until the transfer ends; the
 * previous transfer must have ended. */
void hal_twi_start(uint8_t address, const uint8_t *out, uint8_t out_count, uint8_t *in, uint8_t in_count);
enum hal_twi hal_twi_state(void);
/* Abort a transfer and reset the peripheral. A device that was interrupted in the middle of a byte holds SDA
 * low: toggle SCL until it releases SDA, at most 9 times, then send a STOP. Takes at most 0.1 ms. */
void hal_twi_abort(void);

/* ---- EEPROM ---- */

uint8_t hal_eeprom_read(uint16_t address);
/* Whether a write is in progress. A write takes some milliseconds; another one blocks until the first has ended. */
bool hal_eeprom_is_busy(void);
void hal_eeprom_write(uint16_t address, uint8_t byte);
