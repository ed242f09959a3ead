/* SPDX-License-Identifier: MIT */
#include "session/direct_session.h"

#include "person/person.h"
#include "session/output_file.h"
#include "session/truth.h"
#include "wire/vocabulary.h"

#include <math.h>

#define FRAME_US 9984u
#define CONVERSIONS 6.0       /* a reading is the sum of this many conversions */
#define STREAM_CALIBRATION 99 /* stream of random numbers for the errors of the calibration */
#define ADC_NOISE_COUNTS 1.0
#define EVENTS_SIZE 64 /* for all events of a row */
/* Rest before the recording, in which creep and hysteresis settle. */
#define SETTLE_S 1.0
#define SETTLE_STEP_S 0.01

static void write_strip_keys(FILE *out, const struct scene *scene)
{
    struct random random;
    random_seed(&random, scene->person_seed, STREAM_CALIBRATION);
    fputs("# strip_angle_deg:", out);
    for (unsigned i = 0; i < BODY_STRIPS; i++)
        fprintf(out, " %u", 360 / BODY_STRIPS * i);
    fprintf(out, "\n# adc_full_scale: %.0f\n", CONVERSIONS * BODY_ADC_FULL_SCALE);
    /* A careful calibration is accurate to a few per cent. A hard session (scene.h) is not calibrated. */
    fputs("# calibration_k_n:", out);
    for (unsigned i = 0; i < BODY_STRIPS; i++)
        fprintf(out, " %.1f", scene->hard ? 100.0 : scene->body.strip[i].k_n * (1.0 + random_normal(&random, 0.02)));
    fputs("\n# calibration_p:", out);
    for (unsigned i = 0; i < BODY_STRIPS; i++)
        fprintf(out, " %.3f", scene->hard ? 1.0 : scene->body.strip[i].p + random_normal(&random, 0.01));
    fprintf(out, "\n# calibration_source: %s\n", scene->hard ? "default" : "measured 2026-02-20");
}

static void write_header(FILE *out, const struct scene *scene)
{
    unsigned seed = (unsigned)(scene->seed % 100000);
    fputs("# foam-roller-session: 1\n", out);
    if (scene->started != NULL)
        fprintf(out, "# started: %s\n", scene->started);
    else
        fprintf(out, "# started: 2026-03-%02uT%02u:%02u:00.000+01:00\n", 1 + seed % 28, 7 + seed / 28 % 14, seed % 60);
    fprintf(out, "# subject: %s\n", scene->subject);
    fprintf(out, "# leg: %s\n", scene->leg);
    fprintf(out, "# note: simulated by virtual-roller --session, seed %llu%s\n", (unsigned long long)scene->seed,
            scene->hard ? ", hard" : "");
    fprintf(out, "# thigh_length_mm: %g\n", scene->stated_length_mm);
    fprintf(out, "# rate_hz: %.2f\n", 1e6 / FRAME_US);
    fprintf(out, "# rolling_radius_mm: %g\n", scene->stated_radius_mm);
    fputs("# roll_direction: auto\n", out);
    write_strip_keys(out, scene);
    if (scene->imu) {
        fprintf(out, "# accel_lsb_per_g: %.0f\n# gyro_lsb_per_dps: %.1f\n", BODY_ACCEL_LSB_PER_G,
                BODY_GYRO_LSB_PER_DPS);
    }
    fprintf(out, "# device: id=%08X fw=%s board=virtual\n", 0x5A000000u + (unsigned)(scene->person_seed % 100000),
            ROLLER_VERSION);
    fprintf(out, "# logger: virtual-roller %s\n", ROLLER_VERSION);
    fputs("time_s,host_s,seq", out);
    for (unsigned i = 0; i < BODY_STRIPS; i++)
        fprintf(out, ",strip%u", i);
    fputs(scene->imu ? ",accel_x,accel_y,accel_z,gyro_x,gyro_y,gyro_z,event\n" : ",event\n", out);
}

static double row_time_s(unsigned long row)
{
    return (double)row * FRAME_US / 1e6;
}

/* Return a strip's reading as the ADC would: noisy, rounded, clipped. */
static long read_strip(struct scene *scene, unsigned strip)
{
    double counts = CONVERSIONS * (BODY_ADC_FULL_SCALE * body_strip_fraction(&scene->body, strip));
    counts += random_normal(&scene->noise, ADC_NOISE_COUNTS * sqrt(CONVERSIONS));
    return lround(fmin(fmax(counts, 0.0), CONVERSIONS * BODY_ADC_FULL_SCALE));
}

static void write_imu(FILE *out, struct scene *scene, double time_s, const struct motion *motion)
{
    int16_t counts[BODY_IMU_AXES];
    body_imu_counts(&scene->body, motion, &scene->noise, counts);
    imu_faults_apply(&scene->imu_faults, time_s, counts);
    bool is_lost = imu_faults_is_lost(&scene->imu_faults, time_s);
    for (unsigned i = 0; i < BODY_IMU_AXES; i++)
        if (is_lost)
            fputc(',', out);
        else
            fprintf(out, ",%d", counts[i]);
}

/* Advance the body to a row's time and write the row, unless it is lost on the way to the host. */
static void write_row(FILE *out, struct scene *scene, unsigned long row, const char *event, bool is_lost)
{
    double time_s = row_time_s(row);
    struct motion motion = schedule_at(&scene->schedule, time_s);
    body_advance(&scene->body, &motion, person_force_n(&scene->person, time_s, &motion), FRAME_US / 1e6, &scene->noise);
    /* the host receives a row 3 to 7 ms after the roller completes it */
    double host_s = time_s + 0.003 + random_uniform(&scene->noise, 0.0, 0.004);
    if (is_lost)
        return;
    fprintf(out, "%.6f,%.6f,%lu", time_s, host_s, row % 65536);
    for (unsigned i = 0; i < BODY_STRIPS; i++)
        fprintf(out, ",%ld", read_strip(scene, i));
    if (scene->imu)
        write_imu(out, scene, time_s, &motion);
    fprintf(out, ",%s\n", event);
}

/* The events between one written row and the next. */
struct events {
    unsigned presses; /* so far */
    bool has_zero;
    bool imu_was_lost;
};

/* Write the event column of a row into text[EVENTS_SIZE]. */
static void write_events(char *text, struct events *events, const struct scene *scene, double time_s)
{
    const struct schedule *schedule = &scene->schedule;
    bool is_pressed = events->presses < schedule->button_count && schedule->button_s[events->presses] <= time_s;
    bool is_zero = !events->has_zero && schedule->has_zero && schedule->zero_s <= time_s;
    bool is_imu_lost = scene->imu && imu_faults_is_lost(&scene->imu_faults, time_s);
    bool has_imu_changed = is_imu_lost != events->imu_was_lost;
    const char *const names[] = {is_pressed ? WIRE_EVENT_MARK : NULL, is_zero ? WIRE_EVENT_ZERO : NULL,
                                 !has_imu_changed ? NULL
                                 : is_imu_lost    ? WIRE_EVENT_IMU_LOST
                                                  : WIRE_EVENT_IMU_BACK};
    events->presses += is_pressed;
    events->has_zero = events->has_zero || is_zero;
    events->imu_was_lost = is_imu_lost;
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (names[i] != NULL)
            used += (size_t)snprintf(text + used, EVENTS_SIZE - used, "%s%s", used > 0 ? "+" : "", names[i]);
}

/* Let the body come to rest at the start of the schedule. */
static void settle(struct scene *scene)
{
    struct motion motion = schedule_at(&scene->schedule, 0.0);
    for (double t = -SETTLE_S; t < 0.0; t += SETTLE_STEP_S)
        body_advance(&scene->body, &motion, person_force_n(&scene->person, 0.0, &motion), SETTLE_STEP_S, &scene->noise);
}

bool direct_session_write(const char *path, const char *truth, struct scene *scene, struct failure *failure)
{
    struct output_file file;
    if (!output_file_open(&file, path, failure))
        return false;
    write_header(file.stream, scene);
    settle(scene);
    double duration_s = schedule_duration_s(&scene->schedule);
    unsigned long rows = 0;
    unsigned long lost = 0;
    struct events events = {0};
    char event[EVENTS_SIZE] = "";
    for (; row_time_s(rows) < duration_s; rows++) {
        bool is_lost = gaps_include(&scene->gaps, row_time_s(rows));
        if (!is_lost)
            write_events(event, &events, scene, row_time_s(rows));
        write_row(file.stream, scene, rows, event, is_lost);
        lost += is_lost;
    }
    fprintf(file.stream, "# end: rows=%lu lost=%lu\n", rows - lost, lost);
    const struct truth_run run = {.end_s = row_time_s(rows - 1), .sent = rows, .lost = lost, .device_dropped = 0};
    return output_file_commit(&file, path, failure) && (truth == NULL || truth_write(truth, scene, &run, failure));
}
