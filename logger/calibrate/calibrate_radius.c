/* SPDX-License-Identifier: MIT */
#include "calibrate/calibrate_dialog.h"

#include "calibrate/calibration_store.h"
#include "calibrate/quantity_text.h"
#include "calibrate/rolling_fit.h"
#include "calibrate/rotation_tracker.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define LENGTH_MM 300.0
#define LENGTH_MIN_MM 200.0 /* nearly half a revolution: enough to fit the circle of gravity's readings */
#define LENGTH_MAX_MM 3000.0
#define RADIUS_MIN_MM 30.0 /* the range that the roller accepts (command L) */
#define RADIUS_MAX_MM 150.0
/* Sum of all strips; it counts the load twice, from above and from the floor. */
#define LOADED_N 200.0

struct rolling {
    struct calibrate_dialog *calibration;
    struct rotation_tracker tracker;
    double length_mm;
    size_t count;
    struct measured_rotation rotation[ROLLING_PASSES_MAX];
    struct rolling_pass pass[ROLLING_PASSES_MAX];
    struct rolling_fit fit;
};

static void track_frame(void *context)
{
    struct rolling *rolling = context;
    double row[CALIBRATE_DIALOG_ROW_SIZE];
    calibrate_dialog_get_row(rolling->calibration, row);
    rotation_tracker_add_row(&rolling->tracker, rolling->calibration->roller.time_us, row);
}

static bool ask_length(struct calibrate_dialog *calibration, double *length_mm, struct failure *failure)
{
    *length_mm = calibration->options->length_mm;
    while (*length_mm <= 0) {
        char line[PROMPT_LINE_SIZE], why[80];
        dialog_ask(&calibration->dialog, "How far apart are the lines, in mm? (Enter alone: %.0f)", LENGTH_MM);
        if (!calibrate_dialog_wait_for_answer(calibration, CALIBRATE_DIALOG_LINE, line, sizeof line, failure))
            return false;
        if (*line == '\0')
            *length_mm = LENGTH_MM;
        else if (!quantity_text_parse_mm(line, LENGTH_MIN_MM, LENGTH_MAX_MM, length_mm, why, sizeof why))
            dialog_print(&calibration->dialog, "    %s", why);
    }
    return true;
}

static bool wait_for_rest(struct rolling *rolling, struct failure *failure)
{
    struct calibrate_dialog *calibration = rolling->calibration;
    bool fresh;
    rotation_tracker_restart_rest_detection(&rolling->tracker);
    dialog_show_status(&calibration->dialog, "    hold still ...");
    do {
        if (!calibrate_dialog_next_frame(calibration, &fresh, failure))
            return false;
    } while (!rotation_tracker_detect_rest(&rolling->tracker));
    dialog_end_line(&calibration->dialog);
    return true;
}

/* Ask the user to put the roller at a line; wait for Enter or the button, then until it is at rest. */
static bool wait_at_line(struct rolling *rolling, const char *question, struct failure *failure)
{
    char line[PROMPT_LINE_SIZE];
    dialog_ask(&rolling->calibration->dialog, "%s", question);
    return calibrate_dialog_wait_for_answer(rolling->calibration, CALIBRATE_DIALOG_LINE_OR_BUTTON, line, sizeof line,
                                            failure) &&
           wait_for_rest(rolling, failure);
}

static bool wait_for_loaded_start(struct rolling *rolling, struct failure *failure)
{
    struct calibrate_dialog *calibration = rolling->calibration;
    for (;;) {
        if (!wait_at_line(rolling, "Roller at the first line, loaded, still? Press Enter (or its button):", failure))
            return false;
        rotation_tracker_start_pass(&rolling->tracker);
        if (rolling->tracker.rest.force_n >= LOADED_N)
            return true;
        dialog_print(&calibration->dialog,
                     "    It carries only about %.0f N. The radius is measured under load: put more weight on it.",
                     rolling->tracker.rest.force_n / 2);
    }
}

/* Compute all angles again, since each pass improves the estimate of the accelerometer's bias. */
static void refit(struct rolling *rolling)
{
    for (size_t i = 0; i < rolling->count; i++)
        rolling->pass[i].angle_rad = rotation_tracker_angle_rad(&rolling->rotation[i], &rolling->tracker);
    (void)rolling_fit_passes(rolling->pass, rolling->count, rolling->length_mm, &rolling->fit);
}

static void write_rotation(struct rolling *rolling, const struct measured_rotation *rotation)
{
    calibration_file_write_point(&rolling->calibration->file, "%zu,%.1f,%.1f,%.1f,%.1f,%.3f,%.3f", rolling->count + 1,
                                 rotation->from.x, rotation->from.y, rotation->to.x, rotation->to.y,
                                 rotation->gyro_rad * 180 / M_PI, rotation->ring_rad * 180 / M_PI);
}

/* Measure one pass to the other line. */
static bool measure_pass(struct rolling *rolling, struct failure *failure)
{
    struct calibrate_dialog *calibration = rolling->calibration;
    struct rotation_rest start = rolling->tracker.rest;
    for (;;) {
        char question[96];
        snprintf(question, sizeof question,
                 "Pass %zu: roll slowly to the other line, hold still, press Enter:", rolling->count + 1);
        if (!wait_at_line(rolling, question, failure))
            return false;
        struct measured_rotation rotation = rotation_tracker_since(&rolling->tracker, &start);
        double angle_rad = fabs(rotation_tracker_angle_rad(&rotation, &rolling->tracker));
        double radius_mm = rolling->length_mm / angle_rad;
        if (radius_mm >= RADIUS_MIN_MM && radius_mm <= RADIUS_MAX_MM) {
            write_rotation(rolling, &rotation);
            rolling->rotation[rolling->count++] = rotation;
            dialog_print(&calibration->dialog, "    %.1f degrees: about %.1f mm", angle_rad * 180 / M_PI, radius_mm);
            rotation_tracker_start_pass(&rolling->tracker);
            return true;
        }
        dialog_print(&calibration->dialog,
                     "    The roller rotated %.0f degrees, which is impossible over %.0f mm. Roll on to the line.",
                     angle_rad * 180 / M_PI, rolling->length_mm);
    }
}

static void print_result(struct rolling *rolling)
{
    struct calibrate_dialog *calibration = rolling->calibration;
    dialog_print(&calibration->dialog, " ");
    for (size_t i = 0; i < rolling->count; i++) {
        const struct rolling_pass *pass = &rolling->pass[i];
        dialog_print(&calibration->dialog, "  pass %2zu  %7.1f degrees  %6.2f mm%s", i + 1,
                     pass->angle_rad * 180 / M_PI, pass->radius_mm,
                     pass->outlier ? "  off by more than 3 %: not used" : "");
    }
    if (rolling->fit.used == 0)
        return;
    dialog_print(&calibration->dialog, "  Rolling radius %.1f mm; the %u passes used lie within %.2f mm of each other.",
                 rolling->fit.radius_mm, rolling->fit.used, rolling->fit.spread_mm);
    if (!calibration->roller.device.has_imu)
        dialog_print(&calibration->dialog, "  Measured by the ring of strips, without a motion sensor: less exact.");
}

static bool measure_passes(struct rolling *rolling, struct failure *failure)
{
    do {
        if (!measure_pass(rolling, failure))
            return false;
        refit(rolling);
    } while (rolling_fit_needs_more(&rolling->fit, rolling->count));
    return true;
}

static bool decide(struct rolling *rolling, bool *again, struct failure *failure)
{
    struct calibrate_dialog *calibration = rolling->calibration;
    enum calibrate_dialog_choice choice;
    *again = false;
    if (rolling->fit.used < ROLLING_PASSES_USED_MIN)
        return failure_set(failure, EXIT_STATUS_INPUT,
                           "The passes do not agree: did each one go from line to line, without slipping?");
    if (!calibrate_dialog_choose(calibration, "  Store it in the roller? (yes, no, again = roll again)", &choice,
                                 failure))
        return false;
    *again = choice == CALIBRATE_DIALOG_AGAIN;
    struct calibration_value value = {.is_radius = true, .radius_mm = rolling->fit.radius_mm};
    bool stored = choice == CALIBRATE_DIALOG_YES && calibrate_dialog_store(calibration, &value, failure);
    calibration_file_write_line(&calibration->file, "# rolling_radius_mm: %.1f spread_mm=%.2f passes=%u stored=%s",
                                value.radius_mm, rolling->fit.spread_mm, rolling->fit.used, stored ? "yes" : "no");
    if (stored)
        snprintf(calibration->stored, sizeof calibration->stored, "the radius");
    return stored || choice != CALIBRATE_DIALOG_YES;
}

static bool measure(struct rolling *rolling, bool *again, struct failure *failure)
{
    return wait_for_loaded_start(rolling, failure) && measure_passes(rolling, failure) &&
           (print_result(rolling), decide(rolling, again, failure));
}

static void introduce(struct calibrate_dialog *calibration)
{
    dialog_print(&calibration->dialog, "Roller %s. The passes go to %s.", calibration->roller.device.id,
                 calibration->file.path);
    dialog_print(&calibration->dialog,
                 "Stick two lines of tape on the floor, square to the path, 300 mm apart or more, and measure "
                 "from line to line. Load the roller as in use: a board with about 25 kg, or yourself. Roll the "
                 "same edge of the roller from line to line, out and back, six passes in all, without slipping. "
                 "Ctrl-C stops; the roller is changed only after you say yes.");
}

bool calibrate_radius(struct calibrate_dialog *calibration, struct failure *failure)
{
    double length_mm;
    bool again, ok;
    introduce(calibration);
    if (!ask_length(calibration, &length_mm, failure))
        return false;
    calibration_file_write_line(&calibration->file, "# length_mm: %.1f", length_mm);
    calibration_file_write_line(&calibration->file, "pass,start_x,start_y,end_x,end_y,gyro_deg,ring_deg");
    do {
        struct rolling rolling = {
            .calibration = calibration, .length_mm = length_mm, .tracker.device = &calibration->roller.device};
        calibration->on_frame = track_frame;
        calibration->frame_context = &rolling;
        ok = measure(&rolling, &again, failure);
        calibration->on_frame = NULL;
    } while (ok && again);
    if (ok && calibration->file.failed)
        *failure = calibration->file.failure;
    return ok && !calibration->file.failed;
}
