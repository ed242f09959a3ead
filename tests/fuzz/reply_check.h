/* SPDX-License-Identifier: MIT */
/* What must hold for each answer of the app's server. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Check the answers on a connection, as far as they have come. `is_trusted`: the request had the cookie or the token.
 * Returns whether at least one whole answer has come; a stream of events is never whole. */
bool reply_check(const char *bytes, size_t length, bool is_trusted);
