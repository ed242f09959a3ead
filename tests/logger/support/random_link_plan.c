/* SPDX-License-Identifier: MIT */
#include "random_link.h"

#define T_WRAP_S 4294.967296 /* the roller's clock starts again */
#define SEQ_WRAP_S 654.311   /* seq does, at the default rate */

static double uptime_s(struct random *random)
{
    double before_wrap_s = random_uniform(random, 0, 10);
    switch (random_below(random, 8)) {
    case 0: return (1 + random_below(random, 8)) * T_WRAP_S - before_wrap_s;
    case 1: return (1 + random_below(random, 50)) * SEQ_WRAP_S - before_wrap_s;
    case 2:
    case 3: return random_uniform(random, 1, 36000);
    default: return 0;
    }
}

struct link_plan random_link_plan(struct random *random)
{
    struct link_plan plan = {.seconds = random_uniform(random, 5, 40)};
    plan.uptime_s = uptime_s(random);
    plan.replay = random_below(random, 5) == 0;
    plan.resets = random_below(random, 3) > 0;
    plan.losses = random_below(random, 3) > 0;
    plan.wild = random_below(random, 2) > 0;
    plan.foreign = random_below(random, 3) == 0 && !plan.replay; /* without times of arrival they look like a restart */
    plan.bursts = random_below(random, 4) == 0;
    plan.one_way = plan.replay || random_below(random, 4) == 0;
    /* in a file, a change of settings of which the H line is lost may remain unknown, and then so may other losses */
    plan.changes = random_below(random, 3) == 0 && !(plan.replay && plan.losses);
    plan.garbage = random_below(random, 3) == 0;
    plan.repeats = random_below(random, 3) == 0;
    plan.first_newline = random_below(random, 2) > 0;
    plan.still = random_below(random, 4) == 0 && !plan.foreign; /* with ours silent, another one looks like a restart */
    plan.wild_events = random_below(random, 4) == 0;
    plan.last_damaged = random_below(random, 3) == 0;
    if (plan.replay) /* a file does not show that the roller restarted unless its H line or earlier frames do */
        plan.hello_kept = plan.first_newline = plan.losses || plan.changes;
    return plan;
}
