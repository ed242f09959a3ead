/* SPDX-License-Identifier: MIT */
/* While a roller is looked for, other programs and other devices are left alone (serial_tree.h). */

#include "logger/support/fake_roller.h"
#include "logger/support/logger_run.h"
#include "logger/support/serial_tree.h"
#include "support/cmocka_includes.h"
#include "support/fault.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#define RUNS 50

struct desk {
    struct serial_tree tree;
    struct fake_roller roller;
};

static int setup(void **state)
{
    struct desk *desk = calloc(1, sizeof *desk);
    if (!desk)
        return -1;
    serial_tree_make(&desk->tree);
    unsigned number = serial_tree_plug(&desk->tree, "ttyACM70", "2341", "0043", "Arduino Uno", 0);
    desk->roller.id = "5A3C21F0";
    fake_roller_start(&desk->roller, &desk->tree.pty[number]);
    *state = desk;
    return 0;
}

static int teardown(void **state)
{
    struct desk *desk = *state;
    fake_roller_stop(&desk->roller);
    serial_tree_remove(&desk->tree);
    free(desk);
    return 0;
}

static struct program_result run(struct desk *desk, const char *const argv[])
{
    const char *const env[] = {PRELOAD("serial_shim"), PRELOAD_ASAN, desk->tree.env, NULL};
    struct program_options options = {.env = env, .folder = desk->tree.dir.path};
    return program_run(argv, &options, LIMIT_S);
}

/* Run `list` or `record`. Returns what it printed; the caller frees it. */
static struct program_result look_for_roller(struct desk *desk, bool record)
{
    char path[512];
    const char *const list[] = {LOGGER, "list", NULL};
    const char *const recording[] = {LOGGER, "record", "-o", "a.csv", "--duration", "0.1", NULL};
    struct program_result result = run(desk, record ? recording : list);
    if (result.status != 0 || !strstr(record ? result.err : result.out, "5A3C21F0"))
        fail_msg("the roller was not found: %s%s", result.out, result.err);
    unlink(temp_dir_join(&desk->tree.dir, "a.csv", path, sizeof path));
    return result;
}

/* Give a port the settings of a 3D printer: 115200 baud, and input in lines. */
static void set_up_printer(const struct device_pty *pty, struct termios *settings)
{
    assert_int_equal(tcgetattr(pty->host_fd, settings), 0);
    settings->c_lflag |= ICANON;
    settings->c_iflag |= IXON;
    cfsetspeed(settings, B115200);
    assert_int_equal(tcsetattr(pty->host_fd, TCSANOW, settings), 0);
    assert_int_equal(tcgetattr(pty->host_fd, settings), 0);
}

static void assert_settings(const struct device_pty *pty, const struct termios *expected)
{
    struct termios now;
    assert_int_equal(tcgetattr(pty->host_fd, &now), 0);
    assert_int_equal(cfgetispeed(&now), cfgetispeed(expected));
    assert_int_equal(cfgetospeed(&now), cfgetospeed(expected));
    assert_true(now.c_iflag == expected->c_iflag && now.c_oflag == expected->c_oflag &&
                now.c_cflag == expected->c_cflag && now.c_lflag == expected->c_lflag);
    assert_memory_equal(now.c_cc, expected->c_cc, sizeof now.c_cc);
}

/* Send a line in each direction, and check that it arrives whole, after nothing else. */
static void print_line(const struct device_pty *pty, unsigned number)
{
    char line[40], received[80];
    int length = snprintf(line, sizeof line, "G1 X%u\n", number);
    assert_int_equal(write(pty->host_fd, line, (size_t)length), length);
    for (int used = 0; used < length;) {
        struct pollfd wanted = {.fd = pty->fd, .events = POLLIN};
        assert_int_equal(poll(&wanted, 1, 10000), 1);
        ssize_t count = read(pty->fd, received + used, sizeof received - (size_t)used);
        assert_true(count > 0);
        used += (int)count;
        assert_true(used <= length && memcmp(received, line, (size_t)used) == 0);
    }
    length = snprintf(line, sizeof line, "ok %u\n", number);
    assert_int_equal(write(pty->fd, line, (size_t)length), length);
}

static void expect_line(const struct device_pty *pty, unsigned number)
{
    char line[40], received[80];
    int length = snprintf(line, sizeof line, "ok %u\n", number);
    struct pollfd wanted = {.fd = pty->host_fd, .events = POLLIN};
    assert_int_equal(poll(&wanted, 1, 10000), 1);
    assert_int_equal(read(pty->host_fd, received, sizeof received), length);
    assert_memory_equal(received, line, (size_t)length);
}

/* The printer has the ids of an adapter that is also in copies of an Arduino, and another program prints with it. Each
 * line that the printer sends is read by that program only after the logger has run. */
static void a_printer_that_prints_keeps_each_byte_and_its_speed(void **state)
{
    struct desk *desk = *state;
    if (!PLATFORM_KNOWS_PORTS) {
        print_message("skipped: POSIX does not know who has a port open\n");
        skip();
    }
    struct termios settings;
    unsigned number = serial_tree_plug(&desk->tree, "ttyUSB71", "1a86", "7523", "USB Serial", 0);
    struct device_pty *printer = &desk->tree.pty[number];
    struct program holder = serial_tree_hold(&desk->tree, number);
    char message[80];
    snprintf(message, sizeof message, "/dev/ttyUSB71 is busy: sleep (process %d) has it open", (int)holder.pid);
    set_up_printer(printer, &settings);
    for (unsigned i = 0; i < 2 * RUNS; i++) {
        bool record = i % 2;
        print_line(printer, i);
        struct program_result result = look_for_roller(desk, record);
        /* `record` stops looking before it comes to the printer */
        assert_true(record || strstr(result.out, message));
        program_result_free(&result);
        assert_settings(printer, &settings);
        expect_line(printer, i);
    }
    serial_tree_release(&holder);
    fault_held("74", "list and record beside a printer that prints", 2 * RUNS,
               "each byte arrived, settings unchanged, the program that prints named");
}

/* Nobody uses these devices. One is opened, because it might be a roller; the others are known to be none. */
static void idle_devices_are_left_as_they_were(void **state)
{
    struct desk *desk = *state;
    static const struct {
        const char *name, *vendor, *product_id, *product;
    } devices[] = {
        {"ttyACM71", "239a", "8023", "Feather M0"},
        {"ttyACM72", "2c99", "0002", "Original Prusa i3 MK3"},
        {"ttyACM73", "12d1", "1506", "HUAWEI Mobile"},
        {"ttyUSB74", "10c4", "ea60", "Sonoff Zigbee 3.0 USB Dongle Plus"},
    };
    enum { COUNT = sizeof devices / sizeof devices[0] };
    struct termios settings[COUNT];
    unsigned number[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        number[i] = serial_tree_plug(&desk->tree, devices[i].name, devices[i].vendor, devices[i].product_id,
                                     devices[i].product, 0);
        set_up_printer(&desk->tree.pty[number[i]], &settings[i]);
        assert_int_equal(write(desk->tree.pty[number[i]].fd, "wait\n", 5), 5);
    }
    for (unsigned run_number = 0; run_number < 4; run_number++) {
        struct program_result result = look_for_roller(desk, run_number % 2);
        bool record = run_number % 2;
        const char *text = record ? result.err : result.out;
        assert_non_null(strstr(text, "it is a 3D printer"));
        assert_non_null(strstr(text, "it is a modem"));
        assert_non_null(strstr(text, "it is a home automation adapter"));
        program_result_free(&result);
    }
    for (size_t i = 0; i < COUNT; i++) {
        const struct device_pty *pty = &desk->tree.pty[number[i]];
        struct pollfd sent = {.fd = pty->fd, .events = POLLIN};
        int unread = 0;
        assert_settings(pty, &settings[i]);
        assert_int_equal(poll(&sent, 1, 0), 0); /* nothing was sent to it */
        ioctl(pty->host_fd, FIONREAD, &unread);
        assert_true(i == 0 || unread == 5); /* only the first one was opened */
    }
    fault_held("74", "list and record beside idle devices", 4,
               "known ones not opened, another one sent nothing, all settings unchanged");
}

/* A named port that another program uses is not opened either. */
static void a_named_port_in_use_is_refused(void **state)
{
    struct desk *desk = *state;
    if (!PLATFORM_KNOWS_PORTS)
        skip();
    struct termios settings;
    unsigned number = serial_tree_plug(&desk->tree, "ttyUSB71", "1a86", "7523", "USB Serial", 0);
    struct program holder = serial_tree_hold(&desk->tree, number);
    set_up_printer(&desk->tree.pty[number], &settings);
    const char *const argv[] = {LOGGER, "record", "--port", "/dev/ttyUSB71", "-o", "a.csv", NULL};
    struct program_result result = run(desk, argv);
    assert_ended(&result, 4, "/dev/ttyUSB71 is busy: sleep (process ");
    assert_settings(&desk->tree.pty[number], &settings);
    serial_tree_release(&holder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_printer_that_prints_keeps_each_byte_and_its_speed, setup, teardown),
        cmocka_unit_test_setup_teardown(idle_devices_are_left_as_they_were, setup, teardown),
        cmocka_unit_test_setup_teardown(a_named_port_in_use_is_refused, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
