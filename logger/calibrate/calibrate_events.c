/* SPDX-License-Identifier: MIT */
#include "calibrate/calibrate_events.h"

#include "calibrate/strip_load.h"
#include "platform/platform.h"
#include "shared/json_line.h"
#include "shared/physics.h"

#include <math.h>

static bool is_on(const struct calibrate_dialog *dialog)
{
    return task_events_is_on(&dialog->events);
}

void calibrate_events_add_phase(struct calibrate_dialog *dialog, const char *phase)
{
    const struct device_info *device = &dialog->client.device;
    const struct task_roller roller = {.port = dialog->client.port,
                                       .id = device->id,
                                       .board = device->board,
                                       .firmware = device->firmware,
                                       .file = dialog->file.path};
    task_events_add_phase(&dialog->events, phase, &roller);
}

/* ---- The roller at this moment ---- */

void calibrate_events_add_frame(struct calibrate_dialog *dialog)
{
    const struct device_info *device = &dialog->client.device;
    const struct wire_frame *frame = &dialog->client.frame;
    struct task_signal signal = {
        .time_s = (double)dialog->client.time_us / 1e6, .strip_count = dialog->strip_count, .up_strip = -1};
    if (!task_events_signal_is_due(&dialog->events, platform_now_us()))
        return;
    for (unsigned i = 0; i < signal.strip_count; i++) {
        signal.reading[i] = frame->strip[i];
        signal.force_n[i] = device_info_strip_load_n(device, i, frame->strip[i]);
    }
    if (calibrate_dialog_has_imu(dialog))
        signal.up_strip =
            (int)strip_load_nearest_strip(device->strip_angle_deg, signal.strip_count,
                                          physics_up_rad(frame->imu[SESSION_ACCEL_X], frame->imu[SESSION_ACCEL_Y]));
    task_events_add_signal(&dialog->events, &signal);
}

void calibrate_events_add_settling(struct calibrate_dialog *dialog, const struct settling *settling, double reading)
{
    static const char *const names[] = {[SETTLING_MOVING] = "moving",
                                        [SETTLING_WAITING] = "waiting",
                                        [SETTLING_AVERAGING] = "measuring",
                                        [SETTLING_DONE] = "measuring"};
    if (!is_on(dialog))
        return;
    json_t *strip = settling ? json_integer(settling->plan.watched) : json_null();
    double left_s = settling ? (double)settling->remaining_us / 1e6 : NAN;
    task_events_add(&dialog->events, settling ? EVENT_LIVE : EVENT_LASTING,
                    json_pack("{s:s, s:o, s:o, s:s, s:o}", "event", "settling", "strip", strip, "reading",
                              json_rounded(settling ? reading : NAN, 1), "state",
                              settling ? names[settling->state] : "moving", "left_s", json_rounded(left_s, 1)));
}

/* ---- Strips ---- */

/* Return the points of a strip; `fit`: the line through them, if there is one. */
static json_t *point_list(const struct strip_points *points, const struct calibration_fit *fit)
{
    json_t *list = json_array();
    for (size_t i = 0; i < points->count; i++) {
        const struct calibration_point *point = &points->point[i];
        list = json_appended(list, json_pack("{s:o, s:o, s:o, s:b}", "load_n", json_rounded(point->load_n, 2),
                                             "reading", json_rounded(points->reading[i], 1), "error_percent",
                                             json_rounded(fit ? point->error_percent : NAN, 1), "used",
                                             !fit || !point->outlier));
    }
    return list;
}

void calibrate_events_add_points(struct calibrate_dialog *dialog, const struct strip_points *points)
{
    if (is_on(dialog))
        task_events_add(&dialog->events, EVENT_LASTING,
                        json_pack("{s:s, s:i, s:o}", "event", "points", "strip", (int)points->strip, "points",
                                  point_list(points, NULL)));
}

void calibrate_events_add_fit(struct calibrate_dialog *dialog, const struct strip_points *points,
                              const struct calibration_fit *fit, const char *problem)
{
    if (is_on(dialog))
        task_events_add(&dialog->events, EVENT_LASTING,
                        json_pack("{s:s, s:i, s:o, s:o, s:o, s:o, s:o, s:o}", "event", "fit", "strip",
                                  (int)points->strip, "k_n", json_rounded(fit ? fit->k_n : NAN, 1), "p",
                                  json_rounded(fit ? fit->p : NAN, 3), "error_percent",
                                  json_rounded(fit ? fit->error_percent : NAN, 1), "worst_percent",
                                  json_rounded(fit ? fit->worst_percent : NAN, 1), "problem",
                                  json_sanitized(problem ? problem : ""), "points", point_list(points, fit)));
}

/* ---- The radius ---- */

void calibrate_events_add_passes(struct calibrate_dialog *dialog, const struct rolling_pass *passes, size_t count,
                                 const struct rolling_fit *fit)
{
    bool has_fit = fit->used_count > 0;
    if (!is_on(dialog))
        return;
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        list = json_appended(list, json_pack("{s:o, s:o, s:b}", "angle_deg",
                                             json_rounded(fabs(passes[i].angle_rad) * 180 / M_PI, 1), "radius_mm",
                                             json_rounded(passes[i].radius_mm, 2), "used", !passes[i].outlier));
    task_events_add(&dialog->events, EVENT_LASTING,
                    json_pack("{s:s, s:o, s:o, s:o}", "event", "passes", "passes", list, "radius_mm",
                              json_rounded(has_fit ? fit->radius_mm : NAN, 1), "spread_mm",
                              json_rounded(has_fit ? fit->spread_mm : NAN, 2)));
}

/* ---- Storing ---- */

void calibrate_events_add_stored(struct calibrate_dialog *dialog, const struct calibration_value *value)
{
    bool is_radius = value->is_radius;
    if (is_on(dialog))
        task_events_add(&dialog->events, EVENT_LASTING,
                        json_pack("{s:s, s:o, s:o, s:o, s:o}", "event", "stored", "strip",
                                  is_radius ? json_null() : json_integer(value->strip), "k_n",
                                  json_rounded(is_radius ? NAN : value->k_n, 1), "p",
                                  json_rounded(is_radius ? NAN : value->p, 3), "radius_mm",
                                  json_rounded(is_radius ? value->radius_mm : NAN, 1)));
}
