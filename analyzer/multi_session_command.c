/* SPDX-License-Identifier: MIT */
#include "multi_session_command.h"

#include "pipeline/pipeline.h"
#include "text/header_text.h"
#include "session/session_head.h"
#include "worker_pool.h"

#include <string.h>
#include <unistd.h>

#define PROGRESS_SESSIONS_MIN 11 /* fewer sessions are read too quickly for a progress line to be useful */

struct reading {
    struct run *run;
    struct session_list list;
    struct session_set *set;
};

static bool out_of_memory(struct run *run)
{
    return run_out_of_memory(run, EXIT_STATUS_INPUT, "all sessions");
}

/* Analyse a session and pack its summary; runs in a worker. If it fails, `packed` is the person whom the file names, or
 * empty. */
static bool summarise(void *context, size_t index, struct text_buffer *packed, struct failure *failure)
{
    const struct reading *reading = context;
    const char *path = reading->list.path[index];
    struct result result;
    struct session_summary summary;
    if (!pipeline_run(path, &reading->run->options->analysis, &result, failure)) {
        char subject[SESSION_TEXT_SIZE];
        if (session_head_read_subject(path, subject))
            text_add_bytes(packed, subject, strlen(subject) + 1);
        return false;
    }
    bool packs = session_summary_from_result(&summary, &result);
    if (packs)
        session_summary_pack(&summary, packed);
    session_summary_free(&summary);
    if (packs && !packed->failed)
        return true;
    text_clear(packed); /* a part of the summary is not a person's name */
    return failure_set_unreadable(failure, EXIT_STATUS_INPUT, "%s: not enough memory.", path);
}

/* Whether --subject asks for another person than `subject` ("" = unknown). */
static bool is_not_wanted(const struct run *run, const char *subject)
{
    char wanted[SESSION_TEXT_SIZE];
    if (!run->options->subject || subject[0] == '\0')
        return false;
    header_text_copy(wanted, sizeof wanted, run->options->subject, strlen(run->options->subject));
    return strcmp(subject, wanted) != 0;
}

/* Leave the file out, and report it, except a readable file in a folder that is merely not a session, and a file of
 * another person. */
static bool leave_out(struct reading *reading, size_t index, const char *subject, const struct failure *failure)
{
    bool is_named = !reading->list.from_folder[index] || failure->input_unreadable;
    if (is_named && !is_not_wanted(reading->run, subject))
        run_report_failure(reading->run, failure);
    return session_set_leave_out(reading->set, reading->list.path[index], subject, failure->message);
}

/* Add the summary to the set, or leave the file out. */
static bool collect(void *context, size_t index, const struct text_buffer *packed, const struct failure *failure)
{
    struct reading *reading = context;
    struct session_summary summary;
    bool ok;
    if (failure)
        ok = leave_out(reading, index, packed->length > 0 ? packed->bytes : "", failure);
    else
        ok = session_summary_unpack(&summary, packed->bytes, packed->length) && session_set_add(reading->set, &summary);
    run_show_progress(reading->run, index + 1, reading->list.count);
    return ok || out_of_memory(reading->run);
}

/* List the paths of the run; except for compare, the files of each folder instead of the folder. */
static void list_sessions(struct reading *reading)
{
    struct run *run = reading->run;
    for (size_t i = 0; i < run->sessions.count; i++) {
        const char *path = run->sessions.path[i];
        struct failure failure = {0};
        if (run->options->command == COMMAND_COMPARE || !session_list_is_folder(path)) {
            if (!session_list_add(&reading->list, path))
                out_of_memory(run);
        } else if (!session_list_add_folder(&reading->list, path, &failure)) {
            run_report_failure(run, &failure);
        }
    }
    for (size_t i = 0; i < reading->list.unusable_count; i++) {
        const struct unusable_path *unusable = &reading->list.unusable[i];
        struct failure failure = {0};
        failure_set(&failure, EXIT_STATUS_INPUT, "%s %s.", unusable->path, unusable->why);
        run_report_failure(run, &failure);
        if (!session_set_leave_out(reading->set, unusable->path, "", failure.message))
            out_of_memory(run);
    }
}

void multi_session_read(struct session_set *set, struct run *run)
{
    *set = (struct session_set){.options = run->options->analysis};
    struct reading reading = {.run = run, .set = set};
    struct failure failure = {0};
    list_sessions(&reading);
    unsigned workers = run->options->job_count > 0 ? run->options->job_count : worker_pool_processor_count();
    const struct worker_pool pool = {reading.list.path, reading.list.count, workers, summarise, collect, &reading};
    run->shows_progress = reading.list.count >= PROGRESS_SESSIONS_MIN && isatty(STDERR_FILENO);
    if (!worker_pool_run(&pool, &failure))
        run_report_failure(run, &failure);
    for (size_t i = 0; i < set->left_out_count; i++)
        set->left_out[i].is_reported = true;
    session_list_free(&reading.list);
}

void multi_session_report(const struct session_set *set, struct run *run, const struct failure *failure)
{
    for (size_t i = 0; i < set->left_out_count; i++) {
        struct failure left_out;
        if (set->left_out[i].is_reported)
            continue;
        failure_set(&left_out, EXIT_STATUS_INPUT, "%s was left out. %s", set->left_out[i].file, set->left_out[i].why);
        run_report_failure(run, &left_out);
    }
    if (set->other_people_count > 0) {
        struct failure left_out;
        struct text_buffer text = {0};
        session_set_add_other_people(&text, set);
        failure_set(&left_out, EXIT_STATUS_INPUT, "%s", text.failed ? "Not enough memory." : text.bytes);
        text_free(&text);
        run_report_failure(run, &left_out);
    }
    run_report_failure(run, failure);
}

void multi_session_add_styled(struct text_buffer *out, struct text_buffer *plain, const struct terminal_style *style)
{
    if (!plain->failed)
        terminal_style_add(out, style, plain->bytes);
    text_free_and_pass_failure(plain, out);
}
