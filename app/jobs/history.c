/* SPDX-License-Identifier: MIT */
#include "jobs/history.h"

#include "platform/platform.h"
#include "shared/json_line.h"
#include "shared/sanitized_text.h"
#include "store/session_summary.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define RETRY_PAUSE_US 30000000
#define QUIET_S 10 /* an unfinished session that has not grown for so long is not being recorded */
#define BATCH_LIMIT_S 300
#define ALONE_LIMIT_S 60

static void start_analyzer(struct history *history);

bool history_open(struct history *history, const struct programs *programs, const struct settings *settings,
                  struct server *server, struct failure *failure)
{
    *history = (struct history){.programs = programs, .settings = settings, .server = server};
    return session_index_open(&history->index, programs->places->folder, ROLLER_VERSION, failure);
}

static void free_batch(struct history *history)
{
    for (size_t i = 0; i < history->batch_count; i++)
        free(history->batch[i]);
    history->batch_count = 0;
}

void history_stop(struct history *history)
{
    history->is_paused = true;
    child_kill(&history->analyzer, SIGKILL);
}

void history_close(struct history *history)
{
    free_batch(history);
    for (size_t i = 0; i < history->alone_count; i++)
        free(history->alone[i]);
    history->alone_count = 0;
    session_index_close(&history->index);
}

/* ---- The analyzer in the background ---- */

static void report_change(struct history *history)
{
    json_t *data = json_object();
    if (data)
        server_send(history->server, "sessions", data);
    json_decref(data);
}

/* Store a summary or an error of "./" and a path. If that fails, the session stays pending, and is tried again after a
 * pause. */
static void store(struct history *history, const char *path, const char *summary, const char *error)
{
    if (!session_index_store(&history->index, path + strlen("./"), summary, error))
        history->waiting_until_us = platform_now_us() + RETRY_PAUSE_US;
}

/* Store the summary that a line of the analyzer's JSON gives. */
static void take_line(void *owner, const char *line, size_t length)
{
    struct history *history = owner;
    bool is_alone = history->batch_count == 1; /* then it is this one, in whatever way its name was written */
    json_t *report = json_loadb(line, length, 0, NULL);
    const char *file = json_string_value(json_object_get(json_object_get(report, "session"), "file"));
    json_t *summary = report ? session_summary_make(report) : NULL;
    char *text = summary ? json_dumps(summary, JSON_COMPACT | JSON_REAL_PRECISION(9)) : NULL;
    for (size_t i = 0; file && text && i < history->batch_count; i++)
        if (history->batch[i] && (is_alone || strcmp(history->batch[i], file) == 0)) {
            store(history, history->batch[i], text, NULL);
            free(history->batch[i]);
            history->batch[i] = NULL;
        }
    free(text);
    json_decref(summary);
    json_decref(report);
}

static void store_error(struct history *history, const char *path, int status, const char *message)
{
    if (history->is_paused)
        return; /* the analyzer was ended, and can say nothing about the file */
    const char *colon = strstr(message, ": ");
    store(history, path, NULL,
          status > 128 ? "The analyzer did not finish with this file."
          : colon      ? colon + 2
          : *message   ? message
                       : "This file cannot be read.");
}

/* Sessions of a batch that got no summary are tried alone; one that was alone has its error. */
static void end_analyzer(void *owner, int status, const char *message)
{
    struct history *history = owner;
    bool was_alone = history->batch_count == 1;
    for (size_t i = 0; i < history->batch_count; i++) {
        if (!history->batch[i])
            continue;
        if (was_alone)
            store_error(history, history->batch[i], status, message);
        else if (history->alone_count < HISTORY_BATCH) {
            history->alone[history->alone_count++] = history->batch[i];
            history->batch[i] = NULL;
        }
    }
    free_batch(history);
    report_change(history);
    start_analyzer(history);
}

/* Fill the batch with "./" and the path of each session: a name may begin with a hyphen. */
static void choose_batch(struct history *history)
{
    char *found[HISTORY_BATCH];
    if (history->alone_count > 0) {
        history->batch[0] = history->alone[--history->alone_count];
        history->batch_count = 1;
        return;
    }
    size_t count = session_index_find_pending(&history->index, found, HISTORY_BATCH);
    for (size_t i = 0; i < count; i++) {
        struct text_buffer path = {0};
        text_addf(&path, "./%s", found[i]);
        free(found[i]);
        if (path.failed)
            text_free(&path);
        else
            history->batch[history->batch_count++] = path.bytes;
    }
}

static void start_analyzer(struct history *history)
{
    const char *argv[HISTORY_BATCH + 8] = {history->programs->analyzer, "report", "--json", "--jobs", "0", "--"};
    struct failure failure;
    size_t count = 6;
    if (history->is_paused || child_is_running(&history->analyzer) || platform_now_us() < history->waiting_until_us)
        return;
    choose_batch(history);
    if (history->batch_count == 0)
        return;
    for (size_t i = 0; i < history->batch_count; i++)
        argv[count++] = history->batch[i];
    struct child_options options = {.folder = history->programs->places->folder,
                                    .output_as = STDOUT_FILENO,
                                    .limit_s = history->batch_count == 1 ? ALONE_LIMIT_S : BATCH_LIMIT_S,
                                    .is_background = true};
    if (child_start(history->programs->children, &history->analyzer, argv, &options,
                    (struct child_owner){take_line, end_analyzer, history}, &failure))
        return;
    free_batch(history);
    history->waiting_until_us = platform_now_us() + RETRY_PAUSE_US;
}

void history_update(struct history *history, int64_t max_age_us)
{
    struct session_files files;
    bool changed = false;
    int64_t now_us = platform_now_us();
    if (max_age_us > 0 && history->scanned_us > 0 && (history->is_paused || now_us - history->scanned_us < max_age_us))
        return;
    history->scanned_us = now_us;
    history->problem = HISTORY_FOLDER_GONE;
    if (!session_files_find(&files, history->programs->places->folder, platform_wall_clock_us() / 1000000 - QUIET_S))
        return;
    bool ok = session_index_refresh(&history->index, &files, &changed);
    history->problem = ok ? HISTORY_FINE : HISTORY_NOT_STORED;
    session_files_free(&files);
    if (changed)
        report_change(history);
    start_analyzer(history);
}

/* ---- The list ---- */

/* A list that is being made. Sessions of one person come together, so the person is looked up once. */
struct list {
    struct history *history;
    struct text_buffer text, person;
    char folder[SESSION_INDEX_TEXT_MAX_BYTES / 64];
    size_t count, pending;
};

static void add_text(struct text_buffer *out, const char *key, const char *text)
{
    json_t *value = json_string(text);
    char *sanitized = value ? NULL : sanitized_text_dup(text); /* a file's name may be any bytes */
    if (sanitized)
        value = json_string(sanitized);
    text_addf(out, "\"%s\":", key);
    json_line_add_value(out, value);
    json_decref(value);
    free(sanitized);
}

static void add_person(struct list *list, const char *path)
{
    char folder[sizeof list->folder];
    session_files_person_folder(path, folder, sizeof folder);
    if (list->person.length == 0 || strcmp(folder, list->folder) != 0) {
        const struct settings *settings = list->history->settings;
        const char *id = settings_find_folder_owner(settings, folder);
        const json_t *person = *id ? settings_find_person(settings, id) : NULL;
        const char *name = json_string_value(json_object_get(person, "name"));
        memcpy(list->folder, folder, sizeof folder);
        text_clear(&list->person);
        add_text(&list->person, "person", id);
        text_add(&list->person, ",");
        add_text(&list->person, "person_name", name ? name : folder);
    }
    text_add(&list->text, list->person.bytes ? list->person.bytes : "");
}

static bool add_row(void *owner, const struct session_index_row *row)
{
    struct list *list = owner;
    struct text_buffer *out = &list->text;
    const char *state = row->error                         ? "unreadable"
                        : !row->summary                    ? "pending"
                        : session_files_is_part(row->path) ? "unfinished"
                                                           : "ok";
    list->count++;
    list->pending += !row->error && !row->summary;
    text_addf(out, "%s{\"id\":\"%s\",\"state\":\"%s\",\"simulated\":%s,", list->count > 1 ? "," : "", row->id, state,
              session_files_is_simulated(row->path) ? "true" : "false");
    add_person(list, row->path);
    text_add(out, ",");
    const char *slash = strrchr(row->path, '/');
    add_text(out, "file", slash ? slash + 1 : row->path);
    if (row->error) {
        text_add(out, ",");
        add_text(out, "text", row->error);
    }
    if (row->summary && row->summary[0] == '{') {
        text_add(out, ",");
        text_add(out, row->summary + 1); /* with its closing brace */
    } else
        text_add(out, "}");
    return !out->failed && !list->person.failed;
}

char *history_list(struct history *history, size_t *length)
{
    struct list list = {.history = history};
    text_add(&list.text, "{\"sessions\":[");
    bool ok = session_index_each(&history->index, add_row, &list);
    text_addf(&list.text, "],\"total\":%zu,\"pending\":%zu}", list.count, list.pending);
    text_free_and_pass_failure(&list.person, &list.text);
    *length = list.text.length;
    if (ok && !list.text.failed)
        return list.text.bytes;
    text_free(&list.text);
    return NULL;
}
