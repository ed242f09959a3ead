/* SPDX-License-Identifier: MIT */
/* Endless input through a pipe, with limited memory, is either read or rejected with a message that names the memory
 * needed. */
#include "support/cmocka_includes.h"

#include "shared/failure.h"
#include "support/fault.h"
#include "support/watched.h"
#include "program_fixture.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define BLOCK (1u << 16)
#define MEGABYTE 1000000ull
#define MEMORY_KIB 65536 /* address space, including the program and its libraries */
#define ROWS_KEPT 20000000ull
#define ROW_BYTES 120 /* memory per row, see session_table.h */

#define MEMORY_CAN_BE_LIMITED (!IS_SANITIZED) /* sanitizers reserve terabytes of address space */

static const char HEAD[] = "# foam-roller-session: 1\n# leg: left\n# rolling_radius_mm: 70.5\n# adc_full_scale: 1023\n"
                           "time_s,seq,strip0,strip1,strip2,strip3\n";

/* A stream of `rows` rows and, after row 10, a line of `line_bytes` bytes of `filler`. */
struct stream {
    unsigned long long rows, line_bytes;
    const char *filler; /* a text whose length divides BLOCK */
};

static bool send_all(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t sent = write(fd, bytes, length);
        if (sent < 0 && errno != EINTR)
            return false;
        bytes += sent > 0 ? sent : 0;
        length -= sent > 0 ? (size_t)sent : 0;
    }
    return true;
}

/* Send the stream, in the child. False if the reader has closed the pipe. */
static bool generate(int fd, const struct stream *stream)
{
    static char block[BLOCK];
    size_t used = 0, width = strlen(stream->filler);
    bool ok = send_all(fd, HEAD, strlen(HEAD));
    for (unsigned long long row = 0; ok && row < stream->rows; row++) {
        used += (size_t)sprintf(block + used, "%llu.%02llu,%llu,%llu,2,3,4\n", row / 100, row % 100, row % 65536,
                                row % 900);
        if (used > BLOCK - 100 || row == 9 || row + 1 == stream->rows) {
            ok = send_all(fd, block, used);
            used = 0;
        }
        for (size_t i = 0; row == 9 && i < BLOCK; i += width)
            memcpy(block + i, stream->filler, width);
        for (unsigned long long sent = 0; row == 9 && ok && sent < stream->line_bytes; sent += BLOCK)
            ok = send_all(fd, block, BLOCK);
        if (row == 9 && stream->line_bytes > 0)
            ok = ok && send_all(fd, "\n", 1);
    }
    return ok;
}

/* Run `report --json -` on the stream, with an address space of `memory_kib`. */
static struct program_result report_of(const struct stream *stream, unsigned memory_kib)
{
    int ends[2];
    char command[100];
    assert_int_equal(pipe(ends), 0);
    fflush(NULL);
    pid_t generator = fork();
    assert_true(generator >= 0);
    if (generator == 0) {
        close(ends[0]);
        signal(SIGPIPE, SIG_IGN);
        _exit(!generate(ends[1], stream));
    }
    close(ends[1]);
    snprintf(command, sizeof command, "ulimit -v %u; exec \"$0\" report --json -", memory_kib);
    const char *const limited[] = {"sh", "-c", command, PROGRAM_ANALYZER, NULL};
    const char *const plain[] = {PROGRAM_ANALYZER, "report", "--json", "-", NULL};
    const struct program_options options = {.input_fd = ends[0]};
    struct program_result run = program_run(MEMORY_CAN_BE_LIMITED ? limited : plain, &options, 10 * PROGRAM_LIMIT_S);
    close(ends[0]);
    assert_int_equal(waitpid(generator, NULL, 0), generator);
    return run;
}

/* Whether to send the full size, as `make faults` does. */
static bool full_size(void)
{
    const char *tries = getenv("FAULTS_TRIES");
    return tries && atoi(tries) >= 1000;
}

static void an_endless_line(void **state)
{
    (void)state;
    unsigned long long size = (full_size() ? 1000 : 100) * MEGABYTE;
    static const char *const FILLER[] = {"x", "1,", "\"\",\"\"xxx", "\""};
    char what[60];
    for (size_t k = 0; k < sizeof FILLER / sizeof FILLER[0]; k++) {
        struct program_result run = report_of(&(struct stream){3000, size, FILLER[k]}, MEMORY_KIB);
        program_assert_status(&run, 0);
        assert_non_null(strstr(run.out, "\"rows\":3000"));
        assert_non_null(
            strstr(run.out, "1 row could not be used and was left out; the first is line 16: it is longer"));
        program_result_free(&run);
    }
    snprintf(what, sizeof what, "a line of %llu MB through a pipe", size / MEGABYTE);
    fault_held("47", what, sizeof FILLER / sizeof FILLER[0],
               MEMORY_CAN_BE_LIMITED ? "only that line lost, within 64 MiB of address space" : "only that line lost");
}

static void more_rows_than_fit(void **state)
{
    (void)state;
    if (!MEMORY_CAN_BE_LIMITED)
        skip();
    struct program_result run = report_of(&(struct stream){3000000, 0, "x"}, MEMORY_KIB);
    program_assert_status(&run, EXIT_STATUS_INPUT);
    assert_int_equal(run.out_length, 0);
    const char *needs = strstr(run.err, "not enough memory to hold the session, which needs more than ");
    assert_non_null(needs);
    assert_in_range(atoi(strstr(needs, "than ") + 5), 50, 400); /* in MB; all rows together need 360 MB */
    program_result_free(&run);
    fault_held("47", "3,000,000 rows through a pipe, in 64 MiB", 1, "refused, exit 3, with the memory it needs");
}

static void more_rows_than_the_limit(void **state)
{
    (void)state;
    if (!MEMORY_CAN_BE_LIMITED || !full_size())
        skip();
    unsigned memory_kib = (unsigned)(ROWS_KEPT * ROW_BYTES / 1024) + MEMORY_KIB;
    struct program_result run = report_of(&(struct stream){5 * ROWS_KEPT, 0, "x"}, memory_kib);
    program_assert_status(&run, EXIT_STATUS_INPUT);
    assert_int_equal(run.out_length, 0);
    assert_non_null(strstr(run.err, "has more than 20000000 rows, which would need more than 2400 MB; split it."));
    program_result_free(&run);
    fault_held("47", "100,000,000 rows through a pipe", 1, "refused at 20,000,000, exit 3, with the memory it needs");
    run = report_of(&(struct stream){ROWS_KEPT / 2, 0, "x"}, memory_kib);
    program_assert_status(&run, 0);
    assert_non_null(strstr(run.out, "\"rows\":10000000"));
    program_result_free(&run);
    fault_held("47", "10,000,000 rows through a pipe", 1, "reported, within the stated memory");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_endless_line),
        cmocka_unit_test(more_rows_than_fit),
        cmocka_unit_test(more_rows_than_the_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
