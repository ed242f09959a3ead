/* SPDX-License-Identifier: MIT */
/* The state and the steps that the guided calibrations share: a roller, a dialog with the user, a calibration file.
 * Functions with a parameter `failure` return false if the user stops, standard input ends, the roller fails or was
 * exchanged for a different one, or a write fails. */
#pragma once

#include "calibrate/calibration_file.h"
#include "calibrate/calibration_store.h"
#include "calibrate/device_client.h"
#include "calibrate/settling.h"
#include "events/task_events.h"
#include "options/options.h"
#include "shared/failure.h"
#include "terminal/dialog.h"

#include <stdbool.h>
#include <stddef.h>

struct calibrate_dialog {
    const struct options *options;
    int stop_fd;               /* readable when the user stops the program */
    struct task_events events; /* begun by the caller, if another program takes part */
    struct dialog user;        /* the conversation with the user */
    struct calibration_file file;
    char stored[128];                /* the values stored in the roller so far, in words; "" = none */
    bool state_reported;             /* the failure message already says what the roller holds */
    void (*on_frame)(void *context); /* called for each frame, if not NULL */
    void *frame_context;
    unsigned strip_count; /* number of strips at the start; a roller with a different number is rejected */
    struct device_client client;
};

/* Open the roller and wait until it has identified itself; device_client_close closes it. */
bool calibrate_dialog_open(struct calibrate_dialog *dialog, struct failure *failure);

#define CALIBRATE_DIALOG_ROW_SIZE (SESSION_STRIPS_MAX + SESSION_IMU_AXES)
/* Get the last frame as a row: the readings of the strips, then the six of the IMU, which are 0 during a dropout. */
void calibrate_dialog_get_row(const struct calibrate_dialog *dialog, double row[CALIBRATE_DIALOG_ROW_SIZE]);
/* Whether the last frame has readings of the IMU. */
bool calibrate_dialog_has_imu(const struct calibrate_dialog *dialog);

/* Wait for up to 50 ms for the next frame. Sets `*has_frame` to whether a frame arrived. */
bool calibrate_dialog_next_frame(struct calibrate_dialog *dialog, bool *has_frame, struct failure *failure);

/* Wait for the answer to this question, which was asked: `line` (`size` bytes), sanitized. */
bool calibrate_dialog_wait_for_answer(struct calibrate_dialog *dialog, const struct dialog_question *question,
                                      char *line, size_t size, struct failure *failure);

/* Wait until the watched strip has settled, and average the columns; `label` names the strip in the status. */
bool calibrate_dialog_wait_until_settled(struct calibrate_dialog *dialog, const struct settling_plan *plan,
                                         const char *label, struct settling *settling, struct failure *failure);

/* Store a value that the user has confirmed, and confirm to the user that it is stored. */
bool calibrate_dialog_store(struct calibrate_dialog *dialog, const struct calibration_value *value,
                            struct failure *failure);

enum calibrate_dialog_choice { CALIBRATE_DIALOG_YES, CALIBRATE_DIALOG_NO, CALIBRATE_DIALOG_AGAIN };

/* Ask the question, in these words, until the answer is yes, no, again, or the first letters of one of the three. */
bool calibrate_dialog_choose(struct calibrate_dialog *dialog, const struct dialog_question *question, const char *text,
                             enum calibrate_dialog_choice *choice, struct failure *failure);

/* Run `calibrate strips`: measure known loads on each strip, fit a force law, store it if the user agrees. */
bool calibrate_strips(struct calibrate_dialog *dialog, struct failure *failure);

/* Run `calibrate radius`: roll the loaded roller over a measured length several times, out and back. */
bool calibrate_radius(struct calibrate_dialog *dialog, struct failure *failure);
