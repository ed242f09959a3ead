/* SPDX-License-Identifier: MIT */
/* tests/support/run-tests.sh never counts wrong, whatever a test program prints and however it ends. */
#include "support/cmocka_includes.h"
#include "support/run_program.h"
#include "support/temp_dir.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define LIMIT_S 300

/* Expect this summary of a test program that is this script, and an exit status that agrees with it. */
static void expect(const char *script, const char *summary)
{
    struct temp_dir dir;
    char path[512], program[1300];
    temp_dir_make(&dir);
    snprintf(program, sizeof program, "#!/bin/sh\n%s\n", script);
    temp_file_write(temp_dir_join(&dir, "program", path, sizeof path), program, strlen(program));
    assert_int_equal(chmod(path, 0700), 0);
    const char *const argv[] = {SOURCE_DIR "/tests/support/run-tests.sh", "./program", NULL};
    const char *const env[] = {"RUN_UNDER=", NULL};
    const struct program_options options = {.folder = dir.path, .env = env};
    struct program_result run = program_run(argv, &options, LIMIT_S);
    const char *end = strstr(run.out, summary);
    if (!end || strcmp(end, summary) != 0 || (run.status == 0) != (strstr(summary, " 0 failed") != NULL))
        fail_msg("%s\nstatus %d: %s%s", script, run.status, run.out, run.err);
    program_result_free(&run);
    temp_dir_remove(&dir);
}

static void summaries_of_both_versions_of_cmocka_are_counted(void **state)
{
    (void)state;
    expect("echo '[==========] Running 3 test(s).'; echo '[  PASSED  ] 3 test(s).'", "\n3 passed, 0 failed\n");
    expect("echo '[==========] area: Running 3 test(s).'; echo '[  PASSED  ] area: 2 test(s).'; "
           "echo '[  SKIPPED ] area: 1 test(s), listed below:'",
           "\n2 passed, 0 failed, 1 skipped\n");
    expect("echo '[==========] area: Running 9 test(s).'; echo '[  PASSED  ] area: 4 test(s).'; "
           "echo '[  FAILED  ] area: 5 test(s), listed below:'; exit 5",
           "\n4 passed, 5 failed\n");
}

static void a_program_that_ends_badly_or_too_early_has_failed(void **state)
{
    (void)state;
    expect("", "\n0 passed, 1 failed\n");
    expect("exit 77", "\n0 passed, 1 failed\n");
    expect("echo '[==========] Running 3 test(s).'; kill -ABRT $$", "\n0 passed, 3 failed\n");
    expect("echo '[==========] Running 3 test(s).'; exit 0", "\n0 passed, 3 failed\n");
    expect("echo '[==========] Running 3 test(s).'; echo '[  PASSED  ] 3 test(s).'; kill -KILL $$",
           "\n3 passed, 1 failed\n");
}

/* The test program is this script, and writes where json_seen_add does. */
static void json_that_is_not_valid_fails(void **state)
{
    (void)state;
    static const char script[] = "echo '[==========] Running 1 test(s).'; echo '[  PASSED  ] 1 test(s).'\n"
                                 "valid=" SOURCE_DIR "/samples/one-spot.report.json\n"
                                 "seen=$ROLLER_JSON_SEEN/1.jsonl\n";
    char text[1200];
    snprintf(text, sizeof text, "%scp \"$valid\" \"$seen\"", script);
    expect(text, "ok      1 different outputs of JSON, 0 not valid by docs/schema\n2 passed, 0 failed\n");
    snprintf(text, sizeof text,
             "%sfor edit in 's/\"rank\":1/\"rank\":0/' 's/,\"warnings\"/,\"other\":1,\"warnings\"/' "
             "'s/\"leg\":\"[a-z]*\"/\"leg\":null/' 's/\"score\":[0-9.]*/\"score\":NaN/' 's/\"duration_s\":[0-9.]*,//'\n"
             "do sed \"$edit\" \"$valid\"; done >\"$seen\"",
             script);
    expect(text, "\n5 different outputs of JSON, 5 not valid by docs/schema\n1 passed, 1 failed\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(summaries_of_both_versions_of_cmocka_are_counted),
        cmocka_unit_test(json_that_is_not_valid_fails),
        cmocka_unit_test(a_program_that_ends_badly_or_too_early_has_failed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
