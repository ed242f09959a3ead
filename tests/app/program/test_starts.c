/* SPDX-License-Identifier: MIT */
/* Starting and ending: once, twice, after a kill; and what lasts. */
#include "app/support/running_app.h"
#include "support/cmocka_includes.h"

#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

static void a_second_start_finds_the_first(void **state)
{
    struct running_app app;
    char path[400];
    struct stat info;
    (void)state;
    running_app_make(&app);
    running_app_start(&app);
    struct program second = running_app_start_another(&app);
    struct program_result result = program_wait(&second, APP_LIMIT_S);
    assert_int_equal(result.status, 0);
    assert_non_null(strstr(result.out, app.token));
    program_result_free(&result);
    http_expect_get(&app, "/api/state", 200);
    /* The file that the browser opens has the token, too. */
    (void)snprintf(path, sizeof path, "%s/open-foam-roller.html", app.folder);
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    running_app_stop(&app, SIGTERM, 0);
    assert_int_not_equal(access(path, F_OK), 0);
    running_app_remove(&app);
}

static void a_kill_leaves_nothing_that_blocks(void **state)
{
    struct running_app app;
    char old_token[sizeof app.token];
    (void)state;
    running_app_make(&app);
    running_app_start(&app);
    memcpy(old_token, app.token, sizeof old_token);
    running_app_stop(&app, SIGKILL, 128 + SIGKILL);
    running_app_start(&app);
    assert_string_not_equal(app.token, old_token);
    http_expect_get(&app, "/api/state", 200);
    running_app_stop(&app, SIGINT, 0);
    running_app_remove(&app);
}

static void people_and_settings_last(void **state)
{
    struct running_app app;
    struct stat info;
    char path[400];
    (void)state;
    running_app_make(&app);
    running_app_start(&app);
    http_expect_post(&app, "/api/people", "{\"name\":\"<b>Anna</b>\",\"thigh_length_mm\":351,\"usual_leg\":\"left\"}",
                     200);
    http_expect_post(&app, "/api/people/p1", "{\"thigh_length_mm\":352}", 200);
    http_expect_post(&app, "/api/people/p7", "{\"thigh_length_mm\":352}", 400);
    http_expect_post(&app, "/api/people", "{\"name\":\"\"}", 400);
    http_expect_post(&app, "/api/settings", "{\"units\":\"us\",\"end_on_lift_s\":0}", 204);
    running_app_stop(&app, SIGTERM, 0);
    (void)snprintf(path, sizeof path, "%s/foam-roller/settings.json", app.config);
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    running_app_start(&app);
    struct http_reply reply = http_wait_for(&app, "/api/state", "\"thigh_length_mm\":352");
    assert_non_null(strstr(reply.body, "<b>Anna</b>"));
    assert_non_null(strstr(reply.body, "\"units\":\"us\""));
    assert_non_null(strstr(reply.body, "\"end_on_lift_s\":0"));
    http_free(&reply);
    http_expect_post(&app, "/api/people/p1/forget", "{}", 204);
    reply = http_wait_for(&app, "/api/state", "\"people\":[]");
    http_free(&reply);
    running_app_stop(&app, SIGTERM, 0);
    running_app_remove(&app);
}

/* Write a script in place of the program, that starts it. */
static void wrap(struct running_app *app, const char *script)
{
    temp_dir_join(&app->dir, "wrapped", app->path, sizeof app->path);
    temp_file_write(app->path, script, strlen(script));
    assert_int_equal(chmod(app->path, 0700), 0);
}

/* A launcher that ignores the end of its children passes that on. */
static void ignored_ends_of_children_are_noticed(void **state)
{
    struct running_app app;
    (void)state;
    running_app_make(&app);
    wrap(&app, "#!/usr/bin/env bash\ntrap '' CHLD\nexec '" BUILD_DIR "/foam-roller' \"$@\"\n");
    running_app_add_session(&app, "samples/one-spot.csv", "Anna/one.csv");
    running_app_start(&app);
    struct http_reply reply = http_wait_for(&app, "/api/sessions", "\"pending\":0}");
    assert_non_null(strstr(reply.body, "\"state\":\"ok\""));
    http_free(&reply);
    running_app_stop(&app, SIGTERM, 0);
    running_app_remove(&app);
}

/* Read from a stream of events until `text` came. */
static void expect_event(int fd, const char *text)
{
    char bytes[65536] = "";
    size_t length = 0;
    while (!strstr(bytes, text)) {
        ssize_t count = recv(fd, bytes + length, sizeof bytes - 1 - length, 0);
        if (count <= 0)
            fail_msg("the stream ended without %s: %s", text, bytes);
        length += (size_t)count;
        bytes[length] = '\0';
    }
}

static int open_events(const struct running_app *app)
{
    char request[512];
    int fd = running_app_connect(app);
    int length =
        snprintf(request, sizeof request, "GET /api/events HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nCookie: %s\r\n\r\n",
                 app->port, app->cookie);
    assert_int_equal(send(fd, request, (size_t)length, MSG_NOSIGNAL), length);
    return fd;
}

static void every_page_gets_the_state_and_its_changes(void **state)
{
    struct running_app app;
    int fds[12];
    (void)state;
    running_app_make(&app);
    running_app_start(&app);
    for (size_t i = 0; i < sizeof fds / sizeof fds[0]; i++) { /* more than are served at a time: the oldest are ended */
        fds[i] = open_events(&app);
        expect_event(fds[i], "event: state\ndata: {");
    }
    http_expect_post(&app, "/api/people", "{\"name\":\"Anna\"}", 200);
    for (size_t i = sizeof fds / sizeof fds[0] - 4; i < sizeof fds / sizeof fds[0]; i++)
        expect_event(fds[i], "\"name\":\"Anna\"");
    for (size_t i = 0; i < sizeof fds / sizeof fds[0]; i++)
        close(fds[i]);
    http_expect_get(&app, "/api/state", 200);
    running_app_stop(&app, SIGTERM, 0);
    running_app_remove(&app);
}

/* Open streams do not keep the program from ending. */
static void it_ends_with_pages_open(void **state)
{
    struct running_app app;
    (void)state;
    running_app_make(&app);
    running_app_start(&app);
    int fd = open_events(&app);
    expect_event(fd, "event: state\ndata: {");
    running_app_stop(&app, SIGTERM, 0);
    close(fd);
    running_app_remove(&app);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_second_start_finds_the_first), cmocka_unit_test(a_kill_leaves_nothing_that_blocks),
        cmocka_unit_test(people_and_settings_last),       cmocka_unit_test(every_page_gets_the_state_and_its_changes),
        cmocka_unit_test(it_ends_with_pages_open),        cmocka_unit_test(ignored_ends_of_children_are_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
