/* SPDX-License-Identifier: MIT */
/* Both legs of one recording: two sessions with the same `recording_id`, of a left and of a right leg. `report` shows
 * them on one page. */
#pragma once

#include "result/result.h"
#include "shared/failure.h"
#include "shared/text_buffer.h"

#include <stdbool.h>

/* Set `*are_together` to whether two files are the legs of one recording, by their headers. False, with the failure
 * set, only when out of memory. */
bool both_legs_find(const char *first_path, const char *second_path, bool *are_together, struct failure *failure);

/* Add the headline of `compare` about the two legs; nothing if they cannot be compared. False when out of memory. */
bool both_legs_compare(struct text_buffer *words, const struct result *left, const struct result *right,
                       struct failure *failure);

/* Return the path of the page: "monday_both-legs.html" for "monday_right.csv". The caller frees it. NULL when out of
 * memory. */
char *both_legs_page_name(const char *session_path);
