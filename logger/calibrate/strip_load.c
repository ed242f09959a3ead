/* SPDX-License-Identifier: MIT */
#include "calibrate/strip_load.h"

#include "calibrate/quantity_text.h"
#include "shared/physics.h"
#include "calibrate/strip_orientation.h"

#include <stdio.h>
#include <strings.h>

#define ZERO_WAIT_S 1
#define ZERO_AVERAGE_S 2
#define ZERO_MOST 0.065 /* of full scale: docs/BUILD.md asks for less than 400 of 6138 */
#define BESIDE_TOLD 0.2 /* of the strip's own force on another: told */

static bool rest(struct calibrate_dialog *calibrate, unsigned strip, int wait_s, int average_s,
                 struct settling *steady, struct failure *failure)
{
    char words[24];
    snprintf(words, sizeof words, "strip %u", strip);
    struct settling_plan plan = {.columns = calibrate->roller.device.strip_count + SESSION_IMU_AXES,
                                 .watched = strip,
                                 .full_scale = calibrate->roller.device.adc_full_scale,
                                 .wait_us = wait_s * 1000000,
                                 .average_us = average_s * 1000000};
    return calibrate_dialog_wait_settled(calibrate, &plan, words, steady, failure);
}

/* True when this strip is up, as far as is known; else says which. */
static bool is_up(struct calibrate_dialog *calibrate, unsigned strip, const double *mean, bool believe_imu)
{
    const struct device_info *device = &calibrate->roller.device;
    const double *accel = mean + device->strip_count;
    if (!believe_imu || !calibrate_dialog_has_imu(calibrate))
        return true;
    unsigned top = strip_load_top_strip(device->strip_angle_deg, device->strip_count,
                                        physics_up_rad(accel[0], accel[1]));
    if (top != strip)
        dialog_print(&calibrate->talk, "    By the motion sensor strip %u is on top, not strip %u.", top,
                     strip);
    return top == strip;
}

/* True when no strip beside it carries more; else says which. */
static bool carries_most(struct calibrate_dialog *calibrate, unsigned strip, const double *mean)
{
    const struct device_info *device = &calibrate->roller.device;
    double force_n[SESSION_STRIPS_MAX], share;
    for (unsigned i = 0; i < device->strip_count; i++)
        force_n[i] = device_info_force_n(device, i, mean[i]);
    unsigned beside =
        strip_load_heaviest_other(force_n, device->strip_angle_deg, device->strip_count, strip, &share);
    if (share > 1)
        dialog_print(&calibrate->talk, "    Strip %u carries more than strip %u: is the right one on top?",
                     beside, strip);
    else if (share > BESIDE_TOLD)
        dialog_print(&calibrate->talk,
                     "    Careful: strip %u carries %.0f %% as much. The block is to lie on slat %u alone.",
                     beside, 100 * share, strip);
    return share <= 1;
}

bool strip_load_prepare(struct calibrate_dialog *calibrate, struct strip_points *points, bool *believe_imu,
                        bool *skip, struct failure *failure)
{
    unsigned strip = points->strip;
    *skip = false;
    for (;;) {
        char line[PROMPT_LINE_SIZE];
        struct settling steady;
        dialog_print(&calibrate->talk, " ");
        dialog_ask(&calibrate->talk,
                   "Strip %u: turn it to the top, nothing on it, press Enter (or type skip):", strip);
        if (!calibrate_dialog_wait_answer(calibrate, true, line, sizeof line, failure))
            return false;
        if (strcasecmp(line, "skip") == 0)
            return *skip = true;
        if (strcasecmp(line, "anyway") == 0)
            *believe_imu = false;
        if (!rest(calibrate, strip, ZERO_WAIT_S, ZERO_AVERAGE_S, &steady, failure))
            return false;
        double reading = steady.mean[strip];
        dialog_print(&calibrate->talk, "    Nothing on it: strip %u reads %.0f.%s", strip, reading,
                     calibrate->roller.device.has_bias ? " Its bias resistor's part of that is taken off."
                                                       : "");
        points->zero_reading = calibrate->roller.device.has_bias ? reading : 0;
        calibration_file_write_line(&calibrate->file, false, "# zero_%u: %.1f", strip, reading);
        bool loaded = reading > ZERO_MOST * points->full_scale;
        if (loaded)
            dialog_print(&calibrate->talk,
                         "    That is much. Take off what lies on it; else sleeve or tape are too tight.");
        if (!is_up(calibrate, strip, steady.mean, *believe_imu))
            dialog_print(&calibrate->talk, "    Turn strip %u up; type anyway if you see that it is.", strip);
        else if (!loaded || strcasecmp(line, "anyway") == 0)
            return true;
    }
}

bool strip_load_measure(struct calibrate_dialog *calibrate, struct strip_points *points, double load_n,
                        int again, bool believe_imu, struct failure *failure)
{
    struct settling steady;
    char why[160];
    unsigned strip = points->strip;
    if (!rest(calibrate, strip, STRIP_LOAD_SETTLE_S, STRIP_LOAD_AVERAGE_S, &steady, failure))
        return false;
    double reading = steady.mean[strip];
    if (!is_up(calibrate, strip, steady.mean, believe_imu) || !carries_most(calibrate, strip, steady.mean)) {
        dialog_print(&calibrate->talk, "    Not taken.");
    } else if (strip_points_reject_reason(points, reading, again, why, sizeof why)) {
        dialog_print(&calibrate->talk, "    %s Not taken.", why);
    } else {
        dialog_print(&calibrate->talk, "    %.2f kg = %.1f N: strip %u reads %.1f.",
                     load_n / QUANTITY_TEXT_N_PER_KG, load_n, strip, reading);
        calibration_file_write_line(&calibrate->file, true, "%u,%u,%.2f,%.2f,%.2f", calibrate->file.rows + 1,
                                    strip, load_n, reading, steady.noise);
        strip_points_add(points, load_n, reading, calibrate->file.rows, again);
    }
    return true;
}

static void undo(struct calibrate_dialog *calibrate, struct strip_points *points)
{
    if (points->count > 0)
        strip_points_remove(points, points->count - 1);
    dialog_print(&calibrate->talk, points->count > 0 ? "    Taken back." : "    There is no load now.");
}

bool strip_load_measure_all(struct calibrate_dialog *calibrate, struct strip_points *points, bool believe_imu,
                            struct failure *failure)
{
    while (points->count < STRIP_POINTS_FULL) {
        char line[PROMPT_LINE_SIZE], why[80];
        double load_n;
        bool may_end = points->count >= STRIP_POINTS_MIN;
        dialog_ask(&calibrate->talk, "  Load %zu: put it on, then type how much it is%s:", points->count + 1,
                   may_end ? " (Enter alone: that was all)" : "");
        if (!calibrate_dialog_wait_answer(calibrate, false, line, sizeof line, failure))
            return false;
        if (*line == '\0' && may_end)
            return true;
        if (*line == '\0')
            dialog_print(&calibrate->talk, "    Type a number. Six loads are needed at least; %zu to go.",
                         STRIP_POINTS_MIN - points->count);
        else if (strcasecmp(line, "undo") == 0)
            undo(calibrate, points);
        else if (!quantity_text_parse_load(line, &load_n, why, sizeof why))
            dialog_print(&calibrate->talk, "    %s", why);
        else if (!strip_points_is_heavier(points, load_n))
            dialog_print(
                &calibrate->talk,
                "    That is no more than the load before, %.2f kg, and strips remember: only upwards. "
                "If that one was typed wrong, undo takes it back.",
                points->point[points->count - 1].load_n / QUANTITY_TEXT_N_PER_KG);
        else if (!strip_load_measure(calibrate, points, load_n, -1, believe_imu, failure))
            return false;
    }
    return true;
}
