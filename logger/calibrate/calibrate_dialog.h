/* SPDX-License-Identifier: MIT */
/* What the guided calibrations share: a roller, a person and a file, and how one waits for them. */
#ifndef CALIBRATE_DIALOG_H
#define CALIBRATE_DIALOG_H

#include "calibrate/calibration_file.h"
#include "calibrate/calibration_store.h"
#include "shared/failure.h"
#include "calibrate/device_client.h"
#include "options/options.h"
#include "terminal/dialog.h"
#include "calibrate/settling.h"

#include <stdbool.h>
#include <stddef.h>

struct calibrate_dialog {
    const struct options *options;
    int stop_fd;
    struct dialog talk;
    struct calibration_file file;
    char stored[128];                /* what the roller has got by now, in words; "" = nothing */
    bool state_reported;             /* a failed store has said what the roller holds */
    void (*on_frame)(void *context); /* for each one that comes; NULL = nobody */
    void *frame_context;
    unsigned strip_count; /* the columns of a row stay what they are */
    struct device_client roller;
};

/* Open the roller and wait until it has said who it is; device_client_close it. */
bool calibrate_dialog_open(struct calibrate_dialog *calibrate, struct failure *failure);

/* A frame as one row: the strips' readings, then the IMU's six where it has them. */
#define CALIBRATE_DIALOG_ROW_SIZE (SESSION_STRIPS_MAX + SESSION_IMU_AXES)
void calibrate_dialog_row(const struct calibrate_dialog *calibrate, double row[CALIBRATE_DIALOG_ROW_SIZE]);
bool calibrate_dialog_has_imu(const struct calibrate_dialog *calibrate);

/*
 * Go on by one frame. False, with the failure, when the user wants to stop, or the roller is gone or another.
 * `*fresh`: there is a new one; else some milliseconds have passed.
 */
bool calibrate_dialog_next_frame(struct calibrate_dialog *calibrate, bool *fresh, struct failure *failure);

/* Wait for the answer to what was asked; with `button`, the roller's button is an empty line. False as above,
 * and when standard input is over. */
bool calibrate_dialog_wait_answer(struct calibrate_dialog *calibrate, bool button, char *line, size_t size,
                                  struct failure *failure);

/* Wait until the watched strip has come to rest and was averaged; `words` stand in the status line. */
bool calibrate_dialog_wait_settled(struct calibrate_dialog *calibrate, const struct settling_plan *plan,
                                   const char *words, struct settling *steady, struct failure *failure);

/* calibration_store, once the user has said yes. */
bool calibrate_dialog_store(struct calibrate_dialog *calibrate, const struct calibration_value *value,
                            struct failure *failure);

enum calibrate_dialog_choice { CALIBRATE_DIALOG_YES, CALIBRATE_DIALOG_NO, CALIBRATE_DIALOG_AGAIN };

/* Ask until it is answered yes, no or again. */
bool calibrate_dialog_choose(struct calibrate_dialog *calibrate, const char *question,
                             enum calibrate_dialog_choice *choice, struct failure *failure);

#endif
