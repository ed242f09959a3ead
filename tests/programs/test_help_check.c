/* SPDX-License-Identifier: MIT */
/* check-help.sh reports each kind of contradiction: the test adds one at a time to a copy of the documents. */
#include "support/cmocka_includes.h"
#include "support/run_program.h"
#include "support/temp_dir.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LIMIT_S 120
#define CHECK SOURCE_DIR "/tests/programs/check-help.sh"

/* Edit `file` with `sed` in a copy of the documents; the check must then fail and print `message`. */
static void expect_problem(const char *sed, const char *file, const char *message)
{
    struct temp_dir dir;
    temp_dir_make(&dir);
    const char *const copy[] = {"cp", "-R", SOURCE_DIR "/README.md", SOURCE_DIR "/docs", dir.path, NULL};
    struct program_result run = program_run(copy, NULL, LIMIT_S);
    assert_int_equal(run.status, 0);
    program_result_free(&run);
    const char *const change[] = {"sed", "-i", sed, file, NULL};
    const struct program_options in_copy = {.folder = dir.path};
    run = program_run(change, &in_copy, LIMIT_S);
    assert_int_equal(run.status, 0);
    program_result_free(&run);
    const char *const check[] = {CHECK, BUILD_DIR, dir.path, "bash", NULL};
    run = program_run(check, NULL, LIMIT_S);
    if (run.status != 1 || strstr(run.err, message) == NULL)
        fail_msg("status %d\n%s%s", run.status, run.out, run.err);
    program_result_free(&run);
    temp_dir_remove(&dir);
}

static void contradictions_are_detected(void **state)
{
    (void)state;
    expect_problem("s/^\\.It Fl -thigh-length/.It Fl -leg-length/", "docs/man/roller-logger.1",
                   "docs/man/roller-logger.1 lacks --thigh-length of roller-logger record");
    expect_problem("s/^\\.It Fl -jobs/.It Fl -workers/", "docs/man/roller-analyzer.1",
                   "docs/man/roller-analyzer.1 describes --workers (report), but --help does not");
    expect_problem("s/^\\.Ss export/.Ss import/", "docs/man/roller-analyzer.1", "no section about the command export");
    expect_problem("s/roller-logger record --leg/roller-logger record --side/", "README.md",
                   "README.md mentions roller-logger record --side");
    expect_problem("s/a-zA-Z/a-r/", "docs/completion/roller.bash", "completion in bash does not offer");
    expect_problem("2s/.*/.Zz/", "docs/man/virtual-roller.1", "mandoc");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contradictions_are_detected),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
