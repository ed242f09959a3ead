/* SPDX-License-Identifier: MIT */
#include "random_link.h"

struct link_plan random_link_plan(struct random *random)
{
    struct link_plan plan = {.seconds = random_uniform(random, 5, 40)};
    plan.uptime_s = random_below(random, 2) ? random_uniform(random, 1, 36000) : 0;
    plan.resets = random_below(random, 3) > 0;
    plan.losses = random_below(random, 3) > 0;
    plan.wild = random_below(random, 2) > 0;
    plan.foreign = random_below(random, 3) == 0;
    plan.bursts = random_below(random, 4) == 0;
    plan.one_way = random_below(random, 4) == 0;
    plan.changes = random_below(random, 3) == 0 && !plan.one_way; /* else a change may remain unknown for ever */
    plan.first_newline = random_below(random, 2) > 0;
    return plan;
}
