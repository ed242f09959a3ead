/* SPDX-License-Identifier: MIT */
/* Both legs of one person over twelve days, compared and followed: on the right a spot that shrinks, and one
 * that is new on the fifth day; on the left one that stays. A file is left out. */
#ifndef DAYS_FIXTURE_H
#define DAYS_FIXTURE_H

#include "compare/comparison.h"
#include "compare/session_set.h"
#include "compare/trend.h"

#define DAYS 12

struct days_fixture {
    struct session_set set;
    struct comparison comparison;
    struct trend trend;
};

/* For cmocka: `*state` is the fixture. */
int days_set_up(void **state);
int days_tear_down(void **state);

#endif
