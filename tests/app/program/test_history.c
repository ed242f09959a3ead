/* SPDX-License-Identifier: MIT */
/* Sessions of a folder: listed, shown, changed, moved to the trash. */
#include "app/support/running_app.h"
#include "support/cmocka_includes.h"

#include <jansson.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

/* The list once all sessions were analysed. The caller releases it. */
static json_t *get_list(const struct running_app *app)
{
    struct http_reply reply = http_wait_for(app, "/api/sessions", "\"pending\":0}");
    json_t *list = json_loads(reply.body, 0, NULL);
    assert_non_null(list);
    http_free(&reply);
    json_t *sessions = json_incref(json_object_get(list, "sessions"));
    json_decref(list);
    return sessions;
}

static const json_t *find(const json_t *sessions, const char *file)
{
    size_t i;
    json_t *session;
    json_array_foreach(sessions, i, session)
    {
        if (strcmp(json_string_value(json_object_get(session, "file")), file) == 0)
            return session;
    }
    fail_msg("%s is not in the list", file);
    return NULL;
}

static const char *text_of(const json_t *session, const char *key)
{
    return json_string_value(json_object_get(session, key));
}

/* Write "PREFIX ID REST" for a file of the list. */
static void make_path(char *out, size_t size, const struct running_app *app, const char *prefix, const char *file,
                      const char *rest)
{
    json_t *sessions = get_list(app);
    (void)snprintf(out, size, "%s%s%s", prefix, text_of(find(sessions, file), "id"), rest);
    json_decref(sessions);
}

static void every_kind_of_file_has_its_state(void **state)
{
    struct running_app app;
    (void)state;
    running_app_make(&app);
    running_app_add_session(&app, "samples/one-spot.csv", "Anna/ok.csv");
    running_app_add_session(&app, "samples/README.md", "Anna/no-session.csv");
    running_app_add_session(&app, "samples/one-spot.csv", "Anna/cut.csv.part");
    running_app_add_session(&app, "samples/pair-left.csv", "-rf --x/<script>.csv");
    running_app_start(&app);
    json_t *sessions = get_list(&app);
    assert_int_equal(json_array_size(sessions), 4);
    assert_string_equal(text_of(find(sessions, "ok.csv"), "state"), "ok");
    assert_string_equal(text_of(find(sessions, "ok.csv"), "leg"), "right");
    assert_string_equal(text_of(find(sessions, "ok.csv"), "person_name"), "Anna");
    assert_int_equal(json_array_size(json_object_get(find(sessions, "ok.csv"), "spots")), 1);
    assert_string_equal(text_of(find(sessions, "no-session.csv"), "state"), "unreadable");
    assert_non_null(strstr(text_of(find(sessions, "no-session.csv"), "text"), "is not a session file"));
    assert_string_equal(text_of(find(sessions, "cut.csv.part"), "state"), "unfinished");
    assert_string_equal(text_of(find(sessions, "<script>.csv"), "state"), "ok");
    json_decref(sessions);
    /* A session that comes while the program runs. */
    running_app_add_session(&app, "samples/pair-right.csv", "Ben/new.csv");
    struct http_reply reply = http_wait_for(&app, "/api/sessions", "new.csv");
    http_free(&reply);
    running_app_stop(&app, SIGTERM, 0);
    running_app_remove(&app);
}

static void assert_page_is_in_inches(const struct running_app *app, const char *path)
{
    struct http_reply reply = http_get(app, path);
    assert_int_equal(reply.status, 200);
    assert_non_null(strstr(reply.body, "inches from the upper thigh"));
    assert_null(strstr(reply.body, "mm from the upper thigh"));
    http_free(&reply);
}

static void reports_are_framed_without_rights(void **state)
{
    struct running_app app;
    char path[128], other[128];
    (void)state;
    running_app_make(&app);
    running_app_add_session(&app, "samples/pair-left.csv", "Anna/left.csv");
    running_app_add_session(&app, "samples/pair-right.csv", "Anna/right.csv");
    running_app_add_session(&app, "samples/README.md", "Anna/no-session.csv");
    running_app_start(&app);
    make_path(path, sizeof path, &app, "/report/", "left.csv", "");
    struct http_reply reply = http_get(&app, path);
    assert_int_equal(reply.status, 200);
    assert_non_null(strstr(reply.bytes, "frame-ancestors 'self'; sandbox"));
    assert_null(strstr(reply.bytes, "script-src"));
    assert_non_null(strstr(reply.body, "</html>"));
    http_free(&reply);
    make_path(other, sizeof other, &app, "/", "right.csv", "");
    make_path(path, sizeof path, &app, "/compare/", "left.csv", other);
    http_expect_get(&app, path, 200);
    http_expect_post(&app, "/api/settings", "{\"units\":\"us\"}", 204);
    assert_page_is_in_inches(&app, path);
    make_path(path, sizeof path, &app, "/report/", "left.csv", "");
    assert_page_is_in_inches(&app, path);
    make_path(path, sizeof path, &app, "/api/report/", "left.csv", "");
    reply = http_get(&app, path);
    json_t *report = json_loads(reply.body, 0, NULL);
    assert_string_equal(json_string_value(json_object_get(json_object_get(report, "session"), "leg")), "left");
    json_decref(report);
    http_free(&reply);
    make_path(path, sizeof path, &app, "/report/", "no-session.csv", "");
    reply = http_get(&app, path);
    assert_int_equal(reply.status, 422);
    assert_non_null(strstr(reply.body, "is not a session file"));
    http_free(&reply);
    running_app_stop(&app, SIGTERM, 0);
    running_app_remove(&app);
}

static void a_download_is_the_file(void **state)
{
    struct running_app app;
    char path[128];
    size_t length;
    (void)state;
    running_app_make(&app);
    running_app_add_session(&app, "samples/one-spot.csv", "Anna/a\"b\nc.csv");
    running_app_start(&app);
    make_path(path, sizeof path, &app, "/download/", "a\"b\nc.csv", "");
    struct http_reply reply = http_get(&app, path);
    char *file = temp_file_read(SOURCE_DIR "/samples/one-spot.csv", &length);
    assert_int_equal(reply.body_length, length);
    assert_memory_equal(reply.body, file, length);
    assert_non_null(strstr(reply.bytes, "Content-Disposition: attachment; filename=\"a_b_c.csv\"\r\n"));
    free(file);
    http_free(&reply);
    running_app_stop(&app, SIGTERM, 0);
    running_app_remove(&app);
}

static void remarks_are_written_and_the_trash_keeps(void **state)
{
    struct running_app app;
    char path[128], kept[600];
    (void)state;
    running_app_make(&app);
    running_app_add_session(&app, "samples/one-spot.csv", "Anna/one.csv");
    running_app_start(&app);
    make_path(path, sizeof path, &app, "/api/sessions/", "one.csv", "");
    http_expect_post(&app, path, "{\"pain_before\":6.5,\"note\":\"<img src=x> --note\"}", 204);
    http_expect_post(&app, path, "{\"pain_before\":11}", 400);
    http_expect_post(&app, path, "{\"note\":5}", 400);
    http_expect_post(&app, path, "{}", 400);
    struct http_reply reply = http_wait_for(&app, "/api/sessions", "\"pain_before\":6.5");
    assert_non_null(strstr(reply.body, "<img src=x> --note"));
    assert_non_null(strstr(reply.bytes, "Content-Type: application/json\r\n"));
    http_free(&reply);
    make_path(path, sizeof path, &app, "/api/sessions/", "one.csv", "/trash");
    http_expect_post(&app, path, "{}", 204);
    reply = http_wait_for(&app, "/api/sessions", "\"total\":0");
    http_free(&reply);
    (void)snprintf(kept, sizeof kept, "%s/Trash/Anna/one.csv", app.folder);
    assert_int_equal(access(kept, F_OK), 0);
    http_expect_post(&app, path, "{}", 404);
    running_app_stop(&app, SIGTERM, 0);
    running_app_remove(&app);
}

/* Something else has the name of the trash folder: the session stays, and the answer says why. */
static void a_session_that_cannot_be_moved_stays(void **state)
{
    struct running_app app;
    char path[128], trash[400], kept[400];
    (void)state;
    running_app_make(&app);
    running_app_add_session(&app, "samples/one-spot.csv", "Anna/one.csv");
    (void)snprintf(trash, sizeof trash, "%s/Trash", app.folder);
    temp_file_write(trash, "", 0);
    running_app_start(&app);
    make_path(path, sizeof path, &app, "/api/sessions/", "one.csv", "/trash");
    struct http_reply reply = http_post(&app, path, "{}");
    assert_int_equal(reply.status, 500);
    assert_non_null(strstr(reply.body, "\"code\":\"trash\""));
    assert_non_null(strstr(reply.body, "The session cannot be moved to the trash: Not a directory."));
    http_free(&reply);
    (void)snprintf(kept, sizeof kept, "%s/Anna/one.csv", app.folder);
    assert_int_equal(access(kept, F_OK), 0);
    assert_int_equal(unlink(trash), 0);
    http_expect_post(&app, path, "{}", 204); /* once the reason is gone, it works */
    assert_int_equal(access(kept, F_OK), -1);
    running_app_stop(&app, SIGTERM, 0);
    running_app_remove(&app);
}

/* Names are bytes: those of an old disk need not be UTF-8. */
static void a_name_that_is_no_text_is_listed(void **state)
{
    struct running_app app;
    (void)state;
    running_app_make(&app);
    running_app_add_session(&app, "samples/one-spot.csv", "Ren\xe9/alt\xff.csv");
    running_app_start(&app);
    json_t *sessions = get_list(&app);
    const json_t *session = json_array_get(sessions, 0);
    assert_string_equal(text_of(session, "state"), "ok");
    assert_string_equal(text_of(session, "file"), "alt?.csv");
    assert_string_equal(text_of(session, "person_name"), "Ren?");
    json_decref(sessions);
    running_app_stop(&app, SIGTERM, 0);
    running_app_remove(&app);
}

static void the_trend_of_simulated_sessions_is_shown(void **state)
{
    struct running_app app;
    (void)state;
    running_app_make(&app);
    running_app_add_session(&app, "samples/one-spot.csv", "Simulated/Anna/one.csv");
    running_app_add_session(&app, "samples/three-spots.csv", "Simulated/Anna/two.csv");
    running_app_start(&app);
    http_expect_post(&app, "/api/people", "{\"name\":\"Anna\"}", 200);
    json_t *sessions = get_list(&app);
    assert_true(json_is_true(json_object_get(find(sessions, "one.csv"), "simulated")));
    json_decref(sessions);
    http_expect_get(&app, "/trend?person=p1&simulated=1", 200);
    http_expect_get(&app, "/trend?person=p1", 422); /* no real ones */
    running_app_stop(&app, SIGTERM, 0);
    running_app_remove(&app);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_file_has_its_state),
        cmocka_unit_test(reports_are_framed_without_rights),
        cmocka_unit_test(a_download_is_the_file),
        cmocka_unit_test(remarks_are_written_and_the_trash_keeps),
        cmocka_unit_test(a_session_that_cannot_be_moved_stays),
        cmocka_unit_test(a_name_that_is_no_text_is_listed),
        cmocka_unit_test(the_trend_of_simulated_sessions_is_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
