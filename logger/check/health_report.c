/* SPDX-License-Identifier: MIT */
#include "check/health.h"

#include "decode/clock_skew.h"
#include "shared/text_buffer.h"
#include "wire/vocabulary.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Limits; a finding beyond one is a fault. */
#define RATE_OFF_FRACTION 0.02    /* difference from the rate that the roller reports, as a fraction of it */
#define LOST_FRACTION 0.001       /* lost frames, as a fraction of all */
#define SATURATED_FRACTION 0.98   /* lowest reading of a strip, as a fraction of full scale */
#define NOISE_FRACTION 0.005      /* noise of a strip, as a fraction of full scale; an intact strip has 0.0005 */
#define IMU_DROPOUT_FRACTION 0.01 /* rows without a reading of the motion sensor, as a fraction of all */
#define GRAVITY_OFF_G 0.25        /* difference between the measured gravity and 1 g */
#define GYRO_BIAS_DPS 25.0        /* the data sheet allows 20 */
#define JITTER_FRACTION 0.05      /* error of the time between two frames, as a fraction of that time */
#define CLOCK_OFF_PPM 10000.0     /* ceramic resonators are within 5000 */

#define REPLAY_PPM 1e5 /* no clock is off by this much, so the lines are a replay */
#define CLOCK_CHECK_SPAN_MIN_US 5000000

#define TEXT_SIZE 800 /* longest finding */

#define BEYOND_LIMIT "limit"

struct report {
    struct text_buffer *out;
    const struct health_listener *listener;
    int strip; /* that the findings are about; negative = none */
    unsigned faults;
    bool incomplete; /* something could not be assessed, because the roller was not rolled or was never at rest */
};

static void add(struct report *report, enum health_severity severity, const char *about, const char *problem,
                const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Add a line about `about`; `problem` counts unless all is well. */
static void add(struct report *report, enum health_severity severity, const char *about, const char *problem,
                const char *format, ...)
{
    static const char *const labels[] = {
        [HEALTH_OK] = "  ok     ", [HEALTH_NOTE] = "  note   ", [HEALTH_FAULT] = "  FAULT  "};
    report->faults += severity == HEALTH_FAULT;
    char text[TEXT_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    text_addf(report->out, "%s%s\n", labels[severity], text);
    const struct health_finding finding = {.severity = severity,
                                           .strip = report->strip,
                                           .about = about,
                                           .problem = severity == HEALTH_OK ? NULL : problem,
                                           .text = text};
    if (report->listener)
        report->listener->finding(report->listener->context, &finding);
}

static enum health_severity fault_if(bool fault)
{
    return fault ? HEALTH_FAULT : HEALTH_OK;
}

/* A computer that is busy receives frames late: how late they were, spread over the check, is the error of the fit. */
static void report_clock(struct report *report, const struct health *health, const struct session_decoder *decoder)
{
    struct clock_skew_fit fit;
    if (!clock_skew_fit(&decoder->clock_skew, CLOCK_CHECK_SPAN_MIN_US, &fit) || fabs(fit.host_ppm) > REPLAY_PPM)
        return;
    double error_ppm = (double)health->max_late_us / (double)(health->last_us - health->first_us) * 1e6;
    double off_ppm = fabs(fit.host_ppm);
    if (off_ppm > CLOCK_OFF_PPM && off_ppm <= CLOCK_OFF_PPM + error_ppm) {
        report->incomplete = true;
        add(report, HEALTH_NOTE, "clock", "not_checked",
            "clock: not checked, because this computer was busy and received frames late");
        return;
    }
    add(report, fault_if(off_ppm > CLOCK_OFF_PPM), "clock", BEYOND_LIMIT,
        "clock: about %.0f ppm %s than this computer's", off_ppm, fit.host_ppm > 0 ? "slower" : "faster");
}

static void report_data_rate(struct report *report, const struct health *health, const struct session_decoder *decoder)
{
    double span_s = (double)(health->last_us - health->first_us) / 1e6;
    uint64_t sent = health->rows + decoder->counts.lost;
    double rate_hz = span_s > 0 ? (double)(sent - 1) / span_s : 0, nominal_hz = decoder->header.rate_hz;
    add(report, fault_if(nominal_hz > 0 && fabs(rate_hz / nominal_hz - 1) > RATE_OFF_FRACTION), "rate", BEYOND_LIMIT,
        "rate: %.2f frames per second, %.2f expected", rate_hz, nominal_hz);
    if (nominal_hz > 0)
        add(report,
            fault_if((double)health->max_jitter_us > JITTER_FRACTION * 1e6 / nominal_hz &&
                     fabs(rate_hz / nominal_hz - 1) <= RATE_OFF_FRACTION),
            "jitter", BEYOND_LIMIT, "jitter: %.3f ms apart, at most %.3f ms off", 1e3 / nominal_hz,
            (double)health->max_jitter_us / 1e3);
    add(report, fault_if((double)decoder->counts.lost > LOST_FRACTION * (double)sent), "lost", BEYOND_LIMIT,
        "lost: %llu of %llu frames; lines damaged: %llu", (unsigned long long)decoder->counts.lost,
        (unsigned long long)sent, (unsigned long long)session_decoder_rejected_lines(decoder));
    add(report, HEALTH_OK, "wait", NULL, "longest wait for a frame: %.0f ms", (double)health->max_wait_us / 1000);
    report_clock(report, health, decoder);
}

/* What is known about the strip beside its readings. */
struct strip_view {
    bool is_seen;     /* it has carried a load */
    bool is_missed;   /* it has not, although a load has come past each strip */
    bool most_loaded; /* more than half of the strips have carried a load */
};

/* A fault of a strip: its word, and what is appended to its line. */
struct strip_fault {
    const char *word, *text;
};

/* Return the fault of a strip; the text is "" if it has none. */
static struct strip_fault find_fault(const struct health_column *strip, double full_scale,
                                     const struct strip_view *view)
{
    if (strip->min >= SATURATED_FRACTION * full_scale)
        return (struct strip_fault){"shorted", ": always at full scale, shorted?"};
    if (view->most_loaded && view->is_missed)
        return (struct strip_fault){"open", ": reads nothing while others do, open?"};
    if (view->most_loaded && view->is_seen && strip->max <= strip->min)
        return (struct strip_fault){"stuck", ": never changes, stuck"};
    if (strip->dropouts > 0)
        return (struct strip_fault){"dropouts", ": drops out and comes back, loose connection?"};
    double noise_max = NOISE_FRACTION * full_scale;
    if (strip->min_variance > noise_max * noise_max)
        return (struct strip_fault){"noisy", ": noisy even when quietest"};
    return (struct strip_fault){NULL, ""};
}

static void report_strips(struct report *report, const struct health *health, const struct session_decoder *decoder)
{
    const struct session_header *header = &decoder->header;
    unsigned loaded = 0;
    for (unsigned i = 0; i < header->strip_count; i++)
        loaded += health_strip_is_seen(health, header, i);
    struct strip_view view = {.most_loaded = loaded > header->strip_count / 2};
    for (unsigned i = 0; i < header->strip_count; i++) {
        const struct health_column *strip = &health->strip[i];
        view.is_seen = health_strip_is_seen(health, header, i);
        view.is_missed = !view.is_seen && health_has_swept(health);
        const struct strip_fault fault = find_fault(strip, header->adc_full_scale, &view);
        bool waits = !fault.word && !view.is_seen;
        report->strip = (int)i;
        report->incomplete |= waits;
        add(report,
            fault.word ? HEALTH_FAULT
            : waits    ? HEALTH_NOTE
                       : HEALTH_OK,
            "strip", waits ? "not_seen" : fault.word, "strip %u: %.0f to %.0f, noise %.1f%s", i, strip->min, strip->max,
            sqrt(fmax(strip->min_variance, 0)), waits ? ": not seen yet, roll a full turn under load" : fault.text);
    }
    report->strip = -1;
    if (decoder->counts.over_scale > 0)
        add(report, HEALTH_FAULT, "full_scale", BEYOND_LIMIT,
            "full scale: %llu of %llu frames have readings above the %.0f that the roller reports",
            (unsigned long long)decoder->counts.over_scale, (unsigned long long)health->rows, header->adc_full_scale);
    bool calibrated = session_header_is_calibrated(header);
    add(report, calibrated ? HEALTH_OK : HEALTH_NOTE, "calibration", "not_measured", "calibration: %s%s",
        header->calibration_source, calibrated ? "" : " (`roller-logger calibrate strips` measures it)");
}

/* Return gravity, computed from the mean square of the acceleration, which rotation does not change. */
static double gravity_g(const struct health *health, const struct session_header *header)
{
    double mean_square = 0;
    for (unsigned i = 0; i < 3; i++)
        mean_square +=
            health->imu[i].mean * health->imu[i].mean + health->imu[i].sum_squares / (double)health->imu_rows;
    return sqrt(mean_square) / header->accel_lsb_per_g;
}

static void report_motion(struct report *report, const struct health *health, const struct session_header *header)
{
    const struct health_rest *rest = &health->rest;
    double bias_dps, fastest_dps;
    unsigned axle = health_find_axle(rest, header, &bias_dps, &fastest_dps);
    double still_s = header->rate_hz > 0 ? rest->still_rows / header->rate_hz : 0;
    bool rotated = fastest_dps > HEALTH_ROTATING_DPS;
    report->incomplete |= rest->still_rows == 0 || !rotated;
    if (rest->still_rows > 0)
        add(report, fault_if(fabs(bias_dps) > GYRO_BIAS_DPS), "still", BEYOND_LIMIT,
            "still for %.1f s: the gyro is off by %.1f deg/s", still_s, bias_dps);
    else
        add(report, HEALTH_NOTE, "still", "not_checked",
            "never still: leave it still for two seconds so that the gyro's bias can be measured");
    if (rotated)
        add(report, HEALTH_OK, "rotation", NULL, "rotation: up to %.0f deg/s about the axle%s", fastest_dps,
            axle == 2   ? ""
            : axle == 1 ? ", which is the sensor's y axis: it is mounted on its edge"
                        : ", which is the sensor's x axis: it is mounted on its edge");
    else
        add(report, HEALTH_NOTE, "rotation", "not_checked", "never rotated: roll it so that the gyro can be checked");
}

static void report_imu(struct report *report, const struct health *health, const struct session_header *header)
{
    if (!header->has_imu) {
        add(report, HEALTH_OK, "no_motion_sensor", NULL, "no motion sensor: the angle comes from the ring of strips");
        return;
    }
    double dropout_fraction = 1 - (double)health->imu_rows / (double)health->rows;
    add(report, fault_if(dropout_fraction > IMU_DROPOUT_FRACTION), "motion_sensor", "dropouts",
        "motion sensor: no answer %.1f %% of the time", dropout_fraction * 100);
    if (health->imu_rows == 0)
        return;
    double measured_g = gravity_g(health, header);
    add(report, fault_if(fabs(measured_g - 1) > GRAVITY_OFF_G), "gravity", BEYOND_LIMIT, "gravity: %.2f g", measured_g);
    double total_step_squares = 0; /* 0 = no reading ever changed */
    for (unsigned i = 0; i < SESSION_IMU_AXES; i++)
        total_step_squares += health->imu[i].sum_step_squares;
    if (total_step_squares <= 0)
        add(report, HEALTH_FAULT, "motion_sensor", "stuck", "motion sensor: no axis ever changes, stuck");
    else
        report_motion(report, health, header);
}

/* Report the roller's warnings about itself. Damaged settings, listed first, are a fault; the rest are notes. */
static void report_device(struct report *report, const struct device_info *device)
{
    const char *warning;
    for (unsigned i = 0; (warning = device_info_warning(device, i)); i++)
        add(report, i == 0 && strcmp(device->settings_state, WIRE_SETTINGS_CORRUPT) == 0 ? HEALTH_FAULT : HEALTH_NOTE,
            "roller", "warning", "%s", warning);
}

bool health_report(const struct health *health, const struct session_decoder *decoder, struct text_buffer *out,
                   const struct health_listener *listener)
{
    struct report report = {.out = out, .listener = listener, .strip = -1};
    char verdict[128];
    report_device(&report, &decoder->device);
    report_data_rate(&report, health, decoder);
    report_strips(&report, health, decoder);
    report_imu(&report, health, &decoder->header);
    if (report.faults > 0)
        snprintf(verdict, sizeof verdict, "The roller is not healthy: %u fault%s above.", report.faults,
                 report.faults == 1 ? "" : "s");
    else
        snprintf(verdict, sizeof verdict, "The roller is healthy%s.",
                 report.incomplete ? " as far as could be checked; the notes list what could not" : "");
    text_addf(out, "%s\n", verdict);
    if (listener)
        listener->verdict(listener->context, report.faults == 0, !report.incomplete, verdict);
    return report.faults == 0;
}
