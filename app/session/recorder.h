/* SPDX-License-Identifier: MIT */
/* A session: runs the logger, passes the page's commands to it and its events to the page. The logger records by
 * itself: if this program ends in any way, the end of its control makes the logger save and end. */
#pragma once

#include "http/server.h"
#include "jobs/history.h"
#include "session/annotator.h"
#include "session/phase.h"
#include "session/roller.h"
#include "store/settings.h"

#include <jansson.h>
#include <limits.h>
#include <stdbool.h>

#define RECORDER_PAIN_SIZE 16
#define RECORDER_SIMULATED_SUBJECT "virtual roller" /* the person in its sessions */
#define RECORDER_FILES_MAX 16 /* of a session: two legs, and more if the roller's settings change */

struct recorder {
    const struct programs *programs;
    const struct settings *settings;
    struct server *server;
    struct history *history;
    struct roller *roller;
    void (*changed)(void *owner); /* called when the state has changed */
    void *owner;

    struct phase_state phase;
    struct child logger;
    struct annotator annotator;
    bool must_start; /* the logger, as soon as the roller is connected and the logger before has ended */
    bool is_asked_to_end;
    bool has_nothing_to_save; /* then it does not matter how it ends */
    bool has_reported_end;

    /* The session. */
    char person[32], legs[8], leg[8]; /* id; right, left or both; the leg that is rolled */
    char pain_before[RECORDER_PAIN_SIZE], pain_after[RECORDER_PAIN_SIZE]; /* "" = not said */
    bool zero_set, knee_set;
    json_t *saved;                  /* list of id, leg, rows, lost, duration_s */
    char *file[RECORDER_FILES_MAX]; /* their absolute paths */
    size_t file_count;
    json_t *live, *places; /* the last events, for a page that comes later; NULL = none */

    char problem_code[32], problem[800]; /* "" = none */
};

void recorder_init(struct recorder *recorder);
/* Let the logger save and end; it is still to be waited for. */
void recorder_stop(struct recorder *recorder);
void recorder_free(struct recorder *recorder);

/* Start the logger when it can be started. Call it now and then. */
void recorder_update(struct recorder *recorder);

/* Carry out a command of the page (docs/FORMATS.md). False, with a sentence in `failure`, if it was refused:
 * EXIT_STATUS_USAGE = its values are wrong, EXIT_STATUS_DEVICE = it does not fit the phase. */
bool recorder_command(struct recorder *recorder, const json_t *command, struct failure *failure);

/* Whether a session is being recorded or about to be. */
bool recorder_is_active(const struct recorder *recorder);

/* Set the last problem: a word for the page, and a sentence for the user. */
void recorder_set_problem(struct recorder *recorder, const char *code, const char *text);

/* Make what the page shows of the session, and of the last problem; null = none. NULL when out of memory. */
json_t *recorder_describe(const struct recorder *recorder);
json_t *recorder_describe_problem(const struct recorder *recorder);
