/* SPDX-License-Identifier: MIT */
/* A check or a calibration of the roller, led by the page: the logger's questions go to the page, and its answers to
 * the logger. */
#pragma once

#include "child/child.h"
#include "http/server.h"
#include "shared/failure.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

enum roller_task_kind { ROLLER_TASK_CHECK, ROLLER_TASK_STRIPS, ROLLER_TASK_RADIUS };

/* Why the roller cannot be had. */
#define ROLLER_TASK_TEXT "The roller is being checked or calibrated."

struct roller;

/* All zero bytes at first, except `server`. `shown` and `check` are what the page gets (docs/FORMATS.md, "The app"). */
struct roller_task {
    struct server *server; /* sends the readings to the page */
    json_t *shown;         /* the task that runs, or a calibration that has ended; NULL = none */
    json_t *check;         /* the last check; NULL = none */

    /* private */
    enum roller_task_kind kind;
    int strip; /* ROLLER_TASK_STRIPS: the strip, or negative = all */
    struct child logger;
    bool must_start;   /* as soon as nothing else uses the roller */
    int64_t asked_us;  /* when the page asked for it */
    double length_mm;  /* between the lines, for the virtual roller */
    bool has_verdict;  /* the check has said whether the roller is healthy */
    bool is_cancelled; /* by the page */
};

/* Carry out a command of the page: "check", "calibrate", "answer", "cancel" or "close"; `*is_known`: it is one of them.
 * False, with a sentence, if it cannot be done. */
bool roller_task_command(struct roller *roller, const char *command, const json_t *body, bool *is_known,
                         struct failure *failure);

/* Start what waits for the roller. Call it now and then. */
void roller_task_update(struct roller *roller);

/* Whether a check or a calibration has the roller, or is about to. */
bool roller_task_is_active(const struct roller_task *task);

/* End it; what the roller has stored stays as it is. */
void roller_task_stop(struct roller_task *task);
void roller_task_free(struct roller_task *task);
