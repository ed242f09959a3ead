/* SPDX-License-Identifier: MIT */
/* What changed since a person's last session: the newest earlier session of the same person and leg in the same folder,
 * found by the headers of its files, and compared by the rules of compare. Files of other people are neither analysed
 * nor named. */
#pragma once

#include "result/result.h"
#include "shared/failure.h"

#include <stdbool.h>
#include <stddef.h>

/* The headers of the sessions in a folder, kept between sessions of one run. All zero bytes = none were read. */
struct folder_heads {
    char *folder;
    struct folder_head {
        char *path;
        double utc_s; /* when it began */
        enum session_leg leg;
        char subject[SESSION_TEXT_SIZE];
    } * head; /* [count] */
    size_t count, capacity;
};

/* Set result->since_last_time, unless there is no earlier session that can be compared. `path` is that of the
 * session. False, with the failure set, when out of memory or if the earlier session is damaged; the result is then
 * unchanged. */
bool since_last_time_find(struct folder_heads *heads, const char *path, struct result *result, struct failure *failure);

void folder_heads_free(struct folder_heads *heads);
