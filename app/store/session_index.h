/* SPDX-License-Identifier: MIT */
/* What the analyzer said about each session file, kept in a database beside the sessions. It is a cache: it may be
 * deleted at any time, and is made again if it cannot be read. A session that has changed since, or that another
 * version of the analyzer summarized, is summarized again. */
#pragma once

#include "shared/failure.h"
#include "store/session_files.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>

#define SESSION_INDEX_FILE ".sessions.sqlite"
#define SESSION_INDEX_ID_SIZE 17
#define SESSION_INDEX_TEXT_MAX_BYTES 65536 /* of a summary */

struct session_index {
    sqlite3 *database;
};

/* A row, valid during the call. */
struct session_index_row {
    const char *id;      /* opaque, the same as long as the file has its name */
    const char *path;    /* below the folder */
    const char *summary; /* JSON object (session_summary.h); NULL = none yet, or unreadable */
    const char *error;   /* why the session cannot be read, one sentence; NULL = it can, as far as is known */
};

/* Make the id of a path below the folder. */
void session_index_make_id(const char *path, char id[SESSION_INDEX_ID_SIZE]);

/* Open the database, or make it. `analyzer`: the version. If the folder cannot be written, the index is kept in memory.
 * False (EXIT_STATUS_OUTPUT) if even that fails. */
bool session_index_open(struct session_index *index, const char *folder, const char *analyzer, struct failure *failure);
void session_index_close(struct session_index *index);

/* Forget files that are gone or have changed, and note new ones. Sets *changed if there were any. False if the database
 * cannot be written. */
bool session_index_refresh(struct session_index *index, const struct session_files *files, bool *changed);

/* Copy the paths of up to `max` sessions without a summary, latest names first. The caller frees them. Returns their
 * number. */
size_t session_index_find_pending(struct session_index *index, char *paths[], size_t max);
/* Store a summary, or why there is none; the other one is NULL. False if the database cannot be written. */
bool session_index_store(struct session_index *index, const char *path, const char *summary, const char *error);

/* Call `each` for all rows, by path; it returns false to stop. False if it did, or if the database cannot be read. */
bool session_index_each(struct session_index *index, bool (*each)(void *owner, const struct session_index_row *row),
                        void *owner);
/* Copy the path of a session. False if there is none with this id. */
bool session_index_find(struct session_index *index, const char *id, char *path, size_t size);
