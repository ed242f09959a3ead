/* SPDX-License-Identifier: MIT */
/* Where the app keeps its files. All paths are absolute. */
#pragma once

#include "shared/failure.h"

#include <limits.h>
#include <stdbool.h>

struct places {
    char folder[PATH_MAX - 512];  /* of the sessions; file names below it fit into PATH_MAX */
    char settings[PATH_MAX];      /* the settings file */
    char runtime[PATH_MAX - 512]; /* a folder for what lasts while the program runs, closed to others */
};

/* Find the places, and make the folders. `folder`: of the sessions, or NULL for FoamRoller in the folder that the
 * desktop uses for documents. False (EXIT_STATUS_OUTPUT) if one cannot be made, or if others could write in it. */
bool places_find(struct places *places, const char *folder, struct failure *failure);
