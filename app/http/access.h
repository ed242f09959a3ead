/* SPDX-License-Identifier: MIT */
/* Who may use the server: the browser that was opened with its token, and pages of its own address only. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define ACCESS_SECRET_SIZE 33 /* 128 random bits as hexadecimal digits, with the terminator */

/* Make a secret of 128 random bits. False, with errno, if the system has none. */
bool access_make_secret(char secret[ACCESS_SECRET_SIZE]);

/* Whether two strings are equal; the time does not depend on where they differ. NULL equals nothing. */
bool access_is_equal(const char *given, const char *expected);

/* Whether a Host header names this server: 127.0.0.1 or localhost, with its port. Another name may be one that was
 * made to lead here ("DNS rebinding"). */
bool access_host_is_own(const char *host, unsigned port);

/* Whether an Origin header is that of this server's own pages. */
bool access_origin_is_own(const char *origin, unsigned port);
