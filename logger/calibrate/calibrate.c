/* SPDX-License-Identifier: MIT */
#include "calibrate/calibrate.h"

#include "calibrate/calibrate_radius.h"
#include "calibrate/calibrate_strips.h"
#include "shared/sanitized_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the roller says that it holds, a line for each strip. */
static void describe(const struct device_info *device, char *text, size_t size)
{
    size_t used = (size_t)snprintf(text, size, "roller %s, settings %s\n", device->id, device->settings);
    if (device->rolling_radius_mm > 0)
        used += (size_t)snprintf(text + used, size - used, "rolling radius %.1f mm, measured\n",
                                 device->rolling_radius_mm);
    else
        used += (size_t)snprintf(text + used, size - used, "rolling radius not measured\n");
    for (unsigned i = 0; i < device->strip_count && used < size; i++)
        used += (size_t)snprintf(
            text + used, size - used, "strip %u  %3.0f degrees  k_n %7.1f N  p %.3f  %s %s\n", i,
            device->strip_angle_deg[i], device->calibration_k_n[i], device->calibration_p[i],
            device->measured >> i & 1 ? "measured" : "default", device->measured_date[i]);
}

/* What stands behind the message of a calibration that did not come to its end. */
static void tell_state(const struct calibrate_dialog *calibrate, struct failure *failure)
{
    struct failure first = *failure;
    char state[192] = "", where[CALIBRATION_FILE_PATH_SIZE + 32] = "";
    if (calibrate->stored[0] != '\0')
        snprintf(state, sizeof state, " Stored before that: %s.", calibrate->stored);
    else if (!calibrate->state_reported)
        snprintf(state, sizeof state, " The roller is unchanged.");
    if (calibrate->file.rows > 0)
        snprintf(where, sizeof where, " What was measured is in %s.", calibrate->file.path);
    failure_set(failure, first.status, "%s%s%s", first.message, state, where);
}

static bool measure(struct calibrate_dialog *calibrate, char *text, size_t size, struct failure *failure)
{
    bool strips = calibrate->options->target == CALIBRATE_STRIPS;
    struct failure unwritten;
    if (!calibration_file_open(&calibrate->file, calibrate->options->output, strips ? "strips" : "radius",
                               failure))
        return false;
    calibration_file_write_device(&calibrate->file, &calibrate->roller.device);
    bool done = strips ? calibrate_strips(calibrate, failure) : calibrate_radius(calibrate, failure);
    dialog_end_line(&calibrate->talk);
    bool written = calibration_file_close(&calibrate->file, &unwritten);
    if (done && !written)
        *failure = unwritten;
    if (!done || !written) {
        tell_state(calibrate, failure);
        return false;
    }
    if (calibrate->file.rows > 0) {
        size_t length = sanitized_text_copy(text, size - 1, calibrate->file.path);
        memcpy(text + length, "\n", 2);
    }
    return true;
}

static bool run(struct calibrate_dialog *calibrate, char *text, size_t size, struct failure *failure)
{
    dialog_init(&calibrate->talk);
    if (!calibrate_dialog_open(calibrate, failure))
        return false;
    bool done = true;
    if (calibrate->options->target == CALIBRATE_SHOW)
        describe(&calibrate->roller.device, text, size);
    else
        done = measure(calibrate, text, size, failure);
    device_client_close(&calibrate->roller);
    return done;
}

bool calibrate_run(const struct options *options, int stop_fd, char *text, size_t size,
                   struct failure *failure)
{
    *text = '\0';
    struct calibrate_dialog *calibrate = calloc(1, sizeof *calibrate);
    if (!calibrate)
        return failure_set(failure, EXIT_STATUS_DEVICE, "There is not enough memory to calibrate.");
    calibrate->options = options;
    calibrate->stop_fd = stop_fd;
    bool done = run(calibrate, text, size, failure);
    free(calibrate);
    return done;
}
