/* SPDX-License-Identifier: MIT */
/* Showing the page in whatever the user's desktop opens pages with. */
#ifndef SHOW_PAGE_H
#define SHOW_PAGE_H

#include "shared/failure.h"

#include <stdbool.h>

/*
 * Hand `path` to xdg-open, without a shell and without waiting for it. False, with a sentence that says what
 * to do, when that cannot be started; the status is EXIT_STATUS_DONE then, for the page is there.
 */
bool show_page(const char *path, struct failure *failure);

#endif
