/* SPDX-License-Identifier: MIT */
#include "calibrate/calibrate_dialog.h"

#include "calibrate/calibrate_events.h"
#include "calibrate/calibration_fit.h"
#include "calibrate/calibration_store.h"
#include "calibrate/quantity_text.h"
#include "calibrate/strip_load.h"
#include "calibrate/strip_points.h"
#include "platform/platform.h"
#include "shared/iso_time.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define OUTLIER_ROUNDS_MAX 3 /* number of times that the outliers are measured again */

enum outcome { STRIP_STORED, STRIP_NOT_STORED, STRIP_AGAIN };

static void print_instructions(struct calibrate_dialog *dialog)
{
    dialog_print_here(&dialog->user, "Roller %s, %u strips. The points go to %s.", dialog->client.device.id,
                      dialog->client.device.strip_count, dialog->file.path);
    dialog_print_here(&dialog->user,
                      "Lay the roller on a short board on a bathroom scale, the strip on top, and zero the scale. The "
                      "load is what you then put on top: a flat block on that one slat, and weights on it. Use 6 to 8 "
                      "loads from about 2 to 30 kg, in increasing order, without removing any; type each as the "
                      "scale shows it: 5 for kilograms, or 49 N. Strips creep, so each load is measured in the same "
                      "way: 5 s at rest, then the mean of 3 s.");
    dialog_print_here(&dialog->user,
                      "`undo` removes the last load. Ctrl-C stops; the roller is changed only after you say yes.");
}

static void print_fit(struct calibrate_dialog *dialog, const struct strip_points *points,
                      const struct calibration_fit *fit)
{
    dialog_print_here(&dialog->user, " ");
    dialog_print_here(&dialog->user, "   #       load  reading     fitted      off  -10 %%     |     +10 %%");
    for (size_t i = 0; i < points->count; i++) {
        char text[120];
        strip_points_format_table_row(points, i, fit, text, sizeof text);
        dialog_print_here(&dialog->user, "%s", text);
    }
    dialog_print_here(&dialog->user, "  Strip %u: F = %.1f N * (c / (%.0f - c)) ^ %.3f for the reading c",
                      points->strip, fit->k_n, points->full_scale, fit->p);
    dialog_print_here(&dialog->user, "  Fit error %.1f %% (largest error among the %u loads used: %.1f %%).",
                      fit->error_percent, fit->used_count, fit->worst_percent);
}

/* Ask the user to put an outlier's load on again, and measure it, or remove the point if the user prefers. */
static bool measure_outlier_again(struct calibrate_dialog *dialog, struct strip_points *points, size_t index,
                                  bool trust_imu, struct failure *failure)
{
    const struct calibration_point point = points->point[index];
    dialog_print(&dialog->user,
                 "  Load %zu (%.2f kg) is %.0f %% off the line through the others. Was it typed correctly, and did "
                 "the block lie flat?",
                 index + 1, point.load_n / QUANTITY_TEXT_N_PER_KG, fabs(point.error_percent));
    for (;;) {
        char line[PROMPT_LINE_SIZE], message[80];
        double load_n;
        unsigned old_point_count = dialog->file.point_count;
        const struct dialog_question question = {
            .step = "load_again", .strip = (int)points->strip, .number = (int)index + 1, .unit = "kg", .words = {""}};
        dialog_ask(&dialog->user, &question,
                   "  Take everything off, put that load on again, then type its weight (Enter alone: leave it out):");
        if (!calibrate_dialog_wait_for_answer(dialog, &question, line, sizeof line, failure))
            return false;
        if (*line == '\0') {
            strip_points_remove(points, index);
            calibrate_events_add_points(dialog, points);
            return true;
        }
        if (!quantity_text_parse_load(line, &load_n, message, sizeof message)) {
            dialog_print(&dialog->user, "    %s", message);
            continue;
        }
        if (!strip_load_measure(dialog, points, load_n, (int)index, trust_imu, failure))
            return false;
        if (dialog->file.point_count > old_point_count)
            return true;
    }
}

/* Fit, measure the outliers again, and fit again. Sets `*has_fit` to whether a line could be fitted. */
static bool fit_points(struct calibrate_dialog *dialog, struct strip_points *points, bool trust_imu,
                       struct calibration_fit *fit, bool *has_fit, struct failure *failure)
{
    for (int round = 0;; round++) {
        *has_fit = calibration_fit_strip(points->point, points->count, fit);
        if (!*has_fit)
            return true;
        print_fit(dialog, points, fit);
        if (fit->outlier_count == 0 || round == OUTLIER_ROUNDS_MAX)
            return true;
        for (size_t i = points->count; i-- > 0;) /* backwards, since removing a point moves the points after it */
            if (points->point[i].outlier && !measure_outlier_again(dialog, points, i, trust_imu, failure))
                return false;
    }
}

/* Ask the user whether to store the fit, or to measure the strip again; store it if the user agrees. */
static bool offer_to_store(struct calibrate_dialog *dialog, const struct strip_points *points,
                           const struct calibration_fit *fit, bool has_fit, enum outcome *outcome,
                           struct failure *failure)
{
    enum calibrate_dialog_choice choice;
    const char *problem = has_fit ? calibration_fit_reject_reason(fit) : "no line fits these points";
    char numbers[80], text[96];
    const struct dialog_question question = {.step = problem ? "strip_again" : "store",
                                             .strip = (int)points->strip,
                                             .number = DIALOG_NONE,
                                             .words = {"yes", "no", problem ? NULL : "again"}};
    calibrate_events_add_fit(dialog, points, has_fit ? fit : NULL, problem);
    if (problem)
        dialog_print_here(&dialog->user, "  This is not a calibration: %s.", problem);
    snprintf(text, sizeof text,
             problem ? "  Measure strip %u again? (yes, no)"
                     : "  Store it for strip %u in the roller? (yes, no, again = measure again)",
             points->strip);
    if (!calibrate_dialog_choose(dialog, &question, text, &choice, failure))
        return false;
    bool store = !problem && choice == CALIBRATE_DIALOG_YES;
    if (store)
        *outcome = STRIP_STORED;
    else if (choice == CALIBRATE_DIALOG_NO)
        *outcome = STRIP_NOT_STORED;
    else
        *outcome = STRIP_AGAIN;
    struct calibration_value value = {.strip = points->strip, .k_n = has_fit ? fit->k_n : 0, .p = has_fit ? fit->p : 0};
    iso_time_format_date(value.day, sizeof value.day, platform_wall_clock_us());
    bool stored = store && calibrate_dialog_store(dialog, &value, failure);
    strip_points_format_row_numbers(points, numbers, sizeof numbers);
    if (has_fit)
        calibration_file_write_line(
            &dialog->file, "# strip_%u: k_n=%.1f p=%.3f error_percent=%.1f worst_percent=%.1f points=%s stored=%s",
            points->strip, fit->k_n, fit->p, fit->error_percent, fit->worst_percent, numbers, stored ? "yes" : "no");
    return stored || !store;
}

static bool calibrate_strip(struct calibrate_dialog *dialog, unsigned strip, enum outcome *outcome,
                            struct failure *failure)
{
    struct strip_points points = {.strip = strip, .full_scale = dialog->client.device.adc_full_scale};
    struct calibration_fit fit;
    bool trust_imu = true, skip, has_fit;
    *outcome = STRIP_NOT_STORED;
    calibrate_events_add_points(dialog, &points);
    if (!strip_load_prepare(dialog, &points, &trust_imu, &skip, failure))
        return false;
    if (skip)
        return true;
    return strip_load_measure_all(dialog, &points, trust_imu, failure) &&
           fit_points(dialog, &points, trust_imu, &fit, &has_fit, failure) &&
           offer_to_store(dialog, &points, &fit, has_fit, outcome, failure);
}

/* Add the strip to the list of stored values. */
static void note_stored(struct calibrate_dialog *dialog, unsigned strip)
{
    size_t used = strlen(dialog->stored);
    snprintf(dialog->stored + used, sizeof dialog->stored - used, "%s%u", used > 0 ? ", " : "strip ", strip);
}

bool calibrate_strips(struct calibrate_dialog *dialog, struct failure *failure)
{
    unsigned count = dialog->client.device.strip_count;
    int chosen = dialog->options->strip; /* below 0 = all strips */
    if (chosen >= (int)count)
        return failure_set(failure, EXIT_STATUS_USAGE, "This roller has strips 0 to %u, but no strip %d.", count - 1,
                           chosen);
    unsigned first = chosen < 0 ? 0 : (unsigned)chosen, end = chosen < 0 ? count : first + 1;
    print_instructions(dialog);
    calibration_file_write_line(&dialog->file, "# wait_s: %d", STRIP_LOAD_SETTLE_S);
    calibration_file_write_line(&dialog->file, "# average_s: %d", STRIP_LOAD_AVERAGE_S);
    calibration_file_write_line(&dialog->file, "point,strip,load_n,reading,noise");
    for (unsigned strip = first; strip < end; strip++) {
        enum outcome outcome;
        do {
            if (!calibrate_strip(dialog, strip, &outcome, failure))
                return false;
        } while (outcome == STRIP_AGAIN);
        if (outcome == STRIP_STORED)
            note_stored(dialog, strip);
        if (dialog->file.failed) {
            *failure = dialog->file.failure;
            return false;
        }
    }
    return true;
}
