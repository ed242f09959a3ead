/* SPDX-License-Identifier: MIT */
/* The complete chain as a user runs it: the shipped image in simavr behind a pseudo-terminal, the logger, the
 * analyzer. The result is compared with the spots that the simulator planted and the frames that it sent. */
#include "support/cmocka_includes.h"
#include "support/run_program.h"
#include "spot_truth.h"
#include "support/temp_dir.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROLLER BUILD_DIR "/virtual-roller"
#define LOGGER BUILD_DIR "/roller-logger"
#define ANALYZER BUILD_DIR "/roller-analyzer"
#define IMAGE FIRMWARE_DIR "/uno.elf"
#define TIME_LIMIT_S 300
#define THIGH_MM "350"
#define RADIUS_MM "72.5"

struct chain {
    struct temp_dir dir;
    char port[300], session[300], truth[300], page[300];
};

static int set_up(void **state)
{
    struct chain *chain = calloc(1, sizeof *chain);
    temp_dir_make(&chain->dir);
    temp_dir_join(&chain->dir, "roller", chain->port, sizeof chain->port);
    temp_dir_join(&chain->dir, "session.csv", chain->session, sizeof chain->session);
    temp_dir_join(&chain->dir, "truth.json", chain->truth, sizeof chain->truth);
    temp_dir_join(&chain->dir, "session.html", chain->page, sizeof chain->page);
    *state = chain;
    return 0;
}

static int tear_down(void **state)
{
    struct chain *chain = *state;
    temp_dir_remove(&chain->dir);
    free(chain);
    return 0;
}

/* Record a session of the virtual roller, started with `roller_options` (ended by NULL), over a
 * pseudo-terminal. */
static void record(const struct chain *chain, const char *const roller_options[])
{
    const char *roller_argv[32] = {ROLLER,    "--firmware",       IMAGE,     "--pty", chain->port,
                                   "--truth", chain->truth,       "--speed", "max",   "--thigh-length",
                                   THIGH_MM,  "--rolling-radius", RADIUS_MM};
    size_t used = 13;
    for (size_t i = 0; roller_options[i]; i++)
        roller_argv[used++] = roller_options[i];
    struct program roller = program_start(roller_argv, NULL);
    assert_true(program_wait_for_path(&roller, chain->port, TIME_LIMIT_S));
    const char *const logger_argv[] = {
        LOGGER,           "record", "--port",           chain->port, "-o", chain->session, "--leg", "right",
        "--thigh-length", THIGH_MM, "--rolling-radius", RADIUS_MM,   NULL};
    struct program_result logged = program_run(logger_argv, NULL, TIME_LIMIT_S);
    struct program_result rolled = program_wait(&roller, TIME_LIMIT_S);
    if (logged.status != 0 || rolled.status != 0)
        fail_msg("logger: %d %s roller: %d %s", logged.status, logged.err, rolled.status, rolled.err);
    program_result_free(&logged);
    program_result_free(&rolled);
}

static json_t *report(const struct chain *chain)
{
    const char *const argv[] = {ANALYZER, "report", "--json", chain->session, NULL};
    struct program_result run = program_run(argv, NULL, TIME_LIMIT_S);
    assert_int_equal(run.status, 0);
    json_t *object = spot_truth_parse(run.out);
    program_result_free(&run);
    return object;
}

static double number(const json_t *object, const char *section, const char *name)
{
    const json_t *value = json_object_get(section ? json_object_get(object, section) : object, name);
    assert_true(json_is_number(value));
    return json_number_value(value);
}

static void check_against_truth(const struct chain *chain, const char *method)
{
    json_t *reported = report(chain);
    json_t *truth = spot_truth_load(chain->truth);
    double largest_mm = spot_truth_assert(reported, truth, 10);
    assert_int_equal(number(reported, "session", "lost_frames"), 0);
    assert_int_equal(number(reported, "session", "rows"), number(truth, NULL, "sent"));
    assert_true(number(reported, "session", "duration_s") >= 60);
    assert_string_equal(json_string_value(json_object_get(json_object_get(reported, "position"), "method")), method);
    printf("figure: %s: %.0f s, %.0f frames, 0 lost, %zu spots within %.1f mm\n", method,
           number(reported, "session", "duration_s"), number(truth, NULL, "sent"),
           json_array_size(json_object_get(truth, "spots")), largest_mm);
    json_decref(reported);
    json_decref(truth);
}

static void two_spots_from_pin_to_page(void **state)
{
    const struct chain *chain = *state;
    const char *const options[] = {"--spots", "115,240", "--strokes", "14", "--seed", "15", NULL};
    record(chain, options);
    check_against_truth(chain, "imu");

    const char *const argv[] = {ANALYZER, "report", chain->session, NULL};
    struct program_result run = program_run(argv, NULL, TIME_LIMIT_S);
    assert_int_equal(run.status, 0);
    assert_non_null(strstr(run.out, chain->page));
    char *page = temp_file_read(chain->page, NULL);
    assert_non_null(page);
    assert_non_null(strstr(page, "<svg"));
    assert_non_null(strstr(page, "</html>"));
    free(page);
    program_result_free(&run);
}

static void the_ring_alone_finds_the_spots_too(void **state)
{
    const struct chain *chain = *state;
    const char *const options[] = {"--spots", "140", "--strokes", "22", "--seed", "12", "--no-imu", NULL};
    record(chain, options);
    check_against_truth(chain, "ring");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(two_spots_from_pin_to_page, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_ring_alone_finds_the_spots_too, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
