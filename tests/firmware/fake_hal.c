/* SPDX-License-Identifier: MIT */
#include "fake_hal.h"
#include "support/cmocka_includes.h"

#include <string.h>

struct fake_hal fake;

void fake_hal_power_on(void)
{
    memset(&fake, 0, sizeof fake);
    memset(fake.eeprom, 0xFF, sizeof fake.eeprom);
    fake.tx_space = 255;
    fake.entropy = 0x12345678;
    fake.twi = HAL_TWI_DONE;
    fake.imu_present = true;
    fake.imu_register[0x75] = 0x68;
    fake.imu_register[0x6B] = 0x40;
}

void fake_hal_receive(const char *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        fake.received[fake.received_head++] = (uint8_t)bytes[i];
        assert_int_not_equal(fake.received_head, fake.received_tail);
    }
    fake.awake = true;
}

const char *hal_flash_copy(char *out, uint8_t size, const char *flash_text)
{
    /* In tests, the text must fit without truncation. */
    assert_true(strlen(flash_text) < size);
    return strcpy(out, flash_text);
}

void hal_init(void)
{
    fake.led_lit = false;
}

const char *hal_board(void)
{
    return "uno";
}

enum hal_reset hal_reset_cause(void)
{
    return fake.reset;
}

uint32_t hal_entropy(void)
{
    return fake.entropy;
}

void hal_feed_watchdog(void)
{
    fake.feed_count++;
}

uint8_t hal_lock(void)
{
    return (uint8_t)fake.lock_count++;
}

void hal_unlock(uint8_t lock)
{
    fake.lock_count--;
    assert_int_equal(lock, fake.lock_count);
}

void hal_sleep(void)
{
    assert_int_equal(fake.lock_count, 0);
}

void hal_wake(void)
{
    fake.awake = true;
}

void hal_set_led(bool lit)
{
    fake.led_lit = lit;
}

bool hal_button_is_down(void)
{
    return fake.button_down;
}

void hal_start_sampling(void)
{
}

void hal_uart_set_baud(uint32_t baud)
{
    assert_true(hal_uart_is_empty());
    fake.baud = baud;
}

bool hal_uart_is_empty(void)
{
    return fake.tx_space == 255;
}

uint16_t hal_uart_free_space(void)
{
    return fake.tx_space;
}

void hal_uart_write(const char *bytes, uint16_t count)
{
    assert_in_range(count, 1, fake.tx_space);
    assert_in_range(fake.sent_length + count, 1, sizeof fake.sent);
    memcpy(fake.sent + fake.sent_length, bytes, count);
    fake.sent_length += count;
    fake.tx_space = (uint16_t)(fake.tx_space - count);
}

bool hal_uart_read(uint8_t *byte)
{
    if (fake.received_tail == fake.received_head)
        return false;
    *byte = fake.received[fake.received_tail++];
    return true;
}

void hal_twi_start(uint8_t address, const uint8_t *out, uint8_t out_count, uint8_t *in, uint8_t in_count)
{
    assert_int_not_equal(fake.twi, HAL_TWI_BUSY);
    fake.twi_starts++;
    fake.twi_address = address;
    if (fake.imu_stuck) {
        fake.twi = HAL_TWI_BUSY;
        return;
    }
    fake.awake = true;
    if (!fake.imu_present) {
        fake.twi = HAL_TWI_FAILED;
        return;
    }
    for (uint8_t i = 1; i < out_count; i++)
        fake.imu_register[out[0] + i - 1] = out[i];
    if (in_count > 0)
        memcpy(in, &fake.imu_register[out[0]], in_count);
    fake.twi = HAL_TWI_DONE;
}

enum hal_twi hal_twi_state(void)
{
    return fake.twi;
}

void hal_twi_abort(void)
{
    fake.twi_stops++;
    fake.twi = HAL_TWI_FAILED;
}

uint8_t hal_eeprom_read(uint16_t address)
{
    assert_in_range(address, 0, HAL_EEPROM_SIZE - 1);
    return fake.eeprom[address];
}

bool hal_eeprom_is_busy(void)
{
    return fake.eeprom_busy;
}

void hal_eeprom_write(uint16_t address, uint8_t byte)
{
    assert_in_range(address, 0, HAL_EEPROM_SIZE - 1);
    fake.eeprom[address] = byte;
    fake.eeprom_writes++;
}
