/* SPDX-License-Identifier: MIT */
/* clang-format off */
/*
 * The hardware, as plain functions. A port to another board is one file with all the functions (hal_avr.c: AVR; in
 * tests: tests/firmware/fake_hal.c); nothing else in the firmware touches a register. It needs
 *   - 10-bit conversions, started by hardware alone every HAL_CONVERSION_US (another time: change it here; the
 *     rates of rate.h follow). Each calls hal_on_conversion in an interrupt, which switches the multiplexer to
 *     the channel returned, in time to settle for 20 us before the sample after the next;
 *   - a UART with queues of at least 255 bytes to send and 32 received, at the baud rates of vocabulary.h;
 *   - TWI transfers by interrupts, and a way to free a stuck bus;
 *   - 1 KiB of non-volatile memory, written byte by byte;
 *   - a watchdog of half a second, and the cause of the last reset;
 *   - sleep that any such interrupt ends;
 *   - about 1.2 KiB of RAM, stack included, and 14 KiB of flash. No heap, no floating point.
 * The Arduino tools compile every file of src/, so enclose a port in an #ifdef of its processor, as hal_avr.c
 * does. Where flash is in the address space, HAL_FLASH may be a plain pointer. `make run-tests ONLY=firmware`
 * tests the layers above; tests/image/ says what the whole must do.
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
#ifndef HAL_H
#define HAL_H

#include <stdbool.h>
#include <stdint.h>

#define HAL_STRIPS 8
#define HAL_CONVERSION_US 104u /* exact: it is the device's clock */
#define HAL_ADC_FULL 1023u     /* reading of the supply voltage */
#define HAL_EEPROM_SIZE 1024u

/* Text that stays in flash: an AVR copies other literals to its RAM. Read it with hal_flash_copy only. */
#ifdef __AVR__
#define HAL_FLASH(literal)                                                                                   \
    (__extension__({                                                                                         \
        static const char in_flash[] __attribute__((__progmem__)) = (literal);                               \
        &in_flash[0];                                                                                        \
    }))
#else
#define HAL_FLASH(literal) (literal)
#endif

/* Copy a flash text to `out` (`size` bytes, terminated, cut if necessary). Returns `out`. */
const char *hal_flash_copy(char *out, uint8_t size, const char *flash_text);

/* ---- The board ---- */

enum hal_reset { HAL_RESET_POWER, HAL_RESET_EXTERNAL, HAL_RESET_BROWNOUT, HAL_RESET_WATCHDOG };

/* Set up pins and peripherals and start the watchdog (half a second). Sampling does not run yet. */
void hal_init(void);
/* uno, nano or mega; a flash text. */
const char *hal_board(void);
/* The cause of the last reset. */
enum hal_reset hal_reset_cause(void);
/* A number that differs from device to device, as far as the board can make one. Slow; call it before
 * sampling. */
uint32_t hal_entropy(void);
void hal_feed_watchdog(void);

/* Lock interrupts out, for a few instructions. Memory shared with one is accessed only between these two.
 * hal_unlock gets what hal_lock returned. */
uint8_t hal_lock(void);
void hal_unlock(uint8_t lock);

/* Sleep until hal_wake; returns at once if it was called since the last hal_sleep. */
void hal_sleep(void);
/* Wake the main loop. The port calls it when bytes arrive and when a TWI transfer ends. */
void hal_wake(void);

void hal_set_led(bool lit);
bool hal_button_is_down(void); /* the pin, not debounced */

/* ---- Sampling ---- */

/* Convert the multiplexer's output continuously from now on, channel 0 first. */
void hal_start_sampling(void);

/*
 * Defined by the firmware, called by the port in its interrupt after each conversion, with the reading (0 to
 * HAL_ADC_FULL). Returns the channel to select. The conversion in progress has sampled the channel before.
 */
uint8_t hal_on_conversion(uint16_t reading);

/* ---- UART ---- */

/* Set a baud rate of vocabulary.h, at first or when the queue is empty. Waits for the bytes in the hardware.
 */
void hal_uart_set_baud(uint32_t baud);
bool hal_uart_is_empty(void);       /* the queue to send */
uint16_t hal_uart_free_space(void); /* bytes that hal_uart_write accepts now */
/* Queue `count` bytes, at most hal_uart_free_space(). */
void hal_uart_write(const char *bytes, uint16_t count);
/* Read a received byte; false when there is none. A 0 marks damaged or lost bytes. */
bool hal_uart_read(uint8_t *byte);

/* ---- TWI ---- */

enum hal_twi { HAL_TWI_BUSY, HAL_TWI_DONE, HAL_TWI_FAILED };

/* Start to write `out_count` bytes (at least 1) to the device at `address`, then to read `in_count` bytes (or
 * none) after a repeated start. The buffers must live until it is done; the previous transfer must have
 * ended. */
void hal_twi_start(uint8_t address, const uint8_t *out, uint8_t out_count, uint8_t *in, uint8_t in_count);
enum hal_twi hal_twi_state(void);
/* Abort a transfer and reset the peripheral. A device that was cut off in the middle of a byte holds SDA low:
 * clock it by hand, at most 9 times, until it releases SDA, then send a STOP. At most 0.1 ms. */
void hal_twi_stop(void);

/* ---- EEPROM ---- */

uint8_t hal_eeprom_read(uint16_t address);
/* A write takes some milliseconds; a second one during that would wait. */
bool hal_eeprom_is_busy(void);
void hal_eeprom_write(uint16_t address, uint8_t byte);

#endif
