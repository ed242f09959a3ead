/* SPDX-License-Identifier: MIT */
/* The pain that the person says on the command line is in the header of the session, and none that was not said. */

#include "logger/support/logger_run.h"
#include "support/cmocka_includes.h"

static struct program_result record_with(struct fixture *fixture, const char *const *more)
{
    const char *argv[16] = {LOGGER, "record", "--port", "-", "-o", fixture->path};
    for (size_t i = 0; more[i]; i++)
        argv[6 + i] = more[i];
    wire_free(&fixture->wire);
    wire_add_hello(&fixture->wire, "00A1");
    wire_add_frames(&fixture->wire, 0, 200, 20000);
    struct program_options options = {.input = fixture->wire.bytes, .input_length = fixture->wire.length};
    return program_run(argv, &options, LIMIT_S);
}

static void what_was_said_is_in_the_header(void **state)
{
    struct fixture *fixture = *state;
    static const char *const said[] = {"--pain-before", "7", "--pain-after=2.5", NULL};
    struct program_result result = record_with(fixture, said);
    assert_ended(&result, 0, NULL);
    char *bytes = temp_file_read(fixture->path, NULL);
    assert_non_null(bytes);
    assert_non_null(strstr(bytes, "\n# pain_before: 7\n# pain_after: 2.5\n"));
    free(bytes);
}

static void what_was_not_said_is_not_in_the_header(void **state)
{
    struct fixture *fixture = *state;
    static const char *const nothing[] = {"--pain-before=", NULL};
    struct program_result result = record_with(fixture, nothing);
    assert_ended(&result, 0, NULL);
    char *bytes = temp_file_read(fixture->path, NULL);
    assert_non_null(bytes);
    assert_null(strstr(bytes, "pain"));
    free(bytes);
}

static void what_cannot_be_is_refused(void **state)
{
    struct fixture *fixture = *state;
    static const char *const wrong[][3] = {{"--pain-before", "11", "a number from 0 to 10"},
                                           {"--pain-after", "-1", "a number from 0 to 10"}};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        const char *const more[] = {wrong[i][0], wrong[i][1], NULL};
        struct program_result result = record_with(fixture, more);
        assert_ended(&result, 2, wrong[i][2]);
    }
    assert_true(folder_is_empty(fixture->dir.path));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGGER_TEST(what_was_said_is_in_the_header),
        LOGGER_TEST(what_was_not_said_is_not_in_the_header),
        LOGGER_TEST(what_cannot_be_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
