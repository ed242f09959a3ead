/* SPDX-License-Identifier: MIT */
/* The schedule of a session: contiguous movements, and their ground truth (visits to tender spots, strokes,
 * button presses). schedule_free releases its memory. Times count from the start of the session. */
#pragma once

#include "person/movement.h"

#include <stdbool.h>
#include <stddef.h>

#define SCHEDULE_SPOTS_MAX 16
#define SCHEDULE_BUTTON_MAX 64
#define SCHEDULE_ZERO_PRESS_S 1.3 /* the roller takes a press of a second as `zero` */
#define SCHEDULE_RESTS_MAX 2      /* before the first stroke, and after the last */

/* A visit to a tender spot. */
struct visit {
    unsigned spot; /* index into the request's spots */
    double start_s, end_s;
};

/* A time in which the person sits still on the roller, on no tender spot. */
struct rest {
    double start_s, end_s;
};

struct schedule {
    struct movement *movement;
    size_t movement_count, movement_capacity;
    struct visit *visit;
    size_t visit_count, visit_capacity;
    struct rest rest[SCHEDULE_RESTS_MAX];
    unsigned rest_count;
    unsigned strokes;                     /* number of strokes so far */
    double button_s[SCHEDULE_BUTTON_MAX]; /* times of short presses of the button */
    unsigned button_count;
    bool has_zero; /* the button is held, to mark the upper thigh, for SCHEDULE_ZERO_PRESS_S until zero_s */
    double zero_s;
};

/* Append a movement and set its start_s, rolled_from_mm and offset_from_mm. False when out of memory. */
bool schedule_add(struct schedule *schedule, struct movement movement);
/* Record the last movement as a visit to this spot. False when out of memory. */
bool schedule_add_visit(struct schedule *schedule, unsigned spot);
/* Record the last movement as a rest; rests beyond SCHEDULE_RESTS_MAX are ignored. */
void schedule_add_rest(struct schedule *schedule);
/* Add a press of the button; presses beyond SCHEDULE_BUTTON_MAX are ignored. */
void schedule_add_button(struct schedule *schedule, double time_s);

/* Return the time at which the last movement ends; 0 without movements. */
double schedule_duration_s(const struct schedule *schedule);
/* Return the motion at any time; at rest before the start and after the end. At least one movement must have
 * been added. */
struct motion schedule_at(const struct schedule *schedule, double time_s);

void schedule_free(struct schedule *schedule);
