/* SPDX-License-Identifier: MIT */
/* Finding the roller among serial ports, in a fake sysfs (serial_tree.h). */

#include "logger/support/fake_roller.h"
#include "logger/support/logger_run.h"
#include "logger/support/serial_tree.h"
#include "logger/support/fake_terminal.h"
#include "support/cmocka_includes.h"

#include <fcntl.h>
#include <signal.h>
#include <termios.h>
#include <unistd.h>

struct port_fixture {
    struct serial_tree tree;
    struct fake_roller roller[SERIAL_TREE_LIMIT];
    unsigned roller_count;
};

static int setup(void **state)
{
    struct port_fixture *fixture = calloc(1, sizeof *fixture);
    if (!fixture)
        return -1;
    serial_tree_make(&fixture->tree);
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    struct port_fixture *fixture = *state;
    for (unsigned i = 0; i < fixture->roller_count; i++)
        if (!atomic_load(&fixture->roller[i].ended))
            fake_roller_stop(&fixture->roller[i]);
    serial_tree_remove(&fixture->tree);
    free(fixture);
    return 0;
}

static void plug_roller(struct port_fixture *fixture, const char *name, const char *id, int baud)
{
    unsigned number = serial_tree_plug(&fixture->tree, name, "2341", "0043", "Arduino Uno", baud);
    struct fake_roller *roller = &fixture->roller[fixture->roller_count++];
    roller->id = id;
    fake_roller_start(roller, &fixture->tree.pty[number]);
}

static struct program_result run(struct port_fixture *fixture, const char *const argv[])
{
    const char *const env[] = {PRELOAD("serial_shim"), PRELOAD_ASAN, fixture->tree.env, NULL};
    struct program_options options = {.env = env, .folder = fixture->tree.dir.path};
    return program_run(argv, &options, LIMIT_S);
}

static void the_roller_is_found_at_any_baud_rate(void **state)
{
    struct port_fixture *fixture = *state;
    plug_roller(fixture, "ttyACM70", "5A3C21F0", 500000);
    serial_tree_plug(&fixture->tree, "ttyUSB71", "1a86", "7523", "USB Serial", 0);
    const char *const argv[] = {LOGGER, "record", "-o", "a.csv", "--duration", "1", NULL};
    struct program_result result = run(fixture, argv);
    assert_non_null(strstr(result.err, "Found 5A3C21F0 at /dev/ttyACM70 (Arduino Uno), 500000 baud"));
    assert_string_equal(result.out, "a.csv\n");
    assert_ended(&result, 0, "Lost: 0 of ");
}

/* The frame that was being received when the roller was found is the first row, and the raw file starts with it. */
static void the_raw_file_of_a_found_roller_starts_with_a_complete_line(void **state)
{
    struct port_fixture *fixture = *state;
    struct wire_text wire = {0};
    unsigned number = serial_tree_plug(&fixture->tree, "ttyACM70", "2341", "0043", "Arduino Uno", 250000);
    struct device_pty *pty = &fixture->tree.pty[number];
    const char *const argv[] = {LOGGER, "record", "-o", "a.csv", "--raw", "a.txt", "--duration", "0.2", NULL};
    const char *const env[] = {PRELOAD("serial_shim"), PRELOAD_ASAN, fixture->tree.env, NULL};
    struct program program =
        program_start(argv, &(struct program_options){.env = env, .folder = fixture->tree.dir.path});
    wire_add_data(&wire, 0, 0);
    assert_true(program_wait_for_err(&program, "Looking for the roller", LIMIT_S));
    bool asked = false;
    /* Opening the port may discard a frame or a part of it, so send until the logger asks. */
    for (int tries = 0; !asked && tries < 20; tries++) {
        device_pty_send(pty, wire.bytes, wire.length);
        asked = device_pty_expect(pty, "?", 2);
    }
    assert_true(asked);
    wire_free(&wire);
    wire_add_hello(&wire, "00A1");
    size_t half = wire.length + 20;
    wire_add_frames(&wire, 1, 40, WIRE_PERIOD_US);
    assert_int_equal(write(pty->fd, wire.bytes, half), half);
    assert_true(program_wait_for_err(&program, "Found 5A3C21F0", LIMIT_S));
    device_pty_send(pty, wire.bytes + half, wire.length - half);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_ended(&result, 0, "Lost: 0 of 21 frames");
    char path[512];
    size_t length;
    char *raw = temp_file_read(temp_dir_join(&fixture->tree.dir, "a.txt", path, sizeof path), &length);
    assert_true(length > 40);
    assert_memory_equal(raw, "D,1,9984,7,8,", 13);
    free(raw);
    wire_free(&wire);
}

static void a_found_roller_is_checked(void **state)
{
    struct port_fixture *fixture = *state;
    plug_roller(fixture, "ttyACM70", "5A3C21F0", 0);
    struct fake_terminal terminal;
    const char *const argv[] = {LOGGER, "check", "--duration", "2", NULL};
    const char *const env[] = {PRELOAD("serial_shim"), PRELOAD_ASAN, fixture->tree.env, NULL};
    fake_terminal_start(&terminal, argv, env, 100, 40);
    assert_true(fake_terminal_wait_for(&terminal, "Found 5A3C21F0 at /dev/ttyACM70", LIMIT_S));
    assert_true(fake_terminal_wait_for(&terminal, " rows  0 lost ", LIMIT_S)); /* during the check */
    /* The search does not count as time of the check, which would otherwise end without a row. */
    assert_true(fake_terminal_wait_for(&terminal, "lost: 0 of ", LIMIT_S));
    fake_terminal_end(&terminal, LIMIT_S);
}

static void the_rate_of_a_named_port_is_found(void **state)
{
    struct port_fixture *fixture = *state;
    plug_roller(fixture, "ttyACM70", "5A3C21F0", 115200);
    const char *const argv[] = {LOGGER, "record", "--port", "/dev/ttyACM70", "-o", "a.csv", "--duration", "1", NULL};
    struct program_result result = run(fixture, argv);
    assert_ended(&result, 0, "Lost: 0 of ");
    const char *const fixed[] = {LOGGER, "record", "--port", "/dev/ttyACM70", "--baud", "250000", "-o", "b.csv", NULL};
    result = run(fixture, fixed);
    assert_ended(&result, 3, "Is the baud rate right");
    const char *const searched[] = {LOGGER, "record", "--baud", "250000", "-o", "b.csv", NULL};
    result = run(fixture, searched);
    assert_ended(&result, 4, "No roller answered at 250000 baud on the 1 serial port on USB");
}

static void the_list_identifies_each_port(void **state)
{
    struct port_fixture *fixture = *state;
    plug_roller(fixture, "ttyACM70", "5A3C21F0", 1000000);
    unsigned busy_port = serial_tree_plug(&fixture->tree, "ttyUSB71", "0403", "6001", "FT232R \"USB\"\033[31m", 0);
    struct program holder = serial_tree_hold(&fixture->tree, busy_port);
    unsigned other_port = serial_tree_plug(&fixture->tree, "ttyACM72", "239a", "8023", "Feather M0", 0);
    serial_tree_plug(&fixture->tree, "ttyACM75", "1546", "01a8", "u-blox 8", 0);
    unsigned non_usb_port = serial_tree_plug(&fixture->tree, "ttyS74", NULL, NULL, NULL, 0);
    fixture->roller[1].stream = "$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47\r\n";
    fake_roller_start(&fixture->roller[fixture->roller_count++], &fixture->tree.pty[other_port]);
    serial_tree_plug(&fixture->tree, "ttyUSB73", "10c4", "ea60", "CP2102", 0);
    struct termios before, after;
    assert_int_equal(tcgetattr(fixture->tree.pty[non_usb_port].host_fd, &before), 0);
    const char *const argv[] = {LOGGER, "list", NULL};
    struct program_result result = run(fixture, argv);
    char busy_message[64];
    snprintf(busy_message, sizeof busy_message, "is busy: sleep (process %d) has it open", (int)holder.pid);
    if (PLATFORM_KNOWS_PORTS) {
        assert_non_null(strstr(result.out, "/dev/ttyACM70  2341:0043  cdc_acm  Arduino Uno\n"));
        assert_non_null(strstr(result.out, "/dev/ttyACM75  1546:01A8  cdc_acm  u-blox 8\n"));
    } else {
        print_message("skipped: POSIX knows neither drivers nor who has a port open\n");
    }
    assert_non_null(strstr(result.out, "Arduino Uno\n    roller 5A3C21F0: uno, firmware 1.0.0, 1000000 baud\n"));
    assert_non_null(strstr(result.out, "/dev/ttyUSB71  0403:6001"));
    assert_non_null(strstr(result.out, PLATFORM_KNOWS_PORTS ? busy_message : "busy"));
    assert_non_null(strstr(result.out, "not a roller\n"));
    assert_non_null(strstr(result.out, "silent\n"));
    assert_null(strchr(result.out, '\033'));
    assert_true(strstr(result.out, "/dev/ttyACM72") > strstr(result.out, "/dev/ttyUSB73")); /* likely rollers first */
    assert_non_null(strstr(result.out, "not opened: it is not on USB"));
    assert_non_null(strstr(result.out, "u-blox 8\n    not opened: it is a GPS receiver"));
    assert_int_equal(tcgetattr(fixture->tree.pty[non_usb_port].host_fd, &after), 0);
    assert_true(cfgetospeed(&after) == cfgetospeed(&before) && after.c_lflag == before.c_lflag);
    assert_ended(&result, 0, "Listening to 4 ports");
    const char *const json[] = {LOGGER, "list", "--json", "--quiet", NULL};
    result = run(fixture, json);
    assert_non_null(strstr(result.out, PLATFORM_KNOWS_PORTS ? "{\"port\":\"/dev/ttyACM70\",\"usb_id\":\"2341:0043\","
                                                              "\"driver\":\"cdc_acm\",\"product\":\"Arduino Uno\","
                                                            : "\"driver\":\"\",\"product\":\"Arduino Uno\","));
    assert_non_null(strstr(
        result.out, "\"roller\":{\"id\":\"5A3C21F0\",\"board\":\"uno\",\"firmware\":\"1.0.0\",\"baud\":1000000}}"));
    assert_non_null(strstr(result.out, "FT232R \\\"USB\\\"?[31m\",\"state\":\"busy\",\"what\":"));
    assert_string_equal(result.err, "");
    assert_ended(&result, 0, NULL);
    serial_tree_release(&holder);
}

static void a_port_unplugged_during_the_listing_is_not_listed(void **state)
{
    if (!PLATFORM_KNOWS_PORTS) {
        print_message("skipped: libserialport 0.1.1 loses its list, see logger/platform/linux.c\n");
        skip();
    }
    struct port_fixture *fixture = *state;
    plug_roller(fixture, "ttyACM70", "5A3C21F0", 250000);
    serial_tree_plug(&fixture->tree, "ttyUSB71", "1a86", "7523", "USB Serial", 0);
    serial_tree_plug(&fixture->tree, "ttyUSB73", "10c4", "ea60", "CP2102", 0);
    const char *const env[] = {PRELOAD("serial_shim"), PRELOAD_ASAN, fixture->tree.env, "SERIAL_SHIM_PULLED=ttyUSB",
                               NULL};
    const struct program_options options = {.env = env, .folder = fixture->tree.dir.path};
    const char *const argv[] = {LOGGER, "list", NULL};
    struct program_result result = program_run(argv, &options, LIMIT_S);
    assert_non_null(strstr(result.out, "roller 5A3C21F0"));
    assert_null(strstr(result.out, "ttyUSB"));
    assert_ended(&result, 0, "Listening to 1 port ");
}

static void ports_not_on_usb_are_not_opened(void **state)
{
    struct port_fixture *fixture = *state;
    fixture->roller[0].id = "5A3C21F0";
    fake_roller_start(&fixture->roller[fixture->roller_count++],
                      &fixture->tree.pty[serial_tree_plug(&fixture->tree, "ttyS70", NULL, NULL, NULL, 0)]);
    const char *const argv[] = {LOGGER, "record", "-o", "a.csv", "--duration", "1", NULL};
    struct program_result result = run(fixture, argv);
    assert_ended(&result, 4, "There is no serial port on USB");
    const char *const named[] = {LOGGER, "record", "--port", "/dev/ttyS70", "-o", "a.csv", "--duration", "1", NULL};
    result = run(fixture, named);
    assert_ended(&result, 0, "Lost: 0 of ");
}

static void one_of_several_rollers_is_chosen_by_id(void **state)
{
    struct port_fixture *fixture = *state;
    plug_roller(fixture, "ttyACM70", "5A3C21F0", 0);
    plug_roller(fixture, "ttyACM71", "DEADBEEF", 0);
    const char *const argv[] = {LOGGER, "record", "-o", "a.csv", "--duration", "1", NULL};
    struct program_result result = run(fixture, argv);
    assert_non_null(strstr(result.err, "5A3C21F0 at /dev/ttyACM70 (Arduino Uno)"));
    assert_non_null(strstr(result.err, "DEADBEEF at /dev/ttyACM71 (Arduino Uno)"));
    assert_ended(&result, 4, "Choose one with --id");
    const char *const chosen[] = {LOGGER, "record", "--id", "deadbeef", "-o", "a.csv", "--duration", "1", NULL};
    result = run(fixture, chosen);
    assert_ended(&result, 0, "Found DEADBEEF at /dev/ttyACM71");
    const char *const wrong[] = {LOGGER, "check", "--id", "00000000", NULL};
    result = run(fixture, wrong);
    assert_ended(&result, 4, "The roller 00000000 did not answer; found: 5A3C21F0 at");
}

static void one_of_several_rollers_is_chosen_at_the_terminal(void **state)
{
    struct port_fixture *fixture = *state;
    struct fake_terminal terminal;
    char path[512];
    plug_roller(fixture, "ttyACM70", "5A3C21F0", 0);
    plug_roller(fixture, "ttyACM71", "DEADBEEF", 0);
    temp_dir_join(&fixture->tree.dir, "a.csv", path, sizeof path);
    const char *const argv[] = {LOGGER, "record", "-o", path, "--duration", "1", "--no-ask", NULL};
    const char *const env[] = {PRELOAD("serial_shim"), PRELOAD_ASAN, fixture->tree.env, NULL};
    fake_terminal_start(&terminal, argv, env, 100, 24);
    assert_true(fake_terminal_wait_for(&terminal, "1  5A3C21F0 at /dev/ttyACM70", LIMIT_S));
    assert_true(fake_terminal_wait_for(&terminal, "2  DEADBEEF at /dev/ttyACM71", LIMIT_S));
    fake_terminal_type(&terminal, "3\n");
    assert_true(fake_terminal_wait_for(&terminal, "\"3\" is not one of these rollers", LIMIT_S));
    fake_roller_stop(&fixture->roller[0]); /* each roller keeps its number when another is unplugged */
    device_pty_close(&fixture->tree.pty[0]);
    fixture->tree.pty[0].fd = fixture->tree.pty[0].host_fd = -1;
    fake_terminal_type(&terminal, "1\n");
    assert_true(fake_terminal_wait_for(&terminal, "\"1\" is not one of these rollers", LIMIT_S));
    fake_terminal_type(&terminal, "2\n");
    assert_true(fake_terminal_wait_for(&terminal, "Found DEADBEEF at /dev/ttyACM71", LIMIT_S));
    assert_true(fake_terminal_wait_for(&terminal, "Lost: 0 of ", LIMIT_S));
    assert_int_equal(fake_terminal_end(&terminal, LIMIT_S), 0);
}

static void the_search_and_the_choice_can_be_stopped(void **state)
{
    struct port_fixture *fixture = *state;
    struct fake_terminal terminal;
    const char *const argv[] = {LOGGER, "check", NULL};
    const char *const env[] = {PRELOAD("serial_shim"), PRELOAD_ASAN, fixture->tree.env, NULL};
    serial_tree_plug(&fixture->tree, "ttyUSB73", "10c4", "ea60", "CP2102", 0); /* sends nothing */
    struct program program = program_start(argv, &(struct program_options){.env = env});
    assert_true(program_wait_for_err(&program, "Looking for the roller", LIMIT_S));
    kill(program.pid, SIGINT);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_ended(&result, 4, "Stopped before a roller was found.");
    plug_roller(fixture, "ttyACM70", "5A3C21F0", 0);
    plug_roller(fixture, "ttyACM71", "DEADBEEF", 0);
    fake_terminal_start(&terminal, argv, env, 100, 24);
    assert_true(fake_terminal_wait_for(&terminal, "2  DEADBEEF at /dev/ttyACM71", LIMIT_S));
    kill(terminal.pid, SIGINT);
    assert_true(fake_terminal_wait_for(&terminal, "Stopped before a roller was chosen.", LIMIT_S));
    assert_int_equal(fake_terminal_end(&terminal, LIMIT_S), 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_roller_is_found_at_any_baud_rate, setup, teardown),
        cmocka_unit_test_setup_teardown(the_raw_file_of_a_found_roller_starts_with_a_complete_line, setup, teardown),
        cmocka_unit_test_setup_teardown(a_found_roller_is_checked, setup, teardown),
        cmocka_unit_test_setup_teardown(the_search_and_the_choice_can_be_stopped, setup, teardown),
        cmocka_unit_test_setup_teardown(the_rate_of_a_named_port_is_found, setup, teardown),
        cmocka_unit_test_setup_teardown(the_list_identifies_each_port, setup, teardown),
        cmocka_unit_test_setup_teardown(a_port_unplugged_during_the_listing_is_not_listed, setup, teardown),
        cmocka_unit_test_setup_teardown(ports_not_on_usb_are_not_opened, setup, teardown),
        cmocka_unit_test_setup_teardown(one_of_several_rollers_is_chosen_by_id, setup, teardown),
        cmocka_unit_test_setup_teardown(one_of_several_rollers_is_chosen_at_the_terminal, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
