/* SPDX-License-Identifier: MIT */
/* Showing an HTML page in the user's browser. */
#ifndef SHOW_PAGE_H
#define SHOW_PAGE_H

#include "shared/failure.h"

#include <stdbool.h>

/* Run xdg-open on `path`, without a shell and without waiting for it. False if it cannot be started; the
 * failure has EXIT_STATUS_DONE, because the page was written. */
bool show_page(const char *path, struct failure *failure);

#endif
