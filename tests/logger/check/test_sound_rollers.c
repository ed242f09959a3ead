/* SPDX-License-Identifier: MIT */
/* The assessment of `check` on simulated rollers: sound ones of all kinds have no fault, and each planted fault is
 * found. The readings are those of `virtual-roller --session`, which shares no code with the check. */

#include "check/health.h"
#include "logger/support/roller_fault.h"
#include "support/cmocka_includes.h"
#include "support/run_program.h"
#include "support/temp_dir.h"

#include <stdio.h>

#define ROLLERS 60
#define FAULTY_STRIP 3
#define CHECK_MAX_US 60000000
#define LIMIT_S 60.0

static const char *const behaviors[] = {
    "sections",    "half",       "grow",       "scatter",  "start-knee", "rests",   "rocks",
    "slide",       "creep-slip", "stick-slip", "put-back", "slope",      "posture", "load-radius",
    "bare-radius", "tape",       "saturation", "mounted",  "drift",      "lever",
};
#define BEHAVIORS (sizeof behaviors / sizeof behaviors[0])

static const char *const messages[] = {
    [SHORTED] = "strip 3: 6138 to 6138, noise 0.0: always at full scale",
    [OPEN] = "reads nothing while others do",
    [STUCK] = "strip 3: 777 to 777, noise 0.0: never changes",
    [LOOSE] = "loose connection?",
    [NOISY] = "noisy even when quietest",
    [IMU_SILENT] = "motion sensor: no answer",
    [IMU_STUCK] = "no axis ever changes",
    [GRAVITY] = "FAULT  gravity",
    [GYRO_BIAS] = "the gyro is off by",
    [LOSSES] = "FAULT  lost",
    [JITTER] = "FAULT  jitter",
    [RATE] = "FAULT  rate",
};

struct session {
    struct temp_dir dir;
    char path[512];
};

static int setup(void **state)
{
    static struct session session;
    temp_dir_make(&session.dir);
    temp_dir_join(&session.dir, "a.csv", session.path, sizeof session.path);
    *state = &session;
    return 0;
}

static int teardown(void **state)
{
    struct session *session = *state;
    temp_dir_remove(&session->dir);
    return 0;
}

/* Simulate roller `number`. Every fourth has no motion sensor, every fifth has bias resistors. */
static void simulate(const struct session *session, unsigned number)
{
    char seed[16];
    const char *argv[12] = {BUILD_DIR "/virtual-roller", "--session", session->path, "--seed", seed};
    size_t count = 5;
    snprintf(seed, sizeof seed, "%u", 7000 + number);
    if (number % 3) {
        argv[count++] = "--behaviour";
        argv[count++] = behaviors[number % BEHAVIORS];
    }
    if (number % 4 == 3)
        argv[count++] = "--no-imu";
    if (number % 5 == 4)
        argv[count++] = "--bias-resistors";
    struct program_result result = program_run(argv, NULL, LIMIT_S);
    if (result.status != 0)
        fail_msg("%s", result.err);
    program_result_free(&result);
}

static void read_metadata(const char *line, struct session_header *header)
{
    char *rest;
    if (sscanf(line, "# rate_hz: %lf", &header->rate_hz) == 1 ||
        sscanf(line, "# adc_full_scale: %lf", &header->adc_full_scale) == 1 ||
        sscanf(line, "# accel_lsb_per_g: %lf", &header->accel_lsb_per_g) == 1 ||
        sscanf(line, "# gyro_lsb_per_dps: %lf", &header->gyro_lsb_per_dps) == 1)
        return;
    if (strncmp(line, "time_s,", 7) == 0)
        header->has_imu = strstr(line, "gyro_z") != NULL;
    if (strncmp(line, "# strip_angle_deg:", 18) != 0)
        return;
    header->strip_count = 0;
    for (const char *next = line + 18; header->strip_count < SESSION_STRIPS_MAX; next = rest) {
        header->strip_angle_deg[header->strip_count] = strtod(next, &rest);
        if (rest == next)
            break;
        header->strip_count++;
    }
}

static struct session_row read_row(const char *line, const struct session_header *header)
{
    struct session_row row = {0};
    char *rest;
    row.time_us = (int64_t)(strtod(line, &rest) * 1e6 + 0.5);
    row.host_us = (int64_t)(strtod(rest + 1, &rest) * 1e6 + 0.5);
    row.seq = (uint16_t)strtoul(rest + 1, &rest, 10);
    for (unsigned i = 0; i < header->strip_count; i++)
        row.strip[i] = (uint16_t)strtoul(rest + 1, &rest, 10);
    row.imu_valid = header->has_imu && rest[1] != ',';
    for (unsigned i = 0; row.imu_valid && i < SESSION_IMU_AXES; i++)
        row.imu[i] = (int16_t)strtol(rest + 1, &rest, 10);
    return row;
}

static void plant_strip_fault(struct session_row *row, unsigned number, enum fault fault)
{
    uint16_t *strip = &row->strip[FAULTY_STRIP];
    switch (fault) {
    case SHORTED: *strip = 6138; break;
    case OPEN: *strip = (uint16_t)(number * 31 % 3); break;
    case STUCK: *strip = 777; break;
    case LOOSE: *strip = number % 40 < 7 ? *strip / 20 : *strip; break;
    case NOISY: *strip = (uint16_t)(*strip + number * 7919 % 200); break;
    default: break;
    }
}

static void plant_imu_fault(struct session_row *row, unsigned number, enum fault fault)
{
    static const int16_t stuck[SESSION_IMU_AXES] = {8192, 0, 0, 0, 0, 0};
    row->imu_valid = row->imu_valid && !(fault == IMU_SILENT && number % 20 == 0);
    if (fault == IMU_STUCK)
        memcpy(row->imu, stuck, sizeof stuck);
    for (unsigned axis = SESSION_ACCEL_X; fault == GRAVITY && axis <= SESSION_ACCEL_Z; axis++)
        row->imu[axis] /= 2;
    if (fault == GYRO_BIAS)
        row->imu[SESSION_GYRO_Z] = (int16_t)(row->imu[SESSION_GYRO_Z] + 1000);
}

/* Assess a simulated session as `check` would, with a fault. The caller frees the report. */
static char *assess(const struct session *session, enum fault fault, bool *is_healthy)
{
    static struct session_decoder decoder;
    struct health *health = calloc(1, sizeof *health);
    struct text_buffer report = {0};
    char line[1024];
    FILE *file = fopen(session->path, "r");
    assert_true(file && health);
    memset(&decoder, 0, sizeof decoder);
    session_header_init(&decoder.header);
    for (unsigned number = 0; fgets(line, sizeof line, file);) {
        if (line[0] == '#' || line[0] == 't') {
            read_metadata(line, &decoder.header);
            continue;
        }
        struct session_row row = read_row(line, &decoder.header);
        number++;
        if (fault == LOSSES && number % 50 == 17) {
            decoder.counts.lost++;
            continue;
        }
        plant_strip_fault(&row, number, fault);
        plant_imu_fault(&row, number, fault);
        row.time_us = fault == RATE ? row.time_us * 11 / 10 : row.time_us + (fault == JITTER && number % 10 == 4) * 700;
        clock_skew_add(&decoder.clock_skew, row.time_us, row.host_us);
        health_add_row(health, &decoder.header, &row);
        if (health_is_complete(health, &decoder.header) || row.time_us > CHECK_MAX_US)
            break;
    }
    fclose(file);
    *is_healthy = health_report(health, &decoder, &report, NULL);
    free(health);
    assert_false(report.failed);
    return report.bytes;
}

static void sound_rollers_have_no_fault(void **state)
{
    struct session *session = *state;
    unsigned unhealthy = 0;
    for (unsigned number = 0; number < ROLLERS; number++) {
        bool is_healthy;
        simulate(session, number);
        char *report = assess(session, NONE, &is_healthy);
        if (!is_healthy)
            print_message("roller %u (%s):\n%s", number, number % 3 ? behaviors[number % BEHAVIORS] : "", report);
        unhealthy += !is_healthy;
        free(report);
    }
    assert_int_equal(unhealthy, 0);
    printf("figure: check: %d sound simulated rollers of all kinds, no fault\n", ROLLERS);
}

static void planted_faults_are_found(void **state)
{
    struct session *session = *state;
    unsigned missed = 0, planted = 0;
    for (unsigned number = 0; number < ROLLERS; number += 7) {
        simulate(session, number);
        bool has_imu = number % 4 != 3;
        for (enum fault fault = SHORTED; fault <= RATE; fault++) {
            bool is_healthy;
            if (!has_imu && fault >= IMU_SILENT && fault <= GYRO_BIAS)
                continue;
            char *report = assess(session, fault, &is_healthy);
            bool found = !is_healthy && strstr(report, messages[fault]);
            if (!found)
                print_message("roller %u (%s), \"%s\" not found:\n%s", number,
                              number % 3 ? behaviors[number % BEHAVIORS] : "", messages[fault], report);
            missed += !found;
            planted++;
            free(report);
        }
    }
    assert_int_equal(missed, 0);
    printf("figure: check: %u faults planted in simulated rollers, all found\n", planted);
}

/* Assess a still roller whose clock is slower by `slow_ppm` than that of the computer, which receives the frames of the
 * first three seconds late by `late_us`. Returns whether its clock is a fault. */
static bool clock_is_fault(double slow_ppm, int64_t late_us)
{
    static struct session_decoder decoder;
    struct health health = {0};
    struct text_buffer report = {0};
    memset(&decoder, 0, sizeof decoder);
    session_header_init(&decoder.header);
    session_header_space_strips_evenly(&decoder.header, 8);
    decoder.header.rate_hz = 1e6 / 9984;
    for (unsigned i = 0; i < 900; i++) {
        struct session_row row = {.time_us = i * 9984, .seq = (uint16_t)i};
        row.host_us = (int64_t)((double)row.time_us * (1 + slow_ppm / 1e6)) + (i < 300 ? late_us : 0);
        row.host_us = i >= 300 && i < 300 + late_us / 9984 ? (int64_t)(300 * 9984 + late_us) : row.host_us;
        clock_skew_add(&decoder.clock_skew, row.time_us, row.host_us);
        health_add_row(&health, &decoder.header, &row);
    }
    (void)health_report(&health, &decoder, &report, NULL);
    assert_non_null(strstr(report.bytes, "clock: "));
    bool is_fault = strstr(report.bytes, "FAULT  clock") != NULL;
    text_free(&report);
    return is_fault;
}

static void a_busy_computer_is_not_a_bad_clock(void **state)
{
    (void)state;
    assert_false(clock_is_fault(200, 0));
    assert_true(clock_is_fault(30000, 0));
    assert_true(clock_is_fault(-30000, 0));
    assert_false(clock_is_fault(200, 250000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(sound_rollers_have_no_fault, setup, teardown),
        cmocka_unit_test_setup_teardown(planted_faults_are_found, setup, teardown),
        cmocka_unit_test(a_busy_computer_is_not_a_bad_clock),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
