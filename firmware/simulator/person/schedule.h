/* SPDX-License-Identifier: MIT */
/*
 * What the person does in a session: movements one after the other without a gap, and what is true about them
 * (the visits to tender spots, the strokes, the presses of the button).
 *
 * The schedule owns its memory: schedule_free gives it back. Times are session times in seconds from 0.
 */
#ifndef SCHEDULE_H
#define SCHEDULE_H

#include "person/movement.h"

#include <stdbool.h>
#include <stddef.h>

#define SCHEDULE_SPOTS_MAX 16
#define SCHEDULE_BUTTON_MAX 64

/* One stay on a planted spot. */
struct visit {
    unsigned spot; /* index into the planted spots */
    double start_s, end_s;
};

struct schedule {
    struct movement *movement;
    size_t movement_count, movement_capacity;
    struct visit *visit;
    size_t visit_count, visit_capacity;
    unsigned strokes;                     /* passes from one end to the other */
    double button_s[SCHEDULE_BUTTON_MAX]; /* short presses */
    unsigned button_count;
};

/* Append a movement; start_s and rolled_from_mm are filled in from what is there. False when memory ran out.
 */
bool schedule_add(struct schedule *schedule, struct movement movement);
/* The movement added last was a visit to this spot. False when memory ran out. */
bool schedule_add_visit(struct schedule *schedule, unsigned spot);
/* A press of the button; more than SCHEDULE_BUTTON_MAX are not taken. */
void schedule_add_button(struct schedule *schedule, double at_s);

double schedule_duration_s(const struct schedule *schedule);
/* The state at any time; before the start and after the end nothing moves. The schedule has a movement. */
struct motion schedule_at(const struct schedule *schedule, double at_s);

void schedule_free(struct schedule *schedule);

#endif
