/* SPDX-License-Identifier: MIT */
/* Default file names, with the local time. */
#pragma once

#include "shared/session_format.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FILE_NAMES_PART_SUFFIX ".part" /* added to the name of a session that is being recorded */
#define FILE_NAMES_NUMBER_MAX 99       /* programs that start in the same second */

/* Write "2026-03-01_183000_right.csv", without the leg if it is unknown; with a `number` above 1,
 * "2026-03-01_183000_right_2.csv". `wall_us`: us since 1970, UTC. */
void file_names_make_session(char *name, size_t size, int64_t wall_us, enum session_leg leg, unsigned number);

/* Write `path` with the leg added to the name: "monday.csv" becomes "monday_left.csv". */
void file_names_add_leg(char *out, size_t size, const char *path, enum session_leg leg);

/* Write `path` with a number added to the name: "monday.csv" becomes "monday_2.csv". A name that would become
 * too long for a file, with `.part`, loses its last characters before the number. */
void file_names_add_number(char *out, size_t size, const char *path, unsigned number);

/* Write "2026-03-01_183000_calibration.csv", with a number as above. */
void file_names_make_calibration(char *name, size_t size, int64_t wall_us, unsigned number);

/* Whether a file has this name, or is being recorded under it. */
bool file_names_is_taken(const char *path);
