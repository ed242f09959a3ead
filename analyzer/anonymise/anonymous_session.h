/* SPDX-License-Identifier: MIT */
/* Reads a session in any form that session_reader.h reads, and writes it as the logger would, without anything that is
 * not known to be harmless: of the header the values that pseudonyms.h lets through, of the table the known columns
 * with cells that are numbers, and the known events. Nothing else is copied, so nothing can be forgotten. */
#pragma once

#include "anonymise/pseudonyms.h"
#include "shared/failure.h"
#include "shared/text_buffer.h"

#include <stdbool.h>
#include <stddef.h>

struct anonymous_session {
    struct text_buffer text;          /* the new file */
    struct session_header header;     /* its header, with pseudonyms */
    char subject[SESSION_TEXT_SIZE];  /* who the person was */
    size_t row_count, left_out_count; /* rows in `text`, and rows that are no rows of a session */
};

/* Read the session at `path` ("-" = standard input). False, with the failure set, if it is none. Free the session in
 * either case. */
bool anonymous_session_read(struct anonymous_session *session, const char *path, const struct pseudonyms *pseudonyms,
                            struct failure *failure);
void anonymous_session_free(struct anonymous_session *session);
