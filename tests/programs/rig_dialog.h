/* SPDX-License-Identifier: MIT */
/* Run the real firmware on the simulator's calibration rig, and `roller-logger calibrate` with it: send commands to the
 * rig, and type the answers of the user. */
#pragma once

#include "support/run_program.h"
#include "support/temp_dir.h"

#define RIG_DIALOG_LIMIT_S 60.0 /* enough for a rig at full speed on a busy machine */

struct rig_dialog {
    struct temp_dir dir;
    struct program rig;
    struct program logger;
    size_t expected; /* where the last expected text ends in the logger's messages */
    int command_fd;  /* pipe to the rig */
    int typing_fd;   /* pipe to the logger; -1 = closed */
};

/* Start the rig in its own folder. `options` are more options of virtual-roller, separated by spaces. */
void rig_dialog_open(struct rig_dialog *dialog, const char *options);
/* Start the logger, connected to the rig, with the arguments of `line`, such as "calibrate radius". */
void rig_dialog_start(struct rig_dialog *dialog, const char *line);
/* Send the rig a command. */
void rig_dialog_command(struct rig_dialog *dialog, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Type a line to the logger. */
void rig_dialog_type(struct rig_dialog *dialog, const char *text);
/* Close the logger's standard input. */
void rig_dialog_end_typing(struct rig_dialog *dialog);
/* Wait until the logger prints `text` after the previously expected text; fail if it does not. */
void rig_dialog_expect(struct rig_dialog *dialog, const char *text);
/* Wait until the logger ends; fail unless its exit status is `status`. The caller frees the result. */
struct program_result rig_dialog_wait(struct rig_dialog *dialog, int status);
/* End the rig; its truth is then in t.json. */
void rig_dialog_end_rig(struct rig_dialog *dialog);
/* End the rig if it is still running, and remove the folder. */
void rig_dialog_close(struct rig_dialog *dialog);
