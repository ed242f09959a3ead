/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "support/cmocka_includes.h"
#include "wire/crc16.h"
#include "wire/wire_line.h"

static struct wire_line_writer writer;
static char line[WIRE_LINE_MAX + 1];

static void begin(char type)
{
    memset(line, '#', sizeof line);
    wire_line_begin(&writer, line, WIRE_LINE_MAX, type);
}

/* End the line and compare it with `body` and its checksum. */
static void expect_body(const char *body)
{
    char expected[WIRE_LINE_MAX + 1];
    int length = snprintf(expected, sizeof expected, "%s*%04X\n", body, crc16_of(body, strlen(body)));
    assert_int_equal(wire_line_end(&writer), length);
    assert_int_equal(writer.length, length);
    assert_memory_equal(line, expected, (size_t)length);
    assert_int_equal(line[length], '#');
}

static void a_known_line_is_exact_to_the_byte(void **state)
{
    (void)state;
    begin('D');
    wire_line_add_unsigned(&writer, 7);
    wire_line_add_unsigned(&writer, 9984);
    wire_line_add_signed(&writer, -12);
    assert_int_equal(wire_line_end(&writer), 18);
    /* This checksum was computed independently of the code under test. */
    assert_memory_equal(line, "D,7,9984,-12*503F\n", 18);
}

static void numbers_of_every_size(void **state)
{
    (void)state;
    static const uint32_t VALUES[] = {
        0,     1,     9,      10,      99,       100,      999,       1000,      9999,      10000,      10001,
        65535, 65536, 100000, 1000000, 10000000, 99999999, 100000000, 100000001, 999999999, 1000000000, 4294967295u};
    for (size_t i = 0; i < sizeof VALUES / sizeof VALUES[0]; i++) {
        char body[32];
        begin('S');
        wire_line_add_unsigned(&writer, VALUES[i]);
        snprintf(body, sizeof body, "S,%u", VALUES[i]);
        expect_body(body);
    }
    static const int32_t SIGNED[] = {0, -1, 32767, -32768, INT32_MAX, INT32_MIN};
    for (size_t i = 0; i < sizeof SIGNED / sizeof SIGNED[0]; i++) {
        char body[32];
        begin('S');
        wire_line_add_signed(&writer, SIGNED[i]);
        snprintf(body, sizeof body, "S,%d", SIGNED[i]);
        expect_body(body);
    }
}

static void every_16_bit_number(void **state)
{
    (void)state;
    for (uint32_t value = 0; value <= 0xFFFF; value++) {
        char body[32];
        begin('S');
        wire_line_add_unsigned(&writer, value);
        snprintf(body, sizeof body, "S,%u", value);
        expect_body(body);
    }
}

static void keys_texts_and_empty_fields(void **state)
{
    (void)state;
    begin('H');
    wire_line_add_key_unsigned(&writer, "proto", 1);
    wire_line_add_key_text(&writer, "board", "uno");
    wire_line_add_key_hex(&writer, "id", 0x0A3C21F0, 8);
    wire_line_add_key_hex(&writer, "boot", 0xBEEF, 4);
    wire_line_add_key_text(&writer, "radius_mm", "");
    wire_line_add_text(&writer, "plain");
    wire_line_add_empty(&writer);
    expect_body("H,proto=1,board=uno,id=0A3C21F0,boot=BEEF,radius_mm=,plain,");
}

static void bytes_that_would_break_the_line_become_underscores(void **state)
{
    (void)state;
    begin('N');
    wire_line_add_text(&writer, "a,b*c\r\nd\x7F\x80\xFF\t~ =");
    wire_line_add_key_text(&writer, "k,e", "v\x1B");
    expect_body("N,a_b_c__d____~ =,k_e=v_");
}

static void a_line_that_does_not_fit_is_rejected_completely(void **state)
{
    (void)state;
    /* Both "A,xxxx*CCCC\n" and "A,1234*CCCC\n" take 12 bytes. */
    for (uint16_t size = 0; size <= 14; size++) {
        for (int with_number = 0; with_number < 2; with_number++) {
            memset(line, '#', sizeof line);
            wire_line_begin(&writer, line, size, 'A');
            if (with_number)
                wire_line_add_unsigned(&writer, 1234);
            else
                wire_line_add_text(&writer, "xxxx");
            assert_int_equal(wire_line_end(&writer), size >= 12 ? 12 : 0);
            assert_int_equal(line[size], '#');
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_known_line_is_exact_to_the_byte),
        cmocka_unit_test(numbers_of_every_size),
        cmocka_unit_test(every_16_bit_number),
        cmocka_unit_test(keys_texts_and_empty_fields),
        cmocka_unit_test(bytes_that_would_break_the_line_become_underscores),
        cmocka_unit_test(a_line_that_does_not_fit_is_rejected_completely),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
