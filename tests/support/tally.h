/* SPDX-License-Identifier: MIT */
/* How often something happened, in how many cases, and a row that compares it with a limit. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct tally {
    size_t count, cases;
};

void tally_add(struct tally *tally, bool happened);

/* Print a row, with the limit and the bound for so few cases: the limit and two standard errors of it. Returns true if
 * the bound is missed, which is more than chance explains, or if there was no case. */
bool tally_print(const char *what, const struct tally *tally, double limit_percent, bool at_least);
