/* SPDX-License-Identifier: MIT */
/* The options --charts (charts as files) and --open of roller-analyzer report. */
#include "support/cmocka_includes.h"

#include "shared/failure.h"
#include "analyzer/program/program_fixture.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const names[] = {"thigh", "session", "strokes", "force"};

static struct program_result report(const struct program_fixture *fixture, const char *const arguments[],
                                    const char *const env[])
{
    const char *argv[12] = {PROGRAM_ANALYZER, "report", "a.csv"};
    const struct program_options options = {.folder = fixture->dir.path, .env = env};
    for (size_t i = 0; arguments[i]; i++)
        argv[3 + i] = arguments[i];
    return program_run(argv, &options, PROGRAM_LIMIT_S);
}
#define REPORT(fixture, env, ...) report(fixture, (const char *const[]){__VA_ARGS__, NULL}, env)

/* Return the bytes of a chart file, to be freed by the caller. Fails the test if the file is missing. */
static char *chart_bytes(const struct program_fixture *fixture, const char *name, const char *extension, size_t *length)
{
    char file[64], path[400];
    snprintf(file, sizeof file, "charts/a-%s.%s", name, extension);
    char *bytes = temp_file_read(temp_dir_join(&fixture->dir, file, path, sizeof path), length);
    assert_non_null(bytes);
    return bytes;
}

static void each_format_is_written_completely(void **state)
{
    static const struct {
        const char *format, *begins, *ends;
        size_t begins_length;
    } formats[] = {{"svg", "<?xml", "</svg>\n\n", 5},
                   {"png", "\x89PNG\r\n", "IEND\xae\x42\x60\x82", 6},
                   {"pdf", "%PDF-", "%%EOF\n", 5}};
    struct program_fixture *fixture = *state;
    for (size_t f = 0; f < 3; f++) {
        struct program_result run = REPORT(fixture, NULL, "--charts", "charts", "--format", formats[f].format);
        program_assert_status(&run, 0);
        program_result_free(&run);
        for (size_t i = 0; i < 4; i++) {
            size_t length, end = strlen(formats[f].ends);
            char *bytes = chart_bytes(fixture, names[i], formats[f].format, &length);
            assert_true(length > 2000);
            assert_memory_equal(bytes, formats[f].begins, formats[f].begins_length);
            assert_memory_equal(bytes + length - end, formats[f].ends, end);
            free(bytes);
        }
    }
}

static void a_file_has_its_legend_inside(void **state)
{
    struct program_fixture *fixture = *state;
    struct program_result run = REPORT(fixture, NULL, "--charts", "charts");
    program_assert_status(&run, 0);
    program_result_free(&run);
    char *bytes = chart_bytes(fixture, "thigh", "svg", NULL);
    assert_non_null(strstr(bytes, "time spent rolling past or changing direction"));
    assert_null(strstr(bytes, "var(")); /* plain colours, not a page's variables */
    free(bytes);
    bytes = chart_bytes(fixture, "strokes", "svg", NULL);
    assert_non_null(strstr(bytes, "3 s and more"));
    free(bytes);
}

static void nothing_is_replaced_without_overwrite(void **state)
{
    struct program_fixture *fixture = *state;
    char path[400], target[400];
    temp_dir_join(&fixture->dir, "charts", path, sizeof path);
    assert_int_equal(mkdir(path, 0777), 0);
    temp_file_write(temp_dir_join(&fixture->dir, "charts/a-force.svg", path, sizeof path), "mine", 4);
    program_assert_message(REPORT(fixture, NULL, "--charts", "charts"), EXIT_STATUS_OUTPUT,
                           "charts/a-force.svg already exists");
    assert_false(program_file_exists(fixture, "charts/a-thigh.svg")); /* either all files are written or none */
    char *bytes = chart_bytes(fixture, "force", "svg", NULL);
    assert_string_equal(bytes, "mine");
    free(bytes);

    struct program_result run = REPORT(fixture, NULL, "--charts", "charts", "--overwrite");
    program_assert_status(&run, 0);
    program_result_free(&run);
    bytes = chart_bytes(fixture, "force", "svg", NULL);
    assert_int_equal(strncmp(bytes, "<?xml", 5), 0);
    free(bytes);

    /* A symbolic link is not followed: that would replace another file. */
    temp_dir_join(&fixture->dir, "a.csv", target, sizeof target);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(symlink(target, path), 0);
    program_assert_message(REPORT(fixture, NULL, "--charts", "charts", "--overwrite"), EXIT_STATUS_OUTPUT,
                           "is not a regular file");
    bytes = program_read_file(fixture, "a.csv");
    assert_int_equal(strncmp(bytes, "# foam-roller-session", 21), 0);
    free(bytes);
}

static void impossible_requests_are_reported(void **state)
{
    struct program_fixture *fixture = *state;
    static const char *const no_gnuplot[] = {"ROLLER_GNUPLOT=no-such-gnuplot", NULL};
    program_assert_message(REPORT(fixture, NULL, "--charts", "no/such"), EXIT_STATUS_OUTPUT,
                           "Cannot make the folder no/such");
    program_assert_message(REPORT(fixture, NULL, "--charts", "a.csv"), EXIT_STATUS_OUTPUT, "a.csv/a-thigh.svg");
    program_assert_message(REPORT(fixture, NULL, "--charts", "charts", "--format", "gif"), EXIT_STATUS_USAGE,
                           "svg, png or pdf");
    program_assert_message(REPORT(fixture, NULL, "--format", "png"), EXIT_STATUS_USAGE, "--charts DIR");
    program_assert_message(REPORT(fixture, NULL, "--json", "--open"), EXIT_STATUS_USAGE, "--json draws none");
    program_assert_message(REPORT(fixture, NULL, "--open", "b.csv"), EXIT_STATUS_USAGE, "several sessions");

    struct program_result run = REPORT(fixture, no_gnuplot, "--charts", "charts");
    program_assert_status(&run, EXIT_STATUS_NO_CHARTS);
    const char *first = strstr(run.err, "Install gnuplot");
    assert_non_null(first);
    assert_null(strstr(first + 1, "Install gnuplot")); /* reported once */
    program_result_free(&run);
    program_assert_message(REPORT(fixture, NULL, "--charts", "charts", "--json"), EXIT_STATUS_USAGE,
                           "--json draws none");
}

static void the_page_is_handed_to_the_desktop(void **state)
{
    struct program_fixture *fixture = *state;
    char path[400], search[600], script[900], opened[600];
    temp_dir_join(&fixture->dir, "opened", path, sizeof path);
    assert_int_equal(mkfifo(path, 0600), 0);
    snprintf(script, sizeof script, "#!/bin/sh\nprintf '%%s' \"$*\" >'%s'\n", path);
    struct pollfd fifo = {.fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC), .events = POLLIN};
    assert_true(fifo.fd >= 0);
    temp_dir_join(&fixture->dir, "xdg-open", path, sizeof path);
    temp_file_write(path, script, strlen(script));
    assert_int_equal(chmod(path, 0700), 0);
    snprintf(search, sizeof search, "PATH=%s:%s", fixture->dir.path, getenv("PATH"));
    const char *const env[] = {search, NULL};
    struct program_result run = REPORT(fixture, env, "--open", "-o", "-page.html");
    program_assert_status(&run, 0);
    program_result_free(&run);
    /* roller-analyzer does not wait for xdg-open. */
    assert_int_equal(poll(&fifo, 1, 60000), 1);
    ssize_t length = read(fifo.fd, opened, sizeof opened - 1);
    assert_true(length > 0);
    opened[length] = '\0';
    close(fifo.fd);
    assert_int_equal(opened[0], '/'); /* an absolute path: "-page.html" would be an option */
    assert_non_null(strstr(opened, "/-page.html"));

    const char *const nowhere[] = {"PATH=/nowhere", "ROLLER_GNUPLOT=/usr/bin/gnuplot", NULL};
    program_assert_message(REPORT(fixture, nowhere, "--open"), EXIT_STATUS_DONE, "xdg-open cannot be run");
    assert_true(program_file_exists(fixture, "a.html"));
}

int main(void)
{
#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, program_set_up, program_tear_down)
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(each_format_is_written_completely),     WITH_FIXTURE(a_file_has_its_legend_inside),
        WITH_FIXTURE(nothing_is_replaced_without_overwrite), WITH_FIXTURE(impossible_requests_are_reported),
        WITH_FIXTURE(the_page_is_handed_to_the_desktop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
