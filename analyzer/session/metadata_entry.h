/* SPDX-License-Identifier: MIT */
/* One "# key: value" line, split: how its numbers are read, and what is said of a value that is not valid. A
 * spreadsheet may have written a decimal comma, or put each number of a list into a cell of its own. "72,5" has a
 * decimal comma; "1,023" may be either and is no number. */
#pragma once

#include "session/notes.h"
#include "shared/failure.h"
#include "text/line_reader.h"

#include <stdbool.h>
#include <stddef.h>

struct metadata_entry {
    const char *key;
    const char *value; /* not NUL-terminated */
    size_t value_length;
    const struct file_line *line; /* for messages */
};

/* Set the failure: the value must be what `expected` says. Returns false. */
bool metadata_entry_fail(const struct metadata_entry *entry, struct failure *failure, const char *expected);

/* Add a note that the value is not valid, and the consequence. */
void metadata_entry_note_ignored(const struct metadata_entry *entry, struct notes *notes, const char *consequence);

/* Set `*value` to the number from `low` to `high`. False with the failure for anything else. */
bool metadata_entry_required_number(const struct metadata_entry *entry, double low, double high, double *value,
                                    const char *expected, struct failure *failure);

/* Set `*value` to the number from `low` to `high`. Leave it as it is if there is none, with a note for anything else.
 */
void metadata_entry_optional_number(const struct metadata_entry *entry, double low, double high, double *value,
                                    struct notes *notes, const char *consequence);

/* Return the end of the word that starts at byte `start` of the value. A blank, a tab, a semicolon, a vertical bar or,
 * if `at_commas`, a comma ends it. */
size_t metadata_entry_word_end(const struct metadata_entry *entry, size_t start, bool at_commas);

/* Parse numbers into value[SESSION_STRIPS_MAX], separated by blanks, tabs, semicolons or vertical bars or, if there are
 * none of these, by commas. False if one is invalid or there are too many. */
bool metadata_entry_list(const struct metadata_entry *entry, double low, double high, double *value, unsigned *count);

#define GIVEN_KEYS_MAX 24 /* all keys of a session but version and end */

struct given_key {
    size_t line;      /* the line that counts; 0 = none has a value */
    bool is_repeated; /* a later one has a value, too */
};

/* The lines so far, by number of the key. Of each known key the first line that has a value counts: the logger writes a
 * key without one where it knows none, and people add a line below. */
struct given_keys {
    struct given_key key[GIVEN_KEYS_MAX];
};

/* Return the number of the key; GIVEN_KEYS_MAX if it is not known. */
size_t given_keys_find(const char *key);

/* Return whether this line counts. Adds a note for the first of a key's lines that does not. */
bool given_keys_add(struct given_keys *given, size_t key, const struct metadata_entry *entry, struct notes *notes);
