/* SPDX-License-Identifier: MIT */
#include "api_sessions.h"

#include "http/request.h"
#include "shared/session_format.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define ANNOTATIONS_MAX 4

/* Find the session "./PATH" of an id, as an argument for a program; answers with an error if there is none. */
static bool find(struct app *app, struct request *request, const char *id, char path[PATH_MAX])
{
    path[0] = '.';
    path[1] = '/';
    if (session_index_find(&app->history.index, id, path + 2, PATH_MAX - 2))
        return true;
    request_answer_error(request, MHD_HTTP_NOT_FOUND, "unknown", "This session is not there any more.");
    return false;
}

void api_sessions_list(struct app *app, struct request *request)
{
    size_t length;
    history_update(&app->history, HISTORY_SEEN_US);
    char *text = history_list(&app->history, &length);
    request_answer_text(request, text, length);
}

void api_sessions_report(struct app *app, struct request *request, const char *id)
{
    char path[PATH_MAX];
    if (!find(app, request, id, path))
        return;
    const char *const argv[] = {
        app->programs.analyzer, "report", "--units", settings_units(&app->settings), "-o", JOB_OUTPUT, path, NULL};
    job_start(&app->jobs, request, argv, JOB_ANSWERS_PAGE);
}

void api_sessions_report_json(struct app *app, struct request *request, const char *id)
{
    char path[PATH_MAX];
    if (!find(app, request, id, path))
        return;
    const char *const argv[] = {app->programs.analyzer, "report", "--json", path, NULL};
    job_start(&app->jobs, request, argv, JOB_ANSWERS_LINE);
}

/* Copy the id at the start of an address; returns what follows it, "" or "/...". */
static const char *take_id(const char *rest, char id[SESSION_INDEX_ID_SIZE])
{
    size_t length = strcspn(rest, "/");
    id[0] = '\0'; /* unknown, if it is too long to be one */
    if (length < SESSION_INDEX_ID_SIZE) {
        memcpy(id, rest, length);
        id[length] = '\0';
    }
    return rest + length;
}

void api_sessions_compare(struct app *app, struct request *request, const char *ids)
{
    char first[SESSION_INDEX_ID_SIZE], a[PATH_MAX], b[PATH_MAX];
    const char *rest = take_id(ids, first);
    if (!find(app, request, first, a) || !find(app, request, *rest ? rest + 1 : rest, b))
        return;
    const char *const argv[] = {
        app->programs.analyzer, "compare", "--units", settings_units(&app->settings), "-o", JOB_OUTPUT, a, b, NULL};
    job_start(&app->jobs, request, argv, JOB_ANSWERS_PAGE);
}

void api_sessions_trend(struct app *app, struct request *request)
{
    char folder[PATH_MAX];
    const char *simulated = request_parameter(request, "simulated");
    const json_t *person = settings_find_person(&app->settings, request_parameter(request, "person"));
    if (!person) {
        request_answer_error(request, MHD_HTTP_NOT_FOUND, "unknown", "This person is not known any more.");
        return;
    }
    (void)snprintf(folder, sizeof folder, "./%s%s", simulated ? SESSION_FILES_SIMULATED "/" : "",
                   json_string_value(json_object_get(person, "folder")));
    const char *const argv[] = {app->programs.analyzer,
                                "trend",
                                "--subject",
                                simulated ? RECORDER_SIMULATED_SUBJECT
                                          : json_string_value(json_object_get(person, "name")),
                                "--units",
                                settings_units(&app->settings),
                                "-o",
                                JOB_OUTPUT,
                                folder,
                                NULL};
    job_start(&app->jobs, request, argv, JOB_ANSWERS_PAGE);
}

void api_sessions_download(struct app *app, struct request *request, const char *id)
{
    char path[PATH_MAX];
    if (!find(app, request, id, path))
        return;
    int folder = open(app->places.folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int fd = folder >= 0 ? openat(folder, path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) : -1;
    if (folder >= 0)
        close(folder);
    if (fd < 0)
        request_answer_error(request, MHD_HTTP_NOT_FOUND, "unknown", strerror(errno));
    else
        request_answer_download(request, fd, strrchr(path, '/') + 1);
}

/* ---- Changes ---- */

static void move_to_trash(struct app *app, struct request *request, const char *path)
{
    char sentence[200];
    if (session_files_move_to_trash(app->places.folder, path)) {
        history_update(&app->history, 0);
        request_done(request);
        return;
    }
    (void)snprintf(sentence, sizeof sentence, "The session cannot be moved to the trash: %s.", strerror(errno));
    request_answer_error(request, MHD_HTTP_INTERNAL_SERVER_ERROR, "trash", sentence);
}

/* Write a pain as the logger's option takes it; "" removes it. False if it is none. */
static bool format_pain(const json_t *value, char *out, size_t size)
{
    double pain = json_number_value(value);
    (void)snprintf(out, size, "%s", "");
    if (json_is_null(value))
        return true;
    if (!json_is_number(value) || !(pain >= SESSION_PAIN_MIN && pain <= SESSION_PAIN_MAX))
        return false;
    (void)snprintf(out, size, "%g", pain);
    return true;
}

static void annotate(struct app *app, struct request *request, const char *path)
{
    static const struct {
        const char *key, *option;
    } known[] = {{"pain_before", "--pain-before"}, {"pain_after", "--pain-after"}, {"note", "--note"}};
    const char *argv[JOB_ARGUMENTS_MAX] = {app->programs.logger, "annotate", path};
    char pains[ANNOTATIONS_MAX][32];
    size_t count = 3;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        const json_t *value = json_object_get(request->body, known[i].key);
        bool is_text = strcmp(known[i].key, "note") == 0;
        if (!value)
            continue;
        if (is_text ? !json_is_string(value) : !format_pain(value, pains[i], sizeof pains[i])) {
            request_answer_error(request, MHD_HTTP_BAD_REQUEST, "value",
                                 "Pain is a number from 0 to 10, a note is text.");
            return;
        }
        argv[count++] = known[i].option;
        argv[count++] = is_text ? json_string_value(value) : pains[i];
    }
    if (count == 3)
        request_answer_error(request, MHD_HTTP_BAD_REQUEST, "value", "Nothing to change was given.");
    else
        job_start(&app->jobs, request, argv, JOB_ANSWERS_DONE);
}

void api_sessions_change(struct app *app, struct request *request, const char *id)
{
    char own[SESSION_INDEX_ID_SIZE], path[PATH_MAX];
    const char *rest = take_id(id, own);
    if (!find(app, request, own, path))
        return;
    if (strcmp(rest, "/trash") == 0)
        move_to_trash(app, request, path + strlen("./"));
    else if (*rest)
        request_answer_error(request, MHD_HTTP_NOT_FOUND, "unknown", "There is no such command.");
    else
        annotate(app, request, path);
}
