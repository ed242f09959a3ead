/* SPDX-License-Identifier: MIT */
/*
 * The calibration rig: the roller without a person, under known loads on one strip at a time, or rolled by
 * known lengths. Commands are lines from a file, a FIFO or standard input, executed as they arrive:
 */
/* clang-format off */
/*
 *   load STRIP NEWTONS   turn that strip to the top and load it by a flat block
 *   roll MM [SECONDS]    roll by that length under 250 N; 0 = rest under that load
 *   press                press the button briefly
 *   wait SECONDS         before the next command, by the roller's clock
 *   end                  end the run
 *
 * Empty lines, and text after a #, are ignored. Times are seconds of the run.
 */
/* clang-format on */
#ifndef RIG_H
#define RIG_H

#include "body/roller_body.h"
#include "common/sim_failure.h"
#include "person/movement.h"

#include <stdbool.h>
#include <stddef.h>

enum rig_command_kind { RIG_NONE, RIG_LOAD, RIG_ROLL, RIG_PRESS, RIG_WAIT, RIG_END };

struct rig_command {
    enum rig_command_kind kind;
    unsigned strip;
    double load_n;
    double roll_mm;
    double seconds; /* of a roll or a wait */
};

struct rig_commands {
    const char *path; /* the caller's */
    int fd;           /* -1: at the end */
    char line[256];
    size_t length;
    unsigned number; /* of the line, for messages */
};

/* Open `path` (- = standard input); rig_commands_close closes it. SIM_INPUT when it cannot be read. */
bool rig_commands_open(struct rig_commands *commands, const char *path, struct sim_failure *failure);
void rig_commands_close(struct rig_commands *commands);

/* The next command, or RIG_NONE when none has arrived. Never waits. SIM_INPUT when a line is no command. */
bool rig_commands_next(struct rig_commands *commands, struct rig_command *command,
                       struct sim_failure *failure);

struct rig {
    struct movement movement; /* the last one */
    bool rolls;               /* under ROLL_FORCE_N; else a block lies on `strip` */
    unsigned strip;
    double load_n;
    double loaded_s; /* when the load is on, after the strip was turned up */
    double pressed_s;
};

/* An unloaded roller at rest. */
void rig_init(struct rig *rig);

/* Execute a load, roll or press at a time; it ends an earlier movement. Other commands are ignored. */
void rig_execute(struct rig *rig, const struct roller_body *body, const struct rig_command *command,
                 double at_s);

struct motion rig_motion(const struct rig *rig, double at_s);

/* Force on each strip, N. A block loads the strip on top; the opposite one carries the load and the roller.
 */
void rig_strip_forces(const struct rig *rig, const struct roller_body *body, double at_s,
                      double strip_n[BODY_STRIPS]);

bool rig_is_pressing(const struct rig *rig, double at_s);

#endif
