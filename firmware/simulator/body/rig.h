/* SPDX-License-Identifier: MIT */
/* The calibration rig: the roller without a person, under known loads on one strip at a time, or rolled by
 * known lengths. Commands are lines from a file, a FIFO or standard input, executed as they arrive: */
/* clang-format off */
/*
 *   load STRIP NEWTONS   rotate that strip to the top and load it with a flat block
 *   roll MM [SECONDS]    roll by that length under 250 N; 0 = stand still under 250 N
 *   press                press the button briefly
 *   wait SECONDS         wait before the next command, on the roller's clock
 *   end                  end the run
 *
 * Empty lines, and text after a #, are ignored. Times are in seconds since the start of the run.
 */
/* clang-format on */
#pragma once

#include "body/roller_body.h"
#include "person/movement.h"
#include "shared/failure.h"

#include <stdbool.h>
#include <stddef.h>

#define RIG_PRESS_S 0.15 /* duration of a press of the button, also by a person */

enum rig_command_kind { RIG_NONE, RIG_LOAD, RIG_ROLL, RIG_PRESS, RIG_WAIT, RIG_END };

struct rig_command {
    enum rig_command_kind kind;
    unsigned strip; /* RIG_LOAD */
    double load_n;  /* RIG_LOAD */
    double roll_mm; /* RIG_ROLL */
    double seconds; /* RIG_ROLL, RIG_WAIT: duration */
};

struct rig_commands {
    const char *path;     /* owned by the caller */
    int fd;               /* -1 = end of the input */
    char line[256];       /* bytes of the current line so far */
    size_t length;        /* number of bytes in `line` so far */
    unsigned line_number; /* number of the last complete line, for messages */
};

/* Open `path` (- = standard input); rig_commands_close closes it. False with EXIT_STATUS_INPUT if it cannot be read. */
bool rig_commands_open(struct rig_commands *commands, const char *path, struct failure *failure);
void rig_commands_close(struct rig_commands *commands);

/* Read the next command; RIG_NONE if none has arrived. Never blocks. False with EXIT_STATUS_INPUT if a line is not a
 * command. */
bool rig_commands_next(struct rig_commands *commands, struct rig_command *command, struct failure *failure);

struct rig {
    struct movement movement; /* current or last movement */
    bool is_rolling;          /* the last load was a roll; else a block loads `strip` */
    unsigned strip;           /* the strip under the block */
    double load_n;
    double loaded_s;  /* time at which the strip arrives at the top and the load is put on */
    double pressed_s; /* time of the last press of the button; below 0 = never */
};

/* Set up an unloaded roller at rest. */
void rig_init(struct rig *rig);

/* Execute a load, roll or press, starting at time_s. A load or roll ends the current movement. Other
 * commands are ignored. */
void rig_execute(struct rig *rig, const struct roller_body *body, const struct rig_command *command, double time_s);

/* Return the motion at time_s. */
struct motion rig_motion(const struct rig *rig, double time_s);

/* Compute the force on each strip at time_s, N. A block loads the strip at the top; the opposite strip carries the load
 * and the roller. */
void rig_strip_forces(const struct rig *rig, const struct roller_body *body, double time_s,
                      double strip_force_n[BODY_STRIPS]);

/* Whether the button is pressed at time_s. */
bool rig_is_pressing(const struct rig *rig, double time_s);
