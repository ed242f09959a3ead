/* SPDX-License-Identifier: MIT */
/* Each allocation, read and write of roller-analyzer fails once alone, and once together with all later requests. The
 * program must exit with the right status and a message that names the failure, and leave no incomplete, damaged or
 * temporary file. It may report success only if every byte is the same as in the undisturbed run. AddressSanitizer must
 * find no leak. */
#include "support/cmocka_includes.h"

#include "shared/failure.h"
#include "support/fault.h"
#include "folder_snapshot.h"
#include "support/memory_can_fail.h"
#include "sweep.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* gcov allocates memory between fork and exec, and crashes if that fails. */
#if defined GCOV_TAKES_MEMORY
#define SWEEPS_MEMORY false
#else
#define SWEEPS_MEMORY true
#endif

#define DEFAULT_TRIES 2 /* number of requests tried per command and kind; `make faults` tries all */

static const struct {
    const char *row, *fault;
    const char *words[4]; /* the message contains one of these */
} kinds[SWEEP_KINDS] = {
    [SWEEP_MEMORY] = {"67",
                      "analyzer: no memory or process, at each request",
                      {"memory", "process", "stopped unexpectedly"}},
    [SWEEP_READ] = {"68", "analyzer: a read fails, each of them", {"Input/output error"}},
    [SWEEP_WRITE] = {"69",
                     "analyzer: a write, sync, close, rename fails, each",
                     {"Input/output error", "No space left"}},
};

/* The kind of text on standard output. */
enum output { OUTPUT_REPORT, OUTPUT_JSON, OUTPUT_ROWS };

static const struct command {
    enum output output;
    const char *argument[10]; /* NULL-terminated */
} commands[] = {
    {OUTPUT_REPORT, {"report", "sessions/1.csv", "--charts", "charts", "--overwrite"}},
    {OUTPUT_REPORT, {"compare", "sessions/1.csv", "sessions/2.csv", "--charts", "charts", "--overwrite"}},
    {OUTPUT_REPORT,
     {"trend", "sessions", "--subject", "someone", "-o", "sessions/trend.html", "--charts", "charts", "--overwrite"}},
    {OUTPUT_JSON, {"report", "--json", "sessions/1.csv"}},
    {OUTPUT_JSON, {"report", "--json", "-"}},
    {OUTPUT_JSON, {"report", "--json", "--jobs", "2", "sessions/1.csv", "sessions/2.csv"}},
    {OUTPUT_JSON, {"report", "--json", "--files-from", "list"}},
    {OUTPUT_JSON, {"compare", "--json", "sessions/1.csv", "sessions/2.csv"}},
    {OUTPUT_JSON, {"trend", "--json", "sessions"}},
    {OUTPUT_ROWS, {"export", "sessions/1.csv"}},
    {OUTPUT_ROWS, {"report", "--csv", "visits", "sessions/1.csv"}},
};
#define COMMANDS (sizeof commands / sizeof commands[0])

/* A command, and the results of its undisturbed run. */
struct trial {
    struct sweep *sweep;
    const struct command *command;
    enum sweep_kind kind;
    struct program_result undisturbed;
    struct folder_snapshot after;
    size_t problems;
};

/* Unlike an assertion, reports every problem and not only the first. */
#define EXPECT(trial, result, what) expect(trial, result, what, #what)

static void expect(struct trial *trial, const struct program_result *result, bool ok, const char *what)
{
    if (ok)
        return;
    trial->problems++;
    print_error("%s: failed: %s\nexit status %d, %s\n", trial->sweep->description, what, result->status, result->err);
}

/* Check that messages begin with the program's name, and that one of them names the failure. */
static void check_messages(struct trial *trial, const struct program_result *result)
{
    bool named = false;
    for (size_t i = 0; kinds[trial->kind].words[i]; i++)
        named = named || strstr(result->err, kinds[trial->kind].words[i]);
    EXPECT(trial, result, named);
    for (const char *line = result->err; *line;) {
        size_t length = strcspn(line, "\n");
        EXPECT(trial, result, strncmp(line, "roller-analyzer: ", 17) == 0 && line[length - 1] == '.' && line[length]);
        line += length + (line[length] != '\0');
    }
}

/* Check that standard output is not truncated. */
static void check_output(struct trial *trial, const struct program_result *result)
{
    EXPECT(trial, result, result->out_length == 0 || result->out[result->out_length - 1] == '\n');
    if (trial->command->output == OUTPUT_ROWS)
        EXPECT(trial, result,
               result->out_length <= trial->undisturbed.out_length &&
                   memcmp(result->out, trial->undisturbed.out, result->out_length) == 0);
    if (trial->command->output == OUTPUT_REPORT)
        EXPECT(trial, result, result->out_length == 0 || strstr(result->out, "not a medical device"));
    for (const char *line = result->out; trial->command->output == OUTPUT_JSON && *line;) {
        size_t length = strcspn(line, "\n");
        json_t *object = json_loadb(line, length, 0, NULL);
        EXPECT(trial, result, json_is_object(object));
        json_decref(object);
        line += length + (line[length] != '\0');
    }
}

/* Return whether a file ends with `end`, ignoring trailing white space. */
static bool ends_with(const struct snapshot_file *file, const char *end)
{
    size_t length = file->length, end_length = strlen(end);
    while (length > 0 && strchr(" \n", file->bytes[length - 1]))
        length--;
    return length > end_length && memcmp(file->bytes + length - end_length, end, end_length) == 0;
}

/* Return whether a complete file contains less than that of the undisturbed run: a page without charts, or a
 * comparison without a session that could not be read. */
static bool is_reduced(const struct trial *trial, const struct snapshot_file *file)
{
    bool multi_session = strcmp(trial->command->argument[0], "report") != 0;
    if (ends_with(file, "</html>"))
        return multi_session || strstr(file->bytes, "This page has no charts.");
    return multi_session && ends_with(file, "</svg>");
}

/* Check that each file is as before, as after the undisturbed run, or a reduced file. */
static void check_files(struct trial *trial, const struct program_result *result)
{
    struct folder_snapshot now;
    folder_snapshot_take(&now, trial->sweep->files);
    for (size_t i = 0; i < now.count; i++) {
        const struct snapshot_file *file = &now.file[i], *old = folder_snapshot_find(&trial->sweep->before, file->name);
        bool expected = snapshot_file_equal(file, folder_snapshot_find(&trial->after, file->name));
        if (result->status != 0)
            expected = expected || snapshot_file_equal(file, old) || is_reduced(trial, file);
        if (!expected)
            print_error("%s: ", file->name);
        EXPECT(trial, result, expected);
    }
    for (size_t i = 0; i < trial->sweep->before.count; i++)
        EXPECT(trial, result, folder_snapshot_find(&now, trial->sweep->before.file[i].name));
    EXPECT(trial, result, result->status != 0 || now.count == trial->after.count);
    folder_snapshot_free(&now);
}

static void check(struct trial *trial, const struct program_result *result)
{
    if (result->status == 0) {
        EXPECT(trial, result,
               result->out_length == trial->undisturbed.out_length &&
                   memcmp(result->out, trial->undisturbed.out, result->out_length) == 0);
        EXPECT(trial, result, result->err_length == 0);
    } else {
        EXPECT(trial, result,
               result->status == EXIT_STATUS_INPUT || result->status == EXIT_STATUS_OUTPUT ||
                   result->status == EXIT_STATUS_NO_CHARTS);
        check_messages(trial, result);
        check_output(trial, result);
    }
    check_files(trial, result);
}

/* Run a command repeatedly, each time with a later failing request, until the program ends before it reaches the
 * failing one. FAULTS_TRIES equally spaced requests are tried. Each fails alone in one run, and with all later ones in
 * another; if not all requests are tried, they fail alone and with all later ones in turn. Returns the number of runs.
 */
static size_t sweep_command(struct trial *trial, long *requests)
{
    struct sweep *sweep = trial->sweep;
    const char *const *argument = trial->command->argument;
    const char *tries = getenv("FAULTS_TRIES");
    size_t runs = 0;
    trial->undisturbed = sweep_run(sweep, argument, trial->kind, 0, false, requests);
    EXPECT(trial, &trial->undisturbed,
           trial->undisturbed.status == 0 && trial->undisturbed.err_length == 0 && *requests > 0);
    folder_snapshot_take(&trial->after, sweep->files);
    folder_snapshot_restore(&sweep->before, sweep->files);
    long step = *requests / (tries && atol(tries) > 0 ? atol(tries) : DEFAULT_TRIES) + 1, made, n = 1 + step / 2;
    do {
        for (int all = 0; all < 2; all++) {
            if (step > 1 && all == n / step % 2)
                continue;
            struct program_result result = sweep_run(sweep, argument, trial->kind, n, all, &made);
            check(trial, &result);
            folder_snapshot_restore(&sweep->before, sweep->files);
            program_result_free(&result);
            runs++;
        }
        n += step;
    } while (made >= n - step); /* the loop ends when the program makes too few requests to reach the failing one */
    folder_snapshot_free(&trial->after);
    program_result_free(&trial->undisturbed);
    return runs;
}

static void sweep_all(struct sweep *sweep, enum sweep_kind kind)
{
    size_t runs = 0, problems = 0;
    long requests = 0;
    char outcome[160];
    if (!MEMORY_CAN_FAIL || (kind == SWEEP_MEMORY && !SWEEPS_MEMORY))
        skip();
    for (size_t i = 0; i < COMMANDS; i++) {
        struct trial trial = {.sweep = sweep, .command = &commands[i], .kind = kind};
        long made;
        runs += sweep_command(&trial, &made);
        requests += made;
        problems += trial.problems;
    }
    assert_int_equal(problems, 0);
    snprintf(outcome, sizeof outcome,
             "of %ld in %zu commands: the same bytes, or a message and exit 3, 5, 6; no crash%s", requests, COMMANDS,
             LEAKS);
    fault_held(kinds[kind].row, kinds[kind].fault, runs, outcome);
}

static void each_request_for_memory_may_fail(void **state)
{
    sweep_all(*state, SWEEP_MEMORY);
}

static void each_read_may_fail(void **state)
{
    sweep_all(*state, SWEEP_READ);
}

static void each_write_may_fail(void **state)
{
    sweep_all(*state, SWEEP_WRITE);
}

int main(void)
{
#define WITH_SWEEP(test) cmocka_unit_test_setup_teardown(test, sweep_set_up, sweep_tear_down)
    const struct CMUnitTest tests[] = {
        WITH_SWEEP(each_request_for_memory_may_fail),
        WITH_SWEEP(each_read_may_fail),
        WITH_SWEEP(each_write_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
