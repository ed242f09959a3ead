/* SPDX-License-Identifier: MIT */
/* What replaces dates and names in an anonymised session. All of it follows from a secret key and from what is
 * replaced, so it needs no list of who is who, and is the same in every file and on every computer with that key.
 * Without the key it cannot be computed, nor can a guess be checked. */
#pragma once

#include "anonymise/keyed_hash.h"
#include "shared/failure.h"
#include "shared/session_format.h"

#include <stdbool.h>

#define PSEUDONYMS_DAYS_MIN 30     /* fewer days would leave the season as it was */
#define PSEUDONYMS_DAYS_RANGE 1461 /* four years, so that no date falls before there were rollers */

struct pseudonyms {
    unsigned char key[KEYED_HASH_KEY_BYTES];
    const char *subject; /* the new name of the person; owned by the caller */
};

/* Set the key: that in the file `key_path`, which is created with a random key if it does not exist; a random key that
 * nobody keeps if `key_path` is NULL. False (EXIT_STATUS_INPUT or EXIT_STATUS_OUTPUT) if the file cannot be read, is no
 * key or cannot be written. */
bool pseudonyms_open(struct pseudonyms *pseudonyms, const char *key_path, const char *subject, struct failure *failure);

/* Replace everything in the header that could lead to a person: the name, the note, the time zone, the date, and the
 * ids of roller and recording. What remains is an enumeration, a number, or a word of the study. */
void pseudonyms_replace(const struct pseudonyms *pseudonyms, struct session_header *header);
