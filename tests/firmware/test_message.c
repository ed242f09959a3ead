/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "fake_hal.h"
#include "support/cmocka_includes.h"
#include "wire/wire_line.h"
#include "message.h"

static char line[MESSAGE_LINE_MAX];
static struct settings settings;
static struct imu imu;
static const struct identity IDENTITY = {0x0A3C21F0, 0x00BE};

static int start(void **state)
{
    (void)state;
    fake_hal_power_on();
    settings_load(&settings);
    memset(&imu, 0, sizeof imu);
    imu.detected = true;
    imu.answered = true;
    imu.who_am_i = 0x68;
    return 0;
}

/* Return the line without its checksum. Fails the test if the checksum is wrong. */
static const char *body_of(uint16_t length)
{
    static char body[MESSAGE_LINE_MAX + 1];
    struct wire_decoder decoder;
    struct wire_line decoded;
    bool accepted = false;
    assert_in_range(length, 7, MESSAGE_LINE_MAX);
    wire_decoder_init(&decoder, false);
    assert_int_equal(wire_decoder_feed(&decoder, line, length, &decoded, &accepted), length);
    assert_true(accepted);
    memcpy(body, line, length - strlen("*CCCC\n"));
    body[length - strlen("*CCCC\n")] = '\0';
    return body;
}

static void hello_reports_everything(void **state)
{
    (void)state;
    settings.radius_tenth_mm = 725;
    fake.reset = HAL_RESET_WATCHDOG;
    assert_string_equal(body_of(message_write_hello(line, &IDENTITY, &settings, &imu)),
                        "H,proto=1,fw=" ROLLER_VERSION ",board=uno,id=0A3C21F0,boot=00BE,reset=watchdog,strips=8,"
                        "full=6138,imu=mpu6050,imu_id=68,accel_lsb=8192,gyro_lsb=32.8,period_us=9984,baud=250000,"
                        "radius_mm=72.5,bias=0,settings=default");
}

static void hello_without_imu_and_radius(void **state)
{
    (void)state;
    imu.detected = false;
    imu.answered = false;
    settings.source = SETTINGS_CORRUPT;
    assert_string_equal(body_of(message_write_hello(line, &IDENTITY, &settings, &imu)),
                        "H,proto=1,fw=" ROLLER_VERSION ",board=uno,id=0A3C21F0,boot=00BE,reset=power,strips=8,"
                        "full=6138,imu=none,accel_lsb=8192,gyro_lsb=32.8,period_us=9984,baud=250000,"
                        "radius_mm=,bias=0,settings=corrupt");
}

static void hello_names_a_chip_that_answers_but_is_not_used(void **state)
{
    (void)state;
    imu.detected = false;
    imu.who_am_i = 0xEA;
    assert_non_null(
        strstr(body_of(message_write_hello(line, &IDENTITY, &settings, &imu)), ",imu=none,imu_id=EA,accel_lsb="));
}

static void the_longest_hello_fits(void **state)
{
    (void)state;
    settings.radius_tenth_mm = 65535;
    fake.reset = HAL_RESET_WATCHDOG;
    settings.source = SETTINGS_DEFAULT;
    settings.scans_per_frame = SAMPLER_SCANS_MAX;
    settings_set_baud(&settings, 1000000);
    assert_non_null(strstr(body_of(message_write_hello(line, &IDENTITY, &settings, &imu)), "radius_mm=6553.5"));
}

static void every_reset_cause_and_settings_source_has_a_name(void **state)
{
    (void)state;
    static const char *const CAUSES[] = {",reset=power,", ",reset=external,", ",reset=brownout,", ",reset=watchdog,"};
    static const char *const SOURCES[] = {",settings=default", ",settings=stored", ",settings=older",
                                          ",settings=corrupt"};
    for (int i = 0; i < 4; i++) {
        fake.reset = (enum hal_reset)i;
        settings.source = (enum settings_source)i;
        const char *body = body_of(message_write_hello(line, &IDENTITY, &settings, &imu));
        assert_non_null(strstr(body, CAUSES[i]));
        assert_non_null(strstr(body, SOURCES[i]));
    }
}

static void a_calibration_line_has_the_law_and_its_source(void **state)
{
    (void)state;
    assert_string_equal(body_of(message_write_calibration(line, &settings, 0)), "C,0,0,100.0,1.000,default");
    assert_string_equal(body_of(message_write_calibration(line, &settings, 7)), "C,7,315,100.0,1.000,default");
    settings.strip[3].k_tenth_n = 1182;
    settings.strip[3].p_milli = 1120;
    settings.strip[3].measured_on = SETTINGS_DATE(2026u, 3u, 1u);
    assert_string_equal(body_of(message_write_calibration(line, &settings, 3)),
                        "C,3,135,118.2,1.120,measured,2026-03-01");
    settings.strip[3].measured_on = SETTINGS_DATE(2127u, 12u, 31u);
    assert_string_equal(body_of(message_write_calibration(line, &settings, 3)),
                        "C,3,135,118.2,1.120,measured,2127-12-31");
    settings.strip[3].measured_on = SETTINGS_DATE_UNKNOWN;
    assert_string_equal(body_of(message_write_calibration(line, &settings, 3)), "C,3,135,118.2,1.120,measured");
    settings.strip[3].k_tenth_n = 1;
    settings.strip[3].p_milli = 99;
    assert_string_equal(body_of(message_write_calibration(line, &settings, 3)), "C,3,135,0.1,0.099,measured");
    settings.strip[3].k_tenth_n = 65535;
    settings.strip[3].p_milli = 65535;
    assert_string_equal(body_of(message_write_calibration(line, &settings, 3)), "C,3,135,6553.5,65.535,measured");
    settings.strip[3].k_tenth_n = 10;
    assert_string_equal(body_of(message_write_calibration(line, &settings, 3)), "C,3,135,1.0,65.535,measured");
}

static const struct sampler_frame FRAME = {65535, 4294967295u, 6, {6138, 6138, 6138, 6138, 6138, 6138, 6138, 0}};

static void data_has_three_forms(void **state)
{
    (void)state;
    static const int16_t VALUES[IMU_AXES] = {-32768, 32767, 0, -1, 20, -300};
    assert_string_equal(body_of(message_write_data(line, &FRAME, MESSAGE_IMU_VALUES, VALUES)),
                        "D,65535,4294967295,6138,6138,6138,6138,6138,6138,6138,0,-32768,32767,0,-1,20,-300");
    assert_string_equal(body_of(message_write_data(line, &FRAME, MESSAGE_IMU_EMPTY, VALUES)),
                        "D,65535,4294967295,6138,6138,6138,6138,6138,6138,6138,0,,,,,,");
    assert_string_equal(body_of(message_write_data(line, &FRAME, MESSAGE_IMU_ABSENT, VALUES)),
                        "D,65535,4294967295,6138,6138,6138,6138,6138,6138,6138,0");
}

static void the_longest_lines_fit(void **state)
{
    (void)state;
    static const int16_t LOWEST_VALUES[IMU_AXES] = {-32768, -32768, -32768, -32768, -32768, -32768};
    static const struct message_counts HIGHEST_COUNTS = {UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX};
    struct sampler_frame frame = FRAME;
    for (uint8_t scans = 1; scans <= SAMPLER_SCANS_MAX; scans++) {
        for (unsigned i = 0; i < HAL_STRIPS; i++)
            frame.strip[i] = (uint16_t)(HAL_ADC_FULL * scans);
        assert_int_equal(message_write_data(line, &frame, MESSAGE_IMU_VALUES, LOWEST_VALUES),
                         rate_data_line_max(scans, true));
        assert_int_equal(message_write_data(line, &frame, MESSAGE_IMU_ABSENT, LOWEST_VALUES),
                         rate_data_line_max(scans, false));
        assert_true(rate_data_line_max(scans, true) <= MESSAGE_DATA_MAX);
    }
    assert_in_range(message_write_status(line, UINT32_MAX, &HIGHEST_COUNTS), 100, MESSAGE_SHORT_MAX);
    struct command_line command = {.length = COMMAND_LENGTH_MAX};
    memset(command.text, ',', COMMAND_LENGTH_MAX - 1);
    assert_in_range(message_write_reply(line, &command, "123456789 123456789 123456789 123456789 1234567", 0), 90,
                    MESSAGE_SHORT_MAX);
}

static void every_event_has_a_name(void **state)
{
    (void)state;
    assert_string_equal(body_of(message_write_event(line, 7, MESSAGE_EVENT_MARK, 0)), "E,7,mark");
    assert_string_equal(body_of(message_write_event(line, 0, MESSAGE_EVENT_ZERO, 0)), "E,0,zero");
    assert_string_equal(body_of(message_write_event(line, 1, MESSAGE_EVENT_IMU_LOST, 0)), "E,1,imu_lost");
    assert_string_equal(body_of(message_write_event(line, 2, MESSAGE_EVENT_IMU_BACK, 0)), "E,2,imu_back");
    assert_string_equal(body_of(message_write_event(line, 3, MESSAGE_EVENT_STRIP_OPEN, 7)), "E,3,strip_open,7");
    assert_string_equal(body_of(message_write_event(line, 4, MESSAGE_EVENT_STRIP_SHORT, 0)), "E,4,strip_short,0");
    assert_string_equal(body_of(message_write_event(line, 5, MESSAGE_EVENT_STRIP_OK, 3)), "E,5,strip_ok,3");
}

static void the_status_has_every_counter(void **state)
{
    (void)state;
    static const struct message_counts COUNTS = {1, 2, 3, 4, 5};
    assert_string_equal(body_of(message_write_status(line, 999, &COUNTS)),
                        "S,999,sent=1,dropped=2,imu_failed=3,refused=4,events_lost=5");
}

static void replies_echo_the_command(void **state)
{
    (void)state;
    struct command_line command = {.text = "K,3,118.2,1.12"};
    assert_string_equal(body_of(message_write_reply(line, &command, NULL, 0)), "A,K,3,118.2,1.12");
    struct command_line rate_command = {.text = "R,600"};
    assert_string_equal(body_of(message_write_reply(line, &rate_command, NULL, 60096)), "A,R,600,600.96");
    assert_string_equal(body_of(message_write_reply(line, &rate_command, NULL, 5008)), "A,R,600,50.08");
    assert_string_equal(body_of(message_write_reply(line, &rate_command, "no", 60096)), "N,R,600,no");
    assert_string_equal(body_of(message_write_reply(line, &command, "why, then", 0)), "N,K,3,118.2,1.12,why_ then");
    struct command_line odd_command = {.text = "?*,\"x,"};
    assert_string_equal(body_of(message_write_reply(line, &odd_command, "no", 0)), "N,?_,\"x,,no");
    struct command_line empty_command = {.length = 0};
    assert_string_equal(body_of(message_write_reply(line, &empty_command, "no", 0)), "N,,no");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(hello_reports_everything, start),
        cmocka_unit_test_setup(hello_without_imu_and_radius, start),
        cmocka_unit_test_setup(hello_names_a_chip_that_answers_but_is_not_used, start),
        cmocka_unit_test_setup(the_longest_hello_fits, start),
        cmocka_unit_test_setup(every_reset_cause_and_settings_source_has_a_name, start),
        cmocka_unit_test_setup(a_calibration_line_has_the_law_and_its_source, start),
        cmocka_unit_test_setup(data_has_three_forms, start),
        cmocka_unit_test_setup(the_longest_lines_fit, start),
        cmocka_unit_test_setup(every_event_has_a_name, start),
        cmocka_unit_test_setup(the_status_has_every_counter, start),
        cmocka_unit_test_setup(replies_echo_the_command, start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
