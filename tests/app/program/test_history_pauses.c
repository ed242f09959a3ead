/* SPDX-License-Identifier: MIT */
/* What the app tries again after a pause: a folder that is gone, and an index that cannot be written. */
#include "app/support/running_app.h"
#include "support/cmocka_includes.h"

#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static void an_index_that_cannot_be_written_is_said(void **state)
{
    struct running_app app;
    char journal[400];
    (void)state;
    running_app_make(&app);
    running_app_start(&app);
    (void)snprintf(journal, sizeof journal, "%s/.sessions.sqlite-journal", app.folder);
    assert_int_equal(mkdir(journal, 0700), 0);
    running_app_add_session(&app, "samples/one-spot.csv", "Anna/one.csv");
    struct http_reply reply = http_wait_for(&app, "/api/state", "\"code\":\"index\"");
    http_free(&reply);
    assert_int_equal(rmdir(journal), 0);
    reply = http_wait_for(&app, "/api/state", "\"problem\":null");
    http_free(&reply);
    reply = http_wait_for(&app, "/api/sessions", "\"total\":1");
    http_free(&reply);
    running_app_stop(&app, SIGTERM, 0);
    running_app_remove(&app);
}

static void a_folder_that_is_gone_is_said(void **state)
{
    struct running_app app;
    char away[400];
    (void)state;
    running_app_make(&app);
    running_app_start(&app);
    (void)snprintf(away, sizeof away, "%s-away", app.folder);
    assert_int_equal(rename(app.folder, away), 0);
    struct http_reply reply = http_wait_for(&app, "/api/state", "\"code\":\"folder_gone\"");
    http_free(&reply);
    assert_int_equal(rename(away, app.folder), 0);
    reply = http_wait_for(&app, "/api/state", "\"problem\":null");
    http_free(&reply);
    running_app_stop(&app, SIGTERM, 0);
    running_app_remove(&app);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_index_that_cannot_be_written_is_said),
        cmocka_unit_test(a_folder_that_is_gone_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
