/* SPDX-License-Identifier: MIT */
/* Options that take a text. Both functions return false (EXIT_STATUS_USAGE) if the value is refused. */
#pragma once

#include "shared/failure.h"

#include <stdbool.h>

/* Set `*value` to the value of the option --NAME (-N of a letter). An empty one is rejected: it usually comes from an
 * unset variable in a script. */
bool text_parse_option(const char *name, const char *text, const char **value, struct failure *failure);

/* The same for the name of a file to write. The commands that this program prints must work when they are typed
 * again. */
bool text_parse_file_name(const char *name, const char *text, const char **value, struct failure *failure);
