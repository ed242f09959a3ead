/* SPDX-License-Identifier: MIT */
/* roller-logger as a user runs it; over a pseudo-terminal the test plays the roller. */
#include "check.h"

#include "device_pty.h"
#include "run_program.h"
#include "temp_dir.h"
#include "wire_text.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>

#define LOGGER BUILD_DIR "/roller-logger"
#define LIMIT_S 30.0

struct fixture {
    struct temp_dir dir;
    char path[512];
    char part[512];
    struct device_pty pty;
    struct wire_text wire;
};

static int setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    if (!fixture)
        return -1;
    temp_dir_make(&fixture->dir);
    temp_dir_join(&fixture->dir, "a.csv", fixture->path, sizeof fixture->path);
    temp_dir_join(&fixture->dir, "a.csv.part", fixture->part, sizeof fixture->part);
    device_pty_open(&fixture->pty);
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    device_pty_close(&fixture->pty);
    temp_dir_remove(&fixture->dir);
    wire_free(&fixture->wire);
    free(fixture);
    return 0;
}

static struct program start_on_pty(struct fixture *fixture, const char *more, const char *value)
{
    const char *const argv[] = {LOGGER, "record", "--port", fixture->pty.path, "-o", fixture->path, more, value, NULL};
    return program_start(argv, NULL);
}

static struct program_result run_on_input(struct fixture *fixture, const char *path)
{
    const char *const argv[] = {LOGGER, "record", "--port", "-", "-o", path, "--leg", "left", NULL};
    struct program_options options = {.input = fixture->wire.bytes ? fixture->wire.bytes : "",
                                      .input_length = fixture->wire.length};
    return program_run(argv, &options, LIMIT_S);
}

static void assert_ended(struct program_result *result, int status, const char *said)
{
    if (result->status != status || (said && !strstr(result->err, said)))
        fail_msg("status %d, not %d, and \"%s\" wanted of: %s", result->status, status, said ? said : "", result->err);
    program_result_free(result);
}

/* The file without what the host's clock put in: the line of `started` and the second column. Caller frees. */
static char *readings_of(const char *path)
{
    char *bytes = temp_file_read(path, NULL);
    assert_non_null(bytes);
    char *out = bytes;
    for (char *line = bytes; *line;) {
        char *next = strchr(line, '\n') + 1;
        char *first = memchr(line, ',', (size_t)(next - line));
        bool is_row = *line >= '0' && *line <= '9' && first;
        if (is_row) {
            char *second = strchr(first + 1, ',');
            memmove(out, line, (size_t)(first - line));
            out += first - line;
            memmove(out, second, (size_t)(next - second));
            out += next - second;
        } else if (strncmp(line, "# started:", 10) != 0) {
            memmove(out, line, (size_t)(next - line));
            out += next - line;
        }
        line = next;
    }
    *out = '\0';
    return bytes;
}

static void add_troubled_session(struct wire_text *wire)
{
    wire_add_raw(wire, "1,2,3*1234\r\n", 12);
    wire_add_hello(wire, "00A1");
    wire_add_frames(wire, 0, 100, 20000);
    wire_add(wire, "E,1018000,mark");
    size_t before = wire->length;
    wire_add_frames(wire, 100, 1, 20000 + 100 * WIRE_PERIOD_US);
    wire->bytes[before + 12] ^= 4;
    wire_add_raw(wire, "\0\xFF\xFE garbage\n", 12);
    wire_add_frames(wire, 101, 200, 20000 + 101 * WIRE_PERIOD_US);
    wire_add(wire, "S,3100000,sent=303,dropped=1");
}

static void a_pty_and_standard_input_give_the_same_file(void **state)
{
    struct fixture *fixture = *state;
    char from_input[512];
    add_troubled_session(&fixture->wire);
    struct program program = start_on_pty(fixture, "--leg", "left");
    device_pty_send(&fixture->pty, fixture->wire.bytes, fixture->wire.length);
    device_pty_drain(&fixture->pty);
    device_pty_close(&fixture->pty);
    struct program_result over_pty = program_wait(&program, LIMIT_S);
    assert_memory_equal(over_pty.out, fixture->path, strlen(fixture->path));
    assert_string_equal(over_pty.out + strlen(fixture->path), "\n");
    assert_ended(&over_pty, 0, "The other end closed");
    device_pty_open(&fixture->pty);

    temp_dir_join(&fixture->dir, "b.csv", from_input, sizeof from_input);
    struct program_result over_input = run_on_input(fixture, from_input);
    assert_non_null(strstr(over_input.err, "Lost: 4 of 304 frames"));
    assert_non_null(strstr(over_input.err, "roller-analyzer report"));
    assert_ended(&over_input, 0, "checksum");
    char *a = readings_of(fixture->path), *b = readings_of(from_input);
    assert_string_equal(a, b);
    assert_non_null(strstr(a, ",mark\n"));
    assert_null(strstr(a, "\n0.998400,100,")); /* that frame was damaged */
    free(a);
    free(b);
}


/* ---- Ends ---- */

static bool wait_for_bytes(const char *path, double limit_s)
{
    struct stat info;
    for (int tries = 0; tries < limit_s * 100; tries++) {
        if (stat(path, &info) == 0 && info.st_size > 0)
            return true;
        usleep(10000);
    }
    return false;
}

static void a_signal_ends_the_recording_in_order(void **state)
{
    struct fixture *fixture = *state;
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
        wire_free(&fixture->wire);
        wire_add_hello(&fixture->wire, "00A1");
        wire_add_frames(&fixture->wire, 0, 50, 20000);
        struct program program = start_on_pty(fixture, "--quiet", NULL);
        device_pty_send(&fixture->pty, fixture->wire.bytes, fixture->wire.length);
        assert_true(wait_for_bytes(fixture->part, LIMIT_S));
        device_pty_drain(&fixture->pty);
        kill(program.pid, signals[i]);
        struct program_result result = program_wait(&program, LIMIT_S);
        assert_string_equal(result.err, "");
        assert_ended(&result, 0, NULL);
        char *bytes = temp_file_read(fixture->path, NULL);
        assert_non_null(bytes);
        assert_non_null(strstr(bytes, "\n# end: rows=50 lost=0\n"));
        free(bytes);
        unlink(fixture->path);
    }
}

static void the_duration_ends_it(void **state)
{
    struct fixture *fixture = *state;
    wire_add_hello(&fixture->wire, "00A1");
    wire_add_frames(&fixture->wire, 0, 300, 20000);
    struct program program = start_on_pty(fixture, "--duration", "2.0");
    device_pty_send(&fixture->pty, fixture->wire.bytes, fixture->wire.length);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_ended(&result, 0, "201 rows");
}

static void a_silent_roller_is_told_and_the_duration_still_ends_it(void **state)
{
    struct fixture *fixture = *state;
    wire_add_hello(&fixture->wire, "00A1");
    wire_add_frames(&fixture->wire, 0, 3, 20000);
    struct program program = start_on_pty(fixture, "--duration", "4");
    device_pty_send(&fixture->pty, fixture->wire.bytes, fixture->wire.length);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_non_null(strstr(result.err, "Nothing has come from the roller for 2 s"));
    assert_ended(&result, 0, "3 rows");
}

static void a_roller_that_streams_already_is_asked_who_it_is(void **state)
{
    struct fixture *fixture = *state;
    struct program program = start_on_pty(fixture, NULL, NULL);
    wire_add_frames(&fixture->wire, 500, 10, 20000);
    device_pty_send(&fixture->pty, fixture->wire.bytes, fixture->wire.length);
    assert_true(device_pty_expect(&fixture->pty, "?\n", LIMIT_S));
    wire_free(&fixture->wire);
    wire_add_hello(&fixture->wire, "00A1");
    wire_add_frames(&fixture->wire, 510, 10, 20000 + 10 * WIRE_PERIOD_US);
    device_pty_send(&fixture->pty, fixture->wire.bytes, fixture->wire.length);
    device_pty_drain(&fixture->pty);
    kill(program.pid, SIGINT);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_ended(&result, 0, "Lost: 0 of 20 frames");
    char *bytes = temp_file_read(fixture->path, NULL);
    assert_non_null(strstr(bytes, "\n# device: id=5A3C21F0 fw=1.0.0 board=uno\n"));
    free(bytes);
}

/* ---- Refusals ---- */

static void nothing_is_overwritten(void **state)
{
    struct fixture *fixture = *state;
    temp_file_write(fixture->path, "mine", 4);
    const char *const argv[] = {LOGGER, "record", "--port", "/no/such/port", "-o", fixture->path, NULL};
    struct program_result result = program_run(argv, NULL, LIMIT_S); /* refused before the port is looked at */
    assert_ended(&result, 5, "exists already");
    char *bytes = temp_file_read(fixture->path, NULL);
    assert_string_equal(bytes, "mine");
    free(bytes);
}

static bool folder_is_empty(const char *path)
{
    DIR *folder = opendir(path);
    assert_non_null(folder);
    int entries = 0;
    while (readdir(folder))
        entries++;
    closedir(folder);
    return entries == 2; /* . and .. */
}

static void noise_is_refused_with_advice(void **state)
{
    struct fixture *fixture = *state;
    uint32_t random = 11;
    for (int i = 0; i < 3000; i++) {
        random = random * 1664525u + 1013904223u;
        uint8_t byte = (uint8_t)(random >> 24);
        wire_add_raw(&fixture->wire, &byte, 1);
    }
    struct program_result result = run_on_input(fixture, fixture->path);
    assert_ended(&result, 3, "baud");
    wire_free(&fixture->wire);
    result = run_on_input(fixture, fixture->path);
    assert_ended(&result, 3, "Nothing came");
    wire_add_hello(&fixture->wire, "00A1");
    result = run_on_input(fixture, fixture->path);
    assert_ended(&result, 3, "no readings");
    assert_true(folder_is_empty(fixture->dir.path));
}

static void noise_on_a_port_does_not_go_on_for_ever(void **state)
{
    struct fixture *fixture = *state;
    char noise[6000];
    memset(noise, 'U', sizeof noise);
    struct program program = start_on_pty(fixture, NULL, NULL);
    device_pty_send(&fixture->pty, noise, sizeof noise);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_ended(&result, 3, "baud");
    assert_true(folder_is_empty(fixture->dir.path));
}

static void a_busy_port_is_refused(void **state)
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
}

static void a_missing_port_is_named(void **state)
{
    struct fixture *fixture = *state;
    const char *const argv[] = {LOGGER, "record", "--port", "/dev/no-such-port", "-o", fixture->path, NULL};
    struct program_result result = program_run(argv, NULL, LIMIT_S);
    assert_ended(&result, 4, "There is no port /dev/no-such-port");
    assert_true(folder_is_empty(fixture->dir.path));
}

static void a_full_disk_is_no_saved_session(void **state)
{
    struct fixture *fixture = *state;
    wire_add_hello(&fixture->wire, "00A1");
    wire_add_frames(&fixture->wire, 0, 2000, 20000);
    const char *const argv[] = {"sh", "-c", "ulimit -f 64; exec \"$0\" record --port - -o \"$1\"", LOGGER, fixture->path, NULL};
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
}

/* ---- The command line ---- */

static void a_session_has_a_name_of_its_own(void **state)
{
    struct fixture *fixture = *state;
    wire_add_hello(&fixture->wire, "00A1");
    wire_add_frames(&fixture->wire, 0, 20, 20000);
    const char *const argv[] = {LOGGER,      "record", "--port", "-", "--leg=left", "--note=a\033[31m b", "--rolling-radius",
                                "70.25", "--thigh-length", "345", "--subject", "X", NULL};
    struct program_options options = {
        .input = fixture->wire.bytes, .input_length = fixture->wire.length, .folder = fixture->dir.path};
    struct program_result result = program_run(argv, &options, LIMIT_S);
    char name[64] = "", path[512];
    assert_int_equal(sscanf(result.out, "%63s", name), 1);
    assert_int_equal(strlen(name), strlen("2026-03-01_183000_left.csv"));
    assert_string_equal(name + strlen("2026-03-01_183000"), "_left.csv");
    assert_ended(&result, 0, name);
    char *bytes = temp_file_read(temp_dir_join(&fixture->dir, name, path, sizeof path), NULL);
    assert_non_null(bytes);
    assert_non_null(strstr(bytes, "\n# subject: X\n# leg: left\n# note: a?[31m b\n# thigh_length_mm: 345\n"));
    assert_non_null(strstr(bytes, "\n# rolling_radius_mm: 70.25\n"));
    free(bytes);
}

static void wrong_usage_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *argv[5];
        const char *said;
    } tries[] = {
        {{LOGGER}, "record or list"},
        {{LOGGER, "dance"}, "no command \"dance\""},
        {{LOGGER, "record", "--colour", "red"}, "--colour"},
        {{LOGGER, "record", "extra"}, "extra"},
        {{LOGGER, "record", "--leg", "both"}, "left or right"},
        {{LOGGER, "record", "--leg"}, "needs a value"},
        {{LOGGER, "record", "--port="}, "not empty"},
        {{LOGGER, "record", "--thigh-length", "35o"}, "number from"},
        {{LOGGER, "record", "--duration", "nan"}, "number from"},
        {{LOGGER, "record", "--rolling-radius", "-70"}, "number from"},
        {{LOGGER, "record", "--baud", "9600.5"}, "whole number"},
        {{LOGGER, "list", "--all"}, "--all"},
    };
    for (size_t i = 0; i < sizeof tries / sizeof tries[0]; i++) {
        struct program_result result = program_run(tries[i].argv, NULL, LIMIT_S);
        assert_string_equal(result.out, "");
        assert_ended(&result, 2, tries[i].said);
    }
}

static void help_and_version_are_data(void **state)
{
    (void)state;
    static const struct {
        const char *argv[4];
        const char *said;
    } tries[] = {
        {{LOGGER, "--help"}, "record     record a session"},
        {{LOGGER, "record", "--help"}, "--thigh-length MM"},
        {{LOGGER, "list", "-h"}, "usage: roller-logger list"},
        {{LOGGER, "--version"}, "roller-logger " ROLLER_VERSION "\n"},
    };
    for (size_t i = 0; i < sizeof tries / sizeof tries[0]; i++) {
        struct program_result result = program_run(tries[i].argv, NULL, LIMIT_S);
        assert_non_null(strstr(result.out, tries[i].said));
        assert_string_equal(result.err, "");
        assert_ended(&result, 0, NULL);
    }
    const char *const list[] = {LOGGER, "list", NULL};
    struct program_result result = program_run(list, NULL, LIMIT_S);
    assert_ended(&result, 0, NULL);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_pty_and_standard_input_give_the_same_file),
        TEST(a_signal_ends_the_recording_in_order),
        TEST(the_duration_ends_it),
        TEST(a_silent_roller_is_told_and_the_duration_still_ends_it),
        TEST(a_roller_that_streams_already_is_asked_who_it_is),
        TEST(nothing_is_overwritten),
        TEST(noise_is_refused_with_advice),
        TEST(noise_on_a_port_does_not_go_on_for_ever),
        TEST(a_busy_port_is_refused),
        TEST(a_missing_port_is_named),
        TEST(a_full_disk_is_no_saved_session),
        TEST(the_session_is_saved_when_standard_output_is_full),
        TEST(a_session_has_a_name_of_its_own),
        cmocka_unit_test(wrong_usage_is_told),
        cmocka_unit_test(help_and_version_are_data),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
