/* SPDX-License-Identifier: MIT */
/* check-layout.sh reports each kind of violation: the test adds one at a time to a copy of the sources. Each mutant in
 * mutants.txt still applies. */
#include "support/cmocka_includes.h"
#include "support/run_program.h"
#include "support/temp_dir.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Copy the sources to a new folder. */
static int set_up(void **state)
{
    struct temp_dir *dir = malloc(sizeof *dir);
    temp_dir_make(dir);
    static const char *const folders[] = {"firmware", "logger", "analyzer", "app", "tests"};
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        char from[512];
        snprintf(from, sizeof from, SOURCE_DIR "/%s", folders[i]);
        const char *const argv[] = {"cp", "-R", from, dir->path, NULL};
        struct program_result run = program_run(argv, NULL, 60);
        assert_int_equal(run.status, 0);
        program_result_free(&run);
    }
    *state = dir;
    return 0;
}

static int tear_down(void **state)
{
    temp_dir_remove(*state);
    free(*state);
    return 0;
}

/* Append a text to a file of the copy. */
static void append(const struct temp_dir *dir, const char *name, const char *text)
{
    char path[512];
    size_t length = 0;
    char *old = temp_file_read(temp_dir_join(dir, name, path, sizeof path), &length);
    assert_non_null(old);
    char *bytes = malloc(length + strlen(text) + 1);
    memcpy(bytes, old, length);
    memcpy(bytes + length, text, strlen(text) + 1);
    temp_file_write(path, bytes, length + strlen(text));
    free(bytes);
    free(old);
}

/* Check the layout of the copy; expect the exit status `status` and, unless NULL, the message. */
static void expect_layout(const struct temp_dir *dir, int status, const char *message)
{
    const char *const argv[] = {SOURCE_DIR "/tests/layout/check-layout.sh", dir->path, NULL};
    struct program_result run = program_run(argv, NULL, 60);
    if (run.status != status || (message && !strstr(run.err, message)))
        fail_msg("exit status %d, printed: %s", run.status, run.err);
    program_result_free(&run);
}

static void the_layout_holds(void **state)
{
    expect_layout(*state, 0, NULL);
}

static void include_from_a_higher_layer(void **state)
{
    append(*state, "logger/shared/physics.c", "\n#include \"decode/session_decoder.h\"\n");
    expect_layout(*state, 1, "logger/decode/session_decoder.h, which is in a layer above");
}

static void include_from_another_program(void **state)
{
    append(*state, "analyzer/dwell/visits.c", "\n#include \"decode/session_decoder.h\"\n");
    expect_layout(*state, 1, "logger/decode/session_decoder.h, which belongs to another program");
}

static void circular_include(void **state)
{
    append(*state, "analyzer/position/odometry.h", "\n#include \"position/position.h\"\n");
    append(*state, "analyzer/position/position.h", "\n#include \"position/odometry.h\"\n");
    expect_layout(*state, 1, "analyzer/position/odometry.h: is part of a circular include");
}

static void folder_that_is_not_listed(void **state)
{
    char path[512];
    assert_int_equal(mkdir(temp_dir_join(*state, "logger/attic", path, sizeof path), 0755), 0);
    temp_file_write(temp_dir_join(*state, "logger/attic/attic.c", path, sizeof path), "int attic;\n", 11);
    expect_layout(*state, 1, "logger/attic: is not in tests/layout/folders.txt");
}

static void exit_outside_main(void **state)
{
    append(*state, "analyzer/dwell/visits.c", "\nvoid quit(void)\n{\n    exit(1);\n}\n");
    expect_layout(*state, 1, "only main exits");
}

static void print_outside_main(void **state)
{
    append(*state, "logger/calibrate/session_clock.c",
           "\nvoid print_tick(void)\n{\n    fprintf(stderr, \"tick\");\n}\n");
    expect_layout(*state, 1, "print");
}

static void write_to_a_standard_stream(void **state)
{
    append(*state, "logger/calibrate/session_clock.c",
           "\nvoid show_tick(void)\n{\n    (void)write(STDERR_FILENO, \"t\", 1);\n}\n");
    expect_layout(*state, 1, "print");
}

static void heap_in_the_firmware(void **state)
{
    append(*state, "firmware/src/sampler.c", "\nvoid *allocate(void)\n{\n    return malloc(2);\n}\n");
    expect_layout(*state, 1, "the firmware has no heap");
}

static void register_outside_hal(void **state)
{
    append(*state, "firmware/src/command.c", "\nvoid light(void)\n{\n    PORTB |= 32;\n}\n");
    expect_layout(*state, 1, "only hal_avr.c touches registers");
}

static void a_header_that_posix_does_not_have(void **state)
{
    append(*state, "logger/serial/discovery.c", "\n#include <sys/epoll.h>\n");
    expect_layout(*state, 1, "<sys/epoll.h>    <- is not in POSIX");
}

static void a_second_dose(void **state)
{
    append(*state, "logger/terminal/live_view.c", "\nstatic const char *const AIM = \"Roll on after 30 s\";\n");
    expect_layout(*state, 1, "only logger/shared/dose.h says how much to do");
}

static void a_second_dose_on_the_page(void **state)
{
    append(*state, "app/web/app.js", "\nexport const placeAim = () => settings().dose_place_s || 20;\n");
    expect_layout(*state, 1, "app.js");
}

static void a_long_file_without_a_reason(void **state)
{
    char lines[400];
    memset(lines, '\n', sizeof lines - 1);
    lines[sizeof lines - 1] = '\0';
    append(*state, "logger/calibrate/session_clock.c", lines);
    expect_layout(*state, 1, "no reason in");
}

static void each_mutant_applies(void **state)
{
    const struct temp_dir *dir = *state;
    const char *const argv[] = {SOURCE_DIR "/tests/layout/mutants.sh", "--check", dir->path, NULL};
    struct program_result run = program_run(argv, NULL, 60);
    if (run.status != 0)
        fail_msg("%s", run.err);
    program_result_free(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_layout_holds, set_up, tear_down),
        cmocka_unit_test_setup_teardown(include_from_a_higher_layer, set_up, tear_down),
        cmocka_unit_test_setup_teardown(include_from_another_program, set_up, tear_down),
        cmocka_unit_test_setup_teardown(circular_include, set_up, tear_down),
        cmocka_unit_test_setup_teardown(folder_that_is_not_listed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(exit_outside_main, set_up, tear_down),
        cmocka_unit_test_setup_teardown(print_outside_main, set_up, tear_down),
        cmocka_unit_test_setup_teardown(write_to_a_standard_stream, set_up, tear_down),
        cmocka_unit_test_setup_teardown(heap_in_the_firmware, set_up, tear_down),
        cmocka_unit_test_setup_teardown(register_outside_hal, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_header_that_posix_does_not_have, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_second_dose, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_second_dose_on_the_page, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_long_file_without_a_reason, set_up, tear_down),
        cmocka_unit_test_setup_teardown(each_mutant_applies, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
