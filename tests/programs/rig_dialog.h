/* SPDX-License-Identifier: MIT */
/* The real firmware on the simulator's bench, calibrated by roller-logger: who lays loads on it, and who
 * types. */
#ifndef RIG_DIALOG_H
#define RIG_DIALOG_H

#include "support/run_program.h"
#include "support/temp_dir.h"

#define RIG_DIALOG_LIMIT_S 60.0 /* a bench at full speed on a loaded machine */

struct rig_dialog {
    struct temp_dir dir;
    struct program bench;
    struct program logger;
    size_t heard;  /* what the logger said up to there has been waited for */
    int orders_fd; /* to the bench */
    int typing_fd; /* to the logger; -1 = nobody types any more */
};

/* Start the bench in a folder of its own, with options more, as words of one text. */
void rig_dialog_open(struct rig_dialog *talk, const char *options);
/* Start the logger on it with the words of `line`, such as "calibrate radius". */
void rig_dialog_start(struct rig_dialog *talk, const char *line);
/* Give the bench an order; type a line. */
void rig_dialog_command(struct rig_dialog *talk, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void rig_dialog_type(struct rig_dialog *talk, const char *text);
/* Nothing will be typed any more. */
void rig_dialog_end_typing(struct rig_dialog *talk);
/* Fail unless the logger says it, behind what was expected before. */
void rig_dialog_expect(struct rig_dialog *talk, const char *text);
/* The logger's end; fails unless it exits so. Free the result. */
struct program_result rig_dialog_wait(struct rig_dialog *talk, int status);
/* End the bench; its truth is in t.json. */
void rig_dialog_end_rig(struct rig_dialog *talk);
void rig_dialog_close(struct rig_dialog *talk);

#endif
