/* SPDX-License-Identifier: MIT */
#include "api.h"

#include "api_sessions.h"
#include "http/event_stream.h"
#include "http/request.h"

#include <string.h>

/* ---- The state ---- */

static json_t *make_state(const struct app *app)
{
    json_t *settings = json_copy(app->settings.values);
    if (settings)
        json_object_set_new(settings, "folder", json_string(app->places.folder));
    return json_pack("{s:s, s:s, s:{s:s, s:s, s:b, s:[]}, s:O, s:o, s:n, s:n}", "version", ROLLER_VERSION, "phase",
                     "ready", "roller", "status", "searching", "text", "Looking for the roller.", "simulated", 0,
                     "choices", "people", app->settings.people, "settings", settings, "session", "problem");
}

static void send_state(struct app *app)
{
    json_t *state = make_state(app);
    if (state)
        server_send(&app->server, "state", state);
    json_decref(state);
}

void api_greet(void *owner, struct event_stream *stream)
{
    json_t *state = make_state(owner);
    if (state)
        event_stream_send(stream, "state", state);
    json_decref(state);
}

static void get_state(struct app *app, struct request *request, const char *rest)
{
    (void)rest;
    request_answer_json(request, make_state(app));
}

static void get_events(struct app *app, struct request *request, const char *rest)
{
    (void)app, (void)rest;
    request_answer_stream(request);
}

/* ---- People and settings ---- */

static void answer_failure(struct request *request, const struct failure *failure)
{
    bool is_wrong = failure->status == EXIT_STATUS_USAGE;
    request_answer_error(request, is_wrong ? MHD_HTTP_BAD_REQUEST : MHD_HTTP_INTERNAL_SERVER_ERROR,
                         is_wrong ? "value" : "disk", failure->message);
}

static void post_person(struct app *app, struct request *request, const char *rest)
{
    struct failure failure;
    const json_t *person;
    const char *slash = strchr(rest, '/');
    char id[32] = "";
    strncat(id, rest, slash && slash < rest + sizeof id ? (size_t)(slash - rest) : sizeof id - 1);
    if (slash && strcmp(slash, "/forget") == 0) {
        if (!settings_forget_person(&app->settings, id, &failure)) {
            answer_failure(request, &failure);
            return;
        }
        request_done(request);
    } else if (settings_put_person(&app->settings, *id ? id : NULL, request->body, &person, &failure)) {
        request_answer_json(request, json_deep_copy(person));
    } else {
        answer_failure(request, &failure);
        return;
    }
    send_state(app);
}

static void post_settings(struct app *app, struct request *request, const char *rest)
{
    struct failure failure;
    (void)rest;
    if (!settings_change(&app->settings, request->body, &failure)) {
        answer_failure(request, &failure);
        return;
    }
    request_done(request);
    send_state(app);
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
