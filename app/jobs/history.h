/* SPDX-License-Identifier: MIT */
/* The list of all sessions, which is kept up to date while the program runs: new files are noticed, and the analyzer
 * summarizes them in the background. */
#pragma once

#include "http/server.h"
#include "jobs/programs.h"
#include "store/session_index.h"
#include "store/settings.h"

#define HISTORY_BATCH 16         /* sessions that one run of the analyzer summarizes */
#define HISTORY_IDLE_US 10000000 /* how old the list may become while no page asks for it */
#define HISTORY_SEEN_US 2000000  /* how old it may be when a page asks for it */

enum history_problem {
    HISTORY_FINE,
    HISTORY_FOLDER_GONE, /* it cannot be read */
    HISTORY_NOT_STORED   /* the index cannot be written */
};

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
    enum history_problem problem;
};

bool history_open(struct history *history, const struct programs *programs, const struct settings *settings,
                  struct server *server, struct failure *failure);
/* End the analyzer; then, when it has ended, close. */
void history_stop(struct history *history);
void history_close(struct history *history);

/* Read the folder, if that was longer ago than `max_age_us`, and let the analyzer summarize what is new. While a
 * session is being recorded, its unfinished file is no session yet: then only an age of 0 has an effect. */
void history_update(struct history *history, int64_t max_age_us);

/* Make the list for the page, a JSON text on the heap; NULL when out of memory. */
char *history_list(struct history *history, size_t *length);
