/* SPDX-License-Identifier: MIT */
#include "calibrate/strip_load.h"

#include "calibrate/quantity_text.h"
#include "calibrate/settling.h"
#include "shared/physics.h"

#include <math.h>
#include <stdio.h>
#include <strings.h>

#define ZERO_WAIT_S 1
#define ZERO_AVERAGE_S 2
#define ZERO_MAX_FRACTION 0.065     /* of full scale: docs/BUILD.md asks for less than 400 of 6138 */
#define NEIGHBOUR_WARN_FRACTION 0.2 /* of the strip's own force */
#define UNLOADED_N 5.0              /* less is noise, a bias resistor, or an uncalibrated strip */

static double angle_between_deg(double a_deg, double b_deg)
{
    return fabs(remainder(a_deg - b_deg, 360));
}

unsigned strip_load_top_strip(const double *angle_deg, unsigned count, double up_rad)
{
    unsigned best = 0;
    for (unsigned i = 1; i < count; i++) {
        if (angle_between_deg(angle_deg[i], up_rad * 180 / M_PI) <
            angle_between_deg(angle_deg[best], up_rad * 180 / M_PI))
            best = i;
    }
    return best;
}

unsigned strip_load_heaviest_other(const double *force_n, const double *angle_deg, unsigned count,
                                   unsigned strip, double *fraction)
{
    unsigned opposite = strip_load_top_strip(angle_deg, count, (angle_deg[strip] + 180) * M_PI / 180),
             heaviest = strip;
    for (unsigned i = 0; i < count; i++) {
        if (i != strip && i != opposite && (heaviest == strip || force_n[i] > force_n[heaviest]))
            heaviest = i;
    }
    *fraction = force_n[heaviest] > UNLOADED_N ? force_n[heaviest] / fmax(force_n[strip], UNLOADED_N) : 0;
    return heaviest;
}

static bool wait_settled(struct calibrate_dialog *calibrate, unsigned strip, int wait_s, int average_s,
                         struct settling *settling, struct failure *failure)
{
    char label[24];
    snprintf(label, sizeof label, "strip %u", strip);
    struct settling_plan plan = {.columns = calibrate->roller.device.strip_count + SESSION_IMU_AXES,
                                 .watched = strip,
                                 .full_scale = calibrate->roller.device.adc_full_scale,
                                 .wait_us = wait_s * 1000000,
                                 .average_us = average_s * 1000000};
    return calibrate_dialog_wait_settled(calibrate, &plan, label, settling, failure);
}

/* Check that this strip is up, as far as the motion sensor knows. */
static bool is_up(struct calibrate_dialog *calibrate, unsigned strip, const double *mean, bool trust_imu)
{
    const struct device_info *device = &calibrate->roller.device;
    const double *accel = mean + device->strip_count;
    if (!trust_imu || !calibrate_dialog_has_imu(calibrate))
        return true;
    unsigned top = strip_load_top_strip(device->strip_angle_deg, device->strip_count,
                                        physics_up_rad(accel[0], accel[1]));
    if (top != strip)
        dialog_print(&calibrate->dialog, "    By the motion sensor strip %u is on top, not strip %u.", top,
                     strip);
    return top == strip;
}

/* Check that no other strip carries more. */
static bool carries_most(struct calibrate_dialog *calibrate, unsigned strip, const double *mean)
{
    const struct device_info *device = &calibrate->roller.device;
    double force_n[SESSION_STRIPS_MAX], fraction;
    for (unsigned i = 0; i < device->strip_count; i++)
        force_n[i] = device_info_force_n(device, i, mean[i]);
    unsigned other =
        strip_load_heaviest_other(force_n, device->strip_angle_deg, device->strip_count, strip, &fraction);
    if (fraction > 1)
        dialog_print(&calibrate->dialog, "    Strip %u carries more than strip %u: is the right one on top?",
                     other, strip);
    else if (fraction > NEIGHBOUR_WARN_FRACTION)
        dialog_print(&calibrate->dialog,
                     "    Careful: strip %u carries %.0f %% as much. The block must lie on slat %u alone.",
                     other, 100 * fraction, strip);
    return fraction <= 1;
}

bool strip_load_prepare(struct calibrate_dialog *calibrate, struct strip_points *points, bool *trust_imu,
                        bool *skip, struct failure *failure)
{
    unsigned strip = points->strip;
    *skip = false;
    for (;;) {
        char line[PROMPT_LINE_SIZE];
        struct settling settling;
        dialog_print(&calibrate->dialog, " ");
        dialog_ask(&calibrate->dialog,
                   "Strip %u: turn it to the top, nothing on it, press Enter (or type skip):", strip);
        if (!calibrate_dialog_wait_answer(calibrate, true, line, sizeof line, failure))
            return false;
        if (strcasecmp(line, "skip") == 0)
            return *skip = true;
        if (strcasecmp(line, "anyway") == 0)
            *trust_imu = false;
        if (!wait_settled(calibrate, strip, ZERO_WAIT_S, ZERO_AVERAGE_S, &settling, failure))
            return false;
        double reading = settling.mean[strip];
        dialog_print(&calibrate->dialog, "    Nothing on it: strip %u reads %.0f.%s", strip, reading,
                     calibrate->roller.device.has_bias ? " The bias resistor's part of that is subtracted."
                                                       : "");
        points->zero_reading = calibrate->roller.device.has_bias ? reading : 0;
        calibration_file_write_line(&calibrate->file, false, "# zero_%u: %.1f", strip, reading);
        bool loaded = reading > ZERO_MAX_FRACTION * points->full_scale;
        if (loaded)
            dialog_print(
                &calibrate->dialog,
                "    That is much. Take off what lies on it; if nothing does, sleeve or tape are too tight.");
        if (!is_up(calibrate, strip, settling.mean, *trust_imu))
            dialog_print(&calibrate->dialog, "    Turn strip %u up; type anyway if you see that it is.",
                         strip);
        else if (!loaded || strcasecmp(line, "anyway") == 0)
            return true;
    }
}

bool strip_load_measure(struct calibrate_dialog *calibrate, struct strip_points *points, double load_n,
                        int replaced, bool trust_imu, struct failure *failure)
{
    struct settling settling;
    char why[160];
    unsigned strip = points->strip;
    if (!wait_settled(calibrate, strip, STRIP_LOAD_SETTLE_S, STRIP_LOAD_AVERAGE_S, &settling, failure))
        return false;
    double reading = settling.mean[strip];
    if (!is_up(calibrate, strip, settling.mean, trust_imu) ||
        !carries_most(calibrate, strip, settling.mean)) {
        dialog_print(&calibrate->dialog, "    Not used.");
    } else if (strip_points_reject_reason(points, reading, replaced, why, sizeof why)) {
        dialog_print(&calibrate->dialog, "    %s Not used.", why);
    } else {
        dialog_print(&calibrate->dialog, "    %.2f kg = %.1f N: strip %u reads %.1f.",
                     load_n / QUANTITY_TEXT_N_PER_KG, load_n, strip, reading);
        calibration_file_write_line(&calibrate->file, true, "%u,%u,%.2f,%.2f,%.2f", calibrate->file.rows + 1,
                                    strip, load_n, reading, settling.noise);
        strip_points_add(points, load_n, reading, calibrate->file.rows, replaced);
    }
    return true;
}

static void undo(struct calibrate_dialog *calibrate, struct strip_points *points)
{
    if (points->count > 0)
        strip_points_remove(points, points->count - 1);
    dialog_print(&calibrate->dialog, points->count > 0 ? "    Removed." : "    There is no load to remove.");
}

bool strip_load_measure_all(struct calibrate_dialog *calibrate, struct strip_points *points, bool trust_imu,
                            struct failure *failure)
{
    while (points->count < STRIP_POINTS_FULL) {
        char line[PROMPT_LINE_SIZE], why[80];
        double load_n;
        bool may_end = points->count >= STRIP_POINTS_MIN;
        dialog_ask(&calibrate->dialog, "  Load %zu: put it on, then type its weight%s:", points->count + 1,
                   may_end ? " (Enter alone: that was all)" : "");
        if (!calibrate_dialog_wait_answer(calibrate, false, line, sizeof line, failure))
            return false;
        if (*line == '\0' && may_end)
            return true;
        if (*line == '\0')
            dialog_print(&calibrate->dialog, "    Type a number. At least six loads are needed; %zu to go.",
                         STRIP_POINTS_MIN - points->count);
        else if (strcasecmp(line, "undo") == 0)
            undo(calibrate, points);
        else if (!quantity_text_parse_load(line, &load_n, why, sizeof why))
            dialog_print(&calibrate->dialog, "    %s", why);
        else if (!strip_points_is_heavier(points, load_n))
            dialog_print(&calibrate->dialog,
                         "    That is no more than the load before, %.2f kg, and strips have hysteresis: go "
                         "upwards only. "
                         "If that one was typed wrong, undo removes it.",
                         points->point[points->count - 1].load_n / QUANTITY_TEXT_N_PER_KG);
        else if (!strip_load_measure(calibrate, points, load_n, -1, trust_imu, failure))
            return false;
    }
    return true;
}
