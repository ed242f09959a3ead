/* SPDX-License-Identifier: MIT */
#include "calibrate/calibrate.h"

#include "calibrate/calibrate_dialog.h"
#include "calibrate/calibration_file.h"
#include "calibrate/device_client.h"
#include "shared/sanitized_text.h"
#include "terminal/dialog.h"

#include <stdio.h>
#include <stdlib.h>

/* What is stored in the roller, a line for each strip. */
static void describe(const struct device_info *device, struct text_buffer *out)
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

/* Add to the message what is stored in the roller and where the points are. */
static void extend_failure(const struct calibrate_dialog *calibrate, struct failure *failure)
{
    struct failure first = *failure;
    char state[192] = "", points[CALIBRATION_FILE_PATH_SIZE + 32] = "";
    if (calibrate->stored[0] != '\0')
        snprintf(state, sizeof state, " Stored before that: %s.", calibrate->stored);
    else if (!calibrate->state_reported)
        snprintf(state, sizeof state, " The roller is unchanged.");
    if (calibrate->file.rows > 0)
        snprintf(points, sizeof points, " The measured points are in %s.", calibrate->file.path);
    failure_set(failure, first.status, "%s%s%s", first.message, state, points);
}

static bool measure(struct calibrate_dialog *calibrate, struct text_buffer *out, struct failure *failure)
{
    bool strips = calibrate->options->target == CALIBRATE_STRIPS;
    struct failure unwritten;
    if (!calibration_file_open(&calibrate->file, calibrate->options->output, strips ? "strips" : "radius",
                               failure))
        return false;
    calibration_file_write_device(&calibrate->file, &calibrate->roller.device);
    bool done = strips ? calibrate_strips(calibrate, failure) : calibrate_radius(calibrate, failure);
    dialog_end_line(&calibrate->dialog);
    bool written = calibration_file_close(&calibrate->file, &unwritten);
    if (done && !written)
        *failure = unwritten;
    if (!done || !written) {
        extend_failure(calibrate, failure);
        return false;
    }
    if (calibrate->file.rows > 0) {
        char path[CALIBRATION_FILE_PATH_SIZE];
        sanitized_text_copy(path, sizeof path, calibrate->file.path);
        text_addf(out, "%s\n", path);
    }
    return true;
}

static bool run(struct calibrate_dialog *calibrate, struct text_buffer *out, struct failure *failure)
{
    dialog_init(&calibrate->dialog);
    if (!calibrate_dialog_open(calibrate, failure))
        return false;
    bool done = true;
    if (calibrate->options->target == CALIBRATE_SHOW)
        describe(&calibrate->roller.device, out);
    else
        done = measure(calibrate, out, failure);
    device_client_close(&calibrate->roller);
    return done;
}

bool calibrate_run(const struct options *options, int stop_fd, struct text_buffer *out,
                   struct failure *failure)
{
    struct calibrate_dialog *calibrate = calloc(1, sizeof *calibrate);
    if (!calibrate)
        return failure_set(failure, EXIT_STATUS_DEVICE, "There is not enough memory to calibrate.");
    calibrate->options = options;
    calibrate->stop_fd = stop_fd;
    bool done = run(calibrate, out, failure);
    free(calibrate);
    return done;
}
