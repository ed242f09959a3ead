/* SPDX-License-Identifier: MIT */
/* The names of files and the texts that the user gives, and the names that the logger chooses. */

#include "logger/support/logger_run.h"
#include "support/cmocka_includes.h"

static void a_session_gets_a_unique_name(void **state)
{
    struct fixture *fixture = *state;
    wire_add_hello(&fixture->wire, "00A1");
    wire_add_frames(&fixture->wire, 0, 20, 20000);
    const char *const argv[] = {LOGGER,
                                "record",
                                "--port",
                                "-",
                                "--leg=left",
                                "--note=a\033[31m b",
                                "--rolling-radius",
                                "70.25",
                                "--thigh-length",
                                "345",
                                "--subject",
                                "X",
                                "--start=knee",
                                "--condition",
                                "cold\nleg: right",
                                "--study-visit=week 2",
                                NULL};
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
    assert_non_null(strstr(bytes, "\n# start: knee\n"));
    assert_non_null(strstr(bytes, "\n# condition: cold?leg: right\n# study_visit: week 2\n# device: "));
    free(bytes);
}

/* A note of 255 bytes is saved in full, and a longer one is refused. */
static void no_text_is_cut(void **state)
{
    struct fixture *fixture = *state;
    char note[257];
    memset(note, 'n', 256);
    note[256] = '\0';
    const char *const refused[] = {LOGGER, "record", "--port", "-", "--note", note, NULL};
    struct program_result result = program_run(refused, NULL, LIMIT_S);
    assert_ended(&result, 2, "--note takes at most 255 bytes of text, and this one has 256.");
    const char *const subject[] = {LOGGER, "record", "--port", "-", "--subject", note, NULL};
    result = program_run(subject, NULL, LIMIT_S);
    assert_ended(&result, 2, "--subject takes at most 255 bytes");
    const char *const visit[] = {LOGGER, "record", "--port", "-", "--study-visit", note, NULL};
    result = program_run(visit, NULL, LIMIT_S);
    assert_ended(&result, 2, "--study-visit takes at most 255 bytes");
    const char *const start[] = {LOGGER, "record", "--port", "-", "--start", "middle", NULL};
    result = program_run(start, NULL, LIMIT_S);
    assert_ended(&result, 2, "--start takes upper or knee, not \"middle\"");
    note[255] = '\0';
    const char *const accepted[] = {LOGGER, "record", "--port", "-", "-o", fixture->path, "--note", note, NULL};
    wire_add_hello(&fixture->wire, "00A1");
    wire_add_frames(&fixture->wire, 0, 20, 20000);
    struct program_options options = {.input = fixture->wire.bytes, .input_length = fixture->wire.length};
    result = program_run(accepted, &options, LIMIT_S);
    assert_ended(&result, 0, NULL);
    char *bytes = temp_file_read(fixture->path, NULL);
    assert_non_null(strstr(bytes, note));
    free(bytes);
}

/* A name of 255 bytes leaves no space for the ".part" of a recording. */
static void a_name_that_is_too_long_is_refused_once(void **state)
{
    struct fixture *fixture = *state;
    char name[256];
    memset(name, 'n', 255);
    name[255] = '\0';
    const char *const argv[] = {LOGGER, "record", "--port", "-", "-o", name, NULL};
    struct program_options options = {.folder = fixture->dir.path};
    struct program_result result = program_run(argv, &options, LIMIT_S);
    assert_int_equal(strcspn(result.err, "\n") + 1, strlen(result.err)); /* one line */
    assert_ended(&result, 5, "File name too long. Choose another name with -o.");
    assert_true(folder_is_empty(fixture->dir.path));
}

static void the_session_and_the_raw_file_need_two_names(void **state)
{
    struct fixture *fixture = *state;
    const char *const argv[] = {LOGGER, "record", "--port", "-", "-o", "a.csv", "--raw", "./a.csv", NULL};
    struct program_options options = {.folder = fixture->dir.path};
    struct program_result result = program_run(argv, &options, LIMIT_S);
    assert_ended(&result, 2, "-o and --raw name the same file, a.csv: they need two names.");
    assert_true(folder_is_empty(fixture->dir.path));
}

/* Eight loggers that start at once are not sent to one file; several of them start in the same second. */
static void loggers_that_start_together_write_to_different_files(void **state)
{
    enum { LOGGERS = 8 };
    struct fixture *fixture = *state;
    struct program program[LOGGERS];
    char names[LOGGERS][64];
    const char *const argv[] = {LOGGER, "record", "--port", "-", NULL};
    wire_add_hello(&fixture->wire, "00A1");
    wire_add_frames(&fixture->wire, 0, 20, 20000);
    struct program_options options = {
        .input = fixture->wire.bytes, .input_length = fixture->wire.length, .folder = fixture->dir.path};
    for (int i = 0; i < LOGGERS; i++)
        program[i] = program_start(argv, &options);
    for (int i = 0; i < LOGGERS; i++) {
        struct program_result result = program_wait(&program[i], LIMIT_S);
        assert_int_equal(sscanf(result.out, "%63s", names[i]), 1);
        for (int other = 0; other < i; other++)
            assert_string_not_equal(names[i], names[other]);
        assert_ended(&result, 0, "20 rows");
    }
}

static void a_name_that_begins_with_a_dash_follows_two_dashes(void **state)
{
    struct fixture *fixture = *state;
    char path[512];
    wire_add_hello(&fixture->wire, "00A1");
    wire_add_frames(&fixture->wire, 0, 20, 20000);
    struct program_result result = run_on_input(fixture, temp_dir_join(&fixture->dir, "-x.csv", path, sizeof path));
    assert_ended(&result, 0, NULL);
    const char *const argv[] = {LOGGER, "annotate", "--note", "n1", "--", "-x.csv", NULL};
    const struct program_options options = {.folder = fixture->dir.path};
    result = program_run(argv, &options, LIMIT_S);
    assert_ended(&result, 0, NULL);
    const char *const more[] = {LOGGER, "annotate", "--", "-x.csv", "--note", "n2", NULL};
    result = program_run(more, &options, LIMIT_S);
    assert_ended(&result, 2, "annotate does not know \"--note\"");
    char *bytes = temp_file_read(path, NULL);
    assert_non_null(strstr(bytes, "# note: n1\n"));
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGGER_TEST(a_session_gets_a_unique_name),
        LOGGER_TEST(no_text_is_cut),
        LOGGER_TEST(a_name_that_is_too_long_is_refused_once),
        LOGGER_TEST(the_session_and_the_raw_file_need_two_names),
        LOGGER_TEST(a_name_that_begins_with_a_dash_follows_two_dashes),
        LOGGER_TEST(loggers_that_start_together_write_to_different_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
