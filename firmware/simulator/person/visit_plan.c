/* SPDX-License-Identifier: MIT */
#include "person/visit_plan.h"

#include <math.h>

#define VISITED_STROKES_MAX (2 * VISITS_MAX) /* later strokes have no visits */
#define VISIT_MIN_S 5.5                      /* the analysis counts visits of at least 5 s */

unsigned visit_plan_choose(struct visit_plan *plan, const struct person_request *request, struct random *random)
{
    plan->count = 0;
    unsigned max_visits = 0;
    for (unsigned spot = 0; spot < request->spot_count; spot++) {
        double requested_s = request->spot_dwell_s[spot];
        double random_s = random_uniform(random, 18.0, request->spot_count > 2 ? 35.0 : 50.0);
        double remaining_s = requested_s > 0.0 ? requested_s : random_s;
        unsigned visits = 0;
        for (; remaining_s > 0.0 && plan->count < VISITS_MAX; visits++) {
            /* A random total dwell is longer than 14 s, so the spot has at least two visits. */
            double duration_s = random_uniform(random, VISIT_MIN_S, visits == 0 ? 14.0 : 20.0);
            if (requested_s > 0.0) { /* the visits add up to the requested dwell, and the last one is not too short */
                duration_s =
                    remaining_s < 2.0 * VISIT_MIN_S ? remaining_s : fmin(duration_s, remaining_s - VISIT_MIN_S);
            }
            plan->visit[plan->count++] = (struct planned_visit){.spot = spot, .duration_s = duration_s};
            remaining_s -= duration_s;
        }
        max_visits = visits > max_visits ? visits : max_visits;
    }
    return max_visits;
}

/* Count the strokes that pass over a position. */
static unsigned count_strokes_over(const struct route *route, unsigned strokes, double position_mm)
{
    unsigned count = 0;
    for (unsigned i = 0; i < strokes; i++)
        count += route_covers(route, i, position_mm);
    return count;
}

void visit_plan_assign(struct visit_plan *plan, const struct person_request *request, const struct route *route,
                       unsigned stroke_count, struct random *random)
{
    bool is_visited[SCHEDULE_SPOTS_MAX][VISITED_STROKES_MAX] = {{false}};
    unsigned usable_strokes = stroke_count < VISITED_STROKES_MAX ? stroke_count : VISITED_STROKES_MAX;
    unsigned spot_visits[SCHEDULE_SPOTS_MAX] = {0};
    unsigned assigned_count = 0;
    for (unsigned i = 0; i < plan->count; i++) {
        struct planned_visit visit = plan->visit[i];
        double spot_mm = request->spot_mm[visit.spot];
        if (spot_visits[visit.spot] == count_strokes_over(route, usable_strokes, spot_mm))
            continue;
        spot_visits[visit.spot]++;
        do {
            visit.stroke = random_below(random, usable_strokes);
        } while (is_visited[visit.spot][visit.stroke] || !route_covers(route, visit.stroke, spot_mm));
        is_visited[visit.spot][visit.stroke] = true;
        plan->visit[assigned_count++] = visit;
    }
    plan->count = assigned_count;
}

const struct planned_visit *visit_plan_next(struct visit_plan *plan, const struct person_request *request,
                                            unsigned stroke, double direction)
{
    struct planned_visit *next = NULL;
    double next_mm = INFINITY; /* with direction -1 positions are negated, so the next visit always has the smallest */
    for (unsigned i = 0; i < plan->count; i++) {
        double spot_mm = direction * request->spot_mm[plan->visit[i].spot];
        if (plan->visit[i].stroke == stroke && !plan->visit[i].is_done && spot_mm < next_mm) {
            next = &plan->visit[i];
            next_mm = spot_mm;
        }
    }
    if (next != NULL)
        next->is_done = true;
    return next;
}
