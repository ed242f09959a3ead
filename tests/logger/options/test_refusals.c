/* SPDX-License-Identifier: MIT */
/* The errors that roller-logger reports, and its command line. */

#include "logger/support/logger_run.h"
#include "support/cmocka_includes.h"
#include "support/fault.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

static void nothing_is_overwritten(void **state)
{
    struct fixture *fixture = *state;
    temp_file_write(fixture->path, "mine", 4);
    const char *const argv[] = {LOGGER, "record", "--port", "/no/such/port", "-o", fixture->path, NULL};
    struct program_result result = program_run(argv, NULL, LIMIT_S); /* rejected before the port is opened */
    assert_ended(&result, 5, "exists already");
    char *bytes = temp_file_read(fixture->path, NULL);
    assert_string_equal(bytes, "mine");
    free(bytes);
    fault_held("40", "the output exists", 1, "refused, untouched");
}

/* If the second leg's file already exists, this is reported before the first leg is rolled. */
static void an_existing_second_file_is_reported_first(void **state)
{
    struct fixture *fixture = *state;
    char left[512], right[512];
    temp_file_write(temp_dir_join(&fixture->dir, "a_left.csv", left, sizeof left), "old\n", 4);
    const char *const argv[] = {
        LOGGER, "record", "--port", fixture->pty.path, "-o", fixture->path, "--leg", "both", "--duration", "1", NULL};
    struct program_result refused = program_run(argv, NULL, LIMIT_S);
    assert_null(strstr(refused.err, "right leg"));
    assert_ended(&refused, 5, "a_left.csv exists already");
    temp_dir_join(&fixture->dir, "a_right.csv.part", right, sizeof right);
    assert_int_not_equal(access(right, F_OK), 0);
    char *kept = temp_file_read(left, NULL);
    assert_string_equal(kept, "old\n");
    free(kept);
}

static void noise_is_rejected_with_advice(void **state)
{
    struct fixture *fixture = *state;
    uint32_t random = 11;
    for (int i = 0; i < 3000; i++) {
        random = random * 1664525u + 1013904223u;
        uint8_t byte = (uint8_t)(random >> 24);
        wire_add_raw(&fixture->wire, &byte, 1);
    }
    struct program_result result = run_on_input(fixture, fixture->path);
    assert_ended(&result, 3,
                 "bytes were received, but no complete line from a roller, so nothing was recorded. "
                 "Did a roller send them?");
    wire_free(&fixture->wire);
    result = run_on_input(fixture, fixture->path);
    assert_ended(&result, 3, "The input is empty");
    wire_add_hello(&fixture->wire, "00A1");
    result = run_on_input(fixture, fixture->path);
    assert_ended(&result, 3, "no frames");
    assert_true(folder_is_empty(fixture->dir.path));
    fault_held("9", "noise on standard input", 1, "no row, exit 3, reported");
}

static void a_busy_port_is_rejected(void **state)
{
    struct fixture *fixture = *state;
    char second[512];
    wire_add_hello(&fixture->wire, "00A1");
    wire_add_frames(&fixture->wire, 0, 5, 20000);
    struct program program = start_on_pty(fixture, NULL, NULL);
    device_pty_send(&fixture->pty, fixture->wire.bytes, fixture->wire.length);
    device_pty_drain(&fixture->pty);
    temp_dir_join(&fixture->dir, "second.csv", second, sizeof second);
    const char *const argv[] = {LOGGER, "record", "--port", fixture->pty.path, "-o", second, NULL};
    struct program_result refused = program_run(argv, NULL, LIMIT_S);
    assert_ended(&refused, 4, "busy");
    assert_int_not_equal(access(second, F_OK), 0);
    kill(program.pid, SIGINT);
    struct program_result first = program_wait(&program, LIMIT_S);
    assert_ended(&first, 0, "5 rows");
    fault_held("24", "two loggers on one port", 1, "the second refused, exit 4");
}

static void a_missing_port_is_named(void **state)
{
    struct fixture *fixture = *state;
    const char *const argv[] = {LOGGER, "record", "--port", "/dev/no-such-port", "-o", fixture->path, NULL};
    struct program_result result = program_run(argv, NULL, LIMIT_S);
    assert_ended(&result, 4, "There is no port /dev/no-such-port");
    assert_true(folder_is_empty(fixture->dir.path));
}

static void a_session_on_a_full_disk_is_not_saved(void **state)
{
    struct fixture *fixture = *state;
    wire_add_hello(&fixture->wire, "00A1");
    wire_add_frames(&fixture->wire, 0, 2000, 20000);
    const char *const argv[] = {"sh",   "-c",          "ulimit -f 64; exec \"$0\" record --port - -o \"$1\"",
                                LOGGER, fixture->path, NULL};
    struct program_options options = {.input = fixture->wire.bytes, .input_length = fixture->wire.length};
    struct program_result result = program_run(argv, &options, LIMIT_S);
    assert_null(strstr(result.err, "Saved"));
    assert_string_equal(result.out, "");
    assert_ended(&result, 5, "a.csv.part");
    assert_int_not_equal(access(fixture->path, F_OK), 0);
    size_t length;
    char *bytes = temp_file_read(fixture->part, &length);
    assert_true(length > 30000 && bytes[length - 1] == '\n');
    free(bytes);
    fault_held("36", "a file size limit of 32 kB", 1, "reported, whole rows, exit 5");
}

static void the_session_is_saved_when_standard_output_is_full(void **state)
{
    struct fixture *fixture = *state;
    wire_add_hello(&fixture->wire, "00A1");
    wire_add_frames(&fixture->wire, 0, 20, 20000);
    const char *const argv[] = {LOGGER, "record", "--port", "-", "-o", fixture->path, NULL};
    struct program_options options = {.input = fixture->wire.bytes, .input_length = fixture->wire.length};
    options.out_fd = open("/dev/full", O_WRONLY);
    struct program_result result = program_run(argv, &options, LIMIT_S);
    close(options.out_fd);
    assert_ended(&result, 0, "Standard output could not be written");
    assert_int_equal(access(fixture->path, F_OK), 0);
    fault_held("28", "standard output full", 1, "session saved, reported");
}

/* Commands that only write to standard output fail if it is full. */
static void output_to_a_full_standard_output_is_an_error(void **state)
{
    (void)state;
    static const char *const commands[] = {"list --json --quiet", "check --quiet --port - --duration 1", "--help",
                                           "--version"};
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        struct wire_text wire = {0};
        wire_add_hello(&wire, "00A1");
        wire_add_frames(&wire, 0, 200, 20000);
        char command[100];
        snprintf(command, sizeof command, "exec \"$0\" %s >/dev/full", commands[i]);
        const char *const argv[] = {"sh", "-c", command, LOGGER, NULL};
        struct program_options options = {.input = wire.bytes, .input_length = wire.length};
        struct program_result result = program_run(argv, &options, LIMIT_S);
        assert_ended(&result, 5, "Standard output could not be written");
        wire_free(&wire);
    }
}

/* ---- The command line ---- */

static void wrong_usage_is_reported(void **state)
{
    (void)state;
    static const struct {
        const char *argv[5];
        const char *message;
    } tries[] = {
        {{LOGGER}, "record, check, calibrate, list or annotate"},
        {{LOGGER, "dance"}, "no command \"dance\""},
        {{LOGGER, "record", "--colour", "red"}, "--colour"},
        {{LOGGER, "record", "extra"}, "extra"},
        {{LOGGER, "record", "--leg", "middle"}, "left, right or both"},
        {{LOGGER, "record", "--leg=both", "--port=-"}, "cannot be combined with --port -"},
        {{LOGGER, "record", "--leg=both", "--raw=a"}, "cannot be combined with --leg both"},
        {{LOGGER, "check", "--port=a", "--id=5A3C21F0"}, "cannot be combined with --port"},
        {{LOGGER, "calibrate", "strips", "--port=a", "--id=5A3C21F0"}, "cannot be combined with --port"},
        {{LOGGER, "record", "--leg"}, "needs a value"},
        {{LOGGER, "record", "--port="}, "not empty"},
        {{LOGGER, "record", "--thigh-length", "35o"}, "number from"},
        {{LOGGER, "record", "--duration", "nan"}, "number from"},
        {{LOGGER, "record", "--rolling-radius", "-70"}, "number from"},
        {{LOGGER, "record", "--baud", "9600.5"}, "whole number"},
        {{LOGGER, "record", "-o", ""}, "-o needs a value that is not empty"},
        {{LOGGER, "record", "-o", "-"}, "-o needs the name of a file"},
        {{LOGGER, "record", "--raw", "-"}, "--raw needs the name of a file"},
        {{LOGGER, "record", "-o", "-x.csv"}, "If it is the name of a file, write ./-x.csv"},
        {{LOGGER, "record", "-o", "--leg"}, "looks like an option"},
        {{LOGGER, "record", "--output=a\nb.csv"}, "The name after -o contains a line break"},
        {{LOGGER, "record", "--raw=a\033[31m.txt"}, "The name after --raw contains"},
        {{LOGGER, "check", "--leg", "left"}, "check does not know \"--leg\""},
        {{LOGGER, "list", "--all"}, "list does not know \"--all\""},
    };
    for (size_t i = 0; i < sizeof tries / sizeof tries[0]; i++) {
        struct program_result result = program_run(tries[i].argv, NULL, LIMIT_S);
        assert_string_equal(result.out, "");
        assert_ended(&result, 2, tries[i].message);
    }
}

static void help_and_version_go_to_standard_output(void **state)
{
    (void)state;
    static const struct {
        const char *argv[4];
        const char *message;
    } tries[] = {
        {{LOGGER, "--help"}, "record     record a session"},
        {{LOGGER, "record", "--help"}, "--thigh-length MM"},
        {{LOGGER, "check", "--help"}, "usage: roller-logger check"},
        {{LOGGER, "list", "-h"}, "usage: roller-logger list"},
        {{LOGGER, "--version"}, "roller-logger " ROLLER_VERSION "\n"},
    };
    for (size_t i = 0; i < sizeof tries / sizeof tries[0]; i++) {
        struct program_result result = program_run(tries[i].argv, NULL, LIMIT_S);
        assert_non_null(strstr(result.out, tries[i].message));
        assert_string_equal(result.err, "");
        assert_ended(&result, 0, NULL);
    }
    const char *const list[] = {LOGGER, "list", NULL};
    struct program_result result = program_run(list, NULL, LIMIT_S);
    assert_ended(&result, 0, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGGER_TEST(nothing_is_overwritten),
        LOGGER_TEST(an_existing_second_file_is_reported_first),
        LOGGER_TEST(noise_is_rejected_with_advice),
        LOGGER_TEST(a_busy_port_is_rejected),
        LOGGER_TEST(a_missing_port_is_named),
        LOGGER_TEST(a_session_on_a_full_disk_is_not_saved),
        LOGGER_TEST(the_session_is_saved_when_standard_output_is_full),
        cmocka_unit_test(output_to_a_full_standard_output_is_an_error),
        cmocka_unit_test(wrong_usage_is_reported),
        cmocka_unit_test(help_and_version_go_to_standard_output),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
