/* SPDX-License-Identifier: MIT */
/* What replaces dates and names in an anonymised session. All of it follows from a secret key and from what is
 * replaced, so it needs no list of who is who, and is the same in every file and on every computer with that key.
 * Without the key it cannot be computed, nor can a guess be checked. */
#pragma once

#include "anonymise/secret_key.h"
#include "shared/session_format.h"

#define PSEUDONYMS_DAYS_MIN 30     /* fewer days would leave the season as it was */
#define PSEUDONYMS_DAYS_RANGE 1461 /* four years, so that no date falls before there were rollers */

struct pseudonyms {
    struct secret_key key;
    const char *subject; /* the new name of the person; owned by the caller */
};

/* Replace everything in the header that could lead to a person: the name, the note, the time zone, the date, and the
 * ids of roller and recording. What remains is an enumeration, a number, or a word of the study. */
void pseudonyms_replace(const struct pseudonyms *pseudonyms, struct session_header *header);
