/* SPDX-License-Identifier: MIT */
/* A comparison and a trend of one person who rolled both legs on twelve days. On the right leg one spot shrinks, and
 * one is new on the fifth day; on the left leg one spot is constant. One file is left out. */
#pragma once

#include "compare/comparison.h"
#include "multi_session/session_set.h"
#include "trend/trend.h"

#define DAYS 12

struct days_fixture {
    struct session_set set;
    struct comparison comparison;
    struct trend trend;
};

/* For cmocka: `*state` is the fixture. */
int days_set_up(void **state);
int days_tear_down(void **state);
