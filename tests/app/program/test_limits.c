/* SPDX-License-Identifier: MIT */
/* The limits that docs/FORMATS.md names for the app: what is too small, too large, too many or unknown is refused. */
#include "app/support/running_app.h"
#include "support/cmocka_includes.h"

#include <dirent.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define STREAMS_MAX 8
#define PAGES_MAX 4
#define PEOPLE_MAX 200
#define BIN_SIZE 400

/* Waits until the test lets it end; the summaries of the list fail at once. */
static const char slow_analyzer[] = "#!/bin/sh\n"
                                    "case \"$*\" in *--jobs*) exit 3 ;; esac\n"
                                    ": >\"$0.started.$$\"\n"
                                    "while [ ! -e \"$0.go\" ]; do sleep 0.02; done\n"
                                    "exit 3\n";

struct refusal {
    const char *path, *json;
    int status;
    const char *code;
};

static void start(struct running_app *app)
{
    running_app_make(app);
    running_app_start(app);
}

static void stop(struct running_app *app)
{
    running_app_stop(app, SIGTERM, 0);
    running_app_remove(app);
}

static void expect_refusal(const struct running_app *app, const struct refusal *refusal)
{
    char code[64];
    struct http_reply reply = http_post(app, refusal->path, refusal->json);
    (void)snprintf(code, sizeof code, "\"code\":\"%s\"", refusal->code);
    if (reply.status != refusal->status || !strstr(reply.body, code))
        fail_msg("%s %s: not %d %s: %s", refusal->path, refusal->json, refusal->status, refusal->code, reply.bytes);
    http_free(&reply);
}

static void unknown_commands_are_refused(void **state)
{
    static const struct refusal refusals[] = {
        {"/api/session", "{}", 400, "value"},
        {"/api/session", "{\"command\":\"jump\"}", 400, "value"},
        {"/api/session", "{\"command\":5}", 400, "value"},
        {"/api/session", "{\"command\":\"listen\",\"legs\":\"left\"}", 400, "value"},
        {"/api/session", "{\"command\":\"listen\",\"person_id\":\"p1\",\"legs\":\"third\"}", 400, "value"},
        {"/api/session", "{\"command\":\"listen\",\"person_id\":\"p1\",\"legs\":\"left\",\"pain_before\":10.1}", 400,
         "value"},
        {"/api/session", "{\"command\":\"mark\"}", 409, "not_now"},
        {"/api/roller", "{}", 400, "value"},
        {"/api/roller", "{\"command\":\"spin\"}", 400, "value"},
        {"/api/roller", "{\"command\":\"choose\",\"id\":\"none\"}", 409, "not_now"},
        {"/api/roller", "{\"command\":\"choose\"}", 409, "not_now"},
        {"/api/roller", "{\"command\":\"calibrate\",\"what\":\"springs\"}", 400, "value"},
        {"/api/people/p9/forget", "{}", 400, "value"},
        {"/api/people/p1/rename", "{\"name\":\"Ben\"}", 404, "unknown"},
        {"/api/sessions/0123456789abcdef", "{\"note\":\"\"}", 404, "unknown"},
        {"/api/sessions/0123456789abcdef0", "{\"note\":\"\"}", 404, "unknown"},
        {"/api/nothing", "{}", 404, "unknown"},
    };
    struct running_app app;
    (void)state;
    start(&app);
    http_expect_post(&app, "/api/people", "{\"name\":\"Anna\"}", 200);
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++)
        expect_refusal(&app, &refusals[i]);
    stop(&app);
}

/* The least and the greatest value are taken, what lies just beyond is not. */
static void values_have_bounds(void **state)
{
    static const struct {
        const char *path, *name, *taken[2], *refused[2];
    } bounds[] = {
        {"/api/settings", "end_on_lift_s", {"0", "600"}, {"-0.1", "600.1"}},
        {"/api/settings", "dose_place_s", {"5", "600"}, {"4.9", "600.1"}},
        {"/api/settings", "strokes_aim", {"1", "1000"}, {"0", "1001"}},
        {"/api/settings", "units", {"\"us\"", "\"metric\""}, {"\"imperial\"", "null"}},
        {"/api/settings", "sound", {"true", "false"}, {"1", "\"on\""}},
        {"/api/people/p1", "thigh_length_mm", {"50", "1000"}, {"49.9", "1000.1"}},
        {"/api/people/p1", "thigh_length_mm", {"null", "350"}, {"\"350\"", "true"}},
        {"/api/people/p1", "usual_leg", {"\"left\"", "\"both\""}, {"\"none\"", "null"}},
    };
    struct running_app app;
    char json[128];
    (void)state;
    start(&app);
    http_expect_post(&app, "/api/people", "{\"name\":\"Anna\"}", 200);
    for (size_t i = 0; i < sizeof bounds / sizeof bounds[0]; i++)
        for (size_t side = 0; side < 2; side++) {
            (void)snprintf(json, sizeof json, "{\"%s\":%s}", bounds[i].name, bounds[i].taken[side]);
            http_expect_post(&app, bounds[i].path, json, strstr(bounds[i].path, "people") ? 200 : 204);
            (void)snprintf(json, sizeof json, "{\"%s\":%s}", bounds[i].name, bounds[i].refused[side]);
            expect_refusal(&app, &(struct refusal){bounds[i].path, json, 400, "value"});
        }
    stop(&app);
}

static void people_have_bounds(void **state)
{
    struct running_app app;
    char json[128];
    (void)state;
    start(&app);
    (void)snprintf(json, sizeof json, "{\"name\":\"%080d\"}", 0);
    expect_refusal(&app, &(struct refusal){"/api/people", json, 400, "value"});
    expect_refusal(&app, &(struct refusal){"/api/people", "{\"name\":\"  \"}", 400, "value"});
    (void)snprintf(json, sizeof json, "{\"name\":\"%079d\"}", 0);
    for (int i = 0; i < PEOPLE_MAX; i++)
        http_expect_post(&app, "/api/people", json, 200);
    expect_refusal(&app, &(struct refusal){"/api/people", json, 400, "value"});
    http_expect_post(&app, "/api/people/p7/forget", "{}", 204);
    http_expect_post(&app, "/api/people", json, 200);
    stop(&app);
}

/* Send a GET, and do not read. */
static int begin_get(const struct running_app *app, const char *path)
{
    char head[400];
    int fd = running_app_connect(app);
    (void)snprintf(head, sizeof head,
                   "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nCookie: %s\r\nConnection: close\r\n\r\n", path, app->port,
                   app->cookie);
    assert_int_equal(send(fd, head, strlen(head), MSG_NOSIGNAL), strlen(head));
    return fd;
}

static void with_one_more_page_the_oldest_stream_ends(void **state)
{
    int fds[STREAMS_MAX + 1];
    struct running_app app;
    char byte;
    (void)state;
    start(&app);
    for (size_t i = 0; i <= STREAMS_MAX; i++) {
        fds[i] = begin_get(&app, "/api/events");
        assert_int_equal(recv(fds[i], &byte, 1, 0), 1); /* it is served */
    }
    struct http_reply reply = http_read(fds[0]); /* returns at the end */
    http_free(&reply);
    http_expect_post(&app, "/api/people", "{\"name\":\"Anna\"}", 200);
    for (size_t i = 1; i <= STREAMS_MAX; i++) {
        char bytes[4096];
        ssize_t count = recv(fds[i], bytes, sizeof bytes, 0);
        assert_true(count > 0); /* not ended */
        close(fds[i]);
    }
    close(fds[0]);
    stop(&app);
}

static size_t count_started(const char *bin)
{
    size_t count = 0;
    DIR *folder = opendir(bin);
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
        count += strstr(entry->d_name, ".started.") != NULL;
    closedir(folder);
    return count;
}

/* Start the app beside the slow analyzer, which is bin/roller-analyzer; gives the address of a report. */
static void start_beside_slow_analyzer(struct running_app *app, char bin[BIN_SIZE], char report[BIN_SIZE])
{
    char path[BIN_SIZE + 32];
    running_app_make(app);
    temp_dir_join(&app->dir, "bin", bin, BIN_SIZE);
    assert_int_equal(mkdir(bin, 0700), 0);
    running_app_copy_program(app, bin);
    running_app_copy_file(BUILD_DIR "/roller-logger", bin, "roller-logger");
    running_app_copy_file(BUILD_DIR "/virtual-roller", bin, "virtual-roller");
    (void)snprintf(path, sizeof path, "%s/roller-analyzer", bin);
    temp_file_write(path, slow_analyzer, strlen(slow_analyzer));
    assert_int_equal(chmod(path, 0700), 0);
    running_app_add_session(app, "samples/one-spot.csv", "Anna/1.csv");
    running_app_start(app);
    struct http_reply reply = http_wait_for(app, "/api/sessions", "\"id\":\"");
    (void)snprintf(report, BIN_SIZE, "/report/%.16s", strstr(reply.body, "\"id\":\"") + strlen("\"id\":\""));
    http_free(&reply);
}

/* Ask for reports, and wait until an analyzer makes each of them. */
static void begin_reports(const struct running_app *app, const char *bin, const char *report, int fds[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        fds[i] = begin_get(app, report);
    for (unsigned tries = 0; count_started(bin) < count; tries++) {
        assert_true(tries < APP_LIMIT_S * 50);
        usleep(20000);
    }
}

static void one_page_too_many_is_refused(void **state)
{
    struct running_app app;
    char bin[BIN_SIZE], report[BIN_SIZE], go[BIN_SIZE + 32];
    int fds[PAGES_MAX];
    (void)state;
    start_beside_slow_analyzer(&app, bin, report);
    begin_reports(&app, bin, report, fds, PAGES_MAX);
    struct http_reply reply = http_get(&app, report);
    assert_int_equal(reply.status, 503);
    assert_non_null(strstr(reply.body, "\"code\":\"busy\""));
    http_free(&reply);
    http_expect_get(&app, "/api/state", 200);
    (void)snprintf(go, sizeof go, "%s/roller-analyzer.go", bin);
    temp_file_write(go, "", 0);
    for (size_t i = 0; i < PAGES_MAX; i++) {
        reply = http_read(fds[i]);
        assert_int_equal(reply.status, 422);
        http_free(&reply);
        close(fds[i]);
    }
    stop(&app);
}

/* A browser that waits for a page when the app is ended gets an answer. */
static void a_page_that_is_made_when_the_app_ends_is_answered(void **state)
{
    struct running_app app;
    char bin[BIN_SIZE], report[BIN_SIZE];
    int fd;
    (void)state;
    start_beside_slow_analyzer(&app, bin, report);
    begin_reports(&app, bin, report, &fd, 1);
    running_app_stop(&app, SIGTERM, 0);
    struct http_reply reply = http_read(fd);
    assert_int_equal(reply.status, 503);
    assert_non_null(strstr(reply.body, "\"code\":\"ended\""));
    http_free(&reply);
    close(fd);
    running_app_remove(&app);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unknown_commands_are_refused),
        cmocka_unit_test(values_have_bounds),
        cmocka_unit_test(people_have_bounds),
        cmocka_unit_test(with_one_more_page_the_oldest_stream_ends),
        cmocka_unit_test(one_page_too_many_is_refused),
        cmocka_unit_test(a_page_that_is_made_when_the_app_ends_is_answered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
