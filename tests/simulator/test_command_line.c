/* SPDX-License-Identifier: MIT */
/* The command line of virtual-roller: errors, their messages and statuses. */
#include "common/behavior.h"
#include "run_roller.h"
#include "support/cmocka_includes.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ROLLER BUILD_DIR "/virtual-roller"

static void errors_in_the_command_line_are_named(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        int status;
        const char *says;
    } CASES[] = {
        {"", 2, "--session"},
        {"--stdout --pty x", 2, "choose one"},
        {"--session s.csv --stdout", 2, "choose one"},
        {"--session s.csv --seed -1", 2, "--seed"},
        {"--session s.csv --seed 99999999999999999999", 2, "--seed"},
        {"--session s.csv --seed 1x", 2, "'1x'"},
        {"--session s.csv --spots 100,,200", 2, "'100,,200'"},
        {"--session s.csv --spots nan", 2, "'nan'"},
        {"--session s.csv --spots 900", 2, "beyond the thigh"},
        {"--session s.csv --spots 100,120", 2, "35 mm"},
        {"--session s.csv --spots 100 --random-spots 1", 2, "either"},
        {"--session s.csv --random-spots 1.5", 2, "whole number"},
        {"--session s.csv --random-spots 16", 2, "do not fit"},
        {"--session s.csv --thigh-length 0x100", 2, "--thigh-length"},
        {"--session s.csv --thigh-length 1e3", 2, "--thigh-length"},
        {"--session s.csv --rolling-radius 5", 2, "from 30 to 150"},
        {"--session s.csv --strokes 100000", 2, "--strokes"},
        {"--session s.csv --leg both", 2, "left or right"},
        {"--session s.csv --person x", 2, "--person takes a whole number"},
        {"--session s.csv --spots 100,200 --spot-dwell 20", 2, "as many numbers as --spots: 2, not 1"},
        {"--session s.csv --spots 100 --spot-dwell 5", 2, "seconds from 5.5"},
        {"--stdout --subject Anna", 2, "need --session"},
        {"--session s.csv --speed fast", 2, "real or max"},
        {"--session s.csv --button-at", 2, "--button-at needs a value"},
        {"--session s.csv --behaviour slide,skid", 2, "'slide,skid'"},
        {"--session s.csv --frobnicate", 2, "--frobnicate"},
        {"--session s.csv more", 2, "'more'"},
        {"--session no/such/folder/s.csv", 5, "no/such/folder/s.csv"},
        {"--session .", 5, "not a regular file"},
        {"--session s.csv --truth no/t.json", 5, "no/t.json"},
        {"--stdout --firmware no.elf", 3, "no.elf"},
        {"--stdout --firmware notes.txt", 3, "not a firmware image"},
        {"--session s.csv --until-end-of 3", 2, "--until-end-of needs"},
        {"--stdout --until-end-of 2", 2, "from 3 to"},
        {"--stdout --until-end-of 999", 2, "not open"},
        {"--pty notes.txt", 4, "is not a link"},
        {"--pty no/such/link --firmware no.elf", 4, "no/such/link"},
    };
    struct temp_dir dir;
    temp_dir_make(&dir);
    char path[512];
    temp_file_write(temp_dir_join(&dir, "notes.txt", path, sizeof path), "dear diary", 10);
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        struct program_result result = roller_run(&dir, CASES[i].line);
        if (result.status != CASES[i].status || strstr(result.err, CASES[i].says) == NULL || result.out_length != 0 ||
            strchr(result.err, '\n') != result.err + result.err_length - 1)
            fail_msg("%s: %d %s", CASES[i].line, result.status, result.err);
        program_result_free(&result);
    }
    char *notes = roller_read(&dir, "notes.txt");
    assert_string_equal(notes, "dear diary");
    free(notes);
    temp_dir_remove(&dir);
}

static void control_characters_do_not_reach_the_terminal(void **state)
{
    (void)state;
    struct temp_dir dir;
    temp_dir_make(&dir);
    struct program_result result = roller_run(&dir, "--session s.csv --leg \033[31mred");
    assert_int_equal(result.status, 2);
    assert_null(strchr(result.err, '\033'));
    program_result_free(&result);
    temp_dir_remove(&dir);
}

static void files_are_written_completely_or_not_at_all(void **state)
{
    (void)state;
    struct temp_dir dir;
    temp_dir_make(&dir);
    char path[512];
    char link[512];
    /* An earlier session is replaced; a link is not followed. */
    temp_file_write(temp_dir_join(&dir, "s.csv", path, sizeof path), "old", 3);
    assert_int_equal(symlink("s.csv", temp_dir_join(&dir, "link.csv", link, sizeof link)), 0);
    struct program_result result = roller_run(&dir, "--session link.csv --seed 1 --strokes 2");
    assert_int_equal(result.status, 5);
    program_result_free(&result);
    char *text = roller_read(&dir, "s.csv");
    assert_string_equal(text, "old");
    free(text);
    roller_run_well(&dir, "--session s.csv --seed 1 --strokes 2");
    text = roller_read(&dir, "s.csv");
    assert_int_equal(strncmp(text, "# foam-roller-session: 1\n", 25), 0);
    free(text);
    /* A full disk is reported, and no file is left. */
    int full = open("/dev/full", O_WRONLY);
    const char *argv[] = {ROLLER, "--session", "-", "--seed", "1", NULL};
    struct program_options options = {.folder = dir.path, .out_fd = full};
    result = program_run(argv, &options, 60.0);
    assert_int_equal(result.status, 5);
    assert_non_null(strstr(result.err, "standard output"));
    program_result_free(&result);
    (void)close(full);
    temp_dir_remove(&dir);
}

static void help_and_version_go_to_standard_output(void **state)
{
    (void)state;
    struct temp_dir dir;
    temp_dir_make(&dir);
    struct program_result help = roller_run(&dir, "--help");
    assert_int_equal(help.status, 0);
    static const char *const OPTIONS[] = {
        "--pty",      "--stdout",    "--truth", "--spots",  "--random-spots", "--thigh-length", "--rolling-radius",
        "--strokes",  "--leg",       "--seed",  "--no-imu", "--hard",         "--speed",        "--session",
        "--firmware", "--button-at", "--budget"};
    for (size_t i = 0; i < sizeof OPTIONS / sizeof OPTIONS[0]; i++)
        assert_non_null(strstr(help.out, OPTIONS[i]));
    for (enum behavior i = 0; i < BEHAVIOR_COUNT; i++)
        assert_non_null(strstr(help.out, behavior_name(i)));
    program_result_free(&help);
    struct program_result version = roller_run(&dir, "--version");
    assert_int_equal(version.status, 0);
    assert_non_null(strstr(version.out, "virtual-roller " ROLLER_VERSION));
    assert_non_null(strstr(version.out, "GPL version 3"));
    program_result_free(&version);
    temp_dir_remove(&dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(errors_in_the_command_line_are_named),
        cmocka_unit_test(control_characters_do_not_reach_the_terminal),
        cmocka_unit_test(files_are_written_completely_or_not_at_all),
        cmocka_unit_test(help_and_version_go_to_standard_output),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
