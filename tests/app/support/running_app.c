/* SPDX-License-Identifier: MIT */
#include "app/support/running_app.h"

#include "support/cmocka_includes.h"
#include "support/now.h"

#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#define ADDRESS "http://127.0.0.1:"
#define TOKEN "/#token="

void running_app_make(struct running_app *app)
{
    *app = (struct running_app){0};
    temp_dir_make(&app->dir);
    temp_dir_join(&app->dir, "sessions", app->folder, sizeof app->folder);
    temp_dir_join(&app->dir, "config", app->config, sizeof app->config);
    temp_dir_join(&app->dir, "run", app->runtime, sizeof app->runtime);
    assert_int_equal(mkdir(app->folder, 0700) | mkdir(app->config, 0700) | mkdir(app->runtime, 0700), 0);
}

void running_app_remove(struct running_app *app)
{
    temp_dir_remove(&app->dir);
}

struct program running_app_start_another(const struct running_app *app)
{
    char config[400], runtime[400];
    const char *const argv[] = {*app->path ? app->path : BUILD_DIR "/foam-roller", "--no-open", "--folder", app->folder,
                                NULL};
    (void)snprintf(config, sizeof config, "XDG_CONFIG_HOME=%s", app->config);
    (void)snprintf(runtime, sizeof runtime, "XDG_RUNTIME_DIR=%s", app->runtime);
    const char *const env[] = {config, runtime, *app->variable ? app->variable : NULL, NULL};
    return program_start(argv, &(struct program_options){.env = env});
}

/* Read port and token from the line that the program printed. */
static void read_address(struct running_app *app)
{
    char out[512] = "";
    assert_true(program_wait_for_out(&app->program, "\n", APP_LIMIT_S));
    assert_true(pread(app->program.out_fd, out, sizeof out - 1, 0) > 0);
    const char *address = strstr(out, ADDRESS), *token = strstr(out, TOKEN);
    assert_true(address && token);
    app->port = (unsigned)strtoul(address + strlen(ADDRESS), NULL, 10);
    (void)snprintf(app->token, sizeof app->token, "%.*s", (int)strcspn(token + strlen(TOKEN), "\n"),
                   token + strlen(TOKEN));
}

static void log_in(struct running_app *app)
{
    char json[128];
    app->cookie[0] = '\0';
    (void)snprintf(json, sizeof json, "{\"token\":\"%s\"}", app->token);
    struct http_reply reply = http_post(app, "/api/login", json);
    assert_int_equal(reply.status, 204);
    const char *cookie = strstr(reply.bytes, "Set-Cookie: ");
    assert_non_null(cookie);
    cookie += strlen("Set-Cookie: ");
    (void)snprintf(app->cookie, sizeof app->cookie, "%.*s", (int)strcspn(cookie, ";\r"), cookie);
    http_free(&reply);
}

void running_app_start(struct running_app *app)
{
    app->program = running_app_start_another(app);
    read_address(app);
    log_in(app);
}

void running_app_stop(struct running_app *app, int signal_number, int expected_status)
{
    kill(app->program.pid, signal_number);
    struct program_result result = program_wait(&app->program, APP_LIMIT_S);
    if (result.status != expected_status)
        fail_msg("foam-roller ended with %d, not %d: %s%s", result.status, expected_status, result.out, result.err);
    program_result_free(&result);
}

void running_app_add_session(const struct running_app *app, const char *sample, const char *name)
{
    char from[600], to[600];
    size_t length;
    (void)snprintf(from, sizeof from, "%s/%s", SOURCE_DIR, sample);
    (void)snprintf(to, sizeof to, "%s/%s", app->folder, name);
    for (char *slash = strchr(to + strlen(app->folder) + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        (void)mkdir(to, 0700);
        *slash = '/';
    }
    char *bytes = temp_file_read(from, &length);
    assert_non_null(bytes);
    temp_file_write(to, bytes, length);
    free(bytes);
    const struct timeval hour_ago = {.tv_sec = time(NULL) - 3600};
    assert_int_equal(utimes(to, (const struct timeval[2]){hour_ago, hour_ago}), 0);
}

void running_app_copy_file(const char *from, const char *folder, const char *name)
{
    char to[600];
    size_t length;
    char *bytes = temp_file_read(from, &length);
    assert_non_null(bytes);
    (void)snprintf(to, sizeof to, "%s/%s", folder, name);
    temp_file_write(to, bytes, length);
    assert_int_equal(chmod(to, 0700), 0);
    free(bytes);
}

void running_app_copy_program(struct running_app *app, const char *folder)
{
    running_app_copy_file(BUILD_DIR "/foam-roller", folder, "foam-roller");
    (void)snprintf(app->path, sizeof app->path, "%s/foam-roller", folder);
}

void running_app_start_rolling(const struct running_app *app)
{
    http_expect_post(app, "/api/people", "{\"name\":\"Anna\",\"thigh_length_mm\":350}", 200);
    http_expect_post(app, "/api/roller", "{\"command\":\"virtual\"}", 204);
    http_expect_post(app, "/api/session",
                     "{\"command\":\"listen\",\"person_id\":\"p1\",\"legs\":\"right\",\"pain_before\":4}", 204);
    /* A command is refused, or ignored by the logger, until readings come. */
    const struct timespec pause = {0, 50000000};
    struct http_reply reply = {0};
    for (unsigned tries = 0; !reply.bytes || !strstr(reply.body, "\"phase\":\"rolling\""); tries++) {
        assert_true(tries < APP_LIMIT_S * 20);
        nanosleep(&pause, NULL);
        http_free(&reply);
        reply = http_post(app, "/api/session", "{\"command\":\"start\"}");
        http_free(&reply);
        reply = http_get(app, "/api/state");
        assert_null(strstr(reply.body, "\"phase\":\"ready\"")); /* the logger did not end */
    }
    http_free(&reply);
}

/* ---- HTTP ---- */

int running_app_connect(const struct running_app *app)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)app->port)};
    struct timeval limit = {.tv_sec = APP_LIMIT_S};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(fd >= 0);
    assert_int_equal(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit), 0);
    assert_int_equal(connect(fd, (const struct sockaddr *)&address, sizeof address), 0);
    return fd;
}

struct http_reply http_read(int fd)
{
    struct http_reply reply = {.bytes = malloc(1)};
    size_t length = 0;
    ssize_t count;
    do {
        char *grown = realloc(reply.bytes, length + 65537);
        assert_non_null(grown);
        reply.bytes = grown;
        count = recv(fd, reply.bytes + length, 65536, 0);
        length += count > 0 ? (size_t)count : 0;
    } while (count > 0);
    reply.bytes[length] = '\0';
    if (sscanf(reply.bytes, "HTTP/1.1 %d", &reply.status) != 1)
        reply.status = 0;
    const char *end = strstr(reply.bytes, "\r\n\r\n");
    reply.body = end ? end + 4 : reply.bytes + length;
    reply.body_length = length - (size_t)(reply.body - reply.bytes);
    return reply;
}

void http_free(struct http_reply *reply)
{
    free(reply->bytes);
    *reply = (struct http_reply){0};
}

struct http_reply http_raw(const struct running_app *app, const char *bytes, size_t length)
{
    int fd = running_app_connect(app);
    size_t sent = 0;
    while (sent < length) {
        ssize_t count = send(fd, bytes + sent, length - sent, MSG_NOSIGNAL);
        if (count <= 0)
            break; /* refused before all was read */
        sent += (size_t)count;
    }
    struct http_reply reply = http_read(fd);
    close(fd);
    return reply;
}

struct http_reply http_get(const struct running_app *app, const char *path)
{
    char request[2048];
    int length = snprintf(request, sizeof request,
                          "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nCookie: %s\r\nConnection: close\r\n\r\n", path,
                          app->port, app->cookie);
    return http_raw(app, request, (size_t)length);
}

struct http_reply http_post(const struct running_app *app, const char *path, const char *json)
{
    char request[4096];
    int length = snprintf(request, sizeof request,
                          "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nOrigin: http://127.0.0.1:%u\r\nCookie: %s\r\n"
                          "Content-Type: application/json\r\nContent-Length: %zu\r\nConnection: close\r\n\r\n%s",
                          path, app->port, app->port, app->cookie, strlen(json), json);
    assert_true(length > 0 && (size_t)length < sizeof request);
    return http_raw(app, request, (size_t)length);
}

static void expect(struct http_reply reply, const char *path, int status)
{
    if (reply.status != status)
        fail_msg("%s answers %d, not %d: %.300s", path, reply.status, status, reply.body);
    http_free(&reply);
}

void http_expect_get(const struct running_app *app, const char *path, int status)
{
    expect(http_get(app, path), path, status);
}

void http_expect_post(const struct running_app *app, const char *path, const char *json, int status)
{
    expect(http_post(app, path, json), path, status);
}

struct http_reply http_wait_for(const struct running_app *app, const char *path, const char *text)
{
    const struct timespec pause = {0, 20000000};
    for (double until_s = now_s() + APP_LIMIT_S; now_s() < until_s; nanosleep(&pause, NULL)) {
        struct http_reply reply = http_get(app, path);
        if (reply.status == 200 && strstr(reply.body, text))
            return reply;
        http_free(&reply);
    }
    fail_msg("%s never contained %s", path, text);
    return (struct http_reply){0};
}
