/* SPDX-License-Identifier: MIT */
/* `record --open` runs the analyzer beside it: a script that writes down its arguments takes the place of the analyzer.
 */

#include "logger/support/screen_fixture.h"

#include <sys/stat.h>
#include <unistd.h>

struct open_paths {
    char logger[512], analyzer[512], arguments[512];
};

/* Link the logger to the test's folder, beside an analyzer that ends with `status`. */
static struct open_paths make_programs(const struct fixture *fixture, int status)
{
    struct open_paths paths;
    char script[1200];
    temp_dir_join(&fixture->dir, "roller-logger", paths.logger, sizeof paths.logger);
    temp_dir_join(&fixture->dir, "roller-analyzer", paths.analyzer, sizeof paths.analyzer);
    temp_dir_join(&fixture->dir, "arguments", paths.arguments, sizeof paths.arguments);
    assert_int_equal(symlink(LOGGER, paths.logger), 0);
    snprintf(script, sizeof script, "#!/bin/sh\necho \"$*\" >'%s'\necho the report\nexit %d\n", paths.arguments,
             status);
    temp_file_write(paths.analyzer, script, strlen(script));
    assert_int_equal(chmod(paths.analyzer, 0755), 0);
    return paths;
}

static void assert_arguments(const struct open_paths *paths, const char *wanted)
{
    char *arguments = temp_file_read(paths->arguments, NULL);
    assert_non_null(arguments);
    assert_string_equal(arguments, wanted);
    free(arguments);
}

static struct program_result record_input(struct fixture *fixture, const char *logger)
{
    const char *const argv[] = {logger, "record", "--port", "-", "-o", fixture->path, "--open", NULL};
    wire_add_hello(&fixture->wire, "00A1");
    wire_add_frames(&fixture->wire, 0, 200, 20000);
    struct program_options options = {.input = fixture->wire.bytes, .input_length = fixture->wire.length};
    return program_run(argv, &options, LIMIT_S);
}

static void the_report_is_shown(void **state)
{
    struct screen_fixture *fixture = *state;
    struct open_paths paths = make_programs(fixture->base, 0);
    char wanted[600], printed[600];
    snprintf(wanted, sizeof wanted, "report --open %s\n", fixture->base->path);
    snprintf(printed, sizeof printed, "%s\n", fixture->base->path);
    struct program_result result = record_input(fixture->base, paths.logger);
    assert_arguments(&paths, wanted);
    assert_string_equal(result.out, printed); /* data only */
    assert_ended(&result, 0, "the report");
}

static void a_report_that_fails_is_reported(void **state)
{
    struct screen_fixture *fixture = *state;
    struct open_paths paths = make_programs(fixture->base, 3);
    struct program_result result = record_input(fixture->base, paths.logger);
    assert_ended(&result, 5, "The session is saved, but its report could not be shown.");
    assert_int_equal(assert_whole_rows(fixture->base->path), 200);
}

static void a_missing_analyzer_is_reported(void **state)
{
    struct screen_fixture *fixture = *state;
    struct open_paths paths = make_programs(fixture->base, 0);
    unlink(paths.analyzer);
    struct program_result result = record_input(fixture->base, paths.logger);
    assert_ended(&result, 5, "roller-analyzer cannot be run");
    assert_int_equal(assert_whole_rows(fixture->base->path), 200);
}

/* Return the text after a key in a session's header, up to the end of the line. */
static char *header_value(const struct temp_dir *dir, const char *file, const char *key)
{
    char path[1200];
    char *bytes = temp_file_read(temp_dir_join(dir, file, path, sizeof path), NULL);
    assert_non_null(bytes);
    const char *found = strstr(bytes, key);
    char *value = found ? strndup(found + strlen(key), strcspn(found + strlen(key), "\n")) : NULL;
    free(bytes);
    return value;
}

/* Both legs of a recording have the same id, by which the analyzer knows them. */
static void assert_one_recording(const struct temp_dir *dir)
{
    char *right = header_value(dir, "a_right.csv", "\n# recording_id: ");
    char *left = header_value(dir, "a_left.csv", "\n# recording_id: ");
    assert_true(right && left && strlen(right) == 16);
    assert_string_equal(right, left);
    free(right);
    free(left);
}

static void both_legs_share_a_page(void **state)
{
    struct screen_fixture *fixture = *state;
    struct open_paths paths = make_programs(fixture->base, 0);
    const char *const argv[] = {paths.logger, "record",
                                "--port",     fixture->base->pty.path,
                                "-o",         fixture->base->path,
                                "--leg",      "both",
                                "--duration", "1",
                                "--open",     NULL};
    char wanted[1200];
    fake_roller_start(&fixture->roller, &fixture->base->pty);
    struct program program = program_start(argv, NULL);
    assert_true(program_wait_for_err(&program, "then press the roller's button.", LIMIT_S));
    atomic_store(&fixture->roller.press, true);
    assert_true(program_wait_for_err(&program, "Now the left leg", LIMIT_S));
    atomic_store(&fixture->roller.press, true);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_ended(&result, 0, "the report");
    snprintf(wanted, sizeof wanted, "report --open %s/a_right.csv %s/a_left.csv\n", fixture->base->dir.path,
             fixture->base->dir.path);
    assert_arguments(&paths, wanted);
    assert_one_recording(&fixture->base->dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCREEN_TEST(the_report_is_shown),
        SCREEN_TEST(a_report_that_fails_is_reported),
        SCREEN_TEST(a_missing_analyzer_is_reported),
        SCREEN_TEST(both_legs_share_a_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
