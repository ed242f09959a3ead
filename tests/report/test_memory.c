/* SPDX-License-Identifier: MIT */
/* Without memory, at each demand for it: the whole answer or a sentence, no page that is half, and nothing left behind. */
#include "cmocka_includes.h"

#include "fault.h"
#include "program_fixture.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#if defined __SANITIZE_ADDRESS__ || defined __clang__
#define MEMORY_CAN_FAIL false /* a sanitizer has a malloc of its own: then only what is done with memory is looked at */
#else
#define MEMORY_CAN_FAIL true
#endif

#define PRELOADED "LD_PRELOAD=" BUILD_DIR "/tests/scarce_shim.so"
#define NO_GNUPLOT "ROLLER_GNUPLOT=/bin/false" /* it would be as short of memory */

static struct program_result run(const struct program_fixture *fixture, const char *scarce, const char *const words[4])
{
    char temporary[400];
    snprintf(temporary, sizeof temporary, "TMPDIR=%s", fixture->dir.path); /* what is left there is seen */
    const char *const env[] = {NO_GNUPLOT, temporary, MEMORY_CAN_FAIL ? PRELOADED : NULL, scarce, NULL};
    const struct program_options options = {.env = env};
    return program_run_in(fixture, &options, words[0], words[1], words[2], words[3]);
}

/* Nothing but sessions and whole pages; the pages are removed. */
static void assert_tidy(const struct program_fixture *fixture)
{
    DIR *listing = opendir(fixture->dir.path);
    char path[400];
    assert_non_null(listing);
    for (struct dirent *entry; (entry = readdir(listing)) != NULL;) {
        const char *ending = strrchr(entry->d_name, '.');
        if (entry->d_name[0] == '.' || strcmp(ending, ".csv") == 0)
            continue;
        assert_string_equal(ending, ".html");
        char *page = program_file(fixture, entry->d_name);
        size_t length = strlen(page);
        assert_true(length > 8 && strcmp(page + length - 8, "</html>\n") == 0);
        free(page);
        unlink(temp_dir_join(&fixture->dir, entry->d_name, path, sizeof path));
    }
    closedir(listing);
}

/* Each of the first `close` demands fails, and every `step`th behind them. Returns how many were tried. */
static size_t fail_demands(const struct program_fixture *fixture, const char *const words[4], unsigned close, unsigned step)
{
    char count_at[400], told[420];
    size_t tries = 0;
    snprintf(told, sizeof told, "SCARCE_COUNT=%s", temp_dir_join(&fixture->dir, "count.csv", count_at, sizeof count_at));
    struct program_result good = run(fixture, told, words);
    assert_true(good.status == 0 || good.status == 6);
    assert_tidy(fixture);
    if (!MEMORY_CAN_FAIL) {
        program_result_free(&good);
        return 0;
    }
    char *text = temp_file_read(count_at, NULL);
    assert_non_null(text);
    unsigned count = (unsigned)atoi(text);
    free(text);
    unlink(count_at);
    assert_true(count > 20);
    for (unsigned n = 1; n <= count; n += n < close ? 1 : step, tries++) {
        snprintf(told, sizeof told, "SCARCE_SHIM=%u", n);
        struct program_result result = run(fixture, told, words);
        bool sentence = strncmp(result.err, "roller-analyzer: ", 17) == 0;
        if (result.status == 0 ? strcmp(result.out, good.out) != 0
                               : !sentence || (result.status != 3 && result.status != 5 && result.status != 6))
            fail_msg("%s, demand %u: status %d: %s", words[0], n, result.status, result.err);
        program_result_free(&result);
        assert_tidy(fixture);
    }
    program_result_free(&good);
    return tries;
}

/* The same session of the next day, so that there are two to compare. */
static void write_next_day(const struct program_fixture *fixture)
{
    char path[400];
    char *text = program_file(fixture, "a.csv"), *day = strstr(text, "2026-03-01");
    assert_non_null(day);
    memcpy(day, "2026-03-02", 10);
    temp_file_write(temp_dir_join(&fixture->dir, "b.csv", path, sizeof path), text, strlen(text));
    free(text);
}

static void each_demand_for_memory_may_fail(void **state)
{
    const struct program_fixture *fixture = *state;
    write_next_day(fixture);
    static const char *const report[] = {"report", "a.csv", NULL, NULL}, *const json[] = {"report", "--json", "a.csv", NULL},
                            *const export[] = {"export", "a.csv", NULL, NULL},
                            *const compare[] = {"compare", "a.csv", "b.csv", NULL},
                            *const trend[] = {"trend", "--subject", "someone", "."};
    size_t tries = fail_demands(fixture, report, 1000, 1);
    tries += fail_demands(fixture, json, 100, 23);
    tries += fail_demands(fixture, export, 1000, 1);
    tries += fail_demands(fixture, compare, 1000, 1);
    tries += fail_demands(fixture, trend, 1000, 1);
    if (MEMORY_CAN_FAIL)
        fault_held("41", "no memory for a report, an export, a comparison, a trend, at each demand", tries,
                   "the whole answer, or a sentence, exit 3, 5 or 6, no half page, nothing left");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_demand_for_memory_may_fail, program_set_up, program_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
