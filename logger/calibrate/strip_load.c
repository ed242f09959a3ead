/* SPDX-License-Identifier: MIT */
#include "calibrate/strip_load.h"

#include "calibrate/calibrate_events.h"
#include "calibrate/quantity_text.h"
#include "calibrate/settling.h"
#include "shared/physics.h"

#include <math.h>
#include <stdio.h>
#include <strings.h>

#define ZERO_WAIT_S 1 /* shorter than with a load: an unloaded strip does not creep */
#define ZERO_AVERAGE_S 2
#define ZERO_FRACTION_MAX 0.065     /* fraction of full scale; docs/BUILD.md asks for less than 400 of 6138 */
#define NEIGHBOUR_WARN_FRACTION 0.2 /* neighbour's force as a fraction of the strip's */
#define UNLOADED_MAX_N 5.0          /* smaller forces are noise, a bias resistor, or an uncalibrated strip */

/* Return the angle between two directions, 0 to 180 degrees. */
static double angle_between_deg(double a_deg, double b_deg)
{
    return fabs(remainder(a_deg - b_deg, 360));
}

unsigned strip_load_nearest_strip(const double *angle_deg, unsigned count, double direction_rad)
{
    double direction_deg = direction_rad * 180 / M_PI;
    unsigned nearest = 0;
    for (unsigned i = 1; i < count; i++)
        if (angle_between_deg(angle_deg[i], direction_deg) < angle_between_deg(angle_deg[nearest], direction_deg))
            nearest = i;
    return nearest;
}

unsigned strip_load_most_loaded_neighbour(const double *force_n, const double *angle_deg, unsigned count,
                                          unsigned strip, double *fraction)
{
    unsigned opposite = strip_load_nearest_strip(angle_deg, count, (angle_deg[strip] + 180) * M_PI / 180),
             most_loaded = strip; /* the value `strip` means that none was found yet */
    for (unsigned i = 0; i < count; i++)
        if (i != strip && i != opposite && (most_loaded == strip || force_n[i] > force_n[most_loaded]))
            most_loaded = i;
    *fraction = force_n[most_loaded] > UNLOADED_MAX_N ? force_n[most_loaded] / fmax(force_n[strip], UNLOADED_MAX_N) : 0;
    return most_loaded;
}

/* Wait until the strip has settled for wait_s, and average all columns over average_s. */
static bool wait_until_settled(struct calibrate_dialog *dialog, unsigned strip, int wait_s, int average_s,
                               struct settling *settling, struct failure *failure)
{
    char label[24];
    snprintf(label, sizeof label, "strip %u", strip);
    struct settling_plan plan = {.columns = dialog->client.device.strip_count + SESSION_IMU_AXES,
                                 .watched = strip,
                                 .full_scale = dialog->client.device.adc_full_scale,
                                 .wait_us = wait_s * 1000000,
                                 .average_us = average_s * 1000000};
    return calibrate_dialog_wait_until_settled(dialog, &plan, label, settling, failure);
}

/* Check with the motion sensor that the strip is on top; also true if the sensor is absent or not trusted. */
static bool check_is_on_top(struct calibrate_dialog *dialog, unsigned strip, const double *mean, bool trust_imu)
{
    const struct device_info *device = &dialog->client.device;
    const double *accel = mean + device->strip_count;
    if (!trust_imu || !calibrate_dialog_has_imu(dialog))
        return true;
    unsigned top =
        strip_load_nearest_strip(device->strip_angle_deg, device->strip_count, physics_up_rad(accel[0], accel[1]));
    if (top != strip)
        dialog_print(&dialog->user, "    According to the motion sensor, strip %u is on top, not strip %u.", top,
                     strip);
    return top == strip;
}

/* Check that no other strip, except the opposite one, carries more load. */
static bool check_carries_most_load(struct calibrate_dialog *dialog, unsigned strip, const double *mean)
{
    const struct device_info *device = &dialog->client.device;
    double force_n[SESSION_STRIPS_MAX], fraction;
    for (unsigned i = 0; i < device->strip_count; i++)
        force_n[i] = device_info_strip_load_n(device, i, mean[i]);
    unsigned other =
        strip_load_most_loaded_neighbour(force_n, device->strip_angle_deg, device->strip_count, strip, &fraction);
    if (fraction > 1)
        dialog_print(&dialog->user, "    Strip %u carries more than strip %u: is the right one on top?", other, strip);
    else if (fraction > NEIGHBOUR_WARN_FRACTION)
        dialog_print(&dialog->user,
                     "    Careful: strip %u carries %.0f %% as much. The block must rest on slat %u only.", other,
                     100 * fraction, strip);
    return fraction <= 1;
}

bool strip_load_prepare(struct calibrate_dialog *dialog, struct strip_points *points, bool *trust_imu, bool *skip,
                        struct failure *failure)
{
    unsigned strip = points->strip;
    struct dialog_question question = {
        .step = "turn", .strip = (int)strip, .number = DIALOG_NONE, .words = {"", "skip"}, .takes_button = true};
    for (;;) {
        char line[PROMPT_LINE_SIZE];
        struct settling settling;
        dialog_print_here(&dialog->user, " ");
        dialog_ask(&dialog->user, &question,
                   "Strip %u: turn it to the top, nothing on it, press Enter (or type skip):", strip);
        if (!calibrate_dialog_wait_for_answer(dialog, &question, line, sizeof line, failure))
            return false;
        *skip = strcasecmp(line, "skip") == 0;
        if (*skip)
            return true;
        if (strcasecmp(line, "anyway") == 0)
            *trust_imu = false;
        if (!wait_until_settled(dialog, strip, ZERO_WAIT_S, ZERO_AVERAGE_S, &settling, failure))
            return false;
        double reading = settling.mean[strip];
        bool has_bias = dialog->client.device.has_bias;
        dialog_print(&dialog->user, "    Nothing on it: strip %u reads %.0f.%s", strip, reading,
                     has_bias ? " The part caused by the bias resistor is subtracted." : "");
        points->zero_reading = has_bias ? reading : 0;
        calibration_file_write_line(&dialog->file, "# zero_%u: %.1f", strip, reading);
        bool is_loaded = reading > ZERO_FRACTION_MAX * points->full_scale;
        if (is_loaded)
            dialog_print(&dialog->user, "    That is a high reading. Remove any load; if there is "
                                        "none, the sleeve or the tape is too tight.");
        question.words[2] = "anyway";
        if (!check_is_on_top(dialog, strip, settling.mean, *trust_imu))
            dialog_print_here(&dialog->user,
                              "    Turn strip %u to the top; if you see that it is there already, type anyway.", strip);
        else if (!is_loaded || strcasecmp(line, "anyway") == 0)
            return true;
    }
}

bool strip_load_measure(struct calibrate_dialog *dialog, struct strip_points *points, double load_n, int replaced,
                        bool trust_imu, struct failure *failure)
{
    struct settling settling;
    char message[160];
    unsigned strip = points->strip;
    if (!wait_until_settled(dialog, strip, STRIP_LOAD_SETTLE_S, STRIP_LOAD_AVERAGE_S, &settling, failure))
        return false;
    double reading = settling.mean[strip];
    if (!check_is_on_top(dialog, strip, settling.mean, trust_imu) ||
        !check_carries_most_load(dialog, strip, settling.mean)) {
        dialog_print(&dialog->user, "    Not used.");
    } else if (strip_points_is_rejected(points, reading, replaced, message, sizeof message)) {
        dialog_print(&dialog->user, "    %s Not used.", message);
    } else {
        dialog_print(&dialog->user, "    %.2f kg = %.1f N: strip %u reads %.1f.", load_n / QUANTITY_TEXT_N_PER_KG,
                     load_n, strip, reading);
        calibration_file_write_point(&dialog->file, "%u,%u,%.2f,%.2f,%.2f", dialog->file.point_count + 1, strip, load_n,
                                     reading, settling.noise);
        strip_points_add(points, load_n, reading, dialog->file.point_count, replaced);
        calibrate_events_add_points(dialog, points);
    }
    return true;
}

/* Remove the last load, as the user asked. */
static void undo_last_load(struct calibrate_dialog *dialog, struct strip_points *points)
{
    if (points->count > 0)
        strip_points_remove(points, points->count - 1);
    calibrate_events_add_points(dialog, points);
    dialog_print(&dialog->user, points->count > 0 ? "    Removed." : "    There is no load to remove.");
}

bool strip_load_measure_all(struct calibrate_dialog *dialog, struct strip_points *points, bool trust_imu,
                            struct failure *failure)
{
    while (points->count < STRIP_POINTS_FULL) {
        char line[PROMPT_LINE_SIZE], message[80];
        double load_n;
        bool may_end = points->count >= STRIP_POINTS_MIN;
        const struct dialog_question question = {.step = "load",
                                                 .strip = (int)points->strip,
                                                 .number = (int)points->count + 1,
                                                 .unit = "kg",
                                                 .words = {points->count > 0 ? "undo" : NULL, may_end ? "" : NULL}};
        dialog_ask(&dialog->user, &question, "  Load %zu: put it on, then type its weight%s:", points->count + 1,
                   may_end ? " (Enter alone: no more loads)" : "");
        if (!calibrate_dialog_wait_for_answer(dialog, &question, line, sizeof line, failure))
            return false;
        if (*line == '\0' && may_end)
            return true;
        if (*line == '\0')
            dialog_print(&dialog->user, "    Type a number. At least six loads are needed; %zu to go.",
                         STRIP_POINTS_MIN - points->count);
        else if (strcasecmp(line, "undo") == 0)
            undo_last_load(dialog, points);
        else if (!quantity_text_parse_load(line, &load_n, message, sizeof message))
            dialog_print(&dialog->user, "    %s", message);
        else if (!strip_points_is_heavier(points, load_n))
            dialog_print(&dialog->user,
                         "    That is not more than the previous load, %.2f kg. Strips have hysteresis, so each load "
                         "must be larger than the previous one. If you typed the previous one wrong, undo removes it.",
                         points->point[points->count - 1].load_n / QUANTITY_TEXT_N_PER_KG);
        else if (!strip_load_measure(dialog, points, load_n, STRIP_POINTS_APPEND, trust_imu, failure))
            return false;
    }
    return true;
}
