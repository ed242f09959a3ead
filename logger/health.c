/* SPDX-License-Identifier: MIT */
#include "health.h"

#include "text.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define RATE_OFF 0.02         /* of the rate that the roller tells */
#define LOST_OFTEN 0.001      /* of the frames */
#define LOADED_PART 0.02      /* of full scale: a strip that carries something */
#define SATURATED_PART 0.98
#define IMU_SILENT_PART 0.01
#define GRAVITY_OFF_G 0.25
#define TURNING_DPS 5.0
#define CLOCK_OFF_PPM 10000.0 /* ceramic resonators are within 5000 */
#define REPLAY_PPM 1e5 /* no clock is so wrong: these are recorded lines */
#define DRIFT_SPAN_US 5000000

struct report {
    struct text text;
    unsigned faults;
};

static void add(struct report *report, bool fault, const char *format, ...) __attribute__((format(printf, 3, 4)));

static void add(struct report *report, bool fault, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    report->faults += fault;
    text_add(&report->text, "%s", fault ? "  FAULT  " : "  ok     ");
    text_add_arguments(&report->text, format, arguments);
    va_end(arguments);
}

static void column_add(struct health_column *column, uint64_t count, double value)
{
    if (count == 1)
        *column = (struct health_column){.least = value, .most = value, .last = value};
    double off = value - column->mean;
    column->mean += off / (double)count;
    column->sum_squares += off * (value - column->mean);
    column->step_squares += (value - column->last) * (value - column->last);
    column->last = value;
    column->least = fmin(column->least, value);
    column->most = fmax(column->most, value);
}

void health_row(struct health *health, const struct session_row *row, unsigned strip_count)
{
    health->rows++;
    if (health->rows == 1)
        health->first_us = row->time_us;
    else if (row->host_us - health->last_host_us > health->longest_wait_us)
        health->longest_wait_us = row->host_us - health->last_host_us;
    health->last_us = row->time_us;
    health->last_host_us = row->host_us;
    for (unsigned i = 0; i < strip_count; i++)
        column_add(&health->strip[i], health->rows, row->strip[i]);
    health->imu_rows += row->imu_valid;
    for (unsigned i = 0; row->imu_valid && i < SESSION_IMU_AXES; i++)
        column_add(&health->imu[i], health->imu_rows, row->imu[i]);
}

static void report_flow(struct report *report, const struct health *health, const struct recorder *recorder)
{
    double span_s = (double)(health->last_us - health->first_us) / 1e6;
    uint64_t made = health->rows + recorder->counts.lost;
    double rate_hz = span_s > 0 ? (double)(made - 1) / span_s : 0, told_hz = recorder->header.rate_hz;
    add(report, told_hz > 0 && fabs(rate_hz / told_hz - 1) > RATE_OFF, "rate: %.2f readings a second, %.2f expected\n",
        rate_hz, told_hz);
    add(report, (double)recorder->counts.lost > LOST_OFTEN * (double)made,
        "lost: %llu of %llu readings; lines damaged: %llu\n", (unsigned long long)recorder->counts.lost,
        (unsigned long long)made, (unsigned long long)recorder_rejected_lines(recorder));
    add(report, false, "longest wait for a reading: %.0f ms\n", (double)health->longest_wait_us / 1000);
    struct drift_fit fit;
    if (drift_fit(&recorder->drift, DRIFT_SPAN_US, &fit) && fabs(fit.host_ppm) < REPLAY_PPM)
        add(report, fabs(fit.host_ppm) > CLOCK_OFF_PPM, "clock: about %.0f ppm %s than this computer's\n",
            fabs(fit.host_ppm), fit.host_ppm > 0 ? "slower" : "faster");
}

static void report_strips(struct report *report, const struct health *health, const struct session_header *header)
{
    unsigned loaded = 0;
    for (unsigned i = 0; i < header->strip_count; i++)
        loaded += health->strip[i].most > LOADED_PART * header->adc_full_scale;
    bool rolled = loaded > header->strip_count / 2;
    for (unsigned i = 0; i < header->strip_count; i++) {
        const struct health_column *strip = &health->strip[i];
        double noise = sqrt(strip->step_squares / 2 / (double)health->rows);
        bool saturated = strip->least >= SATURATED_PART * header->adc_full_scale;
        bool dead = rolled && strip->most <= LOADED_PART * header->adc_full_scale;
        bool stuck = rolled && strip->most <= strip->least;
        const char *what = saturated ? ": always at full scale, shorted?"
                           : dead    ? ": feels nothing while others do, open?"
                           : stuck   ? ": never changes, stuck"
                                     : "";
        add(report, *what != '\0', "strip %u: %.0f to %.0f, noise %.1f%s\n", i, strip->least, strip->most, noise, what);
    }
    if (!rolled)
        add(report, false, "the roller carried no load: roll it under load to check every strip\n");
}

static void report_imu(struct report *report, const struct health *health, const struct session_header *header)
{
    if (!header->has_imu) {
        add(report, false, "no motion sensor: the ring of strips alone tells the angle\n");
        return;
    }
    double silent = 1 - (double)health->imu_rows / (double)health->rows;
    add(report, silent > IMU_SILENT_PART, "motion sensor: silent %.1f %% of the time\n", silent * 100);
    if (health->imu_rows == 0)
        return;
    double square = 0, moved = 0;
    for (unsigned i = 0; i < SESSION_IMU_AXES; i++)
        moved += health->imu[i].step_squares;
    for (unsigned i = 0; i < 3; i++) /* mean square: turning or not, gravity is in it */
        square += health->imu[i].mean * health->imu[i].mean + health->imu[i].sum_squares / (double)health->imu_rows;
    double gravity_g = sqrt(square) / header->accel_lsb_per_g;
    add(report, fabs(gravity_g - 1) > GRAVITY_OFF_G, "gravity: %.2f g\n", gravity_g);
    const struct health_column *gyro = &health->imu[5];
    double rate_dps = sqrt(gyro->mean * gyro->mean + gyro->sum_squares / (double)health->imu_rows) / header->gyro_lsb_per_dps;
    add(report, moved <= 0, "%s: %.1f deg/s about the axle%s\n", rate_dps > TURNING_DPS ? "turning" : "still", rate_dps,
        moved <= 0 ? "; no axis ever changes, stuck" : "");
}

/* What the roller itself says of its state: damaged settings are a fault, the rest is worth knowing. */
static void report_device(struct report *report, const struct device *device)
{
    const char *warning;
    for (unsigned i = 0; (warning = device_warning(device, i)); i++)
        add(report, i == 0 && strcmp(device->settings, "corrupt") == 0, "%s\n", warning);
}

bool health_report(const struct health *health, const struct recorder *recorder, char *text, size_t size)
{
    struct report report = {.text = text_begin(text, size)};
    report_device(&report, &recorder->device);
    report_flow(&report, health, recorder);
    report_strips(&report, health, &recorder->header);
    report_imu(&report, health, &recorder->header);
    if (report.faults == 0)
        text_add(&report.text, "The roller is healthy.\n");
    else
        text_add(&report.text, "The roller is not healthy: %u fault%s above.\n", report.faults, report.faults == 1 ? "" : "s");
    return report.faults == 0;
}
