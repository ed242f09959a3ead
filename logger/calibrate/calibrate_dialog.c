/* SPDX-License-Identifier: MIT */
#include "calibrate/calibrate_dialog.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define FRAME_WAIT_MS 50
#define STATUS_INTERVAL_US 200000

bool calibrate_dialog_open(struct calibrate_dialog *calibration, struct failure *failure)
{
    if (!device_client_open(&calibration->roller, calibration->options, calibration->stop_fd, failure))
        return false;
    calibration->strip_count = calibration->roller.device.strip_count;
    return true;
}

bool calibrate_dialog_has_imu(const struct calibrate_dialog *calibration)
{
    return calibration->roller.device.has_imu && calibration->roller.frame.imu_valid;
}

void calibrate_dialog_get_row(const struct calibrate_dialog *calibration, double row[CALIBRATE_DIALOG_ROW_SIZE])
{
    const struct frame_data *frame = &calibration->roller.frame;
    unsigned strips = calibration->strip_count;
    for (unsigned i = 0; i < strips; i++)
        row[i] = frame->strip[i];
    for (unsigned i = 0; i < SESSION_IMU_AXES; i++)
        row[strips + i] = frame->imu_valid ? frame->imu[i] : 0;
}

bool calibrate_dialog_next_frame(struct calibrate_dialog *calibration, bool *fresh, struct failure *failure)
{
    *fresh = false;
    switch (device_client_next(&calibration->roller, calibration->stop_fd, FRAME_WAIT_MS, failure)) {
    case DEVICE_CLIENT_FRAME:
        if (calibration->roller.device.strip_count != calibration->strip_count)
            return failure_set(failure, EXIT_STATUS_DEVICE,
                               "The roller had %u strips and now has %u: is it a different one?",
                               calibration->strip_count, calibration->roller.device.strip_count);
        *fresh = true;
        if (calibration->on_frame)
            calibration->on_frame(calibration->frame_context);
        return true;
    case DEVICE_CLIENT_IDLE: return true;
    case DEVICE_CLIENT_STOPPED: return failure_set(failure, EXIT_STATUS_DEVICE, "Stopped.");
    case DEVICE_CLIENT_LOST: return false;
    }
    return false;
}

bool calibrate_dialog_wait_for_answer(struct calibrate_dialog *calibration, enum calibrate_dialog_input input,
                                      char *line, size_t size, struct failure *failure)
{
    calibration->roller.button_presses = 0;
    for (;;) {
        bool fresh;
        if (!calibrate_dialog_next_frame(calibration, &fresh, failure))
            return false;
        if (input == CALIBRATE_DIALOG_LINE_OR_BUTTON && calibration->roller.button_presses > 0) {
            dialog_print(&calibration->dialog, "(button)");
            *line = '\0';
            return true;
        }
        switch (prompt_read_line(&calibration->dialog.prompt, line, size)) {
        case PROMPT_LINE: dialog_answered(&calibration->dialog); return true;
        case PROMPT_ENDED:
            return failure_set(failure, EXIT_STATUS_INPUT,
                               "Standard input ended, so the questions cannot be answered.");
        case PROMPT_NOTHING: break;
        }
    }
}

bool calibrate_dialog_wait_until_settled(struct calibrate_dialog *calibration, const struct settling_plan *plan,
                                         const char *label, struct settling *settling, struct failure *failure)
{
    int64_t shown_us = 0;
    bool started = false, fresh;
    while (calibrate_dialog_next_frame(calibration, &fresh, failure)) {
        const struct device_client *roller = &calibration->roller;
        double row[CALIBRATE_DIALOG_ROW_SIZE];
        if (!fresh)
            continue;
        if (!started)
            settling_begin(settling, roller->time_us, plan);
        started = true;
        calibrate_dialog_get_row(calibration, row);
        if (settling_add(settling, roller->time_us, row) == SETTLING_DONE) {
            dialog_end_line(&calibration->dialog);
            return true;
        }
        if (roller->time_us - shown_us < STATUS_INTERVAL_US && shown_us > 0)
            continue;
        shown_us = roller->time_us;
        const char *progress = settling->state == SETTLING_MOVING      ? "still moving"
                               : settling->state == SETTLING_AVERAGING ? "measuring"
                                                                       : "at rest";
        dialog_show_status(&calibration->dialog, "    %s reads %4.0f, %s: %.0f s more", label, row[plan->watched],
                           progress, (double)settling->remaining_us / 1e6 + 0.5);
    }
    return false;
}

bool calibrate_dialog_choose(struct calibrate_dialog *calibration, const char *question,
                             enum calibrate_dialog_choice *choice, struct failure *failure)
{
    static const char *const words[] = {
        [CALIBRATE_DIALOG_YES] = "yes", [CALIBRATE_DIALOG_NO] = "no", [CALIBRATE_DIALOG_AGAIN] = "again"};
    for (;;) {
        char line[PROMPT_LINE_SIZE];
        dialog_ask(&calibration->dialog, "%s", question);
        if (!calibrate_dialog_wait_for_answer(calibration, CALIBRATE_DIALOG_LINE, line, sizeof line, failure))
            return false;
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
            size_t length = strlen(line);
            if (length > 0 && strncasecmp(line, words[i], length) == 0) {
                *choice = (enum calibrate_dialog_choice)i;
                return true;
            }
        }
        dialog_print(&calibration->dialog, "Answer yes, no or again.");
    }
}

bool calibrate_dialog_store(struct calibrate_dialog *calibration, const struct calibration_value *value,
                            struct failure *failure)
{
    bool stored = calibration_store(&calibration->roller, value, calibration->stop_fd, failure);
    calibration->state_reported = !stored;
    if (stored)
        dialog_print(&calibration->dialog, "  Stored: the roller has saved it and read it back.");
    return stored;
}
