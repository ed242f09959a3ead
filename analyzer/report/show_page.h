/* SPDX-License-Identifier: MIT */
/* Opening a page with the desktop's program for pages. */
#ifndef SHOW_PAGE_H
#define SHOW_PAGE_H

#include "shared/failure.h"

#include <stdbool.h>

/* Hand `path` to xdg-open, without a shell, and do not wait for it. False when it cannot be started; the
 * failure then has EXIT_STATUS_DONE, because the page was written. */
bool show_page(const char *path, struct failure *failure);

#endif
