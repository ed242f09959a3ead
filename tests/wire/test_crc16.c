/* SPDX-License-Identifier: MIT */

#include "support/cmocka_includes.h"
#include "wire/crc16.h"

/* Update a CRC bit by bit, as it is defined. */
static uint16_t update_bit_by_bit(uint16_t crc, uint8_t byte)
{
    crc ^= byte;
    for (int bit = 0; bit < 8; bit++)
        crc = (uint16_t)((crc & 1) != 0 ? (crc >> 1) ^ 0x8408 : crc >> 1);
    return crc;
}

static void the_crc_has_the_check_value_of_the_catalogue(void **state)
{
    (void)state;
    assert_int_equal(crc16_of("123456789", 9), 0x6F91);
}

static void the_crc_of_no_bytes_is_the_initial_value(void **state)
{
    (void)state;
    assert_int_equal(crc16_of("", 0), 0xFFFF);
}

static void the_crc_agrees_with_its_definition_for_every_byte(void **state)
{
    (void)state;
    for (uint32_t crc = 0; crc <= 0xFFFF; crc += 5) {
        for (unsigned byte = 0; byte <= 0xFF; byte++) {
            uint16_t fast = crc16_update((uint16_t)crc, (uint8_t)byte);
            if (fast != update_bit_by_bit((uint16_t)crc, (uint8_t)byte))
                fail_msg("crc %04X, byte %02X gives %04X", crc, byte, fast);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_crc_has_the_check_value_of_the_catalogue),
        cmocka_unit_test(the_crc_of_no_bytes_is_the_initial_value),
        cmocka_unit_test(the_crc_agrees_with_its_definition_for_every_byte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
