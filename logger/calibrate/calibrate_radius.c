/* SPDX-License-Identifier: MIT */
#include "calibrate/calibrate_dialog.h"

#include "calibrate/calibration_store.h"
#include "calibrate/quantity_text.h"
#include "calibrate/rolling_fit.h"
#include "calibrate/rolling_track.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define LENGTH_MM 300.0
#define LENGTH_MIN_MM 200.0 /* nearly half a revolution: enough for the center of gravity's circle */
#define LENGTH_MAX_MM 3000.0
#define RADIUS_MIN_MM 30.0 /* the range that the roller accepts (command L) */
#define RADIUS_MAX_MM 150.0
#define LOADED_N 200.0 /* sum of all strips: thigh or board on top, floor below */

struct rolling {
    struct calibrate_dialog *calibrate;
    struct rolling_track track;
    double length_mm;
    size_t count;
    struct rolling_rotation rotation[ROLLING_PASSES_MAX];
    struct rolling_pass pass[ROLLING_PASSES_MAX];
    struct rolling_fit fit;
};

static void add_frame(void *context)
{
    struct rolling *rolling = context;
    double row[CALIBRATE_DIALOG_ROW_SIZE];
    calibrate_dialog_row(rolling->calibrate, row);
    rolling_track_add_row(&rolling->track, rolling->calibrate->roller.time_us, row);
}

static bool ask_length(struct calibrate_dialog *calibrate, double *length_mm, struct failure *failure)
{
    *length_mm = calibrate->options->length_mm;
    while (*length_mm <= 0) {
        char line[PROMPT_LINE_SIZE], why[80];
        dialog_ask(&calibrate->dialog, "How far apart are the lines, in mm? (Enter alone: %.0f)", LENGTH_MM);
        if (!calibrate_dialog_wait_answer(calibrate, false, line, sizeof line, failure))
            return false;
        if (*line == '\0')
            *length_mm = LENGTH_MM;
        else if (!quantity_text_parse_mm(line, LENGTH_MIN_MM, LENGTH_MAX_MM, length_mm, why, sizeof why))
            dialog_print(&calibrate->dialog, "    %s", why);
    }
    return true;
}

static bool wait_for_rest(struct rolling *rolling, struct failure *failure)
{
    struct calibrate_dialog *calibrate = rolling->calibrate;
    bool fresh;
    rolling_track_seek_rest(&rolling->track);
    dialog_show_status(&calibrate->dialog, "    hold still ...");
    do {
        if (!calibrate_dialog_next_frame(calibrate, &fresh, failure))
            return false;
    } while (!rolling_track_is_at_rest(&rolling->track));
    dialog_end_line(&calibrate->dialog);
    return true;
}

/* Ask, wait for Enter or the button, then for rest. */
static bool at_line(struct rolling *rolling, const char *question, struct failure *failure)
{
    char line[PROMPT_LINE_SIZE];
    dialog_ask(&rolling->calibrate->dialog, "%s", question);
    return calibrate_dialog_wait_answer(rolling->calibrate, true, line, sizeof line, failure) &&
           wait_for_rest(rolling, failure);
}

static bool begin(struct rolling *rolling, struct failure *failure)
{
    struct calibrate_dialog *calibrate = rolling->calibrate;
    for (;;) {
        if (!at_line(rolling,
                     "Roller at the first line, loaded, still? Press Enter (or its button):", failure))
            return false;
        rolling_track_start_pass(&rolling->track);
        if (rolling->track.rest.force_n >= LOADED_N)
            return true;
        dialog_print(
            &calibrate->dialog,
            "    It carries only about %.0f N. The radius is measured under load: put more weight on it.",
            rolling->track.rest.force_n / 2);
    }
}

/* Compute all passes again: each one improves the estimate of the accelerometer's bias. */
static void refit(struct rolling *rolling)
{
    for (size_t i = 0; i < rolling->count; i++)
        rolling->pass[i].angle_rad = rolling_rotation_rad(&rolling->rotation[i], &rolling->track);
    (void)rolling_fit_passes(rolling->pass, rolling->count, rolling->length_mm, &rolling->fit);
}

static void write_rotation(struct rolling *rolling, const struct rolling_rotation *rotation)
{
    calibration_file_write_line(&rolling->calibrate->file, true, "%zu,%.1f,%.1f,%.1f,%.1f,%.3f,%.3f",
                                rolling->count + 1, rotation->from.x, rotation->from.y, rotation->to.x,
                                rotation->to.y, rotation->gyro_rad * 180 / M_PI,
                                rotation->ring_rad * 180 / M_PI);
}

/* One pass to the other line. */
static bool roll(struct rolling *rolling, struct failure *failure)
{
    struct calibrate_dialog *calibrate = rolling->calibrate;
    struct rolling_rest from = rolling->track.rest;
    for (;;) {
        char question[96];
        snprintf(question, sizeof question,
                 "Pass %zu: roll slowly to the other line, hold still, press Enter:", rolling->count + 1);
        if (!at_line(rolling, question, failure))
            return false;
        struct rolling_rotation rotation = rolling_track_rotation(&rolling->track, &from);
        double angle_rad = fabs(rolling_rotation_rad(&rotation, &rolling->track));
        double radius_mm = rolling->length_mm / angle_rad;
        if (radius_mm >= RADIUS_MIN_MM && radius_mm <= RADIUS_MAX_MM) {
            write_rotation(rolling, &rotation);
            rolling->rotation[rolling->count++] = rotation;
            dialog_print(&calibrate->dialog, "    %.1f degrees: about %.1f mm", angle_rad * 180 / M_PI,
                         radius_mm);
            rolling_track_start_pass(&rolling->track);
            return true;
        }
        dialog_print(&calibrate->dialog,
                     "    It rotated %.0f degrees, which is impossible over %.0f mm. Roll on to the line.",
                     angle_rad * 180 / M_PI, rolling->length_mm);
    }
}

static void show(struct rolling *rolling)
{
    struct calibrate_dialog *calibrate = rolling->calibrate;
    dialog_print(&calibrate->dialog, " ");
    for (size_t i = 0; i < rolling->count; i++) {
        const struct rolling_pass *pass = &rolling->pass[i];
        dialog_print(&calibrate->dialog, "  pass %2zu  %7.1f degrees  %6.2f mm%s", i + 1,
                     pass->angle_rad * 180 / M_PI, pass->radius_mm,
                     pass->outlier ? "  off by more than 3 %: not used" : "");
    }
    if (rolling->fit.used == 0)
        return;
    dialog_print(&calibrate->dialog,
                 "  Rolling radius %.1f mm; the %u passes used lie within %.2f mm of each other.",
                 rolling->fit.radius_mm, rolling->fit.used, rolling->fit.spread_mm);
    if (!calibrate->roller.device.has_imu)
        dialog_print(&calibrate->dialog,
                     "  Measured by the ring of strips, without a motion sensor: less exact.");
}

static bool roll_passes(struct rolling *rolling, struct failure *failure)
{
    do {
        if (!roll(rolling, failure))
            return false;
        refit(rolling);
    } while (rolling_fit_needs_more(&rolling->fit, rolling->count));
    return true;
}

static bool decide(struct rolling *rolling, bool *again, struct failure *failure)
{
    struct calibrate_dialog *calibrate = rolling->calibrate;
    enum calibrate_dialog_choice choice;
    *again = false;
    if (rolling->fit.used < ROLLING_PASSES_USED_MIN)
        return failure_set(failure, EXIT_STATUS_INPUT,
                           "The passes do not agree: was each one from line to line, without slipping?");
    if (!calibrate_dialog_choose(calibrate, "  Store it in the roller? (yes, no, again = roll again)",
                                 &choice, failure))
        return false;
    *again = choice == CALIBRATE_DIALOG_AGAIN;
    struct calibration_value value = {.is_radius = true, .radius_mm = rolling->fit.radius_mm};
    bool stored = choice == CALIBRATE_DIALOG_YES && calibrate_dialog_store(calibrate, &value, failure);
    calibration_file_write_line(
        &calibrate->file, false, "# rolling_radius_mm: %.1f spread_mm=%.2f passes=%u stored=%s",
        value.radius_mm, rolling->fit.spread_mm, rolling->fit.used, stored ? "yes" : "no");
    if (stored)
        snprintf(calibrate->stored, sizeof calibrate->stored, "the radius");
    return stored || choice != CALIBRATE_DIALOG_YES;
}

static bool measure(struct rolling *rolling, bool *again, struct failure *failure)
{
    return begin(rolling, failure) && roll_passes(rolling, failure) &&
           (show(rolling), decide(rolling, again, failure));
}

static void introduce(struct calibrate_dialog *calibrate)
{
    dialog_print(&calibrate->dialog, "Roller %s. The passes go to %s.", calibrate->roller.device.id,
                 calibrate->file.path);
    dialog_print(
        &calibrate->dialog,
        "Stick two lines of tape on the floor, square to the path, 300 mm apart or more, and measure "
        "from line to line. Load the roller as in use: a board with about 25 kg, or yourself. Roll the "
        "same edge of the roller from line to line, six times in all, there and back, without slipping. "
        "Ctrl-C stops; the roller is changed only after you say yes.");
}

bool calibrate_radius(struct calibrate_dialog *calibrate, struct failure *failure)
{
    double length_mm;
    bool again, done;
    introduce(calibrate);
    if (!ask_length(calibrate, &length_mm, failure))
        return false;
    calibration_file_write_line(&calibrate->file, false, "# length_mm: %.1f", length_mm);
    calibration_file_write_line(&calibrate->file, false,
                                "pass,start_x,start_y,end_x,end_y,gyro_deg,ring_deg");
    do {
        struct rolling rolling = {
            .calibrate = calibrate, .length_mm = length_mm, .track.device = &calibrate->roller.device};
        calibrate->on_frame = add_frame;
        calibrate->frame_context = &rolling;
        done = measure(&rolling, &again, failure);
        calibrate->on_frame = NULL;
    } while (done && again);
    if (done && calibrate->file.failed)
        *failure = calibrate->file.failure;
    return done && !calibrate->file.failed;
}
