/* SPDX-License-Identifier: MIT */
/*
 * The guided calibrations and what they share: a roller, a dialog with the user and a file of points.
 * Functions that return bool return false, with the failure, when the user stops, standard input ends, the
 * roller is gone or is another one, or a write fails.
 */
#ifndef CALIBRATE_DIALOG_H
#define CALIBRATE_DIALOG_H

#include "calibrate/calibration_file.h"
#include "calibrate/calibration_store.h"
#include "calibrate/device_client.h"
#include "calibrate/settling.h"
#include "options/options.h"
#include "shared/failure.h"
#include "terminal/dialog.h"

#include <stdbool.h>
#include <stddef.h>

struct calibrate_dialog {
    const struct options *options;
    int stop_fd;
    struct dialog dialog;
    struct calibration_file file;
    char stored[128];                /* what has been stored in the roller, in words; "" = nothing */
    bool state_reported;             /* a failed store has reported what the roller holds */
    void (*on_frame)(void *context); /* called for each frame; may be NULL */
    void *frame_context;
    unsigned strip_count; /* at the start: rows keep their columns */
    struct device_client roller;
};

/* Open the roller and wait until it has identified itself; device_client_close closes it. */
bool calibrate_dialog_open(struct calibrate_dialog *calibrate, struct failure *failure);

/* The last frame as a row: the strips' readings, then the IMU's six (0 without an answer). */
#define CALIBRATE_DIALOG_ROW_SIZE (SESSION_STRIPS_MAX + SESSION_IMU_AXES)
void calibrate_dialog_row(const struct calibrate_dialog *calibrate, double row[CALIBRATE_DIALOG_ROW_SIZE]);
bool calibrate_dialog_has_imu(const struct calibrate_dialog *calibrate);

/* Wait some milliseconds for the next frame. `*fresh`: there is one. */
bool calibrate_dialog_next_frame(struct calibrate_dialog *calibrate, bool *fresh, struct failure *failure);

/* Wait for the answer to a question; with `button`, the roller's button counts as an empty line. */
bool calibrate_dialog_wait_answer(struct calibrate_dialog *calibrate, bool button, char *line, size_t size,
                                  struct failure *failure);

/* Wait until the watched strip has settled and was averaged; `label` names it in the status. */
bool calibrate_dialog_wait_settled(struct calibrate_dialog *calibrate, const struct settling_plan *plan,
                                   const char *label, struct settling *settling, struct failure *failure);

/* calibration_store, after the user has said yes. */
bool calibrate_dialog_store(struct calibrate_dialog *calibrate, const struct calibration_value *value,
                            struct failure *failure);

enum calibrate_dialog_choice { CALIBRATE_DIALOG_YES, CALIBRATE_DIALOG_NO, CALIBRATE_DIALOG_AGAIN };

/* Ask until the answer is yes, no or again. */
bool calibrate_dialog_choose(struct calibrate_dialog *calibrate, const char *question,
                             enum calibrate_dialog_choice *choice, struct failure *failure);

/* `calibrate strips`: known loads on each strip, fit a force law, store it if wanted. */
bool calibrate_strips(struct calibrate_dialog *calibrate, struct failure *failure);

/* `calibrate radius`: roll the loaded roller over a measured length, several times there and back. */
bool calibrate_radius(struct calibrate_dialog *calibrate, struct failure *failure);

#endif
