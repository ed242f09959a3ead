/* SPDX-License-Identifier: MIT */
/* The live tracker, compared with the truth of simulated sessions. */

#include "support/cmocka_includes.h"
#include "terminal/live_tracker.h"
#include "shared/statistics.h"
#include "support/run_program.h"
#include "decode/session_row.h"
#include "support/temp_dir.h"

#include <math.h>

#define ROWS_MAX 60000

struct trial {
    struct temp_dir dir;
    struct session_header header;
    struct live_tracker tracker;
    double *truth_mm; /* true position every tenth of a second */
    size_t truth_count;
    double strokes;
    double errors_mm[ROWS_MAX]; /* position error over the rows under load */
    size_t error_count;
    double longest_dwell_s, longest_dwell_mm;
};

/* Parse the numbers of a header line, if its key is `key`. */
static void parse_numbers(const char *line, const char *key, double *values, unsigned count)
{
    if (strncmp(line + 2, key, strlen(key)) != 0)
        return;
    char *cursor = strchr(line, ':') + 1;
    for (unsigned i = 0; i < count; i++)
        values[i] = strtod(cursor, &cursor);
}

static void read_truth(struct trial *trial, const char *path)
{
    char *text = temp_file_read(path, NULL);
    assert_non_null(text);
    trial->truth_mm = calloc(ROWS_MAX, sizeof *trial->truth_mm);
    trial->strokes = atof(strstr(text, "\"strokes\":") + 10);
    for (char *cursor = strstr(text, "\"position\": [") + 13; *cursor == '[' && trial->truth_count < ROWS_MAX;) {
        strtod(cursor + 1, &cursor); /* the time */
        trial->truth_mm[trial->truth_count++] = strtod(cursor + 1, &cursor);
        cursor += strncmp(cursor, "], ", 3) == 0 ? 3 : 1;
    }
    free(text);
}

static void add_row(struct trial *trial, const char *line)
{
    struct session_row row = {0};
    char *cursor;
    row.time_us = (int64_t)llround(strtod(line, &cursor) * 1e6);
    cursor = strchr(strchr(cursor + 1, ',') + 1, ',') + 1;
    for (unsigned i = 0; i < trial->header.strip_count; i++) {
        row.strip[i] = (uint16_t)strtoul(cursor, &cursor, 10);
        cursor++;
    }
    for (unsigned i = 0; trial->header.has_imu && i < SESSION_IMU_AXES; i++) {
        row.imu_valid = *cursor != ',';
        row.imu[i] = (int16_t)strtol(cursor, &cursor, 10);
        cursor++;
    }
    snprintf(row.event, sizeof row.event, "%.*s", (int)strcspn(cursor, "\r\n"), cursor);
    live_tracker_add_row(&trial->tracker, &trial->header, &row);
    size_t index = (size_t)(row.time_us / 100000);
    double fraction = (double)(row.time_us % 100000) / 100000;
    if (trial->tracker.loaded && index + 1 < trial->truth_count && trial->error_count < ROWS_MAX) {
        double truth_mm = (1 - fraction) * trial->truth_mm[index] + fraction * trial->truth_mm[index + 1];
        trial->errors_mm[trial->error_count++] = fabs(trial->tracker.position_mm - truth_mm);
    }
    if (trial->tracker.visit_dwell_s > trial->longest_dwell_s) {
        trial->longest_dwell_s = trial->tracker.visit_dwell_s;
        trial->longest_dwell_mm = trial->tracker.position_mm;
    }
}

static void read_session(struct trial *trial, const char *path)
{
    char *text = temp_file_read(path, NULL);
    assert_non_null(text);
    session_header_init(&trial->header);
    for (char *line = text, *next; *line; line = next) {
        next = line + strcspn(line, "\n");
        next += *next == '\n';
        parse_numbers(line, SESSION_KEY_FULL_SCALE, &trial->header.adc_full_scale, 1);
        parse_numbers(line, SESSION_KEY_CALIBRATION_K, trial->header.calibration_k_n, 8);
        parse_numbers(line, SESSION_KEY_CALIBRATION_P, trial->header.calibration_p, 8);
        parse_numbers(line, SESSION_KEY_ROLLING_RADIUS, &trial->header.rolling_radius_mm, 1);
        if (strncmp(line, "time_s", 6) == 0)
            trial->header.has_imu = strstr(line, "accel_x") != NULL && strstr(line, "accel_x") < next;
        else if (*line >= '0' && *line <= '9')
            add_row(trial, line);
    }
    free(text);
}

/* Simulate a session and track it. `thigh_length_mm` is 0 if the tracker does not know it. The caller calls
 * free_trial. */
static struct trial *track_simulated_session(const char *seed, const char *option, const char *spots,
                                             double thigh_length_mm, enum session_start start)
{
    struct trial *trial = calloc(1, sizeof *trial);
    char session[512], truth[512];
    assert_non_null(trial);
    temp_dir_make(&trial->dir);
    temp_dir_join(&trial->dir, "a.csv", session, sizeof session);
    temp_dir_join(&trial->dir, "a.json", truth, sizeof truth);
    const char *const argv[] = {BUILD_DIR "/virtual-roller",
                                "--session",
                                session,
                                "--truth",
                                truth,
                                "--seed",
                                seed,
                                "--strokes",
                                "20",
                                "--thigh-length",
                                "350",
                                spots ? "--spots" : option,
                                spots ? spots : NULL,
                                option,
                                NULL};
    struct program_result simulated = program_run(argv, NULL, 30);
    assert_int_equal(simulated.status, 0);
    program_result_free(&simulated);
    live_tracker_init(&trial->tracker, thigh_length_mm, start);
    read_truth(trial, truth);
    read_session(trial, session);
    temp_dir_remove(&trial->dir);
    assert_true(trial->error_count > 1000);
    statistics_sort(trial->errors_mm, trial->error_count);
    return trial;
}

static void free_trial(struct trial *trial)
{
    free(trial->truth_mm);
    free(trial);
}

static void the_position_is_near_the_truth(void **state)
{
    (void)state;
    static const struct {
        const char *name, *option;
        enum session_start start;
        double length_mm, median_mm, p95_mm;
    } kinds[] = {
        {"motion sensor", NULL, SESSION_START_UNKNOWN, 350, 8, 15},
        {"motion sensor, length not given", NULL, SESSION_START_UNKNOWN, 0, 8, 15},
        {"strips alone", "--no-imu", SESSION_START_UNKNOWN, 350, 20, 35},
        {"poor sensors and slip", "--hard", SESSION_START_UNKNOWN, 350, 15, 25},
        {"start at the knee", "--behaviour=start-knee", SESSION_START_KNEE, 350, 15, 25},
    };
    for (size_t kind = 0; kind < sizeof kinds / sizeof kinds[0]; kind++) {
        double worst_median_mm = 0, worst_p95_mm = 0;
        for (int seed = 1; seed <= 5; seed++) {
            char text[16];
            snprintf(text, sizeof text, "%d", seed);
            struct trial *trial =
                track_simulated_session(text, kinds[kind].option, NULL, kinds[kind].length_mm, kinds[kind].start);
            double median_mm = trial->errors_mm[trial->error_count / 2],
                   p95_mm = trial->errors_mm[trial->error_count * 95 / 100];
            assert_true(fabs(trial->tracker.strokes - trial->strokes) <= 1);
            worst_median_mm = fmax(worst_median_mm, median_mm);
            worst_p95_mm = fmax(worst_p95_mm, p95_mm);
            free_trial(trial);
        }
        printf("figure: live position, %s: worst of 5 sessions %.1f mm in the median, %.1f mm in 95 %% of "
               "the rows\n",
               kinds[kind].name, worst_median_mm, worst_p95_mm);
        assert_true(worst_median_mm < kinds[kind].median_mm && worst_p95_mm < kinds[kind].p95_mm);
    }
}

static void a_visit_is_counted_and_a_reversal_is_not(void **state)
{
    (void)state;
    struct trial *trial = track_simulated_session("4", NULL, "180", 350, SESSION_START_UNKNOWN);
    printf("figure: longest visit %.1f s at %.0f mm; the spot is at 180 mm\n", trial->longest_dwell_s,
           trial->longest_dwell_mm);
    assert_true(trial->longest_dwell_s > 5 && fabs(trial->longest_dwell_mm - 180) < LIVE_TRACKER_VISIT_MM);
    unsigned longest_bin = 0;
    for (unsigned i = 0; i < LIVE_TRACKER_BINS; i++)
        longest_bin = trial->tracker.dwell_s[i] > trial->tracker.dwell_s[longest_bin] ? i : longest_bin;
    assert_true(fabs((longest_bin + 0.5) * LIVE_TRACKER_BIN_MM - 180) < LIVE_TRACKER_VISIT_MM / 2);
    free_trial(trial);
    trial = track_simulated_session("18", "--random-spots=0", NULL, 350, SESSION_START_UNKNOWN);
    printf("figure: longest visit %.1f s without any spot\n", trial->longest_dwell_s);
    assert_true(trial->longest_dwell_s < 8);
    free_trial(trial);
}

static unsigned add_plain_row(struct live_tracker *tracker, int64_t time_us, uint16_t reading, const char *event)
{
    struct session_header header;
    struct session_row row = {.time_us = time_us, .strip = {reading, reading, reading, reading}};
    session_header_init(&header);
    snprintf(row.event, sizeof row.event, "%s", event);
    return live_tracker_add_row(tracker, &header, &row);
}

/* The roller was lifted and restarted with other settings, so session time begins again. */
static void a_lift_is_as_long_in_the_next_file(void **state)
{
    (void)state;
    static struct live_tracker tracker;
    unsigned events = 0;
    live_tracker_init(&tracker, 400, SESSION_START_UNKNOWN);
    for (int64_t time_us = 0; time_us < 60000000; time_us += 10000)
        events |= add_plain_row(&tracker, time_us, 700, time_us == 59000000 ? "mark" : "");
    assert_true(tracker.loaded && (events & LIVE_MARK));
    assert_true(events & LIVE_VISIT_BEGAN);
    events = 0;
    for (int64_t time_us = 0; time_us <= 12000000; time_us += 10000)
        events |= add_plain_row(&tracker, time_us, 0, "");
    assert_true(events & LIVE_LIFTED);
    assert_float_equal(live_tracker_lifted_s(&tracker), 12, 0.5);
    assert_true(tracker.time_us - tracker.notice_us >= 12900000 && tracker.time_us - tracker.notice_us <= 13100000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_position_is_near_the_truth),
        cmocka_unit_test(a_visit_is_counted_and_a_reversal_is_not),
        cmocka_unit_test(a_lift_is_as_long_in_the_next_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
