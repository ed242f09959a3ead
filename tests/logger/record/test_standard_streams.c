/* SPDX-License-Identifier: MIT */
/* Standard streams that are closed or full. The session is saved, and no text meant for a stream ends up in
 * another file. */

#include "logger/support/logger_run.h"
#include "logger/support/sent_frames.h"
#include "support/cmocka_includes.h"
#include "support/fault.h"

#include <unistd.h>

#define ROWS 601 /* rows in six seconds */

static void try_streams(struct fixture *fixture, const char *streams, const char *message)
{
    char command[160];
    struct saved saved;
    snprintf(command, sizeof command, "exec \"$0\" record --port \"$2\" -o \"$1\" --duration 6 %s", streams);
    const char *const argv[] = {"sh", "-c", command, LOGGER, fixture->path, fixture->pty.path, NULL};
    device_pty_end_exclusive_mode(&fixture->pty);
    struct program program = program_start(argv, NULL);
    device_pty_pump(&fixture->pty, fixture->wire.bytes, fixture->wire.length, LIMIT_S);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_ended(&result, 0, message);
    saved_read(&saved, fixture->path, 1, ROWS);
    assert_int_equal(saved.rows, ROWS);
    saved_assert_sum(&saved, ROWS);
    saved_free(&saved);
    unlink(fixture->path);
}

static void no_stream_is_needed_to_save_a_session(void **state)
{
    struct fixture *fixture = *state;
    /* The roller does not identify itself, so that there is a message. */
    wire_add_frames(&fixture->wire, 0, ROWS, 20000);
    wire_add_data(&fixture->wire, ROWS, 20000 + ROWS * WIRE_PERIOD_US); /* after the six seconds */
    static const struct {
        const char *streams, *message;
    } tries[] = {{"", "Saved"},
                 {">/dev/full", "Standard output could not be written"},
                 {">&-", "Standard output could not be written"},
                 {"2>/dev/full", NULL},
                 {"2>&-", NULL},
                 {"<&-", "Saved"},
                 {"<&- >&-", "Standard output could not be written"},
                 {"<&- 2>&-", NULL},
                 {">&- 2>&-", NULL},
                 {"<&- >&- 2>&-", NULL}};
    for (size_t i = 0; i < sizeof tries / sizeof tries[0]; i++)
        try_streams(fixture, tries[i].streams, tries[i].message);
    fault_held("28", "standard streams closed or full", sizeof tries / sizeof tries[0] - 1,
               "session complete, reported where possible");
}

/* Standard output and standard error are a pipe whose reader has ended: descriptor 5 is the write end of a FIFO,
 * and descriptor 4, which was the only reader, is closed. */
static void a_closed_pipe_does_not_end_the_recording(void **state)
{
    struct fixture *fixture = *state;
    wire_add_hello(&fixture->wire, "00A1");
    wire_add_frames(&fixture->wire, 0, 20, 20000);
    char fifo[512];
    temp_dir_join(&fixture->dir, "fifo", fifo, sizeof fifo);
    const char *const argv[] = {"sh",
                                "-c",
                                "exec 3>&1; mkfifo \"$2\"; exec 4<>\"$2\" 5>\"$2\" 4>&-; "
                                "\"$0\" record --port - -o \"$1\" >&5 2>&5; echo $? >&3",
                                LOGGER,
                                fixture->path,
                                fifo,
                                NULL};
    struct program_options options = {.input = fixture->wire.bytes, .input_length = fixture->wire.length};
    struct program_result result = program_run(argv, &options, LIMIT_S);
    assert_string_equal(result.out, "0\n");
    assert_ended(&result, 0, NULL);
    assert_int_equal(assert_whole_rows(fixture->path), 20);
    fault_held("28", "standard output and error a closed pipe", 1, "session whole");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGGER_TEST(no_stream_is_needed_to_save_a_session),
        LOGGER_TEST(a_closed_pipe_does_not_end_the_recording),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
