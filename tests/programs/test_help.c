/* SPDX-License-Identifier: MIT */
/* --help, man pages, README and completion agree. */
#include "support/cmocka_includes.h"
#include "support/run_program.h"

#define LIMIT_S 120

static void help_and_documents_agree(void **state)
{
    (void)state;
    const char *const argv[] = {SOURCE_DIR "/tests/programs/check-help.sh", BUILD_DIR, SOURCE_DIR, NULL};
    struct program_result run = program_run(argv, NULL, LIMIT_S);
    if (run.status != 0)
        fail_msg("%s%s", run.out, run.err);
    program_result_free(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(help_and_documents_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
