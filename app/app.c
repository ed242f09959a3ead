/* SPDX-License-Identifier: MIT */
#include "app.h"

#include "api.h"
#include "child/find_program.h"
#include "platform/platform.h"
#include "state.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/select.h>
#include <unistd.h>

#define CLOSE_LIMIT_US 10000000 /* for programs to end */

/* Show a page in the user's browser, which is not ended with this program. If that fails, the address is printed. */
static void open_browser(const char *page)
{
    char path[PATH_MAX];
    const char *const argv[] = {path, page, NULL};
    if (find_program(platform_page_opener(), "", path))
        (void)child_start_apart(argv);
}

static void say_address(void (*say)(const char *), const char *address)
{
    char sentence[INSTANCE_ADDRESS_SIZE + 64];
    (void)snprintf(sentence, sizeof sentence, "The page is at %s", address);
    say(sentence);
}

static void note_change(void *owner)
{
    ((struct app *)owner)->state_changed = true;
}

static void send_state(struct app *app)
{
    json_t *state = app->state_changed ? state_describe(app) : NULL;
    if (state)
        server_send(&app->server, "state", state);
    json_decref(state);
    app->state_changed = false;
}

void app_update(struct app *app)
{
    roller_update(&app->roller);
    recorder_update(&app->recorder);
    history_update(&app->history, HISTORY_IDLE_US);
    app->state_changed |= app->shown_problem != app->history.problem;
    app->shown_problem = app->history.problem;
    send_state(app);
}

/* Wait for something to do, and do it. False when the program is to end. */
static bool serve(struct app *app, int stop_fd)
{
    fd_set readable, writable, other;
    int max_fd = stop_fd;
    FD_ZERO(&readable);
    FD_ZERO(&writable);
    FD_ZERO(&other);
    FD_SET(stop_fd, &readable);
    int wait_ms = server_add_descriptors(&app->server, &readable, &writable, &other, &max_fd);
    int children_ms = children_add_descriptors(&app->children, &readable, &max_fd);
    wait_ms = children_ms < wait_ms ? children_ms : wait_ms;
    struct timeval wait = {.tv_sec = wait_ms / 1000, .tv_usec = wait_ms % 1000 * 1000};
    if (select(max_fd + 1, &readable, &writable, &other, &wait) < 0) {
        FD_ZERO(&readable);
        FD_ZERO(&writable);
        FD_ZERO(&other);
    }
    children_run(&app->children, &readable);
    app_update(app);
    server_run(&app->server, &readable, &writable, &other);
    return !FD_ISSET(stop_fd, &readable);
}

bool app_open(struct app *app, unsigned port, struct failure *failure)
{
    struct server_owner owner = {api_answer, api_greet, app};
    app->jobs.programs = &app->programs;
    roller_init(&app->roller, &app->programs, &app->server, note_change, app);
    app->recorder = (struct recorder){.programs = &app->programs,
                                      .settings = &app->settings,
                                      .server = &app->server,
                                      .history = &app->history,
                                      .roller = &app->roller,
                                      .changed = note_change,
                                      .owner = app};
    recorder_init(&app->recorder);
    return settings_open(&app->settings, app->places.settings, failure) &&
           history_open(&app->history, &app->programs, &app->settings, &app->server, failure) &&
           server_start(&app->server, port, owner, failure);
}

/* Wait until no program runs, or only the logger, which is not to be killed. */
static void wait_for_children(struct app *app, const struct child *last)
{
    int64_t until_us = platform_now_us() + CLOSE_LIMIT_US;
    while ((last ? child_is_running(last) : app->children.first != NULL) && platform_now_us() < until_us) {
        fd_set readable;
        int max_fd = 0;
        FD_ZERO(&readable);
        int wait_ms = children_add_descriptors(&app->children, &readable, &max_fd);
        struct timeval wait = {.tv_usec = wait_ms * 1000};
        if (select(max_fd + 1, &readable, NULL, NULL, &wait) < 0)
            FD_ZERO(&readable);
        children_run(&app->children, &readable);
    }
}

void app_close(struct app *app)
{
    recorder_stop(&app->recorder);
    wait_for_children(app, &app->recorder.logger);
    roller_stop(&app->roller);
    jobs_stop(&app->jobs);
    history_stop(&app->history);
    wait_for_children(app, NULL);
    server_stop(&app->server);
    history_close(&app->history);
    recorder_free(&app->recorder);
    roller_free(&app->roller);
    settings_close(&app->settings);
}

bool app_run(const struct options *options, const char *name, int stop_fd, void (*say)(const char *sentence),
             struct failure *failure)
{
    struct app app = {.server = {0}};
    char address[INSTANCE_ADDRESS_SIZE];
    bool is_first;
    if (!places_find(&app.places, options->folder, failure) ||
        !instance_claim(&app.instance, &app.places, &is_first, address, failure))
        return false;
    bool ok = true;
    if (is_first) {
        ok = programs_find(&app.programs, name, &app.children, &app.places, failure) &&
             app_open(&app, options->port, failure);
        (void)snprintf(address, sizeof address, "http://127.0.0.1:%u/#token=%s", app.server.port, app.server.token);
        ok = ok && instance_publish(&app.instance, address, failure);
    }
    if (ok) {
        say_address(say, address);
        if (!options->no_open)
            open_browser(app.instance.page);
    }
    while (ok && is_first && serve(&app, stop_fd))
        ;
    if (is_first)
        app_close(&app);
    instance_release(&app.instance);
    return ok;
}
