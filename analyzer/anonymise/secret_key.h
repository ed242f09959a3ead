/* SPDX-License-Identifier: MIT */
/* The secret key of pseudonyms, in a file that only its owner may read. */
#pragma once

#include "anonymise/keyed_hash.h"
#include "shared/failure.h"

#include <stdbool.h>

#define SECRET_KEY_FILE_NAME "anonymise.key" /* in the configuration folder (shared/config_file.h) */

struct secret_key {
    unsigned char bytes[KEYED_HASH_KEY_BYTES];
};

/* Read the key from the file `path`; NULL = the user's own, SECRET_KEY_FILE_NAME. If there is no such file, it is
 * made with a random key; of several programs that make it at once, all use the same key. False if the file cannot be
 * read or is no key (EXIT_STATUS_INPUT), or cannot be made (EXIT_STATUS_OUTPUT). */
bool secret_key_load(struct secret_key *key, const char *path, struct failure *failure);
