/* SPDX-License-Identifier: MIT */
#include "calibrate/calibrate_dialog.h"

#include "calibrate/calibrate_events.h"
#include "calibrate/calibration_store.h"
#include "calibrate/quantity_text.h"
#include "calibrate/rolling_fit.h"
#include "calibrate/rotation_tracker.h"
#include "wire/vocabulary.h"

#include <math.h>
#include <stdio.h>

#define LENGTH_DEFAULT_MM 300.0
#define LENGTH_MIN_MM 200.0 /* nearly half a revolution, which is enough to fit the accelerometer's circle */
#define LENGTH_MAX_MM 3000.0
#define RADIUS_MIN_MM (WIRE_RADIUS_MIN_TENTH_MM / 10.0)
#define RADIUS_MAX_MM (WIRE_RADIUS_MAX_TENTH_MM / 10.0)
/* Smallest sum of all strips under load; the sum counts the load twice, from above and from the floor. */
#define LOADED_MIN_N 200.0

/* The measurement of the rolling radius: the passes so far, and the fit. */
struct radius_measurement {
    struct calibrate_dialog *dialog;
    struct rotation_tracker tracker;
    double length_mm;
    size_t pass_count;
    struct measured_rotation rotation[ROLLING_PASSES_MAX];
    struct rolling_pass pass[ROLLING_PASSES_MAX];
    struct rolling_fit fit;
};

/* Pass each frame to the tracker, also while the user answers a question. */
static void track_frame(void *context)
{
    struct radius_measurement *measurement = context;
    double row[CALIBRATE_DIALOG_ROW_SIZE];
    calibrate_dialog_get_row(measurement->dialog, row);
    rotation_tracker_add_row(&measurement->tracker, measurement->dialog->client.time_us, row);
}

/* Get the distance between the lines from the options or the user. */
static bool ask_length(struct calibrate_dialog *dialog, double *length_mm, struct failure *failure)
{
    const struct dialog_question question = {
        .step = "length", .strip = DIALOG_NONE, .number = DIALOG_NONE, .unit = "mm", .words = {""}};
    *length_mm = dialog->options->length_mm;
    while (*length_mm <= 0) {
        char line[PROMPT_LINE_SIZE], message[80];
        dialog_ask(&dialog->user, &question, "How far apart are the lines, in mm? (Enter alone: %.0f)",
                   LENGTH_DEFAULT_MM);
        if (!calibrate_dialog_wait_for_answer(dialog, &question, line, sizeof line, failure))
            return false;
        if (*line == '\0')
            *length_mm = LENGTH_DEFAULT_MM;
        else if (!quantity_text_parse_mm(line, LENGTH_MIN_MM, LENGTH_MAX_MM, length_mm, message, sizeof message))
            dialog_print(&dialog->user, "    %s", message);
    }
    return true;
}

static bool wait_for_rest(struct radius_measurement *measurement, struct failure *failure)
{
    struct calibrate_dialog *dialog = measurement->dialog;
    bool has_frame;
    rotation_tracker_restart_rest_detection(&measurement->tracker);
    dialog_show_status(&dialog->user, "    hold still ...");
    calibrate_events_add_settling(dialog, NULL, 0);
    do {
        if (!calibrate_dialog_next_frame(dialog, &has_frame, failure))
            return false;
    } while (!rotation_tracker_detect_rest(&measurement->tracker));
    dialog_end_line(&dialog->user);
    return true;
}

/* Ask the user to put the roller at a line, wait for Enter or the button, and wait until the roller is at rest. */
static bool wait_at_line(struct radius_measurement *measurement, const struct dialog_question *question,
                         const char *text, struct failure *failure)
{
    char line[PROMPT_LINE_SIZE];
    dialog_ask(&measurement->dialog->user, question, "%s", text);
    return calibrate_dialog_wait_for_answer(measurement->dialog, question, line, sizeof line, failure) &&
           wait_for_rest(measurement, failure);
}

static bool wait_for_loaded_start(struct radius_measurement *measurement, struct failure *failure)
{
    struct calibrate_dialog *dialog = measurement->dialog;
    const struct dialog_question question = {
        .step = "first_line", .strip = DIALOG_NONE, .number = DIALOG_NONE, .words = {""}, .takes_button = true};
    for (;;) {
        if (!wait_at_line(measurement, &question,
                          "Roller at the first line, loaded, still? Press Enter (or its button):", failure))
            return false;
        rotation_tracker_start_pass(&measurement->tracker);
        if (measurement->tracker.rest.force_n >= LOADED_MIN_N)
            return true;
        dialog_print(&dialog->user,
                     "    It carries only about %.0f N. The radius is measured under load: put more weight on it.",
                     measurement->tracker.rest.force_n / 2);
    }
}

/* Compute the angles of all passes again, since each pass improves the estimate of the accelerometer's bias. */
static void refit(struct radius_measurement *measurement)
{
    for (size_t i = 0; i < measurement->pass_count; i++)
        measurement->pass[i].angle_rad = rotation_tracker_angle_rad(&measurement->rotation[i], &measurement->tracker);
    (void)rolling_fit_passes(measurement->pass, measurement->pass_count, measurement->length_mm, &measurement->fit);
    calibrate_events_add_passes(measurement->dialog, measurement->pass, measurement->pass_count, &measurement->fit);
}

static void write_rotation(struct radius_measurement *measurement, const struct measured_rotation *rotation)
{
    calibration_file_write_point(&measurement->dialog->file, "%zu,%.1f,%.1f,%.1f,%.1f,%.3f,%.3f",
                                 measurement->pass_count + 1, rotation->from.x, rotation->from.y, rotation->to.x,
                                 rotation->to.y, rotation->gyro_rad * 180 / M_PI, rotation->ring_rad * 180 / M_PI);
}

/* Measure one pass, from the marked line at which the roller rests to the other one, where the next pass starts. Asks
 * again until the rotation is plausible. */
static bool measure_pass(struct radius_measurement *measurement, struct failure *failure)
{
    struct calibrate_dialog *dialog = measurement->dialog;
    struct rotation_rest start = measurement->tracker.rest;
    for (;;) {
        char text[96];
        const struct dialog_question question = {.step = "pass",
                                                 .strip = DIALOG_NONE,
                                                 .number = (int)measurement->pass_count + 1,
                                                 .words = {""},
                                                 .takes_button = true};
        snprintf(text, sizeof text,
                 "Pass %zu: roll slowly to the other line, hold still, press Enter:", measurement->pass_count + 1);
        if (!wait_at_line(measurement, &question, text, failure))
            return false;
        struct measured_rotation rotation = rotation_tracker_rotation(&measurement->tracker, &start);
        double angle_rad = fabs(rotation_tracker_angle_rad(&rotation, &measurement->tracker));
        double radius_mm = measurement->length_mm / angle_rad;
        if (radius_mm >= RADIUS_MIN_MM && radius_mm <= RADIUS_MAX_MM) {
            write_rotation(measurement, &rotation);
            measurement->rotation[measurement->pass_count++] = rotation;
            dialog_print_here(&dialog->user, "    %.1f degrees: about %.1f mm", angle_rad * 180 / M_PI, radius_mm);
            rotation_tracker_start_pass(&measurement->tracker);
            return true;
        }
        dialog_print(&dialog->user,
                     "    The roller rotated %.0f degrees, which is impossible over %.0f mm. Roll on to the line.",
                     angle_rad * 180 / M_PI, measurement->length_mm);
    }
}

static void print_result(struct radius_measurement *measurement)
{
    struct calibrate_dialog *dialog = measurement->dialog;
    dialog_print_here(&dialog->user, " ");
    for (size_t i = 0; i < measurement->pass_count; i++) {
        const struct rolling_pass *pass = &measurement->pass[i];
        dialog_print_here(&dialog->user, "  pass %2zu  %7.1f degrees  %6.2f mm%s", i + 1, pass->angle_rad * 180 / M_PI,
                          pass->radius_mm, pass->outlier ? "  off by more than 3 %: not used" : "");
    }
    if (measurement->fit.used_count == 0)
        return;
    dialog_print_here(&dialog->user, "  Rolling radius %.1f mm; the %u passes used lie within %.2f mm of each other.",
                      measurement->fit.radius_mm, measurement->fit.used_count, measurement->fit.spread_mm);
    if (!dialog->client.device.has_imu)
        dialog_print(&dialog->user, "  Measured by the ring of strips, without a motion sensor: less exact.");
}

/* Measure passes until enough of them agree, or until ROLLING_PASSES_MAX. */
static bool measure_passes(struct radius_measurement *measurement, struct failure *failure)
{
    do {
        if (!measure_pass(measurement, failure))
            return false;
        refit(measurement);
    } while (rolling_fit_needs_more(&measurement->fit, measurement->pass_count));
    return true;
}

/* Ask the user whether to store the radius, or to roll again; store it if the user agrees. */
static bool offer_to_store(struct radius_measurement *measurement, bool *repeat, struct failure *failure)
{
    struct calibrate_dialog *dialog = measurement->dialog;
    enum calibrate_dialog_choice choice;
    const struct dialog_question question = {
        .step = "store", .strip = DIALOG_NONE, .number = DIALOG_NONE, .words = {"yes", "no", "again"}};
    *repeat = false;
    if (measurement->fit.used_count < ROLLING_PASSES_USED_MIN)
        return failure_set(failure, EXIT_STATUS_INPUT,
                           "The passes do not agree: did each one go from line to line, without slipping?");
    if (!calibrate_dialog_choose(dialog, &question, "  Store it in the roller? (yes, no, again = roll again)", &choice,
                                 failure))
        return false;
    *repeat = choice == CALIBRATE_DIALOG_AGAIN;
    struct calibration_value value = {.is_radius = true, .radius_mm = measurement->fit.radius_mm};
    bool stored = choice == CALIBRATE_DIALOG_YES && calibrate_dialog_store(dialog, &value, failure);
    calibration_file_write_line(&dialog->file, "# rolling_radius_mm: %.1f spread_mm=%.2f passes=%u stored=%s",
                                value.radius_mm, measurement->fit.spread_mm, measurement->fit.used_count,
                                stored ? "yes" : "no");
    if (stored)
        snprintf(dialog->stored, sizeof dialog->stored, "the radius");
    return stored || choice != CALIBRATE_DIALOG_YES;
}

/* Measure the radius and offer to store it. Sets `*repeat` to whether the user wants to measure again. */
static bool measure_radius(struct radius_measurement *measurement, bool *repeat, struct failure *failure)
{
    if (!wait_for_loaded_start(measurement, failure) || !measure_passes(measurement, failure))
        return false;
    print_result(measurement);
    return offer_to_store(measurement, repeat, failure);
}

static void print_instructions(struct calibrate_dialog *dialog)
{
    dialog_print_here(&dialog->user, "Roller %s. The passes go to %s.", dialog->client.device.id, dialog->file.path);
    dialog_print_here(&dialog->user,
                      "Stick two lines of tape on the floor, square to the path, 300 mm apart or more, and measure "
                      "from line to line. Load the roller as in use: a board with about 25 kg, or yourself. Roll the "
                      "same edge of the roller from line to line, out and back, six passes in all, without slipping. "
                      "Ctrl-C stops; the roller is changed only after you say yes.");
}

bool calibrate_radius(struct calibrate_dialog *dialog, struct failure *failure)
{
    double length_mm;
    bool repeat, ok;
    print_instructions(dialog);
    if (!ask_length(dialog, &length_mm, failure))
        return false;
    calibration_file_write_line(&dialog->file, "# length_mm: %.1f", length_mm);
    calibration_file_write_line(&dialog->file, "pass,start_x,start_y,end_x,end_y,gyro_deg,ring_deg");
    do {
        struct radius_measurement measurement = {
            .dialog = dialog, .length_mm = length_mm, .tracker.device = &dialog->client.device};
        dialog->on_frame = track_frame;
        dialog->frame_context = &measurement;
        ok = measure_radius(&measurement, &repeat, failure);
        dialog->on_frame = NULL;
    } while (ok && repeat);
    if (ok && dialog->file.failed)
        *failure = dialog->file.failure;
    return ok && !dialog->file.failed;
}
