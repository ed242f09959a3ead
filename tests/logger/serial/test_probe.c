/* SPDX-License-Identifier: MIT */
/* Probing one port; the test sets the clock. */

#include "logger/support/device_pty.h"
#include "serial/probe.h"
#include "logger/support/wire_text.h"
#include "support/cmocka_includes.h"

#define SECOND 1000000

struct fixture {
    struct device_pty pty;
    struct probe probe;
    struct wire_text wire;
};

static int setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    if (!fixture)
        return -1;
    device_pty_open(&fixture->pty);
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    probe_close(&fixture->probe);
    device_pty_close(&fixture->pty);
    wire_free(&fixture->wire);
    free(fixture);
    return 0;
}

static void begin(struct fixture *fixture, enum usb_likelihood likelihood)
{
    struct port_info port = {.likelihood = likelihood, .kind = ""};
    snprintf(port.name, sizeof port.name, "%s", ptsname(fixture->pty.fd));
    probe_open(&fixture->probe, &port, 0, SECOND);
    assert_int_equal(fixture->probe.state, PROBE_LISTENING);
}

/* Send the wire text, and step until the probe has received all of it. The probe's time stays at `now_us`. */
static void receive(struct fixture *fixture, int64_t now_us)
{
    size_t wanted = fixture->probe.count + fixture->wire.length;
    device_pty_send(&fixture->pty, fixture->wire.bytes, fixture->wire.length);
    for (int i = 0; i < 1000 && fixture->probe.count < wanted && fixture->probe.state == PROBE_LISTENING; i++) {
        struct failure ignored;
        link_wait(fixture->probe.link.fd, -1, 20, &ignored);
        probe_step(&fixture->probe, now_us);
    }
    wire_free(&fixture->wire);
}

static void an_idle_port_is_asked_once_and_closed(void **state)
{
    struct fixture *fixture = *state;
    begin(fixture, USB_ARDUINO);
    probe_step(&fixture->probe, 2 * SECOND);
    assert_false(device_pty_expect(&fixture->pty, "?", 0.05)); /* too early: an Arduino's bootloader would receive it */
    probe_step(&fixture->probe, 4 * SECOND);
    assert_true(device_pty_expect(&fixture->pty, "?\n", 5));
    probe_step(&fixture->probe, 4 * SECOND + 1);
    assert_int_equal(fixture->probe.state, PROBE_LISTENING);
    probe_step(&fixture->probe, 5 * SECOND + 2);
    assert_int_equal(fixture->probe.state, PROBE_IDLE);
    assert_false(device_pty_expect(&fixture->pty, "?", 0.05));
}

/* A reset in mid-line may leave a roller that has stopped. */
static void a_roller_that_stopped_within_a_line_is_asked(void **state)
{
    struct fixture *fixture = *state;
    begin(fixture, USB_ADAPTER);
    wire_add_raw(&fixture->wire, "7,8,9*12AB\nD,17,1697", 20);
    receive(fixture, SECOND);
    probe_step(&fixture->probe, 2 * SECOND);
    assert_false(device_pty_expect(&fixture->pty, "?", 0.05));
    probe_step(&fixture->probe, 2 * SECOND + 1);
    assert_true(device_pty_expect(&fixture->pty, "?\n", 5));
    wire_add_raw(&fixture->wire, "\n", 1);
    wire_add_hello(&fixture->wire, "00A1");
    receive(fixture, 3 * SECOND);
    assert_int_equal(fixture->probe.state, PROBE_ROLLER);
}

/* A device that prints a few words when it starts is no roller, whatever its adapter. */
static void a_device_that_prints_words_is_sent_nothing(void **state)
{
    struct fixture *fixture = *state;
    begin(fixture, USB_ADAPTER);
    wire_add_raw(&fixture->wire, "start\nok T:21.3\n", 16);
    receive(fixture, SECOND);
    for (int64_t now_us = SECOND; fixture->probe.state == PROBE_LISTENING && now_us < 9 * SECOND; now_us += 100000)
        probe_step(&fixture->probe, now_us);
    assert_int_equal(fixture->probe.state, PROBE_OTHER_DEVICE);
    assert_false(device_pty_expect(&fixture->pty, "?", 0.05));
}

static void other_devices_are_sent_nothing(void **state)
{
    struct fixture *fixture = *state;
    begin(fixture, USB_UNKNOWN);
    for (int64_t now_us = SECOND; fixture->probe.state == PROBE_LISTENING && now_us < 9 * SECOND; now_us += 100000) {
        wire_add_raw(&fixture->wire, "$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9*47\n", 49);
        receive(fixture, now_us);
    }
    assert_int_equal(fixture->probe.state, PROBE_OTHER_DEVICE);
    assert_false(device_pty_expect(&fixture->pty, "?", 0.05));
}

static void a_roller_is_identified_without_losing_a_byte(void **state)
{
    struct fixture *fixture = *state;
    struct link link;
    struct wire_text all = {0};
    static char bytes[65536];
    struct link_bytes received = {.bytes = bytes, .size = sizeof bytes};
    begin(fixture, USB_UNKNOWN);
    wire_add_frames(&all, 0, 3, 20000);
    wire_add_raw(&fixture->wire, all.bytes, all.length);
    receive(fixture, SECOND);
    assert_int_equal(fixture->probe.state, PROBE_LISTENING);
    assert_true(device_pty_expect(&fixture->pty, "?\n", 5));
    size_t before = all.length;
    wire_add_hello(&all, "00A1");
    wire_add_raw(&fixture->wire, all.bytes + before, all.length - before);
    receive(fixture, SECOND);
    assert_int_equal(fixture->probe.state, PROBE_ROLLER);
    assert_string_equal(fixture->probe.device.id, "5A3C21F0");
    before = all.length;
    wire_add_frames(&all, 3, 3, 50000);
    device_pty_send(&fixture->pty, all.bytes + before, all.length - before);
    for (int i = 0; i < 1000 && fixture->probe.count < all.length; i++) {
        struct failure ignored;
        link_wait(fixture->probe.link.fd, -1, 20, &ignored);
        probe_step(&fixture->probe, 2 * SECOND); /* while other ports are still probed */
    }
    probe_hand_over(&fixture->probe, &link, &received);
    assert_int_equal(received.count, all.length);
    assert_memory_equal(bytes, all.bytes, all.length);
    link_close(&link);
    wire_free(&all);
}

static void a_roller_on_a_one_way_cable_is_found(void **state)
{
    struct fixture *fixture = *state;
    begin(fixture, USB_UNKNOWN);
    wire_add_frames(&fixture->wire, 0, 3, 20000);
    receive(fixture, SECOND);
    probe_step(&fixture->probe, 2 * SECOND);
    assert_int_equal(fixture->probe.state, PROBE_LISTENING);
    probe_step(&fixture->probe, 3 * SECOND);
    assert_int_equal(fixture->probe.state, PROBE_ROLLER);
    assert_false(fixture->probe.device.known);
}

static void an_unplugged_port_is_closed(void **state)
{
    struct fixture *fixture = *state;
    begin(fixture, USB_ARDUINO);
    device_pty_close(&fixture->pty);
    probe_step(&fixture->probe, SECOND);
    assert_int_equal(fixture->probe.state, PROBE_CLOSED);
    assert_non_null(strstr(fixture->probe.failure.message, "was unplugged"));
    device_pty_open(&fixture->pty);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_idle_port_is_asked_once_and_closed),
        TEST(other_devices_are_sent_nothing),
        TEST(a_roller_that_stopped_within_a_line_is_asked),
        TEST(a_device_that_prints_words_is_sent_nothing),
        TEST(a_roller_is_identified_without_losing_a_byte),
        TEST(a_roller_on_a_one_way_cable_is_found),
        TEST(an_unplugged_port_is_closed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
