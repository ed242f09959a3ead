/* SPDX-License-Identifier: MIT */
#include "calibrate/calibrate_dialog.h"

#include "calibrate/calibrate_events.h"

#include <string.h>
#include <strings.h>

#define FRAME_WAIT_MS 50
#define STATUS_INTERVAL_US 200000

bool calibrate_dialog_open(struct calibrate_dialog *dialog, struct failure *failure)
{
    dialog_init(&dialog->user, &dialog->events);
    if (!device_client_open(&dialog->client, dialog->options, dialog->stop_fd, failure))
        return false;
    dialog->strip_count = dialog->client.device.strip_count;
    return true;
}

bool calibrate_dialog_has_imu(const struct calibrate_dialog *dialog)
{
    return dialog->client.device.has_imu && dialog->client.frame.imu_valid;
}

void calibrate_dialog_get_row(const struct calibrate_dialog *dialog, double row[CALIBRATE_DIALOG_ROW_SIZE])
{
    const struct wire_frame *frame = &dialog->client.frame;
    unsigned strips = dialog->strip_count;
    for (unsigned i = 0; i < strips; i++)
        row[i] = frame->strip[i];
    for (unsigned i = 0; i < SESSION_IMU_AXES; i++)
        row[strips + i] = frame->imu_valid ? frame->imu[i] : 0;
}

bool calibrate_dialog_next_frame(struct calibrate_dialog *dialog, bool *has_frame, struct failure *failure)
{
    *has_frame = false;
    if (!dialog_update(&dialog->user))
        return failure_set(failure, EXIT_STATUS_DEVICE, "Stopped.");
    switch (device_client_next(&dialog->client, dialog->stop_fd, FRAME_WAIT_MS, failure)) {
    case DEVICE_CLIENT_FRAME:
        if (dialog->client.device.strip_count != dialog->strip_count)
            return failure_set(failure, EXIT_STATUS_DEVICE,
                               "The roller had %u strips and now has %u: is it a different one?", dialog->strip_count,
                               dialog->client.device.strip_count);
        *has_frame = true;
        calibrate_events_add_frame(dialog);
        if (dialog->on_frame)
            dialog->on_frame(dialog->frame_context);
        return true;
    case DEVICE_CLIENT_NO_FRAME: return true;
    case DEVICE_CLIENT_STOPPED: return failure_set(failure, EXIT_STATUS_DEVICE, "Stopped.");
    case DEVICE_CLIENT_FAILED: return false;
    }
    return false;
}

bool calibrate_dialog_wait_for_answer(struct calibrate_dialog *dialog, const struct dialog_question *question,
                                      char *line, size_t size, struct failure *failure)
{
    dialog->client.button_presses = 0;
    for (;;) {
        bool has_frame;
        if (!calibrate_dialog_next_frame(dialog, &has_frame, failure))
            return false;
        if (question->takes_button && dialog->client.button_presses > 0) {
            dialog_take_button(&dialog->user);
            *line = '\0';
            return true;
        }
        switch (dialog_read_answer(&dialog->user, line, size)) {
        case PROMPT_LINE: return true;
        case PROMPT_ENDED:
            return failure_set(failure, EXIT_STATUS_INPUT,
                               "Standard input ended, so the questions cannot be answered.");
        case PROMPT_NOTHING: break;
        }
    }
}

static const char *progress_text(enum settling_state state)
{
    switch (state) {
    case SETTLING_MOVING: return "still moving";
    case SETTLING_AVERAGING: return "measuring";
    default: return "at rest";
    }
}

bool calibrate_dialog_wait_until_settled(struct calibrate_dialog *dialog, const struct settling_plan *plan,
                                         const char *label, struct settling *settling, struct failure *failure)
{
    int64_t status_us = 0; /* time of the last status */
    bool has_started = false, has_frame;
    while (calibrate_dialog_next_frame(dialog, &has_frame, failure)) {
        const struct device_client *client = &dialog->client;
        double row[CALIBRATE_DIALOG_ROW_SIZE];
        if (!has_frame)
            continue;
        if (!has_started)
            settling_begin(settling, client->time_us, plan);
        has_started = true;
        calibrate_dialog_get_row(dialog, row);
        if (settling_add(settling, client->time_us, row) == SETTLING_DONE) {
            dialog_end_line(&dialog->user);
            return true;
        }
        if (client->time_us - status_us < STATUS_INTERVAL_US && status_us > 0)
            continue;
        status_us = client->time_us;
        calibrate_events_add_settling(dialog, settling, row[plan->watched]);
        dialog_show_status(&dialog->user, "    %s reads %4.0f, %s: %.0f s more", label, row[plan->watched],
                           progress_text(settling->state), (double)settling->remaining_us / 1e6 + 0.5);
    }
    return false;
}

bool calibrate_dialog_choose(struct calibrate_dialog *dialog, const struct dialog_question *question, const char *text,
                             enum calibrate_dialog_choice *choice, struct failure *failure)
{
    static const char *const choices[] = {
        [CALIBRATE_DIALOG_YES] = "yes", [CALIBRATE_DIALOG_NO] = "no", [CALIBRATE_DIALOG_AGAIN] = "again"};
    for (;;) {
        char line[PROMPT_LINE_SIZE];
        dialog_ask(&dialog->user, question, "%s", text);
        if (!calibrate_dialog_wait_for_answer(dialog, question, line, sizeof line, failure))
            return false;
        size_t length = strlen(line);
        for (size_t i = 0; i < sizeof choices / sizeof choices[0]; i++) {
            if (length > 0 && strncasecmp(line, choices[i], length) == 0) {
                *choice = (enum calibrate_dialog_choice)i;
                return true;
            }
        }
        dialog_print(&dialog->user, "Answer yes, no or again.");
    }
}

bool calibrate_dialog_store(struct calibrate_dialog *dialog, const struct calibration_value *value,
                            struct failure *failure)
{
    bool stored = calibration_store(&dialog->client, value, dialog->stop_fd, failure);
    dialog->state_reported = !stored;
    if (stored) {
        dialog_print_here(&dialog->user, "  Stored: the roller has saved it and read it back.");
        calibrate_events_add_stored(dialog, value);
    }
    return stored;
}
