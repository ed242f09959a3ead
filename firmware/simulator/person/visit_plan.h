/* SPDX-License-Identifier: MIT */
/* Which tender spots a person visits in which stroke, and for how long. */
#pragma once

#include "common/random.h"
#include "person/person.h"
#include "person/route.h"

#include <stdbool.h>

#define VISITS_MAX 96

struct planned_visit {
    unsigned spot;   /* index into the request's spots */
    unsigned stroke; /* index of the stroke that it interrupts */
    double duration_s;
    bool is_done;
};

struct visit_plan {
    struct planned_visit visit[VISITS_MAX];
    unsigned count;
};

/* Choose the visits and their durations at random. Returns the largest number of visits to any one spot. */
unsigned visit_plan_choose(struct visit_plan *plan, const struct person_request *request, struct random *random);

/* Choose the stroke of each visit at random among those that pass over the spot, with one visit per spot and stroke;
 * omit visits that do not fit. */
void visit_plan_assign(struct visit_plan *plan, const struct person_request *request, const struct route *route,
                       unsigned stroke_count, struct random *random);

/* Return the stroke's next visit in its direction (1 or -1), and mark it done; NULL if there is none. */
const struct planned_visit *visit_plan_next(struct visit_plan *plan, const struct person_request *request,
                                            unsigned stroke, double direction);
