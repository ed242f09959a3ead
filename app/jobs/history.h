/* SPDX-License-Identifier: MIT */
/* The list of all sessions, which is kept up to date while the program runs: new files are noticed, and the analyzer
 * summarizes them in the background. */
#pragma once

#include "http/server.h"
#include "jobs/programs.h"
#include "store/session_index.h"
#include "store/settings.h"

#define HISTORY_BATCH 16 /* sessions that one run of the analyzer summarizes */

struct history {
    const struct programs *programs;
    const struct settings *settings;
    struct server *server; /* for the event "sessions": the list has changed */
    struct session_index index;
    struct child analyzer;
    char *batch[HISTORY_BATCH]; /* what it summarizes now; NULL = summarized */
    size_t batch_count;
    char *alone[HISTORY_BATCH]; /* sessions that failed in a batch: each is tried again alone, for its message */
    size_t alone_count;
    int64_t scanned_us;       /* when the folder was last read */
    int64_t waiting_until_us; /* after the analyzer could not be started */
    bool is_paused;           /* a session is being recorded, and needs the processor */
    bool folder_is_gone;      /* the folder cannot be read */
};

bool history_open(struct history *history, const struct programs *programs, const struct settings *settings,
                  struct server *server, struct failure *failure);
/* End the analyzer; then, when it has ended, close. */
void history_stop(struct history *history);
void history_close(struct history *history);

/* Read the folder, if that was more than a moment ago or if `now`, and let the analyzer summarize what is new. Call it
 * now and then. */
void history_update(struct history *history, bool now);

/* Make the list for the page, a JSON text on the heap; NULL when out of memory. */
char *history_list(struct history *history, size_t *length);
