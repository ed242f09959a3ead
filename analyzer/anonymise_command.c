/* SPDX-License-Identifier: MIT */
#include "run.h"

#include "anonymise/anonymous_session.h"
#include "writing/output.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define SAME_NAMES_MAX 100000 /* sessions without a date */

/* What happens to the sessions of the run. */
struct anonymising {
    struct run *run;
    struct pseudonyms pseudonyms;
    struct session_list list;
    bool to_folder;                  /* -o names a folder, in which the sessions get names of their own */
    bool has_subject;                /* the first session has been read */
    char subject[SESSION_TEXT_SIZE]; /* the person of the first session */
    size_t row_count, file_count, left_out_count;
};

static bool out_of_memory(struct run *run)
{
    return run_out_of_memory(run, EXIT_STATUS_INPUT, "all sessions");
}

/* List the sessions of the run, and those in its folders. */
static bool list_sessions(struct anonymising *work)
{
    const struct session_list *given = &work->run->sessions;
    for (size_t i = 0; i < given->count; i++) {
        struct failure failure = {0};
        if (session_list_is_folder(given->path[i])) {
            work->to_folder = true;
            if (!session_list_add_folder(&work->list, given->path[i], &failure))
                return run_report_failure(work->run, &failure);
        } else if (!session_list_add(&work->list, given->path[i])) {
            return out_of_memory(work->run);
        }
    }
    return true;
}

/* Find whether -o names a folder, and make it if it does. */
static bool prepare_output(struct anonymising *work)
{
    const char *path = work->run->options->page_path;
    const size_t length = strlen(path);
    struct failure failure;
    work->to_folder =
        work->to_folder || work->list.count > 1 || path[length - 1] == '/' || session_list_is_folder(path);
    if (!work->to_folder || mkdir(path, 0777) == 0 || errno == EEXIST)
        return true;
    failure_set(&failure, EXIT_STATUS_OUTPUT, "The folder %s cannot be made: %s.", path, strerror(errno));
    return run_report_failure(work->run, &failure);
}

/* Write when the session began, as file names have it: 2024-03-01T18:30:00.000 becomes 2024-03-01_183000. */
static void write_time(const struct session_header *header, char *when, size_t size)
{
    size_t length = 0;
    for (const char *c = header->started; *c && *c != '.' && *c != '+' && length + 1 < size; c++)
        if (*c != ':')
            when[length++] = *c == 'T' ? '_' : *c;
    when[length] = '\0';
    if (length == 0)
        snprintf(when, size, "undated");
}

/* Choose the path of the new file: that of -o or, in a folder, a name that says what the file says. False if it is
 * taken. Sessions that began in the same second are numbered. */
static bool choose_path(const struct anonymising *work, const struct session_header *header, char *path, size_t size)
{
    const char *output = work->run->options->page_path, *leg = session_leg_name(header->leg);
    char when[24], number[16] = "";
    struct stat existing;
    if (!work->to_folder) {
        snprintf(path, size, "%s", output);
        return lstat(path, &existing) != 0;
    }
    write_time(header, when, sizeof when);
    bool is_taken = true;
    for (unsigned k = 1; is_taken && k <= SAME_NAMES_MAX; k++) {
        if (k > 1)
            snprintf(number, sizeof number, "_%u", k);
        snprintf(path, size, "%s%s%s_%s%s%s%s.csv", output, output[strlen(output) - 1] == '/' ? "" : "/",
                 work->pseudonyms.subject, when, *leg ? "_" : "", leg, number);
        is_taken = lstat(path, &existing) == 0;
    }
    return !is_taken;
}

/* Two people under one name would be one person to everybody who reads the files. */
static bool check_subject(struct anonymising *work, const struct anonymous_session *session, const char *path,
                          struct failure *failure)
{
    if (!work->has_subject)
        memcpy(work->subject, session->subject, sizeof work->subject);
    work->has_subject = true;
    return strcmp(work->subject, session->subject) == 0 ||
           failure_set(failure, EXIT_STATUS_INPUT,
                       "%s was left out: it names another person than the first session, or none. Anonymise one person "
                       "at a time.",
                       path);
}

static bool write_session(struct anonymising *work, const struct anonymous_session *session, struct failure *failure)
{
    char path[PATH_MAX];
    if (!choose_path(work, &session->header, path, sizeof path))
        return failure_set(failure, EXIT_STATUS_OUTPUT, "%s exists already, and nothing is overwritten.", path);
    if (!output_write_chart(path, &session->text, false, failure))
        return false;
    work->file_count++;
    work->row_count += session->row_count;
    work->left_out_count += session->left_out_count;
    return true;
}

/* Anonymise one session. A file in a folder that is not a session is skipped. */
static void anonymise(struct anonymising *work, size_t index)
{
    const char *path = work->list.path[index];
    struct anonymous_session session;
    struct failure failure = {0};
    bool is_read = anonymous_session_read(&session, path, &work->pseudonyms, &failure);
    bool is_quiet = !is_read && work->list.from_folder[index] && !failure.input_unreadable;
    bool ok = is_read && check_subject(work, &session, path, &failure) && write_session(work, &session, &failure);
    if (!ok && !is_quiet)
        run_report_failure(work->run, &failure);
    anonymous_session_free(&session);
}

static void print_summary(const struct anonymising *work)
{
    struct text_buffer text = {0};
    text_addf(&text, "%zu %s with %zu rows written to %s.", work->file_count,
              work->file_count == 1 ? "session" : "sessions", work->row_count, work->run->options->page_path);
    if (work->left_out_count > 0)
        text_addf(&text, " %zu damaged %s left out.", work->left_out_count,
                  work->left_out_count == 1 ? "row was" : "rows were");
    text_add(&text, " Kept as they are: leg, condition, study visit, pain, lengths, calibration, readings, events.\n");
    run_print(work->run, &text);
    text_free(&text);
}

void anonymise_command(struct run *run)
{
    struct anonymising work = {.run = run};
    const struct options *options = run->options;
    struct failure failure = {0};
    work.pseudonyms.subject = options->subject;
    if (!secret_key_load(&work.pseudonyms.key, options->key_path, &failure))
        run_report_failure(run, &failure);
    else if (list_sessions(&work) && prepare_output(&work))
        for (size_t i = 0; i < work.list.count; i++)
            anonymise(&work, i);
    if (work.file_count > 0) {
        print_summary(&work);
    } else if (run->status == EXIT_STATUS_DONE) {
        failure_set(&failure, EXIT_STATUS_INPUT, "There is no session to anonymise.");
        run_report_failure(run, &failure);
    }
    session_list_free(&work.list);
}
