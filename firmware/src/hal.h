/* SPDX-License-Identifier: MIT */
/*
 * The board, as plain functions. A port to another board writes one file with all of these (hal_avr.c is the
 * port to AVR); nothing else in the firmware touches a register. The tests write another one
 * (tests/firmware/fake_hal.c).
 *
 * What a port has to bring:
 *   - conversions of 10 bits one after the other by hardware alone, HAL_CONVERSION_US apart (another time:
 * change it here; the rates of rate.h follow), each calling hal_on_conversion in an interrupt that switches
 * the multiplexer to what it returns, at the latest HAL_CONVERSION_US + the time to the sample - 20 us to
 * settle after the conversion's end;
 *   - a UART with a queue of at least 255 bytes to send and 32 received, at the baud rates of rate.h;
 *   - TWI transfers that run in interrupts, and a way to free a stuck bus;
 *   - 1 KiB of memory that survives power-off, written byte by byte;
 *   - a watchdog of half a second and the cause of the last reset;
 *   - sleep that any of these interrupts ends;
 *   - about 1.2 KiB of RAM with the stack and 14 KiB of flash. No heap, no floating point.
 * Flash texts (HAL_FLASH) may be plain pointers where flash is in the address space. The Arduino tools
 * compile every file of src/, so a port stands inside an #ifdef of its processor, as hal_avr.c does. Then:
 * make run-tests ONLY=firmware tests what is above, and the tests of tests/image/ say what the whole must do.
 *
 *   signal               Arduino pin   Uno, Nano (ATmega328P)   Mega 2560
 *   strips, multiplexed  A0            PC0 = ADC0               PF0 = ADC0
 *   multiplexer S0       D10           PB2                      PB4
 *   multiplexer S1       D11           PB3                      PB5
 *   multiplexer S2       D12           PB4                      PB6
 *   button, to ground    D2            PD2                      PE4     internal pull-up, low = pressed
 *   LED                  D13           PB5                      PB7     high = lit
 *   IMU SDA, SCL         SDA, SCL      PC4, PC5                 PD1, PD0   400 kHz, address 0x68
 *   UART RX, TX          D0, D1        USART0                   USART0  8N1
 *
 * The multiplexer is a 74HC4051; strip i is its channel i, number = 4 S2 + 2 S1 + S0.
 *
 * Interrupts: only hal_on_conversion and hal_wake are called in one. All other functions are for the main
 * loop.
 */
#ifndef HAL_H
#define HAL_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define HAL_STRIPS 8
#define HAL_CONVERSION_US 104u /* time between two conversions: exact, it is the device's clock */
#define HAL_ADC_FULL 1023u     /* reading at the supply's voltage */
#define HAL_EEPROM_SIZE 1024u

/* Text that stays in flash: an AVR copies other literals to its little RAM. Read it by hal_flash_copy only.
 */
#ifdef __AVR__
#define HAL_FLASH(literal)                                                                                   \
    (__extension__({                                                                                         \
        static const char in_flash[] __attribute__((__progmem__)) = (literal);                               \
        &in_flash[0];                                                                                        \
    }))
#else
#define HAL_FLASH(literal) (literal)
#endif

/* Copy a flash text to `out` (`size` bytes, always terminated, cut when longer). Returns `out`. */
const char *hal_flash_copy(char *out, uint8_t size, const char *flash_text);

/* ---- The board ---- */

enum hal_reset { HAL_RESET_POWER, HAL_RESET_EXTERNAL, HAL_RESET_BROWNOUT, HAL_RESET_WATCHDOG };

/* Set up pins and peripherals and start the watchdog (half a second). Sampling does not run yet. */
void hal_init(void);
/* Name of the board: uno, nano or mega. A flash text. */
const char *hal_board(void);
/* What the last reset was. */
enum hal_reset hal_reset_cause(void);
/* A number that differs from device to device, as far as the board can make one. Slow; before sampling
 * starts. */
uint32_t hal_entropy(void);
void hal_feed_watchdog(void);

/* Keep interrupts out, for a few instructions: memory shared with one is read and written between these two
 * only. Returns what hal_unlock takes. */
uint8_t hal_lock(void);
void hal_unlock(uint8_t lock);

/* Sleep until hal_wake was called; returns at once when it was called since the last hal_sleep. */
void hal_sleep(void);
/* End the sleep of the main loop. The port calls it when bytes came in or a TWI transfer has ended. */
void hal_wake(void);

void hal_set_led(bool lit);
bool hal_button_is_down(void); /* as the pin is, bouncing */

/* ---- Sampling ---- */

/* Convert the multiplexer's output (channel 0 first) from now on, without a pause. */
void hal_start_sampling(void);

/*
 * Written by the firmware, called by the port after each conversion, in its interrupt: takes the reading (0
 * to HAL_ADC_FULL) and returns the channel to select now. The conversion that runs meanwhile sampled the
 * channel before.
 */
uint8_t hal_on_conversion(uint16_t reading);

/* ---- UART ---- */

/* Run at a baud rate that rate_is_baud knows, for the first time or after all bytes have left the queue.
 * Waits for the bytes that the hardware still holds. */
void hal_uart_set_baud(uint32_t baud);
/* Whether the queue is empty. */
bool hal_uart_is_empty(void);
/* How many bytes hal_uart_write would take now. */
uint16_t hal_uart_free_space(void);
/* Queue `count` bytes, which must not be more than hal_uart_free_space(). */
void hal_uart_write(const char *bytes, uint16_t count);
/* Take one received byte; false when there is none. A 0 stands where bytes were damaged or lost. */
bool hal_uart_read(uint8_t *byte);

/* ---- TWI ---- */

enum hal_twi { HAL_TWI_BUSY, HAL_TWI_DONE, HAL_TWI_FAILED };

/* Start to write `out_count` bytes (at least 1) to the device at `address` and then to read `in_count` bytes
 * (or none) after a repeated start. Both buffers must live until it is done. The transfer before must have
 * ended or been stopped. */
void hal_twi_start(uint8_t address, const uint8_t *out, uint8_t out_count, uint8_t *in, uint8_t in_count);
enum hal_twi hal_twi_state(void);
/* Give up a transfer that does not end, and set the peripheral up anew. A device that was cut off in the
 * middle of a byte holds SDA low: give it up to 9 clocks by hand, until it lets go, and a STOP. Takes 0.1 ms
 * at most. */
void hal_twi_stop(void);

/* ---- EEPROM ---- */

uint8_t hal_eeprom_read(uint16_t address);
/* A write takes some milliseconds; while this is true the next one would wait. */
bool hal_eeprom_is_busy(void);
void hal_eeprom_write(uint16_t address, uint8_t byte);

#ifdef __cplusplus
}
#endif

#endif
