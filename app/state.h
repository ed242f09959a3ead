/* SPDX-License-Identifier: MIT */
/* The state of the program as the page gets it (docs/FORMATS.md, "The app"). */
#pragma once

#include "app.h"

/* Make the state. NULL when out of memory. */
json_t *state_describe(const struct app *app);
