/* SPDX-License-Identifier: MIT */
#include "calibrate/calibrate.h"

#include "calibrate/calibrate_dialog.h"
#include "calibrate/calibration_file.h"
#include "calibrate/device_client.h"
#include "shared/sanitized_text.h"
#include "terminal/dialog.h"

#include <stdio.h>
#include <stdlib.h>

/* Print the settings in use and, one line per strip, the calibration. */
static void print_settings(const struct device_info *device, struct text_buffer *out)
{
    text_addf(out, "roller %s, settings %s\n", device->id, device->settings);
    if (device->rolling_radius_mm > 0)
        text_addf(out, "rolling radius %.1f mm, measured\n", device->rolling_radius_mm);
    else
        text_add(out, "rolling radius not measured\n");
    for (unsigned i = 0; i < device->strip_count; i++)
        text_addf(out, "strip %u  %3.0f degrees  k_n %7.1f N  p %.3f  %s %s\n", i, device->strip_angle_deg[i],
                  device->calibration_k_n[i], device->calibration_p[i],
                  device->measured >> i & 1 ? "measured" : "default", device->measured_date[i]);
}

/* Append to the failure message what was already stored in the roller, and the path of the file with the
 * measured points. */
static void extend_failure(const struct calibrate_dialog *calibration, struct failure *failure)
{
    const struct failure original = *failure;
    char state[192] = "", points[CALIBRATION_FILE_PATH_SIZE + 32] = "";
    if (calibration->stored[0] != '\0')
        snprintf(state, sizeof state, " Stored before that: %s.", calibration->stored);
    else if (!calibration->state_reported)
        snprintf(state, sizeof state, " The roller is unchanged.");
    if (calibration->file.points > 0)
        snprintf(points, sizeof points, " The measured points are in %s.", calibration->file.path);
    failure_set(failure, original.status, "%s%s%s", original.message, state, points);
}

static bool measure(struct calibrate_dialog *calibration, struct text_buffer *out, struct failure *failure)
{
    bool strips = calibration->options->target == CALIBRATE_STRIPS;
    struct failure unwritten;
    if (!calibration_file_open(&calibration->file, calibration->options->output, strips ? "strips" : "radius", failure))
        return false;
    calibration_file_write_device(&calibration->file, &calibration->roller.device);
    bool ok = strips ? calibrate_strips(calibration, failure) : calibrate_radius(calibration, failure);
    dialog_end_line(&calibration->dialog);
    bool written = calibration_file_close(&calibration->file, &unwritten);
    if (ok && !written)
        *failure = unwritten;
    if (!ok || !written) {
        extend_failure(calibration, failure);
        return false;
    }
    if (calibration->file.points > 0) {
        char path[CALIBRATION_FILE_PATH_SIZE];
        sanitized_text_copy(path, sizeof path, calibration->file.path);
        text_addf(out, "%s\n", path);
    }
    return true;
}

static bool run(struct calibrate_dialog *calibration, struct text_buffer *out, struct failure *failure)
{
    dialog_init(&calibration->dialog);
    if (!calibrate_dialog_open(calibration, failure))
        return false;
    bool ok = true;
    if (calibration->options->target == CALIBRATE_SHOW)
        print_settings(&calibration->roller.device, out);
    else
        ok = measure(calibration, out, failure);
    device_client_close(&calibration->roller);
    return ok;
}

bool calibrate_run(const struct options *options, int stop_fd, struct text_buffer *out, struct failure *failure)
{
    struct calibrate_dialog *calibration = calloc(1, sizeof *calibration);
    if (!calibration)
        return failure_set(failure, EXIT_STATUS_DEVICE, "There is not enough memory to calibrate.");
    calibration->options = options;
    calibration->stop_fd = stop_fd;
    bool ok = run(calibration, out, failure);
    free(calibration);
    return ok;
}
