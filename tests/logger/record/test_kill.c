/* SPDX-License-Identifier: MIT */
/* SIGKILL at any time during a recording: while it starts, writes or ends. */

#include "logger/support/logger_run.h"
#include "support/cmocka_includes.h"
#include "support/fault.h"
#include "support/now.h"
#include "logger/support/sent_frames.h"

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#define FRAMES 30000u

/* Whether the complete file has both names, because the logger was killed while it renamed it. */
static bool has_both_names(const struct fixture *fixture)
{
    struct stat part, final;
    return stat(fixture->part, &part) == 0 && stat(fixture->path, &final) == 0 && part.st_ino == final.st_ino;
}

static off_t size_of(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 ? info.st_size : -1;
}

struct outcomes {
    unsigned none;             /* killed before there was a file */
    unsigned part;             /* killed while the file was written */
    unsigned closed;           /* killed after the file was complete */
    unsigned torn;             /* files that end with an incomplete row */
    size_t min_rows, max_rows; /* rows of the incomplete files */
};

/* Kill a recording after `wait_s`. Afterwards its file must not be shorter than before, and every row must be a
 * frame that was sent. */
static void kill_one(struct fixture *fixture, const char *wire, double wait_s, struct outcomes *outcomes)
{
    struct saved saved;
    const char *const argv[] = {LOGGER, "record", "--quiet", "--port", wire, "-o", fixture->path, NULL};
    struct program program = program_start(argv, NULL);
    off_t flushed_size = -1;
    for (double start_s = now_s(); now_s() - start_s < wait_s;) {
        off_t part_size = size_of(fixture->part);
        flushed_size = part_size >= 0 ? part_size : flushed_size;
        usleep(500);
    }
    kill(program.pid, SIGKILL);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_true(result.status == 128 + SIGKILL || result.status == 0);
    bool ended = result.status == 0;
    program_result_free(&result);
    bool is_part = size_of(fixture->part) >= 0, is_closed = size_of(fixture->path) >= 0;
    assert_true(!(is_part && is_closed) || has_both_names(fixture));
    assert_true(is_closed || !ended);
    if (!is_part && !is_closed) {
        assert_true(flushed_size < 0);
        outcomes->none++;
        return;
    }
    const char *path = is_closed ? fixture->path : fixture->part;
    assert_true(size_of(path) >= flushed_size);
    saved_read(&saved, path, 1, FRAMES);
    if (is_closed) /* a file with its final name is complete */
        saved_assert_sum(&saved, FRAMES);
    outcomes->closed += is_closed;
    outcomes->part += !is_closed;
    outcomes->torn += saved.torn > 0;
    if (!is_closed && saved.rows > 0) {
        outcomes->min_rows = saved.rows < outcomes->min_rows ? saved.rows : outcomes->min_rows;
        outcomes->max_rows = saved.rows > outcomes->max_rows ? saved.rows : outcomes->max_rows;
    }
    saved_free(&saved);
    unlink(fixture->part);
    unlink(fixture->path);
}

/* Measure the duration of a recording that is not killed. */
static double complete_recording_s(struct fixture *fixture, const char *wire)
{
    const char *const argv[] = {LOGGER, "record", "--quiet", "--port", wire, "-o", fixture->path, NULL};
    double start_s = now_s();
    struct program_result result = program_run(argv, NULL, LIMIT_S);
    assert_ended(&result, 0, NULL);
    unlink(fixture->path);
    return now_s() - start_s;
}

static void sigkill_loses_nothing_that_was_flushed(void **state)
{
    struct fixture *fixture = *state;
    struct outcomes outcomes = {.min_rows = FRAMES};
    unsigned tries = fault_tries(40);
    uint32_t random = 26;
    char wire[512], text[160];
    temp_dir_join(&fixture->dir, "wire", wire, sizeof wire);
    wire_add_hello(&fixture->wire, "00A1");
    wire_add_frames(&fixture->wire, 0, FRAMES, 20000);
    wire_add(&fixture->wire, "S,%u,sent=%u,dropped=0", 20000 + FRAMES * WIRE_PERIOD_US, FRAMES);
    temp_file_write(wire, fixture->wire.bytes, fixture->wire.length);
    double span_s = complete_recording_s(fixture, wire);
    for (unsigned i = 0; i < tries; i++) {
        random = random * 1664525u + 1013904223u;
        unsigned closed = outcomes.closed;
        kill_one(fixture, wire, 1.1 * span_s * (double)random / 4294967296.0, &outcomes);
        span_s *= outcomes.closed > closed ? 0.8 : 1.05; /* other programs' load changes */
    }
    assert_true(outcomes.part > 0);
    snprintf(text, sizeof text,
             "no flushed row lost, no wrong row; killed before its file %u, during it %u (%zu to %zu rows, %u "
             "with a cut row), after it %u times",
             outcomes.none, outcomes.part, outcomes.min_rows, outcomes.max_rows, outcomes.torn, outcomes.closed);
    fault_held("26", "SIGKILL anywhere", tries, text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGGER_TEST(sigkill_loses_nothing_that_was_flushed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
