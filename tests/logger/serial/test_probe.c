/* SPDX-License-Identifier: MIT */
/* What one port is found to be; the clock is the test's. */

#include "logger/support/device_pty.h"
#include "serial/probe.h"
#include "logger/support/wire_text.h"
#include "support/cmocka_includes.h"

#define SECOND 1000000

struct bench {
    struct device_pty pty;
    struct probe probe;
    struct wire_text wire;
};

static int setup(void **state)
{
    struct bench *bench = calloc(1, sizeof *bench);
    if (!bench)
        return -1;
    device_pty_open(&bench->pty);
    *state = bench;
    return 0;
}

static int teardown(void **state)
{
    struct bench *bench = *state;
    probe_close(&bench->probe);
    device_pty_close(&bench->pty);
    wire_free(&bench->wire);
    free(bench);
    return 0;
}

static void begin(struct bench *bench, bool may_ask)
{
    struct port_info port = {0};
    snprintf(port.name, sizeof port.name, "%s", bench->pty.path);
    probe_open(&bench->probe, &port, 0, may_ask, SECOND);
    assert_int_equal(bench->probe.state, PROBE_LISTENING);
}

/* Step until the port's bytes have come through the kernel, at one time of the probe's clock. */
static void hear(struct bench *bench, int64_t now_us)
{
    size_t wanted = bench->probe.count + bench->wire.length;
    device_pty_send(&bench->pty, bench->wire.bytes, bench->wire.length);
    for (int i = 0; i < 1000 && bench->probe.count < wanted && bench->probe.state == PROBE_LISTENING; i++) {
        struct failure ignored;
        link_wait(bench->probe.link.fd, -1, 20, &ignored);
        probe_step(&bench->probe, now_us);
    }
    wire_free(&bench->wire);
}

static void a_silent_port_is_asked_once_and_given_up(void **state)
{
    struct bench *bench = *state;
    begin(bench, true);
    probe_step(&bench->probe, 2 * SECOND);
    assert_false(device_pty_expect(&bench->pty, "?", 0.05)); /* an Arduino's bootloader would take it */
    probe_step(&bench->probe, 4 * SECOND);
    assert_true(device_pty_expect(&bench->pty, "?\n", 5));
    probe_step(&bench->probe, 4 * SECOND + 1);
    assert_int_equal(bench->probe.state, PROBE_LISTENING);
    probe_step(&bench->probe, 5 * SECOND + 2);
    assert_int_equal(bench->probe.state, PROBE_IDLE);
    assert_false(device_pty_expect(&bench->pty, "?", 0.05));
}

static void other_devices_are_not_talked_to(void **state)
{
    struct bench *bench = *state;
    begin(bench, false);
    for (int64_t now_us = SECOND; bench->probe.state == PROBE_LISTENING && now_us < 9 * SECOND;
         now_us += 100000) {
        wire_add_raw(&bench->wire, "$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9*47\n", 49);
        hear(bench, now_us);
    }
    assert_int_equal(bench->probe.state, PROBE_OTHER_DEVICE);
    assert_false(device_pty_expect(&bench->pty, "?", 0.05));
}

static void a_roller_is_asked_who_it_is_and_nothing_of_it_is_lost(void **state)
{
    struct bench *bench = *state;
    struct link link;
    struct wire_text all = {0};
    static char bytes[65536];
    struct link_bytes received = {.bytes = bytes, .size = sizeof bytes};
    begin(bench, false);
    wire_add_frames(&all, 0, 3, 20000);
    wire_add_raw(&bench->wire, all.bytes, all.length);
    hear(bench, SECOND);
    assert_int_equal(bench->probe.state, PROBE_LISTENING);
    assert_true(device_pty_expect(&bench->pty, "?\n", 5));
    size_t before = all.length;
    wire_add_hello(&all, "00A1");
    wire_add_raw(&bench->wire, all.bytes + before, all.length - before);
    hear(bench, SECOND);
    assert_int_equal(bench->probe.state, PROBE_ROLLER);
    assert_string_equal(bench->probe.device.id, "5A3C21F0");
    before = all.length;
    wire_add_frames(&all, 3, 3, 50000);
    device_pty_send(&bench->pty, all.bytes + before, all.length - before);
    for (int i = 0; i < 1000 && bench->probe.count < all.length; i++) {
        struct failure ignored;
        link_wait(bench->probe.link.fd, -1, 20, &ignored);
        probe_step(&bench->probe, 2 * SECOND); /* while others are still looked at */
    }
    probe_hand_over(&bench->probe, &link, &received);
    assert_int_equal(received.count, all.length);
    assert_memory_equal(bytes, all.bytes, all.length);
    link_close(&link);
    wire_free(&all);
}

static void a_cable_of_one_way_is_a_roller_too(void **state)
{
    struct bench *bench = *state;
    begin(bench, false);
    wire_add_frames(&bench->wire, 0, 3, 20000);
    hear(bench, SECOND);
    probe_step(&bench->probe, 2 * SECOND);
    assert_int_equal(bench->probe.state, PROBE_LISTENING);
    probe_step(&bench->probe, 3 * SECOND);
    assert_int_equal(bench->probe.state, PROBE_ROLLER);
    assert_false(bench->probe.device.known);
}

static void a_pulled_port_is_closed(void **state)
{
    struct bench *bench = *state;
    begin(bench, true);
    device_pty_close(&bench->pty);
    probe_step(&bench->probe, SECOND);
    assert_int_equal(bench->probe.state, PROBE_CLOSED);
    assert_non_null(strstr(bench->probe.failure.message, "was unplugged"));
    device_pty_open(&bench->pty);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_silent_port_is_asked_once_and_given_up),
        TEST(other_devices_are_not_talked_to),
        TEST(a_roller_is_asked_who_it_is_and_nothing_of_it_is_lost),
        TEST(a_cable_of_one_way_is_a_roller_too),
        TEST(a_pulled_port_is_closed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
