/* SPDX-License-Identifier: MIT */
/* The dose is said in one place: documents repeat its texts, and no other text of the programs names a dose. */
#include "shared/dose.h"

#include "support/cmocka_includes.h"
#include "support/run_program.h"
#include "support/temp_dir.h"

#include <string.h>

static void assert_says(const char *path, const char *words)
{
    char *text = temp_file_read(path, NULL);
    assert_non_null(text);
    if (!strstr(text, words))
        fail_msg("%s does not say: %s", path, words);
    free(text);
}

static void documents_repeat_the_dose(void **state)
{
    (void)state;
    static const char *const paths[] = {SOURCE_DIR "/README.md", SOURCE_DIR "/docs/ANALYSIS.md"};
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        assert_says(paths[i], DOSE_LEG_WORDS);
        assert_says(paths[i], DOSE_PLACE_WORDS);
    }
    assert_says(paths[1], DOSE_PRESSURE_WORDS);
}

static void no_other_text_names_a_dose(void **state)
{
    (void)state;
    static const char pattern[] = "^[^/*]*\"[^\"]*\\b(30|45|60|90|120) (s|sec|seconds)\\b";
    const char *const argv[] = {
        "grep", "-rnE", "--include=*.[ch]", pattern, SOURCE_DIR "/logger", SOURCE_DIR "/analyzer", NULL};
    struct program_result found = program_run(argv, NULL, 120);
    if (found.status != 1) /* 1: nothing was found */
        fail_msg("doses beside logger/shared/dose.h:\n%s%s", found.out, found.err);
    program_result_free(&found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents_repeat_the_dose),
        cmocka_unit_test(no_other_text_names_a_dose),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
