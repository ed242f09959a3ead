/* SPDX-License-Identifier: MIT */
#include "calibrate/calibrate.h"

#include "calibrate/calibrate_dialog.h"
#include "calibrate/calibrate_events.h"
#include "calibrate/calibration_file.h"
#include "calibrate/device_client.h"
#include "calibrate/settings_json.h"
#include "shared/sanitized_text.h"
#include "terminal/dialog.h"
#include "wire/vocabulary.h"

#include <stdio.h>
#include <stdlib.h>

/* Add the state of the roller's settings ("stored", "default", ...), the rolling radius and one line per strip. */
static void add_settings(const struct device_info *device, struct text_buffer *out)
{
    text_addf(out, "roller %s, settings %s\n", device->id, device->settings_state);
    if (device->rolling_radius_mm > 0)
        text_addf(out, "rolling radius %.1f mm, measured\n", device->rolling_radius_mm);
    else
        text_add(out, "rolling radius not measured\n");
    for (unsigned i = 0; i < device->strip_count; i++)
        text_addf(out, "strip %u  %3.0f degrees  k_n %7.1f N  p %.3f  %s %s\n", i, device->strip_angle_deg[i],
                  device->calibration_k_n[i], device->calibration_p[i],
                  device->measured >> i & 1 ? WIRE_SOURCE_MEASURED : WIRE_SOURCE_DEFAULT, device->measured_date[i]);
}

/* Append to the message of a failure what the roller now holds, and the path of the file with the measured points. */
static void extend_failure(const struct calibrate_dialog *dialog, struct failure *failure)
{
    const struct failure original = *failure;
    char stored_note[192] = "", file_note[CALIBRATION_FILE_PATH_SIZE + 32] = "";
    if (dialog->stored[0] != '\0')
        snprintf(stored_note, sizeof stored_note, " Stored before that: %s.", dialog->stored);
    else if (!dialog->state_reported)
        snprintf(stored_note, sizeof stored_note, " The roller is unchanged.");
    if (dialog->file.point_count > 0)
        snprintf(file_note, sizeof file_note, " The measured points are in %s.", dialog->file.path);
    failure_set(failure, original.status, "%s%s%s", original.message, stored_note, file_note);
}

/* Run a guided calibration and write its file. */
static bool calibrate_into_file(struct calibrate_dialog *dialog, struct text_buffer *out, struct failure *failure)
{
    bool is_strips = dialog->options->target == CALIBRATE_STRIPS;
    struct failure close_failure;
    if (!calibration_file_open(&dialog->file, dialog->options->output, is_strips ? "strips" : "radius", failure))
        return false;
    calibration_file_write_device(&dialog->file, &dialog->client.device);
    calibrate_events_add_phase(dialog, "running");
    bool ok = is_strips ? calibrate_strips(dialog, failure) : calibrate_radius(dialog, failure);
    dialog_end_line(&dialog->user);
    bool is_written = calibration_file_close(&dialog->file, &close_failure);
    if (ok && !is_written)
        *failure = close_failure;
    if (dialog->file.point_count == 0)
        dialog->file.path[0] = '\0'; /* it was removed */
    calibrate_events_add_phase(dialog, "ended");
    if (!ok || !is_written) {
        extend_failure(dialog, failure);
        return false;
    }
    if (dialog->file.point_count > 0) {
        char path[CALIBRATION_FILE_PATH_SIZE];
        sanitized_text_copy(path, sizeof path, dialog->file.path);
        text_addf(out, "%s\n", path);
    }
    return true;
}

static bool run(struct calibrate_dialog *dialog, struct text_buffer *out, struct failure *failure)
{
    if (!calibrate_dialog_open(dialog, failure))
        return false;
    bool ok = true;
    if (dialog->options->target == CALIBRATE_SHOW && dialog->options->json)
        settings_json_add(out, &dialog->client.device);
    else if (dialog->options->target == CALIBRATE_SHOW)
        add_settings(&dialog->client.device, out);
    else
        ok = calibrate_into_file(dialog, out, failure);
    device_client_close(&dialog->client);
    return ok;
}

bool calibrate_run(const struct options *options, int stop_fd, struct text_buffer *out, struct failure *failure)
{
    struct calibrate_dialog *dialog = calloc(1, sizeof *dialog);
    if (!dialog)
        return failure_set(failure, EXIT_STATUS_DEVICE, "There is not enough memory to calibrate.");
    dialog->options = options;
    dialog->stop_fd = stop_fd;
    bool ok = task_events_begin(&dialog->events, options->target == CALIBRATE_STRIPS ? "strips" : "radius",
                                options->events_fd, options->control_fd, failure) &&
              run(dialog, out, failure);
    task_events_end(&dialog->events, ok ? NULL : failure);
    free(dialog);
    return ok;
}
