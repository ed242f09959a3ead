/* SPDX-License-Identifier: MIT */
#include "person/person.h"

#include <math.h>

#define VISITS_MAX 96
#define VISIT_MIN_S 5.5

/* How this person rolls in this session. */
struct habit {
    double speed_mm_s; /* while cruising */
    double ramp;
    double uneven;
    double reversal_fraction; /* a reversal takes this fraction of a stroke ... */
    double reversal_s;        /* ... and up to this time more */
    double low_end_mm, high_end_mm;
    double end_deviation_mm;
    double bias_slip;     /* slip that does not cancel between there and back */
    unsigned break_every; /* strokes; 0 = no breaks */
    bool presses_button;
    bool hard;
};

struct planned_visit {
    unsigned spot;
    unsigned stroke;
    double duration_s;
};

struct plan {
    const struct person *person;
    const struct person_request *request;
    struct random *random;
    struct schedule *schedule;
    struct habit habit;
    struct planned_visit visit[VISITS_MAX];
    unsigned visit_count;
    double here_mm;
};

static struct habit draw_habit(const struct person *person, const struct person_request *request,
                               struct random *random)
{
    struct habit habit = {.hard = request->hard};
    bool slow = random_chance(random, 0.15);
    habit.speed_mm_s =
        slow ? random_log_uniform(random, 25.0, 70.0) : random_log_uniform(random, 80.0, 330.0);
    habit.ramp = random_uniform(random, 0.2, 0.4);
    /* Who rolls slowly rolls evenly. */
    habit.uneven = slow ? random_uniform(random, 0.0, 0.15) : random_uniform(random, 0.0, 0.4);
    habit.uneven = fmin(habit.uneven, 345.0 / habit.speed_mm_s - 1.0);
    habit.reversal_fraction = random_uniform(random, 0.04, 0.22);
    habit.reversal_s = random_uniform(random, 0.05, 0.4);
    habit.low_end_mm = random_uniform(random, 0.0, 10.0);
    habit.high_end_mm = person->thigh_length_mm - random_uniform(random, 8.0, 30.0);
    habit.end_deviation_mm = random_uniform(random, 1.0, 7.0);
    habit.bias_slip = request->hard ? random_uniform(random, -0.004, 0.004) : 0.0;
    habit.break_every = random_chance(random, 0.3) ? 5 + random_below(random, 12) : 0;
    habit.presses_button = random_chance(random, 0.3);
    return habit;
}

/* At rest here, with a slight tremor. */
static struct movement dwell(struct plan *plan, double duration_s, double load_start, double load_end)
{
    return (struct movement){.kind = MOVEMENT_DWELL,
                             .duration_s = duration_s,
                             .from_mm = plan->here_mm,
                             .to_mm = plan->here_mm,
                             .amplitude_mm = random_uniform(plan->random, 0.0, 1.5),
                             .frequency_hz = random_uniform(plan->random, 0.1, 0.5),
                             .load_start = load_start,
                             .load_middle = load_end,
                             .load_end = load_end,
                             .ease_s = fmin(duration_s / 2.0, 0.6)};
}

/* Append one that lasts from `min_s` to `max_s`. */
static bool add_dwell(struct plan *plan, double min_s, double max_s, double load_start, double load_end)
{
    double duration_s = random_uniform(plan->random, min_s, max_s);
    return schedule_add(plan->schedule, dwell(plan, duration_s, load_start, load_end));
}

static bool roll(struct plan *plan, double to_mm)
{
    const struct habit *habit = &plan->habit;
    double distance = to_mm - plan->here_mm;
    double slip = habit->hard ? habit->bias_slip + random_normal(plan->random, 0.002) : 0.0;
    struct movement movement = {.kind = MOVEMENT_ROLL,
                                .duration_s =
                                    movement_roll_duration_s(distance, habit->speed_mm_s, habit->ramp),
                                .from_mm = plan->here_mm,
                                .to_mm = to_mm,
                                .ramp = habit->ramp,
                                .uneven = habit->uneven,
                                .waves = fabs(distance) > 100.0 ? 1 + random_below(plan->random, 3) : 0,
                                .load_start = 1.0,
                                .load_middle = 1.0,
                                .load_end = 1.0,
                                .slip = distance >= 0.0 ? slip : -slip};
    plan->here_mm = to_mm;
    return schedule_add(plan->schedule, movement);
}

/* Without load; in hard sessions the roller may rotate during that. */
static bool rest_lifted(struct plan *plan, double duration_s)
{
    struct movement movement = dwell(plan, duration_s, 0.0, 0.0);
    movement.amplitude_mm = 0.0;
    if (plan->habit.hard && random_chance(plan->random, 0.6)) {
        movement.lifted_roll_mm = random_uniform(plan->random, -220.0, 220.0);
        movement.ease_s = 0.1; /* no load changes: nearly all of the time is for the rotation */
    }
    return schedule_add(plan->schedule, movement);
}

static bool begin(struct plan *plan)
{
    struct random *random = plan->random;
    if (random_chance(random, 0.5)) {
        return rest_lifted(plan, random_uniform(random, 1.0, 3.0)) && add_dwell(plan, 0.6, 1.5, 0.0, 1.0);
    }
    return add_dwell(plan, 0.3, 1.2, 1.0, 1.0);
}

static bool pause(struct plan *plan)
{
    return add_dwell(plan, 0.6, 1.2, 1.0, 0.0) && rest_lifted(plan, random_uniform(plan->random, 1.0, 5.0)) &&
           add_dwell(plan, 0.6, 1.2, 0.0, 1.0);
}

static bool reverse(struct plan *plan, double stroke_s)
{
    double duration_s = stroke_s * plan->habit.reversal_fraction * random_uniform(plan->random, 0.6, 1.4) +
                        random_uniform(plan->random, 0.02, plan->habit.reversal_s);
    return schedule_add(plan->schedule, dwell(plan, duration_s, 1.0, 1.0));
}

/* Hold, rock, or hold with less load; always within 50 mm. */
static bool dwell_on_spot(struct plan *plan, const struct planned_visit *visit)
{
    struct random *random = plan->random;
    struct movement movement = dwell(plan, visit->duration_s, 1.0, 1.0);
    double style = random_uniform(random, 0.0, 1.0);
    movement.load_middle = random_uniform(random, 0.75, 1.35);
    movement.ease_s = random_uniform(random, 0.4, 1.0);
    if (style < 0.45) {
        double space_mm = fmin(plan->here_mm, plan->person->thigh_length_mm - plan->here_mm);
        movement.amplitude_mm = random_uniform(random, 5.0, fmax(6.0, fmin(20.0, space_mm)));
        movement.frequency_hz = random_uniform(random, 0.3, 0.8);
    } else {
        movement.amplitude_mm = random_uniform(random, 0.3, 2.5);
        movement.frequency_hz = random_uniform(random, 0.1, 0.4);
        if (style > 0.8) {
            movement.load_middle = random_uniform(random, 0.45, 0.75);
        }
    }
    if (!schedule_add(plan->schedule, movement) || !schedule_add_visit(plan->schedule, visit->spot)) {
        return false;
    }
    if (plan->habit.presses_button && random_chance(random, 0.6)) {
        double start_s = schedule_duration_s(plan->schedule) - visit->duration_s;
        schedule_add_button(plan->schedule, start_s + random_uniform(random, 0.5, 4.0));
    }
    return true;
}

/* The next visit of this stroke from here, in its direction (1 or -1); visit_count when there is none. */
static unsigned next_visit(const struct plan *plan, unsigned stroke, double direction,
                           const bool done[VISITS_MAX])
{
    unsigned next = plan->visit_count;
    double next_mm = INFINITY;
    for (unsigned i = 0; i < plan->visit_count; i++) {
        double spot_mm = direction * plan->request->spot_mm[plan->visit[i].spot];
        if (plan->visit[i].stroke == stroke && !done[i] && spot_mm < next_mm) {
            next = i;
            next_mm = spot_mm;
        }
    }
    return next;
}

/* Roll from here to the end, with a visit to each spot that this stroke stops at. */
static bool add_stroke(struct plan *plan, unsigned number, double end_mm)
{
    double start_s = schedule_duration_s(plan->schedule);
    double dwelt_s = 0.0;
    double direction = end_mm >= plan->here_mm ? 1.0 : -1.0;
    bool done[VISITS_MAX] = {false};
    for (unsigned i; (i = next_visit(plan, number, direction, done)) < plan->visit_count; done[i] = true) {
        const struct planned_visit *visit = &plan->visit[i];
        double spot_mm = plan->request->spot_mm[visit->spot] + random_uniform(plan->random, -3.0, 3.0);
        if (!roll(plan, spot_mm) || !dwell_on_spot(plan, visit)) {
            return false;
        }
        dwelt_s += visit->duration_s;
        end_mm = direction * fmax(direction * end_mm, direction * spot_mm + 4.0);
    }
    plan->schedule->strokes++;
    return roll(plan, end_mm) && reverse(plan, schedule_duration_s(plan->schedule) - start_s - dwelt_s);
}

/* Draw the visits and their durations. Returns the number of visits to the spot that has most. */
static unsigned plan_visits(struct plan *plan)
{
    struct random *random = plan->random;
    unsigned max_visits = 0;
    for (unsigned spot = 0; spot < plan->request->spot_count; spot++) {
        double requested_s = plan->request->spot_dwell_s[spot];
        double drawn_s = random_uniform(random, 18.0, plan->request->spot_count > 2 ? 35.0 : 50.0);
        double remaining_s = requested_s > 0.0 ? requested_s : drawn_s;
        unsigned visits = 0;
        for (; remaining_s > 0.0 && plan->visit_count < VISITS_MAX; visits++) {
            double duration_s = random_uniform(random, VISIT_MIN_S, visits == 0 ? 14.0 : 20.0);
            if (requested_s > 0.0) { /* leave enough for the last visit */
                duration_s = remaining_s < 2.0 * VISIT_MIN_S ? remaining_s
                                                             : fmin(duration_s, remaining_s - VISIT_MIN_S);
            }
            plan->visit[plan->visit_count++] = (struct planned_visit){.spot = spot, .duration_s = duration_s};
            remaining_s -= duration_s;
        }
        max_visits = visits > max_visits ? visits : max_visits;
    }
    return max_visits;
}

/* Draw the stroke of each visit: no spot twice in one stroke. */
static void spread_visits(struct plan *plan, unsigned strokes)
{
    bool occupied[SCHEDULE_SPOTS_MAX][VISITS_MAX * 2] = {{false}};
    unsigned usable = strokes < VISITS_MAX * 2 ? strokes : VISITS_MAX * 2;
    unsigned used[SCHEDULE_SPOTS_MAX] = {0};
    unsigned kept = 0;
    for (unsigned i = 0; i < plan->visit_count; i++) {
        struct planned_visit visit = plan->visit[i];
        if (used[visit.spot] == usable) {
            continue; /* more visits than strokes */
        }
        used[visit.spot]++;
        do {
            visit.stroke = random_below(plan->random, usable);
        } while (occupied[visit.spot][visit.stroke]);
        occupied[visit.spot][visit.stroke] = true;
        plan->visit[kept++] = visit;
    }
    plan->visit_count = kept;
}

bool person_plan(const struct person *person, const struct person_request *request, struct random *random,
                 struct schedule *schedule)
{
    struct plan plan = {.person = person, .request = request, .random = random, .schedule = schedule};
    plan.habit = draw_habit(person, request, random);
    const struct habit *habit = &plan.habit;
    unsigned max_visits = plan_visits(&plan);
    double range_mm = habit->high_end_mm - habit->low_end_mm;
    double stroke_s =
        movement_roll_duration_s(range_mm, habit->speed_mm_s, habit->ramp) * (1.0 + habit->reversal_fraction);
    unsigned strokes = request->strokes;
    if (strokes == 0) {
        strokes = (unsigned)fmin(fmax(random_uniform(random, 30.0, 120.0) / stroke_s, 6.0), 60.0);
        strokes = strokes < max_visits + 2 ? max_visits + 2 : strokes;
    }
    spread_visits(&plan, strokes);
    *schedule = (struct schedule){0};
    if (!begin(&plan)) {
        return false;
    }
    for (unsigned i = 0; i < strokes; i++) {
        double end_mm = i % 2 == 0 ? habit->high_end_mm : habit->low_end_mm;
        if (!add_stroke(&plan, i, end_mm + random_normal(random, habit->end_deviation_mm) / 2.0)) {
            return false;
        }
        bool rest = habit->break_every > 0 && (i + 1) % habit->break_every == 0 && i + 1 < strokes;
        if (rest && !pause(&plan)) {
            return false;
        }
    }
    return add_dwell(&plan, 0.6, 1.2, 1.0, 0.0) && rest_lifted(&plan, random_uniform(random, 0.5, 2.0));
}
