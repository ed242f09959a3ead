/* SPDX-License-Identifier: MIT */
#include "tally.h"

#include <math.h>
#include <stdio.h>

void tally_add(struct tally *tally, bool happened)
{
    tally->count += happened;
    tally->cases++;
}

bool tally_print(const char *what, const struct tally *tally, double limit_percent, bool at_least)
{
    double cases = fmax(1, (double)tally->cases), percent = 100 * (double)tally->count / cases;
    double slack = 2 * sqrt(limit_percent * (100 - limit_percent) / cases);
    double bound_percent = at_least ? limit_percent - slack : limit_percent + slack;
    bool is_missed = tally->cases == 0 || (at_least ? percent < bound_percent : percent > bound_percent);
    printf("%-62s %6.1f %% of %4zu  (%s %g; with so few %.1f)%s\n", what, percent, tally->cases,
           at_least ? "at least" : "at most", limit_percent, bound_percent, is_missed ? "  MISSED" : "");
    return is_missed;
}
