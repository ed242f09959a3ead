/* SPDX-License-Identifier: MIT */
/* roller-logger record from the first byte to the last; the test acts as the roller, over a pseudo-terminal. */

#include "logger/support/logger_run.h"
#include "support/cmocka_includes.h"
#include "support/fault.h"

#include <signal.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>

/* Return a session file's text without the host's times: the line `started` and the second column. The caller frees the
 * text. */
static char *read_without_host_times(const char *path)
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

static void add_session_with_problems(struct wire_text *wire)
{
    wire_add_raw(wire, "1,2,3*1234\r\n", 12);
    wire_add_hello(wire, "00A1");
    wire_add_frames(wire, 0, 100, 20000);
    wire_add(wire, "E,1018000,mark");
    size_t damaged = wire->length;
    wire_add_frames(wire, 100, 1, 20000 + 100 * WIRE_PERIOD_US);
    wire->bytes[damaged + 12] ^= 4;
    wire_add_raw(wire, "\0\xFF\xFE garbage\n", 12);
    wire_add_frames(wire, 101, 200, 20000 + 101 * WIRE_PERIOD_US);
    wire_add(wire, "S,3100000,sent=303,dropped=1");
}

static void a_pty_and_standard_input_give_the_same_file(void **state)
{
    struct fixture *fixture = *state;
    char from_input[512];
    add_session_with_problems(&fixture->wire);
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
    char *a = read_without_host_times(fixture->path), *b = read_without_host_times(from_input);
    assert_string_equal(a, b);
    assert_non_null(strstr(a, ",mark\n"));
    assert_null(strstr(a, "\n0.998400,100,")); /* that frame was damaged */
    free(a);
    free(b);
    fault_held("10", "attached in mid-line, read in pieces of 1 to 61 bytes", 1,
               "the same file as from standard input");
}

static void raw_bytes_replay_to_the_same_file(void **state)
{
    struct fixture *fixture = *state;
    char raw[512], again[512];
    temp_dir_join(&fixture->dir, "a.raw", raw, sizeof raw);
    temp_dir_join(&fixture->dir, "again.csv", again, sizeof again);
    add_session_with_problems(&fixture->wire);
    /* More bytes than the raw file's buffer holds. */
    wire_add_frames(&fixture->wire, 301, 700, 20000 + 301 * WIRE_PERIOD_US);
    struct program program = start_on_pty(fixture, "--raw", raw);
    device_pty_send(&fixture->pty, fixture->wire.bytes, fixture->wire.length);
    device_pty_drain(&fixture->pty);
    kill(program.pid, SIGINT);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_ended(&result, 0, "Lost: 1 of");
    size_t length;
    char *kept = temp_file_read(raw, &length);
    assert_int_equal(length, fixture->wire.length);
    assert_memory_equal(kept, fixture->wire.bytes, length);
    const char *const argv[] = {LOGGER, "record", "--port", "-", "-o", again, NULL};
    struct program_options options = {.input = kept, .input_length = length};
    result = program_run(argv, &options, LIMIT_S);
    assert_ended(&result, 0, "Lost: 1 of");
    char *a = read_without_host_times(fixture->path), *b = read_without_host_times(again);
    assert_string_equal(a, b);
    free(a);
    free(b);
    free(kept);
    const char *const without_folder[] = {LOGGER,  "record", "--port", "-", "-o", "/no/such/folder/x.csv",
                                          "--raw", raw,      NULL};
    result = program_run(without_folder, NULL, LIMIT_S);
    assert_ended(&result, 5, "x.csv");
    const char *const with_existing_raw[] = {LOGGER, "record", "--port", "-", "-o", "fourth.csv", "--raw", raw, NULL};
    struct program_options in_folder = {.folder = fixture->dir.path};
    result = program_run(with_existing_raw, &in_folder, LIMIT_S);
    assert_ended(&result, 5, "a.raw: it exists already");
    assert_int_not_equal(access(temp_dir_join(&fixture->dir, "fourth.csv.part", again, sizeof again), F_OK), 0);
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

static void a_signal_ends_the_recording_in_an_orderly_way(void **state)
{
    struct fixture *fixture = *state;
    static const int signals[] = {SIGINT, SIGQUIT, SIGTERM, SIGHUP};
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
    fault_held("27", "SIGINT, SIGQUIT, SIGTERM, SIGHUP", 4, "file closed whole, exit 0");
}

static void the_duration_ends_the_recording(void **state)
{
    struct fixture *fixture = *state;
    wire_add_hello(&fixture->wire, "00A1");
    wire_add_frames(&fixture->wire, 0, 1100, 20000);
    /* Long, so that the roller's clock ends the recording, even if the test is held up while it sends the frames. */
    struct program program = start_on_pty(fixture, "--duration", "10.0");
    device_pty_send(&fixture->pty, fixture->wire.bytes, fixture->wire.length);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_ended(&result, 0, "1002 rows");
}

static void an_idle_roller_is_reported_and_the_duration_ends_the_recording(void **state)
{
    struct fixture *fixture = *state;
    wire_add_hello(&fixture->wire, "00A1");
    wire_add_frames(&fixture->wire, 0, 3, 20000);
    struct program program = start_on_pty(fixture, "--duration", "4");
    device_pty_send(&fixture->pty, fixture->wire.bytes, fixture->wire.length);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_non_null(strstr(result.err, "The roller has sent nothing for 2 s"));
    assert_ended(&result, 0, "3 rows");
}

static void a_running_roller_is_asked_for_its_identity(void **state)
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGGER_TEST(a_pty_and_standard_input_give_the_same_file),
        LOGGER_TEST(raw_bytes_replay_to_the_same_file),
        LOGGER_TEST(a_signal_ends_the_recording_in_an_orderly_way),
        LOGGER_TEST(the_duration_ends_the_recording),
        LOGGER_TEST(an_idle_roller_is_reported_and_the_duration_ends_the_recording),
        LOGGER_TEST(a_running_roller_is_asked_for_its_identity),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
