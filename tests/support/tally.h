/* SPDX-License-Identifier: MIT */
/* How often something happened, in how many cases, and a row that compares it with a limit. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct tally {
    size_t count, cases;
};

void tally_add(struct tally *tally, bool happened);

/* Print a row. Returns true if the limit is missed by more than chance explains: two standard errors of the limit. */
bool tally_print(const char *what, const struct tally *tally, double limit_percent, bool at_least);
