/* SPDX-License-Identifier: MIT */
#include "api.h"

#include "api_sessions.h"
#include "http/event_stream.h"
#include "http/request.h"
#include "state.h"

#include <string.h>

/* ---- The state ---- */

void api_greet(void *owner, struct event_stream *stream)
{
    const struct app *app = owner;
    json_t *state = state_describe(app);
    if (state)
        event_stream_send(stream, "state", state);
    json_decref(state);
    if (app->recorder.places)
        event_stream_send(stream, "places", app->recorder.places);
    if (app->recorder.live)
        event_stream_send(stream, "live", app->recorder.live);
}

static void get_state(struct app *app, struct request *request, const char *rest)
{
    (void)rest;
    request_answer_json(request, state_describe(app));
}

static void get_events(struct app *app, struct request *request, const char *rest)
{
    (void)app, (void)rest;
    request_answer_stream(request);
}

/* ---- People and settings ---- */

static void answer_failure(struct request *request, const struct failure *failure)
{
    switch (failure->status) {
    case EXIT_STATUS_USAGE: request_answer_error(request, MHD_HTTP_BAD_REQUEST, "value", failure->message); break;
    case EXIT_STATUS_DEVICE: request_answer_error(request, MHD_HTTP_CONFLICT, "not_now", failure->message); break;
    default: request_answer_error(request, MHD_HTTP_INTERNAL_SERVER_ERROR, "not_saved", failure->message);
    }
}

static void answer_done(struct request *request, bool ok, const struct failure *failure)
{
    if (ok)
        request_done(request);
    else
        answer_failure(request, failure);
}

static void post_person(struct app *app, struct request *request, const char *rest)
{
    struct failure failure;
    const json_t *person;
    const char *slash = strchr(rest, '/');
    char id[32] = "";
    strncat(id, rest, slash && slash < rest + sizeof id ? (size_t)(slash - rest) : sizeof id - 1);
    if (slash && strcmp(slash, "/forget") == 0) {
        bool is_rolling = recorder_is_active(&app->recorder) && strcmp(id, app->recorder.person) == 0;
        if (is_rolling ? !failure_set(&failure, EXIT_STATUS_DEVICE, "End the session of this person first.")
                       : !settings_forget_person(&app->settings, id, &failure)) {
            answer_failure(request, &failure);
            return;
        }
        request_done(request);
    } else if (slash) {
        request_answer_error(request, MHD_HTTP_NOT_FOUND, "unknown", "There is no such command.");
        return;
    } else if (settings_put_person(&app->settings, *id ? id : NULL, request->body, &person, &failure)) {
        request_answer_json(request, json_deep_copy(person));
    } else {
        answer_failure(request, &failure);
        return;
    }
    app->state_changed = true;
}

static void post_settings(struct app *app, struct request *request, const char *rest)
{
    struct failure failure;
    (void)rest;
    answer_done(request, settings_change(&app->settings, request->body, &failure), &failure);
    app->state_changed = true;
}

/* ---- The session and the roller ---- */

static void post_session(struct app *app, struct request *request, const char *rest)
{
    struct failure failure;
    (void)rest;
    answer_done(request, recorder_command(&app->recorder, request->body, &failure), &failure);
}

/* End a session that only listens: a check or a calibration needs the roller. */
static bool leave_roller(struct app *app, struct failure *failure)
{
    bool ok = !recorder_is_active(&app->recorder);
    if (ok || app->recorder.phase.phase != PHASE_LISTENING)
        return ok || failure_set(failure, EXIT_STATUS_DEVICE, "End the session first.");
    json_t *discard = json_pack("{s:s}", "command", "discard");
    ok = recorder_command(&app->recorder, discard, failure);
    json_decref(discard);
    return ok;
}

static bool command_roller(struct app *app, const json_t *body, struct failure *failure)
{
    const char *command = json_string_value(json_object_get(body, "command"));
    bool is_virtual = command && strcmp(command, "virtual") == 0;
    if (is_virtual || (command && strcmp(command, "real") == 0)) {
        if (recorder_is_active(&app->recorder))
            return failure_set(failure, EXIT_STATUS_DEVICE, "End the session first.");
        if (roller_task_is_active(&app->roller.task))
            return failure_set(failure, EXIT_STATUS_DEVICE, ROLLER_TASK_TEXT);
        roller_simulate(&app->roller, is_virtual);
        return true;
    }
    bool is_task = command && (strcmp(command, "check") == 0 || strcmp(command, "calibrate") == 0), is_known;
    if (is_task && !leave_roller(app, failure))
        return false;
    bool ok = command && roller_task_command(&app->roller, command, body, &is_known, failure);
    if (command && is_known)
        return ok;
    if (command && strcmp(command, "choose") == 0)
        return roller_choose(&app->roller, json_string_value(json_object_get(body, "id"))) ||
               failure_set(failure, EXIT_STATUS_DEVICE, "This roller is not there any more.");
    return failure_set(failure, EXIT_STATUS_USAGE, "There is no such command.");
}

static void post_roller(struct app *app, struct request *request, const char *rest)
{
    struct failure failure;
    (void)rest;
    answer_done(request, command_roller(app, request->body, &failure), &failure);
}

/* ---- The addresses ---- */

static void get_sessions(struct app *app, struct request *request, const char *rest)
{
    (void)rest;
    api_sessions_list(app, request);
}

static void get_trend(struct app *app, struct request *request, const char *rest)
{
    (void)rest;
    api_sessions_trend(app, request);
}

/* An address that ends with '/' stands for all that begin with it; the rest is passed. */
struct route {
    bool is_post;
    const char *path;
    void (*answer)(struct app *app, struct request *request, const char *rest);
};

static const struct route routes[] = {
    {false, "/api/state", get_state},
    {false, "/api/events", get_events},
    {false, "/api/sessions", get_sessions},
    {false, "/api/report/", api_sessions_report_json},
    {false, "/report/", api_sessions_report},
    {false, "/compare/", api_sessions_compare},
    {false, "/trend", get_trend},
    {false, "/download/", api_sessions_download},
    {true, "/api/sessions/", api_sessions_change},
    {true, "/api/people", post_person},
    {true, "/api/people/", post_person},
    {true, "/api/settings", post_settings},
    {true, "/api/session", post_session},
    {true, "/api/roller", post_roller},
};

void api_answer(void *app, struct request *request)
{
    for (size_t i = 0; i < sizeof routes / sizeof routes[0]; i++) {
        size_t length = strlen(routes[i].path);
        bool has_rest = routes[i].path[length - 1] == '/';
        if (routes[i].is_post == request->is_post && strncmp(request->path, routes[i].path, length) == 0 &&
            (has_rest || request->path[length] == '\0')) {
            routes[i].answer(app, request, request->path + length);
            return;
        }
    }
    request_answer_error(request, MHD_HTTP_NOT_FOUND, "unknown", "There is nothing at this address.");
}
