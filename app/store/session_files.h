/* SPDX-License-Identifier: MIT */
/* The session files below the app's folder: FOLDER/PERSON/NAME.csv, those of the virtual roller in
 * FOLDER/Simulated/PERSON/, and sessions that lie in FOLDER itself. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SESSION_FILES_SIMULATED "Simulated"
#define SESSION_FILES_TRASH "Trash"
#define SESSION_FILES_CALIBRATION "Calibration" /* the points of calibrations, which are no sessions */

struct session_file {
    char *path; /* below the folder, such as "Anna/2026-03-01_183000_right.csv" */
    int64_t size;
    int64_t mtime_ns;
};

/* A list by path. A zeroed struct is empty. */
struct session_files {
    struct session_file *file;
    size_t count, capacity;
};

/* Find all sessions, also unfinished ones (.part) that have not changed since `quiet_since_s` (seconds since 1970):
 * others are being recorded. Links and hidden names are skipped. False, with errno, if the folder cannot be read or
 * when out of memory. */
bool session_files_find(struct session_files *files, const char *folder, int64_t quiet_since_s);
void session_files_free(struct session_files *files);

/* Whether the path is that of an unfinished session, or of the virtual roller. */
bool session_files_is_part(const char *path);
bool session_files_is_simulated(const char *path);

/* Return the part of an absolute path below the folder; NULL if it leads elsewhere. */
const char *session_files_find_below(const char *folder, const char *path);

/* Copy the name of the person's folder in a path, "" for a session in FOLDER itself. */
void session_files_person_folder(const char *path, char *out, size_t size);

/* Move the session to the trash folder, and never over another file. False, with errno. */
bool session_files_move_to_trash(const char *folder, const char *path);

/* Make a folder's name from a person's: no separators, no control characters, not hidden, not one of the names above.
 * Never empty. */
void session_files_make_folder_name(const char *name, char *out, size_t size);
