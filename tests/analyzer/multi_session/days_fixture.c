/* SPDX-License-Identifier: MIT */
#include "days_fixture.h"

#include "synthetic_set.h"

#include <stdlib.h>

int days_set_up(void **state)
{
    struct days_fixture *fixture = *state = calloc(1, sizeof *fixture);
    struct failure failure = {0};
    for (int day = 1; day <= DAYS; day++) {
        const struct synthetic_spot spot[] = {{117, 44 - 3 * day, 200}, {240, 12, 150}};
        synthetic_set_add(&fixture->set, SESSION_LEG_RIGHT, day, spot, day < 5 ? 1 : 2);
        synthetic_set_add(&fixture->set, SESSION_LEG_LEFT, day, spot + 1, 1);
    }
    return session_set_leave_out(&fixture->set, "diary.csv", "", "No session.") &&
                   comparison_make(&fixture->comparison, &fixture->set, &failure) &&
                   trend_make(&fixture->trend, &fixture->set, &failure)
               ? 0
               : -1;
}

int days_tear_down(void **state)
{
    struct days_fixture *fixture = *state;
    comparison_free(&fixture->comparison);
    trend_free(&fixture->trend);
    session_set_free(&fixture->set);
    free(fixture);
    return 0;
}
