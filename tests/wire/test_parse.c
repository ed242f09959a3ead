/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "support/cmocka_includes.h"
#include "wire/crc16.h"
#include "wire/wire_line.h"

static struct wire_decoder decoder;
static struct wire_line line;
static struct wire_frame data;

/* Decode `body`, with a valid checksum, into `line`. */
static void decode(const char *body)
{
    char bytes[WIRE_LINE_MAX + 1];
    bool accepted = false;
    snprintf(bytes, sizeof bytes, "%s*%04X\n", body, crc16_of(body, strlen(body)));
    wire_decoder_init(&decoder, false);
    assert_int_equal(wire_decoder_feed(&decoder, bytes, strlen(bytes), &line, &accepted), strlen(bytes));
    assert_true(accepted);
}

static bool parses(const char *body, uint8_t strips)
{
    decode(body);
    memset(&data, 0x5A, sizeof data);
    bool parsed = wire_decoder_parse_data(&decoder, &line, strips, &data);
    /* Each line is counted once: as accepted or as rejected. */
    assert_int_equal(decoder.line_count[WIRE_LINE_ACCEPTED], parsed ? 1 : 0);
    assert_int_equal(decoder.line_count[WIRE_LINE_BAD_FIELDS], parsed ? 0 : 1);
    return parsed;
}

static void a_reading_with_the_imu(void **state)
{
    (void)state;
    static const int16_t IMU[] = {-32768, 32767, 0, -1, 5, -600};
    assert_true(parses("D,65535,4294967295,0,6138,2,3,-32768,32767,0,-1,5,-600", 4));
    assert_int_equal(data.seq, 65535);
    assert_int_equal(data.t_us, 4294967295u);
    assert_int_equal(data.strip_count, 4);
    assert_int_equal(data.strip[0], 0);
    assert_int_equal(data.strip[1], 6138);
    assert_int_equal(data.strip[2], 2);
    assert_int_equal(data.strip[3], 3);
    assert_true(data.has_imu_fields);
    assert_true(data.imu_valid);
    assert_memory_equal(data.imu, IMU, sizeof IMU);
}

static void a_reading_without_an_imu(void **state)
{
    (void)state;
    assert_true(parses("D,1,2,3,4", 2));
    assert_false(data.has_imu_fields);
    assert_false(data.imu_valid);
    assert_int_equal(data.strip[1], 4);
}

static void a_reading_whose_imu_does_not_answer(void **state)
{
    (void)state;
    static const int16_t ZEROS[WIRE_IMU_AXES];
    assert_true(parses("D,1,2,3,4,,,,,,", 2));
    assert_true(data.has_imu_fields);
    assert_false(data.imu_valid);
    assert_memory_equal(data.imu, ZEROS, sizeof ZEROS);
}

static void sixteen_strips_with_the_imu(void **state)
{
    (void)state;
    assert_true(parses("D,1,2,0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,-1,-2,-3,-4,-5,-6", 16));
    for (uint16_t i = 0; i < 16; i++)
        assert_int_equal(data.strip[i], i);
    assert_int_equal(data.imu[5], -6);
    assert_true(parses("D,1,2,65535", 1));
}

static void the_number_of_fields_must_match_the_strips(void **state)
{
    (void)state;
    assert_false(parses("D,1,2,3,4", 1));
    assert_false(parses("D,1,2,3,4", 3));
    assert_false(parses("D,1,2,3,4,1,2,3,4,5", 2));
    assert_false(parses("D,1,2,3,4,1,2,3,4,5,6,7", 2));
    assert_false(parses("D,1,2,3", 0));
    assert_false(parses("D,1,2,0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16", 17));
    assert_false(parses("E,1,2,3,4", 2));
}

static void the_imu_fields_are_all_present_or_all_empty(void **state)
{
    (void)state;
    assert_false(parses("D,1,2,3,4,,2,3,4,5,6", 2));
    assert_false(parses("D,1,2,3,4,1,2,3,4,5,", 2));
    assert_false(parses("D,1,2,3,4,1,2,,4,5,6", 2));
    assert_false(parses("D,1,2,3,4,,,,,,6", 2));
}

/* Insert each number between two halves of a line. The line must parse with each number in `valid`, and must not parse
 * with any in `invalid`; NULL ends each list. */
static void expect_range(const char *first_half, const char *second_half, const char *const *valid,
                         const char *const *invalid)
{
    char body[WIRE_LINE_MAX];
    for (; *valid != NULL; valid++) {
        snprintf(body, sizeof body, "%s%s%s", first_half, *valid, second_half);
        if (!parses(body, 2))
            fail_msg("rejected: %s", body);
    }
    for (; *invalid != NULL; invalid++) {
        snprintf(body, sizeof body, "%s%s%s", first_half, *invalid, second_half);
        if (parses(body, 2))
            fail_msg("accepted: %s", body);
    }
}

static void every_field_must_be_in_its_range(void **state)
{
    (void)state;
    static const char *const VALID_16[] = {"0", "1", "65535", "00012", NULL};
    static const char *const INVALID_16[] = {
        "65536", "131071", "4294967296", "4294967297",           "-1", "", " 1", "1 ", "+1", "1.0",
        "1e2",   "0x1",    "nan",        "99999999999999999999", NULL};
    static const char *const VALID_32[] = {"0", "65536", "4294967295", NULL};
    static const char *const INVALID_32[] = {
        "4294967296", "4294967300", "42949672950", "18446744073709551616", "-1", "", "1 ", "x", NULL};
    static const char *const VALID_SIGNED[] = {"0", "-1", "32767", "-32768", NULL};
    static const char *const INVALID_SIGNED[] = {
        "32768", "-32769", "65536", "-65536", "4294967295", "-4294967296", "--1", "-", "+1", "1-", " 1", "", NULL};
    expect_range("D,", ",2,3,4,1,2,3,4,5,6", VALID_16, INVALID_16);
    expect_range("D,1,", ",3,4,1,2,3,4,5,6", VALID_32, INVALID_32);
    expect_range("D,1,2,", ",4,1,2,3,4,5,6", VALID_16, INVALID_16);
    expect_range("D,1,2,3,", ",1,2,3,4,5,6", VALID_16, INVALID_16);
    expect_range("D,1,2,3,4,", ",2,3,4,5,6", VALID_SIGNED, INVALID_SIGNED);
    expect_range("D,1,2,3,4,1,", ",3,4,5,6", VALID_SIGNED, INVALID_SIGNED);
    expect_range("D,1,2,3,4,1,2,", ",4,5,6", VALID_SIGNED, INVALID_SIGNED);
    expect_range("D,1,2,3,4,1,2,3,", ",5,6", VALID_SIGNED, INVALID_SIGNED);
    expect_range("D,1,2,3,4,1,2,3,4,", ",6", VALID_SIGNED, INVALID_SIGNED);
    expect_range("D,1,2,3,4,1,2,3,4,5,", "", VALID_SIGNED, INVALID_SIGNED);
}

static void a_line_can_be_rejected_later(void **state)
{
    (void)state;
    static const char *const BODIES[] = {"H,proto=1", "C,0,0,1,1,default", "E,5,mark", "S,1,sent=2", "A,?", "N,K,why"};
    for (size_t i = 0; i < sizeof BODIES / sizeof BODIES[0]; i++) {
        decode(BODIES[i]);
        wire_decoder_reject(&decoder);
        for (int verdict = 0; verdict < WIRE_VERDICT_COUNT; verdict++)
            assert_int_equal(decoder.line_count[verdict], verdict == WIRE_LINE_BAD_FIELDS ? 1 : 0);
    }
}

static void encoded_lines_are_decoded_unchanged(void **state)
{
    (void)state;
    uint32_t random = 1;
    for (int round = 0; round < 5000; round++) {
        struct wire_line_writer writer;
        struct wire_frame sent = {.strip_count = 8};
        char bytes[WIRE_LINE_MAX];
        bool accepted = false;
        wire_line_begin(&writer, bytes, sizeof bytes, 'D');
        sent.seq = (uint16_t)(random >> 7);
        sent.t_us = random;
        wire_line_add_unsigned(&writer, sent.seq);
        wire_line_add_unsigned(&writer, sent.t_us);
        for (int i = 0; i < 8; i++) {
            random = random * 1664525u + 1013904223u;
            sent.strip[i] = (uint16_t)(random >> 16);
            wire_line_add_unsigned(&writer, sent.strip[i]);
        }
        for (int i = 0; i < WIRE_IMU_AXES; i++) {
            random = random * 1664525u + 1013904223u;
            sent.imu[i] = (int16_t)(random >> 16);
            wire_line_add_signed(&writer, sent.imu[i]);
        }
        uint16_t length = wire_line_end(&writer);
        wire_decoder_init(&decoder, true);
        assert_int_equal(wire_decoder_feed(&decoder, bytes, length, &line, &accepted), length);
        assert_true(accepted);
        assert_true(wire_decoder_parse_data(&decoder, &line, 8, &data));
        assert_int_equal(data.seq, sent.seq);
        assert_int_equal(data.t_us, sent.t_us);
        assert_memory_equal(data.strip, sent.strip, 8 * sizeof sent.strip[0]);
        assert_memory_equal(data.imu, sent.imu, sizeof sent.imu);
    }
}

static void keys_match_only_completely(void **state)
{
    (void)state;
    decode("H,proto=1,radius_mm=,idx=7,id=0A3C21F0,id=second,=none,boots");
    assert_string_equal(wire_line_find_key(&line, "proto"), "1");
    assert_string_equal(wire_line_find_key(&line, "radius_mm"), "");
    assert_string_equal(wire_line_find_key(&line, "id"), "0A3C21F0");
    assert_null(wire_line_find_key(&line, "pro"));
    assert_null(wire_line_find_key(&line, "boots"));
    assert_null(wire_line_find_key(&line, "proto=1"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_reading_with_the_imu),
        cmocka_unit_test(a_reading_without_an_imu),
        cmocka_unit_test(a_reading_whose_imu_does_not_answer),
        cmocka_unit_test(sixteen_strips_with_the_imu),
        cmocka_unit_test(the_number_of_fields_must_match_the_strips),
        cmocka_unit_test(the_imu_fields_are_all_present_or_all_empty),
        cmocka_unit_test(every_field_must_be_in_its_range),
        cmocka_unit_test(a_line_can_be_rejected_later),
        cmocka_unit_test(encoded_lines_are_decoded_unchanged),
        cmocka_unit_test(keys_match_only_completely),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
