/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "app.h"
#include "fake_hal.h"
#include "support/cmocka_includes.h"
#include "wire/wire_line.h"
#include "tx_queue.h"

/* Simulates the board: run_us delivers conversions, switches the multiplexer and empties the transmit ring. */
static uint16_t voltage[HAL_STRIPS];
static uint8_t selected_channel;
static bool just_switched;
static uint32_t now_us;
static bool wire_open; /* the UART sends the bytes of the transmit ring */
static bool imu_lives; /* the IMU has noise */

/* The output of the firmware, decoded line by line. */
static size_t decoded_length;
static size_t first_byte; /* of this boot */
static struct wire_decoder decoder;
static struct wire_line line;
static struct wire_frame data;

static void boot(void)
{
    selected_channel = 0;
    just_switched = true;
    now_us = 0;
    wire_open = true;
    imu_lives = true;
    fake.tx_space = 255;
    decoded_length = fake.sent_length;
    first_byte = fake.sent_length;
    wire_decoder_init(&decoder, false);
    app_setup();
    fake.awake = true;
}

static int start(void **state)
{
    (void)state;
    fake_hal_power_on();
    fake.imu_register[0x3B] = 0x20;
    for (uint16_t i = 0; i < HAL_STRIPS; i++)
        voltage[i] = (uint16_t)(10 * i + 1);
    boot();
    return 0;
}

/* Run the board for a time. */
static void run_us(uint32_t duration_us)
{
    for (uint32_t elapsed_us = 0; elapsed_us < duration_us; elapsed_us += HAL_CONVERSION_US) {
        uint8_t channel = hal_on_conversion(just_switched ? 555 : voltage[selected_channel]);
        just_switched = channel != selected_channel;
        selected_channel = channel;
        now_us += HAL_CONVERSION_US;
        fake.imu_register[0x48] = (uint8_t)(fake.imu_register[0x48] + imu_lives);
        if (wire_open) {
            unsigned space = fake.tx_space + fake.baud / 125000; /* about the number of bytes sent per conversion */
            fake.tx_space = (uint16_t)(space < 255 ? space : 255);
        }
        /* On a real board, an IMU transfer takes less than a conversion; on the fake board, it ends at once. */
        while (fake.awake) {
            fake.awake = false;
            app_loop();
        }
    }
}

/* Decode the next line of the output; false if there is none. Fails the test if the line is invalid. */
static bool next_line(void)
{
    bool accepted = false;
    if (decoded_length == fake.sent_length)
        return false;
    bool was_blank = decoded_length == first_byte && fake.sent[decoded_length] == '\n';
    decoded_length +=
        wire_decoder_feed(&decoder, fake.sent + decoded_length, fake.sent_length - decoded_length, &line, &accepted);
    /* The only line without content is the one that ends what a reset may have torn. */
    assert_true(accepted || (decoded_length > 0 && fake.sent[decoded_length - 1] == '\n' && was_blank));
    return accepted || next_line();
}

/* Skip lines until one of this type; false if there is none. */
static bool next_of_type(char type)
{
    while (next_line())
        if (line.type == type)
            return true;
    return false;
}

static bool next_data(void)
{
    return next_of_type('D') && wire_decoder_parse_data(&decoder, &line, HAL_STRIPS, &data);
}

static uint32_t number_of(const char *key)
{
    uint32_t value = 0;
    assert_non_null(wire_line_find_key(&line, key));
    assert_true(wire_parse_unsigned(wire_line_find_key(&line, key), &value));
    return value;
}

static void send_text(const char *text)
{
    fake_hal_receive(text, strlen(text));
}

static void the_stream_starts_with_the_identity(void **state)
{
    (void)state;
    run_us(1500000);
    assert_true(next_line());
    assert_int_equal(line.type, 'H');
    assert_string_equal(wire_line_find_key(&line, "imu"), "mpu6050");
    for (unsigned i = 0; i < HAL_STRIPS; i++) {
        char number[4];
        snprintf(number, sizeof number, "%u", i);
        assert_true(next_line());
        assert_int_equal(line.type, 'C');
        assert_string_equal(line.field[0], number);
    }
    uint32_t t_us = 0;
    for (unsigned i = 0; i < 50; i++) {
        assert_true(next_line());
        assert_int_equal(line.type, 'D');
        assert_true(wire_decoder_parse_data(&decoder, &line, HAL_STRIPS, &data));
        assert_int_equal(data.seq, i);
        assert_true(i == 0 || data.t_us - t_us == 9984);
        t_us = data.t_us;
        for (unsigned strip = 0; strip < HAL_STRIPS; strip++)
            assert_int_equal(data.strip[strip], 6 * (10 * strip + 1));
        assert_true(data.imu_valid);
        assert_int_equal(data.imu[0], 0x2000);
    }
    assert_in_range(t_us - 49 * 9984, 9984, 60000);
}

static void sent_frames_are_counted_every_second(void **state)
{
    (void)state;
    uint32_t lines = 0;
    unsigned statuses = 0;
    run_us(5200000);
    while (next_line()) {
        lines += line.type == 'D';
        if (line.type == 'S') {
            statuses++;
            assert_int_equal(number_of("sent"), lines);
            assert_int_equal(number_of("dropped"), 0);
        }
    }
    assert_int_equal(statuses, 5);
}

static void a_slow_host_loses_complete_frames_and_they_are_counted(void **state)
{
    (void)state;
    run_us(500000);
    wire_open = false;
    run_us(500000);
    wire_open = true;
    run_us(1500000);
    uint32_t lines = 0;
    uint32_t lost = 0;
    uint32_t expected = 0;
    bool counted = false;
    while (next_line()) {
        if (line.type == 'D') {
            assert_true(wire_decoder_parse_data(&decoder, &line, HAL_STRIPS, &data));
            lost += data.seq - expected;
            expected = data.seq + 1u;
            lines++;
        } else if (line.type == 'S' && lost > 0) {
            assert_int_equal(number_of("sent"), lines);
            assert_int_equal(number_of("dropped"), lost);
            counted = true;
        }
    }
    assert_true(counted);
    assert_in_range(lost, 40, 50);
}

static void frames_lost_to_a_stalled_main_loop_are_counted(void **state)
{
    (void)state;
    run_us(500000);
    for (int i = 0; i < 960; i++)
        hal_on_conversion(0);
    run_us(1500000);
    uint32_t dropped = 0;
    while (next_of_type('S'))
        dropped = number_of("dropped");
    /* Ten frames were made and two fitted into the queue; the first of these may already have been sent. */
    assert_in_range(dropped, 7, 9);
}

static void without_an_imu_the_frames_have_no_imu_fields(void **state)
{
    (void)state;
    fake.imu_present = false;
    boot();
    run_us(1000000);
    assert_true(next_of_type('H'));
    assert_string_equal(wire_line_find_key(&line, "imu"), "none");
    for (unsigned i = 0; i < 50; i++) {
        assert_true(next_data());
        assert_int_equal(data.seq, i);
        assert_false(data.has_imu_fields);
    }
}

static void losing_and_regaining_the_imu_is_reported(void **state)
{
    (void)state;
    run_us(500000);
    fake.imu_present = false;
    run_us(3000000);
    fake.imu_present = true;
    run_us(1500000);
    unsigned empty = 0;
    unsigned lost = 0;
    unsigned back = 0;
    uint32_t next_seq = 0;
    while (next_line()) {
        if (line.type == 'D') {
            assert_true(wire_decoder_parse_data(&decoder, &line, HAL_STRIPS, &data));
            assert_true(data.has_imu_fields);
            assert_int_equal(data.seq, next_seq++);
            empty += !data.imu_valid;
        } else if (line.type == 'E') {
            lost += strcmp(line.field[1], "imu_lost") == 0;
            back += strcmp(line.field[1], "imu_back") == 0;
        }
    }
    assert_int_equal(lost, 1);
    assert_int_equal(back, 1);
    assert_in_range(empty, 300, 405);
    assert_true(data.imu_valid);
}

static void a_stuck_bus_does_not_delay_the_forces(void **state)
{
    (void)state;
    run_us(500000);
    fake.imu_stuck = true;
    run_us(2000000);
    uint32_t next_seq = 0;
    while (next_data())
        assert_int_equal(data.seq, next_seq++);
    assert_in_range(next_seq, 245, 251);
    assert_false(data.imu_valid);
}

static void the_identity_is_sent_on_request_within_the_stream(void **state)
{
    (void)state;
    run_us(300000);
    while (next_line()) {
    }
    send_text("?\r\n");
    run_us(300000);
    assert_true(next_of_type('A'));
    assert_string_equal(line.field[0], "?");
    uint32_t next_seq = 0;
    unsigned hellos = 0;
    unsigned calibrations = 0;
    while (next_line()) {
        hellos += line.type == 'H';
        calibrations += line.type == 'C';
        if (line.type == 'D') {
            assert_true(wire_decoder_parse_data(&decoder, &line, HAL_STRIPS, &data));
            assert_true(next_seq == 0 || data.seq == next_seq);
            next_seq = data.seq + 1u;
        }
    }
    assert_int_equal(hellos, 1);
    assert_int_equal(calibrations, 8);
}

static void a_calibration_is_accepted_saved_and_kept_over_a_reset(void **state)
{
    (void)state;
    run_us(300000);
    send_text("K,3,118.2,1.12\nW\n");
    run_us(200000);
    assert_true(next_of_type('A'));
    assert_true(next_of_type('A'));
    assert_string_equal(line.field[0], "W");
    boot();
    run_us(300000);
    bool stored = false;
    bool calibrated = false;
    while (next_line()) {
        if (line.type == 'H') {
            stored = strcmp(wire_line_find_key(&line, "settings"), "stored") == 0;
        } else if (line.type == 'C' && strcmp(line.field[0], "3") == 0) {
            calibrated = strcmp(line.field[2], "118.2") == 0 && strcmp(line.field[3], "1.120") == 0 &&
                         strcmp(line.field[4], "measured") == 0;
        }
    }
    assert_true(stored);
    assert_true(calibrated);
}

static void commands_while_saving_are_refused(void **state)
{
    (void)state;
    run_us(300000);
    while (next_line()) {
    }
    send_text("W\nK,3,118.2,1.12\nW\n");
    run_us(50000);
    assert_true(next_of_type('A'));
    assert_true(next_of_type('N'));
    assert_string_equal(line.field[4], "still saving; try again");
    assert_true(next_of_type('N'));
}

/* Find the next reply (A or N) and compare its type and last field. */
static void expect_reply(char type, const char *last_field)
{
    while (next_line()) {
        if (line.type == 'A' || line.type == 'N') {
            assert_int_equal(line.type, type);
            assert_string_equal(line.field[line.field_count - 1], last_field);
            return;
        }
    }
    fail_msg("no reply with %s", last_field);
}

static void skip_lines(void)
{
    while (next_line()) {
    }
}

static void the_nearest_exact_rate_is_set_and_reported(void **state)
{
    (void)state;
    run_us(300000);
    skip_lines();
    send_text("R,75\n");
    run_us(200000);
    expect_reply('A', "75.12");
    /* H announces the new full scale before the first frame that uses it. */
    assert_true(next_line());
    assert_int_equal(line.type, 'H');
    assert_int_equal(number_of("period_us"), 8 * 1664);
    assert_int_equal(number_of("full"), 8 * 1023);
    uint32_t before_us = 0;
    unsigned readings = 0;
    while (next_data()) {
        assert_true(readings == 0 || data.t_us - before_us == 8 * 1664);
        before_us = data.t_us;
        readings++;
        for (unsigned strip = 0; strip < HAL_STRIPS; strip++)
            assert_int_equal(data.strip[strip], 8 * (10 * strip + 1));
    }
    assert_true(readings > 8);
    send_text("R,200\nR,1000\nR,0.5\n");
    run_us(200000);
    expect_reply('A', "200.32");
    expect_reply('N', "the baud rate is too low for this rate");
    expect_reply('A', "50.08");
}

static void frames_lost_to_a_rate_change_are_counted(void **state)
{
    (void)state;
    run_us(300000);
    skip_lines();
    send_text("R,200\n");
    run_us(100000);
    send_text("R,50\n");
    run_us(100000);
    send_text("R,150\n");
    run_us(1100000);
    uint32_t sent = 0;
    uint32_t dropped = 0;
    decoded_length = 0;
    while (next_line()) {
        if (line.type == 'D') {
            assert_true(wire_decoder_parse_data(&decoder, &line, HAL_STRIPS, &data));
            sent++;
        } else if (line.type == 'S') {
            dropped = number_of("dropped");
        }
    }
    assert_in_range(dropped, 0, 6);
    assert_int_equal(sent + dropped, data.seq + 1);
}

static void the_baud_rate_changes_after_the_reply_was_sent(void **state)
{
    (void)state;
    assert_int_equal(fake.baud, 250000);
    run_us(300000);
    skip_lines();
    send_text("B,1000000\n");
    run_us(300);
    assert_int_equal(fake.baud, 250000);
    run_us(30000);
    assert_int_equal(fake.baud, 1000000);
    expect_reply('A', "1000000");
    send_text("B,115200\nR,600\n");
    run_us(100000);
    expect_reply('N', "the baud rate must be 250000_ 500000 or 1000000");
    expect_reply('A', "600.96");
    send_text("B,250000\n");
    run_us(30000);
    expect_reply('N', "lower the frame rate first");
    assert_int_equal(fake.baud, 1000000);
}

static void rate_baud_and_geometry_are_kept(void **state)
{
    (void)state;
    run_us(300000);
    send_text("B,1000000\n");
    run_us(30000);
    send_text("R,300\nG,3,140\nL,71.5\nP,1\nW\n");
    run_us(400000);
    boot();
    run_us(300000);
    assert_int_equal(fake.baud, 1000000);
    assert_true(next_line());
    assert_int_equal(number_of("period_us"), 3328);
    assert_int_equal(number_of("baud"), 1000000);
    assert_int_equal(number_of("bias"), 1);
    assert_string_equal(wire_line_find_key(&line, "radius_mm"), "71.5");
    for (unsigned strip = 0; strip <= 3; strip++)
        assert_true(next_line());
    assert_string_equal(line.field[1], "140");
    assert_string_equal(line.field[4], "default");
}

/* Holding the button at the start restores the default baud rate, and lowers the frame rate until it fits. */
static void the_button_restores_the_default_baud_rate(void **state)
{
    (void)state;
    run_us(300000);
    send_text("B,1000000\n");
    run_us(30000);
    send_text("R,600\nW\n");
    run_us(400000);
    fake.button_down = true;
    boot();
    run_us(300000);
    assert_int_equal(fake.baud, 250000);
    assert_true(next_line());
    assert_int_equal(number_of("baud"), 250000);
    assert_int_equal(number_of("period_us"), 3 * 1664);
    fake.button_down = false;
    boot();
    assert_int_equal(fake.baud, 1000000);
}

static void expect_event(const char *name, const char *strip)
{
    while (next_of_type('E')) {
        assert_string_equal(line.field[1], name);
        assert_string_equal(line.field[2], strip);
        return;
    }
    fail_msg("no %s", name);
}

/* Expect exactly two events, in either order. */
static void expect_two_events(const char *name, unsigned strip, const char *other_name, unsigned other_strip)
{
    unsigned seen = 0;
    while (next_of_type('E')) {
        unsigned number = (unsigned)strtoul(line.field[2], NULL, 10);
        assert_true(number == strip || number == other_strip);
        assert_string_equal(line.field[1], number == strip ? name : other_name);
        seen += number == strip ? 1 : 10;
    }
    assert_int_equal(seen, 11);
}

static void only_broken_strips_are_reported(void **state)
{
    (void)state;
    for (unsigned i = 0; i < HAL_STRIPS; i++)
        voltage[i] = 10; /* unloaded, with a bias resistor */
    run_us(300000);
    send_text("P,1\n");
    run_us(2000000);
    assert_false(next_of_type('E'));
    voltage[2] = 0;
    voltage[5] = 1023;
    run_us(900000);
    assert_false(next_of_type('E')); /* a strip must stay broken for a second */
    run_us(500000);
    expect_two_events("strip_open", 2, "strip_short", 5);
    voltage[2] = 3; /* between the limits of broken and intact strips */
    voltage[5] = 1016;
    run_us(3000000);
    assert_false(next_of_type('E'));
    voltage[2] = 10;
    voltage[5] = 1010;
    run_us(1500000);
    expect_two_events("strip_ok", 2, "strip_ok", 5);
    /* Neither a loose connection of less than a second nor the highest load is reported as a broken strip. */
    for (unsigned i = 0; i < 20; i++) {
        voltage[1] = i % 2 == 0 ? 0 : 10;
        voltage[0] = 1015;
        run_us(400000);
    }
    assert_false(next_of_type('E'));
}

static void without_bias_resistors_an_unloaded_strip_is_not_reported_open(void **state)
{
    (void)state;
    memset(voltage, 0, sizeof voltage);
    run_us(5000000);
    assert_false(next_of_type('E'));
    voltage[7] = 1023;
    run_us(1500000);
    expect_event("strip_short", "7");
}

static void garbage_is_refused_and_the_stream_continues(void **state)
{
    (void)state;
    static const char GARBAGE[] = "\xFF\x00W\x80\nWW\nK,1,2\nK,1,1,1\x01\n";
    uint8_t before[HAL_EEPROM_SIZE];
    run_us(300000);
    memcpy(before, fake.eeprom, sizeof before);
    fake_hal_receive(GARBAGE, sizeof GARBAGE - 1);
    run_us(1000000);
    unsigned refused = 0;
    uint32_t next_seq = 0;
    while (next_line()) {
        refused += line.type == 'N';
        assert_int_not_equal(line.type, 'A');
        if (line.type == 'D') {
            assert_true(wire_decoder_parse_data(&decoder, &line, HAL_STRIPS, &data));
            assert_int_equal(data.seq, next_seq++);
        } else if (line.type == 'S') {
            assert_int_equal(number_of("refused"), 4);
        }
    }
    assert_int_equal(refused, 4);
    assert_memory_equal(fake.eeprom, before, sizeof before);
}

static void a_flood_of_commands_delays_nothing(void **state)
{
    (void)state;
    run_us(300000);
    fake.button_down = true;
    bool asked = false;
    for (int i = 0; i < 1500; i++) {
        fake.button_down = i < 1200;
        if ((uint8_t)(fake.received_head - fake.received_tail) < 200) {
            bool ask = i > 300 && !asked;
            send_text(ask ? "?\n" : "garbage\n");
            asked = asked || ask;
        }
        run_us(1000);
    }
    while (fake.received_head != fake.received_tail)
        run_us(1000);
    unsigned hellos = 0;
    unsigned calibrations = 0;
    unsigned zeros = 0;
    unsigned statuses = 0;
    uint32_t next_seq = 0;
    while (next_line()) {
        hellos += line.type == 'H';
        calibrations += line.type == 'C';
        zeros += line.type == 'E' && strcmp(line.field[1], "zero") == 0;
        statuses += line.type == 'S';
        if (line.type == 'D') {
            assert_true(wire_decoder_parse_data(&decoder, &line, HAL_STRIPS, &data));
            assert_int_equal(data.seq, next_seq++);
        }
    }
    assert_int_equal(hellos, 2);
    assert_int_equal(calibrations, 2 * HAL_STRIPS);
    assert_int_equal(zeros, 1);
    assert_in_range(statuses, 1, 20);
}

/* Run for a time and return how often the LED was switched on. */
static unsigned count_flashes(uint32_t duration_us)
{
    unsigned flashes = 0;
    bool was_lit = fake.led_lit;
    for (uint32_t elapsed_us = 0; elapsed_us < duration_us; elapsed_us += 10000) {
        run_us(10000);
        flashes += fake.led_lit && !was_lit;
        was_lit = fake.led_lit;
    }
    assert_false(fake.led_lit);
    return flashes;
}

static void a_press_is_marked_at_its_start_and_the_led_blinks(void **state)
{
    (void)state;
    run_us(500000);
    uint32_t pressed_us = now_us;
    fake.button_down = true;
    run_us(200000);
    fake.button_down = false;
    assert_int_equal(count_flashes(1000000), 1);
    uint32_t t_us = 0;
    assert_true(next_of_type('E'));
    assert_string_equal(line.field[1], "mark");
    assert_true(wire_parse_unsigned(line.field[0], &t_us));
    assert_in_range(t_us, pressed_us, pressed_us + 1664);
    assert_false(next_of_type('E'));
}

static void events_are_queued_in_order(void **state)
{
    (void)state;
    uint32_t pressed_us[6];
    run_us(500000);
    wire_open = false;
    run_us(100000);
    for (int i = 0; i < 6; i++) {
        pressed_us[i] = now_us;
        fake.button_down = true;
        run_us(50000);
        fake.button_down = false;
        run_us(50000);
    }
    wire_open = true;
    run_us(1000000);
    /* Four events fit into the queue; the other two are counted as lost. */
    for (int i = 0; i < TX_QUEUE_EVENTS; i++) {
        uint32_t t_us = 0;
        assert_true(next_of_type('E'));
        assert_true(wire_parse_unsigned(line.field[0], &t_us));
        assert_in_range(t_us, pressed_us[i], pressed_us[i] + 1664);
    }
    while (next_line()) {
        assert_int_not_equal(line.type, 'E');
        if (line.type == 'S')
            assert_int_equal(number_of("events_lost"), 2);
    }
}

static void a_button_held_since_before_boot_is_not_a_press(void **state)
{
    (void)state;
    fake.button_down = true;
    boot();
    run_us(2000000);
    fake.button_down = false;
    run_us(500000);
    assert_false(next_of_type('E'));
}

/* Hold the button for `held_us`, and expect this event at the release and this number of blinks. */
static void expect_event_of_hold(uint32_t held_us, const char *name, unsigned blinks)
{
    fake.button_down = true;
    run_us(held_us);
    uint32_t released_us = now_us;
    assert_false(next_of_type('E'));
    fake.button_down = false;
    run_us(25000);
    assert_int_equal(count_flashes(2000000), blinks);
    uint32_t t_us = 0;
    assert_true(next_of_type('E'));
    assert_string_equal(line.field[1], name);
    assert_true(wire_parse_unsigned(line.field[0], &t_us));
    assert_in_range(t_us, released_us, released_us + 1664);
    assert_false(next_of_type('E'));
}

static void a_hold_is_zero_or_knee_and_the_led_says_which(void **state)
{
    (void)state;
    run_us(500000);
    expect_event_of_hold(1010000, "zero", 1);
    expect_event_of_hold(2950000, "zero", 1);
    expect_event_of_hold(3050000, "knee", 2);
    /* While the button is held, the LED is lit for as long as a release would mean zero. */
    fake.button_down = true;
    run_us(900000);
    assert_false(fake.led_lit);
    run_us(200000);
    assert_true(fake.led_lit);
    run_us(1800000);
    assert_true(fake.led_lit);
    run_us(200000);
    assert_false(fake.led_lit);
}

static void the_command_zeroes_like_a_hold(void **state)
{
    (void)state;
    run_us(500000);
    send_text("Z\n");
    assert_int_equal(count_flashes(1000000), 1);
    assert_true(next_of_type('A'));
    assert_true(next_of_type('E'));
    assert_string_equal(line.field[1], "zero");
}

/* A reset in the middle of a line: the first byte of the new boot ends it, so H is received. */
static void a_new_boot_ends_a_torn_line(void **state)
{
    (void)state;
    run_us(500000);
    while (next_line()) {
    }
    const char torn[] = "D,77,12";
    memcpy(fake.sent + fake.sent_length, torn, strlen(torn));
    fake.sent_length += strlen(torn);
    size_t from = fake.sent_length - strlen(torn);
    boot();
    run_us(500000);
    bool accepted = false;
    struct wire_line decoded;
    while (!accepted && from < fake.sent_length)
        from += wire_decoder_feed(&decoder, fake.sent + from, fake.sent_length - from, &decoded, &accepted);
    assert_true(accepted);
    assert_int_equal(decoded.type, 'H');
}

static void a_frozen_imu_is_lost_while_the_ring_moves(void **state)
{
    (void)state;
    run_us(1000000);
    imu_lives = false;
    uint32_t froze_us = now_us;
    for (int i = 0; i < 60; i++) { /* the temperature still changes */
        fake.imu_register[0x42]++;
        voltage[2] = (uint16_t)(voltage[2] + 3);
        run_us(10000);
    }
    uint32_t t_us = 0;
    assert_true(next_of_type('E'));
    assert_string_equal(line.field[1], "imu_lost");
    assert_true(wire_parse_unsigned(line.field[0], &t_us));
    assert_in_range(t_us, froze_us + 180000, froze_us + 250000);
    assert_true(next_data());
    assert_false(data.imu_valid);
    /* It is not back as long as it repeats the reading, however often it is set up. */
    run_us(3000000);
    assert_false(next_of_type('E'));
    imu_lives = true;
    run_us(1100000);
    assert_true(next_of_type('E'));
    assert_string_equal(line.field[1], "imu_back");
    while (next_data()) {
    }
    assert_true(data.imu_valid);
}

static void a_still_roller_is_no_frozen_imu(void **state)
{
    (void)state;
    run_us(500000);
    imu_lives = false;
    for (int i = 0; i < 100; i++) { /* noise of the strips */
        voltage[1] = (uint16_t)(20 + i % 3);
        run_us(20000);
    }
    send_text("R,50\n"); /* other sums of the same readings */
    run_us(1000000);
    assert_false(next_of_type('E'));
}

static void only_the_main_loop_feeds_the_watchdog(void **state)
{
    (void)state;
    run_us(100000);
    unsigned fed = fake.feed_count;
    for (int i = 0; i < 1000; i++)
        hal_on_conversion(0);
    assert_int_equal(fake.feed_count, fed);
    run_us(10000);
    assert_true(fake.feed_count > fed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_stream_starts_with_the_identity, start),
        cmocka_unit_test_setup(sent_frames_are_counted_every_second, start),
        cmocka_unit_test_setup(a_slow_host_loses_complete_frames_and_they_are_counted, start),
        cmocka_unit_test_setup(frames_lost_to_a_stalled_main_loop_are_counted, start),
        cmocka_unit_test_setup(without_an_imu_the_frames_have_no_imu_fields, start),
        cmocka_unit_test_setup(losing_and_regaining_the_imu_is_reported, start),
        cmocka_unit_test_setup(a_stuck_bus_does_not_delay_the_forces, start),
        cmocka_unit_test_setup(the_identity_is_sent_on_request_within_the_stream, start),
        cmocka_unit_test_setup(a_calibration_is_accepted_saved_and_kept_over_a_reset, start),
        cmocka_unit_test_setup(commands_while_saving_are_refused, start),
        cmocka_unit_test_setup(the_nearest_exact_rate_is_set_and_reported, start),
        cmocka_unit_test_setup(frames_lost_to_a_rate_change_are_counted, start),
        cmocka_unit_test_setup(the_baud_rate_changes_after_the_reply_was_sent, start),
        cmocka_unit_test_setup(rate_baud_and_geometry_are_kept, start),
        cmocka_unit_test_setup(the_button_restores_the_default_baud_rate, start),
        cmocka_unit_test_setup(only_broken_strips_are_reported, start),
        cmocka_unit_test_setup(without_bias_resistors_an_unloaded_strip_is_not_reported_open, start),
        cmocka_unit_test_setup(garbage_is_refused_and_the_stream_continues, start),
        cmocka_unit_test_setup(a_flood_of_commands_delays_nothing, start),
        cmocka_unit_test_setup(a_press_is_marked_at_its_start_and_the_led_blinks, start),
        cmocka_unit_test_setup(events_are_queued_in_order, start),
        cmocka_unit_test_setup(a_button_held_since_before_boot_is_not_a_press, start),
        cmocka_unit_test_setup(a_hold_is_zero_or_knee_and_the_led_says_which, start),
        cmocka_unit_test_setup(the_command_zeroes_like_a_hold, start),
        cmocka_unit_test_setup(a_new_boot_ends_a_torn_line, start),
        cmocka_unit_test_setup(a_frozen_imu_is_lost_while_the_ring_moves, start),
        cmocka_unit_test_setup(a_still_roller_is_no_frozen_imu, start),
        cmocka_unit_test_setup(only_the_main_loop_feeds_the_watchdog, start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
