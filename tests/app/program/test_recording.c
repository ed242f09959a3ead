/* SPDX-License-Identifier: MIT */
/* Recording with the real logger and the virtual roller: from listening to the history, and when the app is killed. */
#include "app/support/running_app.h"
#include "support/cmocka_includes.h"

#include "support/now.h"

#include <signal.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static void wait_for_state(const struct running_app *app, const char *text)
{
    struct http_reply reply = http_wait_for(app, "/api/state", text);
    http_free(&reply);
}

static void start_rolling(struct running_app *app)
{
    running_app_make(app);
    running_app_start(app);
    running_app_start_rolling(app);
}

static void a_session_reaches_the_history(void **state)
{
    struct running_app app;
    (void)state;
    start_rolling(&app);
    http_expect_post(&app, "/api/session", "{\"command\":\"mark\"}", 204);
    http_expect_post(&app, "/api/session", "{\"command\":\"next\"}", 204);
    wait_for_state(&app, "\"phase\":\"done\"");
    http_expect_post(&app, "/api/session", "{\"command\":\"done\",\"pain_after\":2,\"note\":\"easier\"}", 204);
    struct http_reply reply = http_wait_for(&app, "/api/sessions", "\"pain_before\":4.0,\"pain_after\":2.0");
    assert_non_null(strstr(reply.body, "\"simulated\":true"));
    assert_non_null(strstr(reply.body, "\"subject\":\"virtual roller\""));
    assert_non_null(strstr(reply.body, "\"note\":\"easier\""));
    assert_non_null(strstr(reply.body, "\"total\":1"));
    http_free(&reply);
    running_app_stop(&app, SIGTERM, 0);
    running_app_remove(&app);
}

/* The end of the app is the end of the logger's control, by which it saves. */
static void a_killed_app_loses_no_recording(void **state)
{
    struct running_app app;
    struct stat info;
    char link[400];
    (void)state;
    start_rolling(&app);
    (void)snprintf(link, sizeof link, "%s/foam-roller/virtual-%ld", app.runtime, (long)app.program.pid);
    assert_int_equal(lstat(link, &info), 0);
    running_app_stop(&app, SIGKILL, 128 + SIGKILL);
    /* The virtual roller ends, too: it removes its link. */
    for (double until_s = now_s() + APP_LIMIT_S; lstat(link, &info) == 0; usleep(10000))
        assert_true(now_s() < until_s);
    running_app_start(&app);
    struct http_reply reply = http_wait_for(&app, "/api/sessions", "_right.csv\"");
    assert_null(strstr(reply.body, ".part"));
    assert_non_null(strstr(reply.body, "\"total\":1"));
    http_free(&reply);
    wait_for_state(&app, "\"phase\":\"ready\"");
    running_app_stop(&app, SIGTERM, 0);
    running_app_remove(&app);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_session_reaches_the_history),
        cmocka_unit_test(a_killed_app_loses_no_recording),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
