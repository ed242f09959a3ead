/* SPDX-License-Identifier: MIT */
/* What the page shows when the logger saves, dies, has no disk, loses the roller or prints garbage: with a script in
 * its place (fake-logger.sh). */
#include "app/support/running_app.h"
#include "support/cmocka_includes.h"

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#define BIN_SIZE 300

/* Start the app beside the script, which is bin/roller-logger. */
static void start_beside_script(struct running_app *app, const char *behavior, char bin[BIN_SIZE])
{
    running_app_make(app);
    temp_dir_join(&app->dir, "bin", bin, BIN_SIZE);
    assert_int_equal(mkdir(bin, 0700), 0);
    running_app_copy_program(app, bin);
    running_app_copy_file(SOURCE_DIR "/tests/app/support/fake-logger.sh", bin, "roller-logger");
    running_app_copy_file(BUILD_DIR "/roller-analyzer", bin, "roller-analyzer");
    running_app_copy_file(SOURCE_DIR "/tests/app/support/fake-logger.sh", bin, "virtual-roller");
    (void)snprintf(app->variable, sizeof app->variable, "FAKE_LOGGER=%s", behavior);
    running_app_start(app);
}

/* Start the app beside the script, and record until it rolls. */
static void start_rolling(struct running_app *app, const char *behavior)
{
    char bin[BIN_SIZE];
    start_beside_script(app, behavior, bin);
    http_expect_post(app, "/api/people", "{\"name\":\"Anna\",\"thigh_length_mm\":350}", 200);
    struct http_reply reply = http_wait_for(app, "/api/state", "\"status\":\"found\",\"port\":\"/dev/fake\"");
    http_free(&reply);
    http_expect_post(app, "/api/session", "{\"command\":\"start\"}", 409);
    http_expect_post(app, "/api/session",
                     "{\"command\":\"listen\",\"person_id\":\"p1\",\"legs\":\"right\",\"pain_before\":4.5}", 204);
    reply = http_wait_for(app, "/api/state", "\"phase\":\"listening\"");
    http_free(&reply);
    /* Until the logger reads, a command is refused. */
    for (int status = 409; status == 409; usleep(10000)) {
        reply = http_post(app, "/api/session", "{\"command\":\"start\"}");
        status = reply.status;
        http_free(&reply);
    }
}

static void wait_for_state(struct running_app *app, const char *text)
{
    struct http_reply reply = http_wait_for(app, "/api/state", text);
    http_free(&reply);
}

static void stop_app(struct running_app *app)
{
    running_app_stop(app, SIGTERM, 0);
    running_app_remove(app);
}

static void a_session_is_saved_with_its_pain(void **state)
{
    struct running_app app;
    char pattern[700];
    (void)state;
    start_rolling(&app, "saves");
    wait_for_state(&app, "\"phase\":\"rolling\"");
    http_expect_post(&app, "/api/session", "{\"command\":\"mark\"}", 204);
    http_expect_post(&app, "/api/session", "{\"command\":\"done\"}", 409);
    http_expect_post(&app, "/api/session", "{\"command\":\"stop\"}", 204);
    wait_for_state(&app, "\"phase\":\"done\"");
    struct http_reply reply = http_wait_for(&app, "/api/sessions", "\"total\":1");
    char id[32] = "";
    assert_int_equal(sscanf(strstr(reply.body, "\"id\":\""), "\"id\":\"%16[0-9a-f]\"", id), 1);
    http_free(&reply);
    reply = http_wait_for(&app, "/api/state", "\"saved\":[{");
    assert_non_null(strstr(reply.body, id));
    assert_null(strstr(reply.body, "fake_")); /* ids, never paths */
    http_free(&reply);
    http_expect_post(&app, "/api/session", "{\"command\":\"done\",\"pain_after\":\"3\"}", 400);
    http_expect_post(&app, "/api/session", "{\"command\":\"done\",\"pain_after\":3,\"note\":\"--leg left\"}", 204);
    wait_for_state(&app, "\"phase\":\"ready\"");
    running_app_stop(&app, SIGTERM, 0); /* it waits for what it has started */
    (void)snprintf(pattern, sizeof pattern, "cat %s/Anna/*.annotated", app.folder);
    const char *const argv[] = {"/bin/sh", "-c", pattern, NULL};
    struct program_result result = program_run(argv, NULL, APP_LIMIT_S);
    assert_non_null(strstr(result.out, "--pain-before\n4.5\n"));
    assert_non_null(strstr(result.out, "--pain-after\n3\n--note\n--leg left\n"));
    program_result_free(&result);
    running_app_remove(&app);
}

static void a_logger_that_dies_is_said(void **state)
{
    struct running_app app;
    (void)state;
    start_rolling(&app, "dies");
    wait_for_state(&app, "\"code\":\"logger_died\"");
    wait_for_state(&app, "\"phase\":\"ready\"");
    stop_app(&app);
}

static void a_full_disk_is_said(void **state)
{
    struct running_app app;
    (void)state;
    start_rolling(&app, "full");
    wait_for_state(&app, "\"code\":\"not_saved\",\"text\":\"The disk is full: <b>no space</b>.\"");
    wait_for_state(&app, "\"phase\":\"ready\"");
    /* The next session begins without the problem of the last. */
    http_expect_post(&app, "/api/session", "{\"command\":\"listen\",\"person_id\":\"p1\",\"legs\":\"left\"}", 204);
    wait_for_state(&app, "\"problem\":null");
    stop_app(&app);
}

/* Also when it was asked to end: the user believes that the session is saved. A message that is cut is still text. */
static void a_disk_that_is_full_at_the_end_is_said(void **state)
{
    struct running_app app;
    (void)state;
    start_rolling(&app, "full-at-stop");
    wait_for_state(&app, "\"phase\":\"rolling\"");
    http_expect_post(&app, "/api/session", "{\"command\":\"stop\"}", 204);
    wait_for_state(&app, "\"code\":\"not_saved\",\"text\":\"xé");
    stop_app(&app);
}

/* Each session has the pain, the settings and the person that it began with. */
static void a_session_takes_nothing_from_the_last(void **state)
{
    struct running_app app;
    char path[700];
    (void)state;
    start_rolling(&app, "saves");
    wait_for_state(&app, "\"pain_before\":4.5");
    http_expect_post(&app, "/api/people/p1/forget", "{}", 409);
    http_expect_post(&app, "/api/session", "{\"command\":\"discard\"}", 204);
    wait_for_state(&app, "\"phase\":\"ready\"");
    http_expect_post(&app, "/api/settings", "{\"dose_place_s\":45,\"end_on_lift_s\":20}", 204);
    http_expect_post(&app, "/api/settings", "{\"dose_place_s\":1}", 400);
    http_expect_post(&app, "/api/session", "{\"command\":\"listen\",\"person_id\":\"p1\",\"legs\":\"left\"}", 204);
    wait_for_state(&app, "\"leg\":\"right\",\"pain_before\":null"); /* the leg is the script's */
    (void)snprintf(path, sizeof path, "%s/Anna/arguments", app.folder);
    char *arguments = temp_file_read(path, NULL);
    assert_non_null(strstr(arguments, "\n--place-dose\n45.0\n"));
    assert_non_null(strstr(arguments, "\n--end-on-lift\n20.0\n"));
    free(arguments);
    stop_app(&app);
}

static void a_virtual_roller_that_does_not_start_is_said(void **state)
{
    struct running_app app;
    (void)state;
    start_rolling(&app, "saves");
    http_expect_post(&app, "/api/session", "{\"command\":\"discard\"}", 204);
    wait_for_state(&app, "\"phase\":\"ready\"");
    http_expect_post(&app, "/api/roller", "{\"command\":\"virtual\"}", 204);
    http_expect_post(&app, "/api/session", "{\"command\":\"listen\",\"person_id\":\"p1\",\"legs\":\"left\"}", 204);
    wait_for_state(&app, "The virtual roller has ended");
    wait_for_state(&app, "\"phase\":\"ready\"");
    stop_app(&app);
}

static void an_unplugged_roller_is_said_until_it_is_back(void **state)
{
    struct running_app app;
    (void)state;
    start_rolling(&app, "unplugged");
    wait_for_state(&app, "\"status\":\"lost\"");
    http_expect_post(&app, "/api/session", "{\"command\":\"mark\"}", 204);
    wait_for_state(&app, "\"status\":\"found\"");
    stop_app(&app);
}

static void lines_that_are_no_events_do_no_harm(void **state)
{
    struct running_app app;
    (void)state;
    start_rolling(&app, "garbage");
    wait_for_state(&app, "\"phase\":\"rolling\"");
    http_expect_post(&app, "/api/session", "{\"command\":\"stop\"}", 204);
    wait_for_state(&app, "\"phase\":\"done\"");
    stop_app(&app);
}

/* The end of the program is the end of the logger's control: the file is complete when the program has ended. */
static void a_recording_is_saved_when_the_app_ends(void **state)
{
    struct running_app app;
    (void)state;
    start_rolling(&app, "saves");
    wait_for_state(&app, "\"phase\":\"rolling\"");
    running_app_stop(&app, SIGTERM, 0);
    running_app_start(&app);
    struct http_reply reply = http_wait_for(&app, "/api/sessions", "\"total\":1");
    assert_null(strstr(reply.body, ".part"));
    http_free(&reply);
    stop_app(&app);
}

/* What the list finds after the app was ended must not be left in memory: the sanitizers would see it. */
static void a_list_may_end_after_the_app_was_ended(void **state)
{
    struct running_app app;
    char bin[BIN_SIZE], listing[BIN_SIZE + 40];
    (void)state;
    start_beside_script(&app, "lists-when-ended", bin);
    (void)snprintf(listing, sizeof listing, "%s/roller-logger.listing", bin);
    while (access(listing, F_OK) != 0)
        usleep(10000);
    stop_app(&app);
}

static void a_check_says_what_it_found(void **state)
{
    struct running_app app;
    (void)state;
    start_rolling(&app, "saves");
    wait_for_state(&app, "\"phase\":\"rolling\"");
    http_expect_post(&app, "/api/roller", "{\"command\":\"check\"}", 409); /* while it is in use */
    http_expect_post(&app, "/api/session", "{\"command\":\"discard\"}", 204);
    wait_for_state(&app, "\"phase\":\"ready\"");
    http_expect_post(&app, "/api/roller", "{\"command\":\"check\"}", 204);
    struct http_reply reply = http_wait_for(&app, "/api/state", "\"summary\":\"The roller is not healthy");
    assert_non_null(
        strstr(reply.body, "\"severity\":\"ok\",\"strip\":null,\"text\":\"rate: 100.2 frames per second\""));
    assert_non_null(strstr(reply.body, "\"severity\":\"fault\",\"strip\":3,\"text\":\"strip 3: dead\""));
    http_free(&reply);
    stop_app(&app);
}

/* Begin a calibration of the radius, up to its first question. */
static void start_calibrating(struct running_app *app, const char *fault)
{
    start_rolling(app, fault);
    http_expect_post(app, "/api/session", "{\"command\":\"discard\"}", 204);
    wait_for_state(app, "\"phase\":\"ready\"");
    http_expect_post(app, "/api/roller", "{\"command\":\"calibrate\"}", 400);
    http_expect_post(app, "/api/roller", "{\"command\":\"calibrate\",\"what\":\"radius\"}", 204);
    wait_for_state(app, "\"step\":\"length\"");
}

static void a_calibration_is_answered_once_and_cancelled(void **state)
{
    struct running_app app;
    (void)state;
    start_calibrating(&app, "saves");
    http_expect_post(&app, "/api/roller", "{\"command\":\"check\"}", 409); /* while it runs */
    http_expect_post(&app, "/api/session", "{\"command\":\"listen\",\"person_id\":\"p1\",\"legs\":\"right\"}", 409);
    http_expect_post(&app, "/api/roller", "{\"command\":\"answer\",\"ask\":2,\"text\":\"\"}", 409); /* not asked */
    http_expect_post(&app, "/api/roller", "{\"command\":\"answer\",\"ask\":1}", 400);
    http_expect_post(&app, "/api/roller", "{\"command\":\"answer\",\"ask\":1,\"text\":\"300\"}", 204);
    wait_for_state(&app, "\"notices\":[\"answered\"]");
    http_expect_post(&app, "/api/roller", "{\"command\":\"cancel\"}", 204);
    wait_for_state(&app, "\"text\":\"Stopped. The roller is unchanged.\"");
    http_expect_post(&app, "/api/roller", "{\"command\":\"close\"}", 204); /* the logger may still be ending */
    wait_for_state(&app, "\"task\":null");
    stop_app(&app);
}

static void a_calibration_whose_logger_dies_is_said(void **state)
{
    struct running_app app;
    (void)state;
    start_calibrating(&app, "dies");
    http_expect_post(&app, "/api/roller", "{\"command\":\"answer\",\"ask\":1,\"text\":\"300\"}", 204);
    wait_for_state(&app, "has ended unexpectedly");
    stop_app(&app);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_session_is_saved_with_its_pain),
        cmocka_unit_test(a_logger_that_dies_is_said),
        cmocka_unit_test(a_full_disk_is_said),
        cmocka_unit_test(a_disk_that_is_full_at_the_end_is_said),
        cmocka_unit_test(a_session_takes_nothing_from_the_last),
        cmocka_unit_test(a_virtual_roller_that_does_not_start_is_said),
        cmocka_unit_test(an_unplugged_roller_is_said_until_it_is_back),
        cmocka_unit_test(lines_that_are_no_events_do_no_harm),
        cmocka_unit_test(a_recording_is_saved_when_the_app_ends),
        cmocka_unit_test(a_list_may_end_after_the_app_was_ended),
        cmocka_unit_test(a_check_says_what_it_found),
        cmocka_unit_test(a_calibration_is_answered_once_and_cancelled),
        cmocka_unit_test(a_calibration_whose_logger_dies_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
