/* SPDX-License-Identifier: MIT */
#include "calibrate/calibrate_dialog.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define FRAME_WAIT_MS 50
#define STATUS_US 200000

bool calibrate_dialog_open(struct calibrate_dialog *calibrate, struct failure *failure)
{
    if (!device_client_open(&calibrate->roller, calibrate->options, calibrate->stop_fd, failure))
        return false;
    calibrate->strip_count = calibrate->roller.device.strip_count;
    return true;
}

bool calibrate_dialog_has_imu(const struct calibrate_dialog *calibrate)
{
    return calibrate->roller.device.has_imu && calibrate->roller.frame.imu_valid;
}

void calibrate_dialog_row(const struct calibrate_dialog *calibrate, double row[CALIBRATE_DIALOG_ROW_SIZE])
{
    const struct frame_data *frame = &calibrate->roller.frame;
    unsigned strips = calibrate->strip_count;
    for (unsigned i = 0; i < strips; i++)
        row[i] = frame->strip[i];
    for (unsigned i = 0; i < SESSION_IMU_AXES; i++)
        row[strips + i] = frame->imu_valid ? frame->imu[i] : 0;
}

bool calibrate_dialog_next_frame(struct calibrate_dialog *calibrate, bool *fresh, struct failure *failure)
{
    *fresh = false;
    switch (device_client_next(&calibrate->roller, calibrate->stop_fd, FRAME_WAIT_MS, failure)) {
    case DEVICE_CLIENT_FRAME:
        if (calibrate->roller.device.strip_count != calibrate->strip_count)
            return failure_set(failure, EXIT_STATUS_DEVICE,
                               "The roller had %u strips and has %u now: is it another one?",
                               calibrate->strip_count, calibrate->roller.device.strip_count);
        *fresh = true;
        if (calibrate->on_frame)
            calibrate->on_frame(calibrate->frame_context);
        return true;
    case DEVICE_CLIENT_IDLE:
        return true;
    case DEVICE_CLIENT_STOPPED:
        return failure_set(failure, EXIT_STATUS_DEVICE, "Stopped.");
    case DEVICE_CLIENT_LOST:
        return false;
    }
    return false;
}

bool calibrate_dialog_wait_answer(struct calibrate_dialog *calibrate, bool button, char *line, size_t size,
                                  struct failure *failure)
{
    calibrate->roller.button_presses = 0;
    for (;;) {
        bool fresh;
        if (!calibrate_dialog_next_frame(calibrate, &fresh, failure))
            return false;
        if (button && calibrate->roller.button_presses > 0) {
            dialog_print(&calibrate->dialog, "(button)");
            *line = '\0';
            return true;
        }
        switch (prompt_read_line(&calibrate->dialog.prompt, line, size)) {
        case PROMPT_LINE:
            dialog_answered(&calibrate->dialog);
            return true;
        case PROMPT_ENDED:
            return failure_set(failure, EXIT_STATUS_INPUT, "Standard input ended: nobody can answer.");
        case PROMPT_NOTHING:
            break;
        }
    }
}

bool calibrate_dialog_wait_settled(struct calibrate_dialog *calibrate, const struct settling_plan *plan,
                                   const char *label, struct settling *settling, struct failure *failure)
{
    int64_t shown_us = 0;
    bool started = false, fresh;
    while (calibrate_dialog_next_frame(calibrate, &fresh, failure)) {
        const struct device_client *roller = &calibrate->roller;
        double row[CALIBRATE_DIALOG_ROW_SIZE];
        if (!fresh)
            continue;
        if (!started)
            settling_begin(settling, roller->time_us, plan);
        started = true;
        calibrate_dialog_row(calibrate, row);
        if (settling_add(settling, roller->time_us, row) == SETTLING_DONE) {
            dialog_end_line(&calibrate->dialog);
            return true;
        }
        if (roller->time_us - shown_us < STATUS_US && shown_us > 0)
            continue;
        shown_us = roller->time_us;
        dialog_show_status(&calibrate->dialog, "    %s reads %4.0f, %s: %.0f s more", label,
                           row[plan->watched],
                           settling->state == SETTLING_MOVING      ? "still moving"
                           : settling->state == SETTLING_AVERAGING ? "measuring"
                                                                   : "at rest",
                           (double)settling->remaining_us / 1e6 + 0.5);
    }
    return false;
}

bool calibrate_dialog_choose(struct calibrate_dialog *calibrate, const char *question,
                             enum calibrate_dialog_choice *choice, struct failure *failure)
{
    static const char *const words[] = {
        [CALIBRATE_DIALOG_YES] = "yes", [CALIBRATE_DIALOG_NO] = "no", [CALIBRATE_DIALOG_AGAIN] = "again"};
    for (;;) {
        char line[PROMPT_LINE_SIZE];
        dialog_ask(&calibrate->dialog, "%s", question);
        if (!calibrate_dialog_wait_answer(calibrate, false, line, sizeof line, failure))
            return false;
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
            size_t length = strlen(line);
            if (length > 0 && strncasecmp(line, words[i], length) == 0) {
                *choice = (enum calibrate_dialog_choice)i;
                return true;
            }
        }
        dialog_print(&calibrate->dialog, "Answer yes, no or again.");
    }
}

bool calibrate_dialog_store(struct calibrate_dialog *calibrate, const struct calibration_value *value,
                            struct failure *failure)
{
    bool stored = calibration_store(&calibrate->roller, value, calibrate->stop_fd, failure);
    calibrate->state_reported = !stored;
    if (stored)
        dialog_print(&calibrate->dialog, "  Stored: the roller has saved it and read it back.");
    return stored;
}
