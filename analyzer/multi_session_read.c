/* SPDX-License-Identifier: MIT */
#include "multi_session_read.h"

#include "result/pipeline.h"
#include "worker_pool.h"
#include "writing/output.h"
#include "session_paths.h"
#include "compare/session_summary.h"

#include <unistd.h>

#define PROGRESS_FROM 10 /* sessions: fewer are read in a moment */

struct reading {
    const struct options *options;
    error_reporter *complain;
    enum exit_status *status;
    struct session_paths paths;
    struct session_set *set;
    bool shows_progress; /* on the terminal */
};

static bool tell(struct reading *reading, const struct failure *failure)
{
    reading->complain(failure, reading->status);
    return false;
}

static bool tell_no_memory(struct reading *reading)
{
    struct failure failure;
    failure_set(&failure, EXIT_STATUS_INPUT, "Not enough memory for %zu sessions.", reading->paths.count);
    return tell(reading, &failure);
}

/* How many sessions are read, on the line that is there; 0 clears it. */
static void show_progress(const struct reading *reading, size_t read)
{
    struct text_buffer line = {0};
    struct failure ignored; /* it is only for watching */
    if (!reading->shows_progress)
        return;
    text_add(&line, "\r\033[K");
    if (read > 0)
        text_addf(&line, "%zu of %zu sessions", read, reading->paths.count);
    if (!line.failed)
        output_write(STDERR_FILENO, "standard error", line.bytes, line.length, &ignored);
    text_free(&line);
}

/* In a process of its own, for worker_pool.h. */
static bool summarise(void *context, size_t index, struct text_buffer *packed, struct failure *failure)
{
    const struct reading *reading = context;
    const char *path = reading->paths.path[index];
    struct result result;
    struct session_summary summary;
    if (!pipeline_run(path, &reading->options->analyze, &result, failure))
        return false;
    session_summary_from_result(&summary, &result);
    session_summary_pack(&summary, packed);
    session_summary_free(&summary);
    return !packed->failed || failure_set(failure, EXIT_STATUS_INPUT, "%s: not enough memory.", path) ||
           failure_mark_unreadable(failure);
}

/* A file that was named must be a session; one that lay in a folder and is none is passed over, and the
 * report says so. */
static bool collect(void *context, size_t index, const struct text_buffer *packed,
                    const struct failure *failure)
{
    struct reading *reading = context;
    struct session_summary summary;
    if (failure && (reading->paths.was_named[index] || failure->input_unreadable)) {
        show_progress(reading, 0);
        tell(reading, failure);
    }
    show_progress(reading, index + 1);
    bool good = failure ? session_set_leave_out(reading->set, reading->paths.path[index], failure->message)
                        : session_summary_unpack(&summary, packed->bytes, packed->length) &&
                              session_set_add(reading->set, &summary);
    return good || tell_no_memory(reading);
}

/* All sessions, as many at a time as there are processors. */
void multi_session_read(const struct options *options, struct session_set *set, error_reporter *complain,
                        enum exit_status *status)
{
    struct reading reading = {.options = options, .complain = complain, .status = status, .set = set};
    struct failure failure = {0};
    for (size_t i = 0; i < options->session_count; i++) {
        const char *path = options->session[i];
        bool is_folder = options->command == COMMAND_TREND && session_paths_is_folder(path);
        if (is_folder && !session_paths_add_folder(&reading.paths, path, &failure))
            tell(&reading, &failure);
        else if (!is_folder && !session_paths_add(&reading.paths, path))
            tell_no_memory(&reading);
    }
    unsigned workers = options->jobs > 0 ? options->jobs : worker_pool_processor_count();
    const struct jobs jobs = {reading.paths.path, reading.paths.count, workers, summarise, collect, &reading};
    reading.shows_progress = reading.paths.count > PROGRESS_FROM && isatty(STDERR_FILENO);
    bool all_done = worker_pool_run(&jobs, &failure);
    show_progress(&reading, 0);
    if (!all_done)
        tell(&reading, &failure);
    session_paths_free(&reading.paths);
}
