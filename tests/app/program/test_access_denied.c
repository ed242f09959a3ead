/* SPDX-License-Identifier: MIT */
/* What the server refuses: to others than its own page, and in any other form than its own. */
#include "app/support/running_app.h"
#include "support/cmocka_includes.h"

#include <signal.h>

static const char *const data_paths[] = {
    "/api/state",   "/api/events",      "/api/sessions", "/api/report/x", "/report/x",
    "/compare/x/y", "/trend?person=p1", "/download/x",   "/nothing",
};
#define DATA_PATHS (sizeof data_paths / sizeof data_paths[0])

static int start(void **state)
{
    static struct running_app app;
    running_app_make(&app);
    running_app_start(&app);
    *state = &app;
    return 0;
}

static int stop(void **state)
{
    running_app_stop(*state, SIGTERM, 0);
    running_app_remove(*state);
    return 0;
}

/* Send a head, in which $ is the port, and expect a status. */
static void expect_head(const struct running_app *app, const char *head, int status)
{
    char bytes[2048];
    size_t length = 0;
    for (const char *c = head; *c; c++)
        if (*c == '$')
            length += (size_t)snprintf(bytes + length, sizeof bytes - length, "%u", app->port);
        else
            bytes[length++] = *c;
    struct http_reply reply = http_raw(app, bytes, length);
    if (reply.status != status)
        fail_msg("answer %d, not %d, to: %s", reply.status, status, head);
    http_free(&reply);
}

static void data_needs_the_cookie(void **state)
{
    const struct running_app *app = *state;
    struct running_app other = *app;
    const char *secret = strchr(app->cookie, '=') + 1;
    for (int kind = 0; kind < 3; kind++) {
        static const char *const names[] = {"", "foam_roller=", "foam_roller_1="}; /* those of other ports */
        (void)snprintf(other.cookie, sizeof other.cookie, "%s%s", names[kind], kind > 0 ? secret : "");
        for (size_t i = 0; i < DATA_PATHS; i++)
            http_expect_get(&other, data_paths[i], 401);
        http_expect_post(&other, "/api/session", "{\"command\":\"stop\"}", 401);
        http_expect_get(&other, "/", 200); /* the page itself has no data */
    }
}

static void only_the_token_gives_the_cookie(void **state)
{
    static const char *const wrong[] = {
        "{}",
        "{\"token\":\"\"}",
        "{\"token\":null}",
        "{\"token\":\"00000000000000000000000000000000\"}",
    };
    const struct running_app *app = *state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct http_reply reply = http_post(app, "/api/login", wrong[i]);
        assert_int_equal(reply.status, 403);
        assert_null(strstr(reply.bytes, "Set-Cookie"));
        http_free(&reply);
    }
}

static void the_cookie_is_for_this_page_only(void **state)
{
    const struct running_app *app = *state;
    char json[128];
    (void)snprintf(json, sizeof json, "{\"token\":\"%s\"}", app->token);
    struct http_reply reply = http_post(app, "/api/login", json);
    assert_non_null(strstr(reply.bytes, "; HttpOnly"));
    assert_non_null(strstr(reply.bytes, "; SameSite=Strict"));
    assert_null(strstr(reply.bytes, app->token));
    http_free(&reply);
}

static void another_host_is_refused(void **state)
{
    expect_head(*state, "GET / HTTP/1.1\r\nHost: evil.example:$\r\nConnection: close\r\n\r\n", 403);
    expect_head(*state, "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", 403);
    expect_head(*state, "GET / HTTP/1.1\r\nHost: 127.0.0.1:$.evil.example\r\nConnection: close\r\n\r\n", 403);
    expect_head(*state, "GET / HTTP/1.0\r\n\r\n", 403);
    expect_head(*state, "GET / HTTP/1.1\r\nHost: localhost:$\r\nConnection: close\r\n\r\n", 200);
}

static void another_origin_is_refused(void **state)
{
    static const char post[] = "POST /api/login HTTP/1.1\r\nHost: 127.0.0.1:$\r\nContent-Type: application/json\r\n"
                               "Content-Length: 2\r\nConnection: close\r\n";
    static const char *const origins[] = {"", "Origin: null\r\n", "Origin: http://evil.example\r\n",
                                          "Origin: https://127.0.0.1:$\r\n", "Origin: http://127.0.0.1:1\r\n"};
    char head[512];
    for (size_t i = 0; i < sizeof origins / sizeof origins[0]; i++) {
        (void)snprintf(head, sizeof head, "%s%s\r\n{}", post, origins[i]);
        expect_head(*state, head, 403);
    }
}

static void only_json_is_a_command(void **state)
{
    const struct running_app *app = *state;
    char head[1024];
    (void)snprintf(head, sizeof head,
                   "POST /api/settings HTTP/1.1\r\nHost: 127.0.0.1:$\r\nOrigin: http://127.0.0.1:$\r\nCookie: %s\r\n"
                   "Content-Type: text/plain\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}",
                   app->cookie);
    expect_head(app, head, 415);
    http_expect_post(app, "/api/settings", "[]", 400);
    http_expect_post(app, "/api/settings", "{\"sound\":", 400);
    http_expect_post(app, "/api/settings", "{\"sound\":true,\"sound\":false}", 400);
    http_expect_post(app, "/api/settings", "\xff\xfe{}", 400);
    http_expect_post(app, "/api/settings", "{}", 204);
}

static void no_address_leads_out_of_the_folder(void **state)
{
    static const char *const paths[] = {
        "/../../../../etc/passwd",   "/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2fetc%2fpasswd",   "/download/../../etc/passwd",
        "/download/%2e%2e%2fpasswd", "/report/..%2f..%2fx.csv",
        "/download/Anna%2F1.csv",    "/compare/x",
        "/compare/%00/%00",          "/api/report/%27%20OR%201=1--",
        "/index.html%00.css",        "/web/app.js",
        "/trend?person=../../etc",   "/trend",
    };
    const struct running_app *app = *state;
    running_app_add_session(app, "samples/one-spot.csv", "Anna/1.csv");
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
        http_expect_get(app, paths[i], 404);
}

static void other_methods_are_refused(void **state)
{
    expect_head(*state, "PUT / HTTP/1.1\r\nHost: 127.0.0.1:$\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", 405);
    expect_head(*state, "DELETE /api/people HTTP/1.1\r\nHost: 127.0.0.1:$\r\nConnection: close\r\n\r\n", 405);
    expect_head(*state, "TRACE / HTTP/1.1\r\nHost: 127.0.0.1:$\r\nConnection: close\r\n\r\n", 405);
}

static void a_long_body_is_refused(void **state)
{
    const struct running_app *app = *state;
    const size_t size = 300000;
    char *bytes = malloc(size + 2048);
    assert_non_null(bytes);
    for (int chunked = 0; chunked < 2; chunked++) {
        char kind[64];
        (void)snprintf(kind, sizeof kind, "Content-Length: %zu", size);
        int head = snprintf(bytes, 2048,
                            "POST /api/settings HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nOrigin: http://127.0.0.1:%u\r\n"
                            "Cookie: %s\r\nContent-Type: application/json\r\nConnection: close\r\n%s\r\n\r\n%s",
                            app->port, app->port, app->cookie, chunked ? "Transfer-Encoding: chunked" : kind,
                            chunked ? "493e0\r\n" : "");
        memset(bytes + head, ' ', size);
        memcpy(bytes + head + size, "\r\n0\r\n\r\n", 7);
        struct http_reply reply = http_raw(app, bytes, (size_t)head + size + (chunked ? 7 : 0));
        assert_true(reply.status == 413 || reply.status == 0); /* 0: closed while the rest was sent */
        http_free(&reply);
    }
    free(bytes);
    http_expect_get(app, "/api/state", 200);
}

static void every_answer_has_the_headers_that_bind_it(void **state)
{
    static const char *const paths[] = {"/", "/api/state", "/api/sessions", "/nothing"};
    const struct running_app *app = *state;
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        struct http_reply reply = http_get(app, paths[i]);
        assert_non_null(strstr(reply.bytes, "X-Content-Type-Options: nosniff\r\n"));
        assert_non_null(strstr(reply.bytes, "Referrer-Policy: no-referrer\r\n"));
        assert_non_null(strstr(reply.bytes, "Content-Security-Policy: default-src 'none';"));
        assert_non_null(strstr(reply.bytes, "frame-ancestors 'none'"));
        assert_null(strstr(reply.bytes, "unsafe-"));
        http_free(&reply);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(data_needs_the_cookie),
        cmocka_unit_test(only_the_token_gives_the_cookie),
        cmocka_unit_test(the_cookie_is_for_this_page_only),
        cmocka_unit_test(another_host_is_refused),
        cmocka_unit_test(another_origin_is_refused),
        cmocka_unit_test(only_json_is_a_command),
        cmocka_unit_test(no_address_leads_out_of_the_folder),
        cmocka_unit_test(other_methods_are_refused),
        cmocka_unit_test(a_long_body_is_refused),
        cmocka_unit_test(every_answer_has_the_headers_that_bind_it),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
