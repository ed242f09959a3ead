/* SPDX-License-Identifier: MIT */
/* Whose sessions these are. */
#ifndef SUBJECTS_H
#define SUBJECTS_H

#include "shared/failure.h"
#include "compare/session_set.h"

/*
 * The one person whose sessions to follow: `wanted` ("" = those that name nobody), or without it (NULL) the
 * only one that is named, or "" when none is. It is copied to `subject`, as plain as names in a header are.
 * False with EXIT_STATUS_USAGE, and how to choose, when there are several, or none of that name.
 */
bool subjects_choose(const struct session_set *set, const char *wanted, char subject[SESSION_TEXT_SIZE],
                     struct failure *failure);

#endif
