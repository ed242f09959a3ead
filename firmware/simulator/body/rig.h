/* SPDX-License-Identifier: MIT */
/*
 * The roller on the bench, to be calibrated: known loads on one strip at a time, and known lengths rolled.
 * Times are those of the run, in seconds.
 */
#ifndef RIG_H
#define RIG_H

#include "body/rig_commands.h"
#include "person/movement.h"
#include "body/roller_body.h"

#include <stdbool.h>

struct rig {
    struct movement movement; /* the last one */
    bool rolls;               /* under a person's weight; else a block lies on `strip` */
    unsigned strip;
    double load_n;
    double loaded_s; /* when the load is on: the roller was turned before */
    double pressed_s;
};

/* A roller that lies there with nothing on it. */
void rig_init(struct rig *bench);

/* Obey an order (load, roll or press) at a time; movements before it are cut short. */
void rig_execute(struct rig *bench, const struct roller_body *body, const struct rig_command *order,
                 double at_s);

/* How it moves. */
struct motion rig_motion(const struct rig *bench, double at_s);

/* Force on each strip, N: the block's on the strip on top, the same and the roller's weight on the one
 * opposite. */
void rig_strip_forces(const struct rig *bench, const struct roller_body *body, double at_s,
                      double strip_n[BODY_STRIPS]);

bool rig_is_pressing(const struct rig *bench, double at_s);

#endif
