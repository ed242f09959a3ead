/* SPDX-License-Identifier: MIT */
/* A power cut. The logger's writes are logged (shim/disk_shim.c) and replayed up to any byte: the file then holds what
 * was synced and a part of what followed, or NUL bytes in space that the file system had allocated but not yet
 * written. */

#include "logger/support/logger_run.h"
#include "logger/support/sent_frames.h"
#include "support/cmocka_includes.h"
#include "support/fault.h"

#include <signal.h>
#include <unistd.h>

#define FRAMES 1500u
#define CHUNK 100u /* frames sent at a time */
#define PAUSE_US 250000
#define STEPS_MAX 4096

struct log {
    char *bytes; /* all writes, joined */
    size_t count;
    size_t cut[STEPS_MAX]; /* the file's length after each write */
    size_t cuts;
    size_t synced[STEPS_MAX]; /* the file's length at each sync */
    size_t syncs;
    bool renamed;
};

/* Read the shim's log. Fails if the file is renamed before all of it is on the disk. */
static void read_log(struct log *log, const char *path)
{
    size_t length;
    char *text = temp_file_read(path, &length);
    assert_non_null(text);
    *log = (struct log){.bytes = malloc(length)};
    for (const char *line = text; line < text + length;) {
        const char *next = strchr(line, '\n') + 1;
        if (*line == 'W') {
            size_t count = strtoul(line + 2, NULL, 10);
            assert_false(log->renamed);
            memcpy(log->bytes + log->count, next, count);
            log->cut[log->cuts++] = log->count += count;
            next += count;
        } else if (*line == 'S') {
            log->synced[log->syncs++] = log->count;
        } else {
            assert_int_equal(*line, 'R');
            assert_true(log->syncs > 0 && log->synced[log->syncs - 1] == log->count);
            log->renamed = true;
        }
        assert_true(log->cuts < STEPS_MAX && log->syncs < STEPS_MAX);
        line = next;
    }
    free(text);
}

static size_t rows_in(const char *bytes, size_t count)
{
    size_t rows = 0;
    for (const char *line = bytes, *end; (end = memchr(line, '\n', (size_t)(bytes + count - line))); line = end + 1)
        rows += *line >= '0' && *line <= '9';
    return rows;
}

/* Give the analyzer the session's first `count` bytes, followed by `nul` NUL bytes. Check that it reads every complete
 * row, or reports that there is no row. */
static void assert_readable(struct fixture *fixture, const struct log *log, size_t count, size_t nul)
{
    char *bytes = calloc(1, count + nul + 1), wanted[40];
    size_t rows = rows_in(log->bytes, count);
    assert_non_null(bytes);
    memcpy(bytes, log->bytes, count);
    temp_file_write(fixture->part, bytes, count + nul);
    free(bytes);
    const char *const argv[] = {BUILD_DIR "/roller-analyzer", "report", "--json", fixture->part, NULL};
    struct program_result result = program_run(argv, NULL, LIMIT_S);
    snprintf(wanted, sizeof wanted, "\"rows\":%zu,", rows);
    bool is_right = result.status == 0 ? strstr(result.out, wanted) != NULL : result.status == 3 && rows < 2;
    if (!is_right)
        fail_msg("cut at %zu, %zu NUL: status %d, not %s: %.600s %s", count, nul, result.status, wanted, result.out,
                 result.err);
    program_result_free(&result);
    unlink(fixture->part);
}

static void record_with_log(struct fixture *fixture, const char *path)
{
    char log[600];
    const char *const env[] = {PRELOAD("disk_shim"), PRELOAD_ASAN, "DISK_SHIM=short", log, NULL};
    snprintf(log, sizeof log, "DISK_LOG=%s", path);
    struct program program = start_on_pty_in(fixture, env, NULL, NULL);
    wire_add_hello(&fixture->wire, "00A1");
    for (unsigned sent = 0; sent < FRAMES; sent += CHUNK) {
        wire_add_frames(&fixture->wire, sent, CHUNK, 20000 + sent * WIRE_PERIOD_US);
        device_pty_send(&fixture->pty, fixture->wire.bytes, fixture->wire.length);
        wire_free(&fixture->wire);
        usleep(PAUSE_US); /* long enough for a sync between the chunks */
    }
    device_pty_drain(&fixture->pty);
    kill(program.pid, SIGINT);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_ended(&result, 0, "Lost: 0 of 1500 frames");
}

static void a_power_cut_anywhere_leaves_a_valid_prefix(void **state)
{
    struct fixture *fixture = *state;
    struct saved saved;
    struct log log;
    char path[512], text[120];
    unsigned tries = fault_tries(30);
    uint32_t random = 38;
    size_t length;
    record_with_log(fixture, temp_dir_join(&fixture->dir, "log", path, sizeof path));
    read_log(&log, path);
    saved_read(&saved, fixture->path, 1, FRAMES); /* every row as sent, in order */
    saved_assert_sum(&saved, FRAMES);
    saved_free(&saved);
    /* The logger only appends to the file, so a file cut at any byte is a prefix of the complete one. */
    char *whole = temp_file_read(fixture->path, &length);
    assert_int_equal(length, log.count);
    assert_memory_equal(whole, log.bytes, length);
    free(whole);
    assert_true(log.renamed && log.syncs >= 3);
    for (unsigned i = 0; i < tries; i++) {
        random = random * 1664525u + 1013904223u;
        assert_readable(fixture, &log, (size_t)((uint64_t)random * log.count >> 32), 0);
    }
    for (size_t i = 0; i < log.cuts; i += 1 + log.cuts / tries)
        assert_readable(fixture, &log, log.cut[i], 0);
    for (size_t i = 0; i + 1 < log.syncs; i++)
        assert_readable(fixture, &log, log.synced[i], log.synced[i + 1] - log.synced[i]);
    snprintf(text, sizeof text,
             "a valid beginning at each byte; the analyzer read %u cuts, and %zu with NUL bytes after the cut",
             2 * tries, log.syncs - 1);
    fault_held("38", "power cut, the log of writes replayed up to any byte", log.count, text);
    free(log.bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGGER_TEST(a_power_cut_anywhere_leaves_a_valid_prefix),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
