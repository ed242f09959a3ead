/* SPDX-License-Identifier: MIT */
/* Session files of a person who rolls one leg over weeks (person/weeks.h), and their truth, to try comparisons and
 * trends. */
#pragma once

#include "person/weeks.h"
#include "session/scene.h"
#include "shared/failure.h"

/* What becomes of the spots for good. */
enum weeks_change {
    WEEKS_CHANGE_RANDOM, /* one of the following, from the seed */
    WEEKS_CHANGE_NONE,
    WEEKS_CHANGE_NEW,  /* the first spot is there from the middle session on */
    WEEKS_CHANGE_GONE, /* the first spot is there until the middle session */
    WEEKS_CHANGE_LESS, /* the dwell on all spots falls by 6 % a week */
    WEEKS_CHANGE_MORE  /* ... grows by 6 % a week */
};
#define WEEKS_CHANGE_COUNT 6

#define WEEKS_SESSIONS_MAX 520

/* Set `*change` to the one of this name: "none", "new", "gone", "less" or "more". False if there is none. */
bool weeks_change_from_name(const char *name, enum weeks_change *change);

/* Write a session for each of `weeks` weeks into `folder`, which is made if it does not exist, and then the truth of
 * all of them to the file `truth`, unless that is NULL (docs/FORMATS.md, "The truth of simulated weeks"). `request` has
 * the seed, the leg, the first date and what all sessions have in common. */
bool weeks_files_write(const char *folder, const char *truth, unsigned weeks, enum weeks_change change,
                       const struct scene_request *request, struct failure *failure);
