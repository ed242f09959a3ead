/* SPDX-License-Identifier: MIT */
/* Many sessions at a time: their order, and the effect of a crashing worker on the other workers' sessions. */
#include "support/cmocka_includes.h"

#include "worker_pool.h"
#include "analyzer/program/program_fixture.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define SESSIONS 40

enum plan { PLAN_PLAIN, PLAN_FIRST_WAITS_FOR_FOURTH, PLAN_SECOND_DIES, PLAN_ODD_ONES_DIE, PLAN_STOP_AFTER_THREE };

struct trial {
    enum plan plan;
    int pipe_ends[2]; /* the ends of a pipe between the processes */
    size_t delivered, failed;
    char message[sizeof((struct failure *)0)->message]; /* message of the first failure */
};

static bool process_session(void *context, size_t index, struct text_buffer *text, struct failure *failure)
{
    struct trial *trial = context;
    char byte = 0;
    if (trial->plan == PLAN_FIRST_WAITS_FOR_FOURTH && index == 0 && read(trial->pipe_ends[0], &byte, 1) != 1)
        return failure_set(failure, EXIT_STATUS_INPUT, "the pipe broke");
    if (trial->plan == PLAN_FIRST_WAITS_FOR_FOURTH && index == 3 && write(trial->pipe_ends[1], &byte, 1) != 1)
        return failure_set(failure, EXIT_STATUS_INPUT, "the pipe broke");
    if (trial->plan == PLAN_SECOND_DIES && index == 1)
        raise(SIGKILL);
    if (trial->plan == PLAN_ODD_ONES_DIE && index % 2 == 1)
        raise(SIGKILL);
    if (index == 2)
        return failure_set(failure, EXIT_STATUS_INPUT, "the third is not a session");
    text_addf(text, "session %zu", index);
    text_add_repeated(text, ".", index * 3000); /* the last results exceed the capacity of a pipe */
    return true;
}

static bool deliver(void *context, size_t index, const struct text_buffer *text, const struct failure *failure)
{
    struct trial *trial = context;
    assert_int_equal(index, trial->delivered);
    trial->delivered++;
    if (failure != NULL) {
        if (trial->failed++ == 0)
            memcpy(trial->message, failure->message, sizeof trial->message);
        assert_int_equal(failure->status, EXIT_STATUS_INPUT);
    } else {
        char begin[32];
        int length = snprintf(begin, sizeof begin, "session %zu", index);
        assert_int_equal(text->length, (size_t)length + index * 3000);
        assert_memory_equal(text->bytes, begin, (size_t)length);
    }
    return !(trial->plan == PLAN_STOP_AFTER_THREE && trial->delivered == 3);
}

static struct trial run(enum plan plan, unsigned workers)
{
    struct trial trial = {.plan = plan};
    char *name[SESSIONS], a_name[] = "a.csv";
    struct failure failure;
    for (size_t i = 0; i < SESSIONS; i++)
        name[i] = a_name;
    assert_int_equal(pipe(trial.pipe_ends), 0);
    const struct worker_pool pool = {name, SESSIONS, workers, process_session, deliver, &trial};
    assert_true(worker_pool_run(&pool, &failure));
    close(trial.pipe_ends[0]);
    close(trial.pipe_ends[1]);
    assert_true(waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD); /* no child process is left */
    return trial;
}

static void results_are_delivered_in_order(void **state)
{
    (void)state;
    for (unsigned workers = 1; workers <= 5; workers += 2) {
        struct trial trial = run(PLAN_PLAIN, workers);
        assert_int_equal(trial.delivered, SESSIONS);
        assert_int_equal(trial.failed, 1);
        assert_string_equal(trial.message, "the third is not a session");
    }
}

static void a_long_session_does_not_keep_the_others_waiting(void **state)
{
    (void)state;
    assert_int_equal(run(PLAN_FIRST_WAITS_FOR_FOURTH, 2).delivered, SESSIONS);
}

static void a_process_that_dies_costs_its_own_session(void **state)
{
    (void)state;
    struct trial trial = run(PLAN_SECOND_DIES, 3);
    assert_int_equal(trial.delivered, SESSIONS);
    assert_int_equal(trial.failed, 2);
    assert_non_null(strstr(trial.message, "a.csv: its analysis stopped unexpectedly (signal 9)"));
}

static void workers_that_died_are_replaced(void **state)
{
    (void)state;
    struct trial trial = run(PLAN_ODD_ONES_DIE, 2);
    assert_int_equal(trial.delivered, SESSIONS);
    assert_int_equal(trial.failed, SESSIONS / 2 + 1);
}

static void no_results_are_delivered_after_a_stop(void **state)
{
    (void)state;
    assert_int_equal(run(PLAN_STOP_AFTER_THREE, 4).delivered, 3);
}

static struct program_result analyze_list(struct program_fixture *fixture, const char *list, size_t length,
                                          const char *jobs)
{
    const struct program_options given = {.folder = fixture->dir.path, .input = list, .input_length = length};
    const char *const argv[] = {PROGRAM_ANALYZER, "report", "--json", "--jobs", jobs, "--files-from", "-", NULL};
    return program_run(argv, &given, PROGRAM_LIMIT_S);
}

static void a_bad_file_does_not_stop_the_rest(void **state)
{
    struct program_fixture *fixture = *state;
    static const char lines[] = "a.csv\nnone.csv\r\n\na.csv\na.csv", nul_ended[] = "a.csv\0none.csv\0a.csv\0a.csv";
    struct program_result one = program_run_in(fixture, NULL, "report", "--json", "a.csv", NULL);
    program_assert_status(&one, 0);
    for (int jobs = 1; jobs <= 3; jobs++) {
        char text[] = {(char)('0' + jobs), '\0'};
        struct program_result said = jobs == 2 ? analyze_list(fixture, nul_ended, sizeof nul_ended, text)
                                               : analyze_list(fixture, lines, sizeof lines - 1, text);
        program_assert_status(&said, 3);
        assert_int_equal(said.out_length, 3 * one.out_length);
        for (size_t k = 0; k < 3; k++)
            assert_memory_equal(said.out + k * one.out_length, one.out, one.out_length);
        assert_string_equal(said.err, "roller-analyzer: none.csv cannot be opened: No such file or directory.\n");
        program_result_free(&said);
    }
    program_result_free(&one);
}

static void wrong_options_and_lists_are_refused(void **state)
{
    struct program_fixture *fixture = *state;
    program_assert_message(analyze_list(fixture, "\n\n", 2, "2"), 3, "standard input names no session");
    program_assert_message(analyze_list(fixture, "a.csv\n", 6, "-1"), 2, "--jobs takes a whole number from 0 to");
    program_assert_message(program_run_in(fixture, NULL, "report", "a.csv", "--jobs=2", NULL), 2, "--json");
    program_assert_message(program_run_in(fixture, NULL, "report", "--files-from=a.csv", "-ox.html", NULL), 2,
                           "several sessions");
    program_assert_message(program_run_in(fixture, NULL, "report", "--files-from=none", NULL, NULL), 3,
                           "none cannot be opened");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(results_are_delivered_in_order),
        cmocka_unit_test(a_long_session_does_not_keep_the_others_waiting),
        cmocka_unit_test(a_process_that_dies_costs_its_own_session),
        cmocka_unit_test(workers_that_died_are_replaced),
        cmocka_unit_test(no_results_are_delivered_after_a_stop),
        cmocka_unit_test_setup_teardown(a_bad_file_does_not_stop_the_rest, program_set_up, program_tear_down),
        cmocka_unit_test_setup_teardown(wrong_options_and_lists_are_refused, program_set_up, program_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
