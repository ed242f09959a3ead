/* SPDX-License-Identifier: MIT */
/* Without memory, threads or descriptors the logger ends in an orderly way: with a message, and without a
 * file that looks like a saved session but is incomplete. */

#include "logger/support/logger_run.h"
#include "support/cmocka_includes.h"
#include "support/fault.h"
#include "support/memory_can_fail.h"
#include "logger/support/sent_frames.h"

#include <signal.h>
#include <unistd.h>

#define FRAMES 400u
#define START_US 20000u

/* Run the logger to its end. If `serial`, its port is a pseudo-terminal that looks like a serial device. */
static struct program_result run(struct fixture *fixture, const char *const argv[], const char *const env[],
                                 bool serial)
{
    struct program_options options = {.env = env, .input = fixture->wire.bytes, .input_length = fixture->wire.length};
    device_pty_end_exclusive_mode(&fixture->pty);
    struct program program = program_start(argv, &options);
    /* Send frames until the logger prints a message: when it has received the roller's identity, or when it fails. */
    for (unsigned sent = 0; serial && sent < FRAMES && !program_wait_for_err(&program, "roller-logger: ", 0.02);
         sent += 10) {
        struct wire_text wire = {0};
        wire_add_hello(&wire, "00A1");
        wire_add_frames(&wire, sent, 10, START_US + sent * WIRE_PERIOD_US);
        device_pty_pump(&fixture->pty, wire.bytes, wire.length, 0.05);
        wire_free(&wire);
    }
    if (serial && program_wait_for_err(&program, "Recording to ", LIMIT_S)) /* a logger that failed ends by itself */
        kill(program.pid, SIGTERM);
    return program_wait(&program, LIMIT_S);
}

/* Check that the session was saved completely, or that there is a message and no session file. Returns
 * whether it was saved. */
static bool assert_orderly_end(struct fixture *fixture, struct program_result *result, bool must_be_complete)
{
    struct saved saved;
    bool ok = result->status == 0;
    if (!ok && (result->status < 3 || result->status > 5 || strncmp(result->err, "roller-logger: ", 15) != 0))
        fail_msg("status %d: %s", result->status, result->err);
    if (ok && access(fixture->path, F_OK) == 0) {
        saved_read(&saved, fixture->path, 1, FRAMES);
        assert_true(saved.closed && (!must_be_complete || saved.rows == FRAMES));
        saved_free(&saved);
    }
    assert_true(ok || (access(fixture->path, F_OK) != 0 && access(fixture->part, F_OK) != 0));
    unlink(fixture->path);
    program_result_free(result);
    return ok;
}

/* Let each allocation fail, alone and with all later ones. Returns the number of allocations. */
static unsigned fail_each_allocation(struct fixture *fixture, const char *const argv[], bool serial,
                                     bool must_be_complete)
{
    char count_path[512], count_option[600], scarce[48];
    const char *preload = serial ? PRELOAD("serial_shim") ":" BUILD_DIR "/tests/nth_shim.so" : PRELOAD("nth_shim");
    temp_dir_join(&fixture->dir, "count", count_path, sizeof count_path);
    snprintf(count_option, sizeof count_option, "NTH_COUNT=%s", count_path);
    const char *const counting_env[] = {preload, PRELOAD_ASAN, "NTH_SHIM=memory=0", count_option, NULL};
    const char *const failing_env[] = {preload, PRELOAD_ASAN, scarce, NULL};
    struct program_result result = run(fixture, argv, counting_env, serial);
    assert_int_equal(result.status, 0);
    assert_orderly_end(fixture, &result, must_be_complete);
    char *text = temp_file_read(count_path, NULL);
    assert_non_null(text);
    unsigned count = (unsigned)atoi(text);
    free(text);
    for (unsigned n = 1; n <= count; n++) {
        for (unsigned all = 0; all < 2; all++) {
            snprintf(scarce, sizeof scarce, "NTH_SHIM=memory=%u%s", n, all ? "+" : "");
            result = run(fixture, argv, failing_env, serial);
            assert_orderly_end(fixture, &result, must_be_complete);
        }
    }
    return count;
}

static void add_wire(struct fixture *fixture)
{
    wire_add_hello(&fixture->wire, "00A1");
    wire_add_frames(&fixture->wire, 0, FRAMES, START_US);
}

static void each_allocation_may_fail(void **state)
{
    struct fixture *fixture = *state;
    if (!MEMORY_CAN_FAIL)
        skip();
    add_wire(fixture);
    const char *const on_input[] = {LOGGER, "record", "--port", "-", "-o", fixture->path, NULL};
    const char *const on_port[] = {LOGGER, "record", "--port", fixture->pty.path, "-o", fixture->path, NULL};
    const char *const list[] = {LOGGER, "list", NULL};
    unsigned tries = 2 * fail_each_allocation(fixture, on_input, false, true);
    tries += 2 * fail_each_allocation(fixture, list, false, false);
    tries += 2 * fail_each_allocation(fixture, on_port, true, false);
    assert_true(tries > 30);
    fault_held("41", "no memory or no thread, at each demand", tries,
               "saved whole, or a message, exit 3 to 5, nothing left" LEAKS);
}

static void descriptors_may_run_out(void **state)
{
    struct fixture *fixture = *state;
    unsigned tries = 0, saved = 0;
    add_wire(fixture);
    for (unsigned serial = 0; serial < 2; serial++) {
        for (unsigned limit = 4; limit <= 16; limit++, tries++) { /* the dynamic linker needs 4 */
            char command[120];
            const char *const env[] = {PRELOAD("serial_shim"), PRELOAD_ASAN ":detect_leaks=0", NULL};
            snprintf(command, sizeof command, "ulimit -n %u; exec \"$0\" record --port \"$1\" -o \"$2\"", limit);
            const char *const argv[] = {"sh",          "-c", command, LOGGER, serial ? fixture->pty.path : "-",
                                        fixture->path, NULL};
            struct program_result result = run(fixture, argv, env, serial == 1);
            if (result.status != 0 && !strstr(result.err, "Too many open files"))
                fail_msg("%u descriptors: %s", limit, result.err);
            saved += assert_orderly_end(fixture, &result, !serial);
        }
    }
    assert_true(saved > 2 && saved < tries - 2);
    fault_held("42", "at most 4 to 16 descriptors", tries,
               "saved completely, or reported that too many are open; no file left");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGGER_TEST(each_allocation_may_fail),
        LOGGER_TEST(descriptors_may_run_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
