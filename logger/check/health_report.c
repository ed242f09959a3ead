/* SPDX-License-Identifier: MIT */
#include "check/health.h"

#include "decode/clock_skew.h"
#include "shared/text_buffer.h"
#include "wire/vocabulary.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

#define RATE_OFF 0.02    /* of the rate that the roller tells */
#define LOST_OFTEN 0.001 /* of the frames */
#define LOADED_PART 0.02 /* of full scale: a strip that carries something */
#define SATURATED_PART 0.98
#define IMU_SILENT_PART 0.01
#define GRAVITY_OFF_G 0.25
#define TURNING_DPS 5.0
#define GYRO_BIAS_DPS 25.0    /* the data sheet allows 20 */
#define NOISE_PART 0.005      /* of full scale; a whole strip has 0.0005 */
#define STEP_OFF_PART 0.05    /* of the period */
#define CLOCK_OFF_PPM 10000.0 /* ceramic resonators are within 5000 */
#define REPLAY_PPM 1e5        /* no clock is so wrong: these are recorded lines */
#define DRIFT_SPAN_US 5000000

enum mark { OK, NOTE, FAULT };

struct report {
    struct text_buffer text;
    unsigned faults;
    bool unseen; /* something could not be judged: it was not rolled, or never still */
};

static void add(struct report *report, enum mark mark, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void add(struct report *report, enum mark mark, const char *format, ...)
{
    static const char *const marks[] = {[OK] = "  ok     ", [NOTE] = "  note   ", [FAULT] = "  FAULT  "};
    report->faults += mark == FAULT;
    va_list arguments;
    va_start(arguments, format);
    text_add(&report->text, marks[mark]);
    text_addfv(&report->text, format, arguments);
    va_end(arguments);
}

static enum mark fault_if(bool fault)
{
    return fault ? FAULT : OK;
}

static void report_flow(struct report *report, const struct health *health, const struct recorder *recorder)
{
    double span_s = (double)(health->last_us - health->first_us) / 1e6;
    uint64_t made = health->rows + recorder->counts.lost;
    double rate_hz = span_s > 0 ? (double)(made - 1) / span_s : 0, told_hz = recorder->header.rate_hz;
    add(report, fault_if(told_hz > 0 && fabs(rate_hz / told_hz - 1) > RATE_OFF),
        "rate: %.2f readings a second, %.2f expected\n", rate_hz, told_hz);
    if (told_hz > 0)
        add(report,
            fault_if((double)health->max_jitter_us > STEP_OFF_PART * 1e6 / told_hz &&
                     fabs(rate_hz / told_hz - 1) <= RATE_OFF),
            "jitter: %.3f ms apart, at most %.3f ms off\n", 1e3 / told_hz,
            (double)health->max_jitter_us / 1e3);
    add(report, fault_if((double)recorder->counts.lost > LOST_OFTEN * (double)made),
        "lost: %llu of %llu readings; lines damaged: %llu\n", (unsigned long long)recorder->counts.lost,
        (unsigned long long)made, (unsigned long long)recorder_rejected_lines(recorder));
    add(report, OK, "longest wait for a reading: %.0f ms\n", (double)health->max_wait_us / 1000);
    struct clock_skew_fit fit;
    if (clock_skew_fit(&recorder->clock_skew, DRIFT_SPAN_US, &fit) && fabs(fit.host_ppm) < REPLAY_PPM)
        add(report, fault_if(fabs(fit.host_ppm) > CLOCK_OFF_PPM),
            "clock: about %.0f ppm %s than this computer's\n", fabs(fit.host_ppm),
            fit.host_ppm > 0 ? "slower" : "faster");
}

/* What is wrong with a strip, in words behind its readings; "" = nothing. */
static const char *strip_fault(const struct health_column *strip, double full_scale, bool rolled)
{
    if (strip->least >= SATURATED_PART * full_scale)
        return ": always at full scale, shorted?";
    if (rolled && strip->most <= LOADED_PART * full_scale)
        return ": feels nothing while others do, open?";
    if (rolled && strip->most <= strip->least)
        return ": never changes, stuck";
    if (strip->dropouts > 0)
        return ": drops out and comes back, loose contact?";
    if (strip->min_variance > NOISE_PART * full_scale * NOISE_PART * full_scale)
        return ": noisy even when quietest";
    return "";
}

static void report_strips(struct report *report, const struct health *health,
                          const struct session_header *header)
{
    unsigned loaded = 0;
    for (unsigned i = 0; i < header->strip_count; i++)
        loaded += health->strip[i].most > LOADED_PART * header->adc_full_scale;
    bool rolled = loaded > header->strip_count / 2;
    for (unsigned i = 0; i < header->strip_count; i++) {
        const struct health_column *strip = &health->strip[i];
        const char *what = strip_fault(strip, header->adc_full_scale, rolled);
        add(report, fault_if(*what != '\0'), "strip %u: %.0f to %.0f, noise %.1f%s\n", i, strip->least,
            strip->most, sqrt(fmax(strip->min_variance, 0)), what);
    }
    report->unseen |= !rolled;
    if (!rolled)
        add(report, NOTE, "it carried no load: roll it under load, so that every strip is pressed\n");
    bool calibrated = session_header_is_calibrated(header);
    add(report, calibrated ? OK : NOTE, "calibration: %s%s\n", header->calibration_source,
        calibrated ? "" : " (`roller-logger calibrate strips` measures it)");
}

/* Gravity by its mean square, turning or not. */
static double gravity_g(const struct health *health, const struct session_header *header)
{
    double square = 0;
    for (unsigned i = 0; i < 3; i++)
        square +=
            health->imu[i].mean * health->imu[i].mean + health->imu[i].sum_squares / (double)health->imu_rows;
    return sqrt(square) / header->accel_lsb_per_g;
}

static void report_motion(struct report *report, const struct health *health,
                          const struct session_header *header)
{
    const struct health_rest *rest = &health->rest;
    double bias_dps =
        rest->still_rows > 0 ? rest->still_sum[5] / rest->still_rows / header->gyro_lsb_per_dps : 0;
    double fastest_dps = rest->max_rate / header->gyro_lsb_per_dps;
    double still_s = header->rate_hz > 0 ? rest->still_rows / header->rate_hz : 0;
    bool turned = fastest_dps > fabs(bias_dps) + TURNING_DPS;
    report->unseen |= rest->still_rows == 0 || !turned;
    if (rest->still_rows > 0)
        add(report, fault_if(fabs(bias_dps) > GYRO_BIAS_DPS),
            "still for %.1f s: the gyro is off by %.1f deg/s\n", still_s, bias_dps);
    else
        add(report, NOTE, "it was never still: let it lie for two seconds, so that the gyro's error shows\n");
    if (turned)
        add(report, OK, "turning: up to %.0f deg/s about the axle\n", fastest_dps);
    else
        add(report, NOTE, "it never turned: roll it, so that the gyro shows that it feels it\n");
}

static void report_imu(struct report *report, const struct health *health,
                       const struct session_header *header)
{
    if (!header->has_imu) {
        add(report, OK, "no motion sensor: the ring of strips alone tells the angle\n");
        return;
    }
    double silent = 1 - (double)health->imu_rows / (double)health->rows, moved = 0;
    add(report, fault_if(silent > IMU_SILENT_PART), "motion sensor: silent %.1f %% of the time\n",
        silent * 100);
    if (health->imu_rows == 0)
        return;
    double felt_g = gravity_g(health, header);
    add(report, fault_if(fabs(felt_g - 1) > GRAVITY_OFF_G), "gravity: %.2f g\n", felt_g);
    for (unsigned i = 0; i < SESSION_IMU_AXES; i++)
        moved += health->imu[i].step_squares;
    if (moved <= 0)
        add(report, FAULT, "motion sensor: no axis ever changes, stuck\n");
    else
        report_motion(report, health, header);
}

/* What the roller itself says of its state: damaged settings are a fault, the rest is worth knowing. */
static void report_device(struct report *report, const struct device_info *device)
{
    const char *warning;
    for (unsigned i = 0; (warning = device_info_warning(device, i)); i++)
        add(report, i == 0 && strcmp(device->settings, WIRE_SETTINGS_CORRUPT) == 0 ? FAULT : NOTE, "%s\n",
            warning);
}

bool health_report(const struct health *health, const struct recorder *recorder, char *text, size_t size)
{
    struct report report = {.text = text_fixed(text, size)};
    report_device(&report, &recorder->device);
    report_flow(&report, health, recorder);
    report_strips(&report, health, &recorder->header);
    report_imu(&report, health, &recorder->header);
    if (report.faults > 0)
        text_addf(&report.text, "The roller is not healthy: %u fault%s above.\n", report.faults,
                  report.faults == 1 ? "" : "s");
    else
        text_addf(&report.text, "The roller is healthy%s.\n",
                  report.unseen ? " as far as could be seen; the notes say what could not" : "");
    return report.faults == 0;
}
