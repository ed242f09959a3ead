/* SPDX-License-Identifier: MIT */
/* The queries of docs/SCALE.md and the table of docs/LABS.md run as they stand, in what is installed of DuckDB, SQLite
 * and pandas. */
#include "support/cmocka_includes.h"
#include "support/run_program.h"

#include <stdio.h>
#include <string.h>

#define LIMIT_S 300

static void documented_queries_run(void **state)
{
    (void)state;
    const char *const check[] = {SOURCE_DIR "/tests/programs/check-queries.sh", BUILD_DIR, NULL};
    struct program_result run = program_run(check, NULL, LIMIT_S);
    if (run.status != 0)
        fail_msg("status %d: %s%s", run.status, run.out, run.err);
    bool any_tried = strstr(run.out, "tried: ") != NULL;
    printf("%s", run.out);
    program_result_free(&run);
    if (!any_tried)
        skip();
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(documented_queries_run)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
