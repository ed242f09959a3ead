/* SPDX-License-Identifier: MIT */
#include "person/person.h"

#include <math.h>
#include <stdlib.h>

#define STANDARD_GRAVITY 9.80665
#define VISITS_MAX 96
#define VISIT_LEAST_S 5.5

/* How this person rolls today. */
struct habit {
    double speed_mm_s; /* while cruising */
    double ramp;
    double uneven;
    double turn_share; /* a reversal takes this share of a stroke's time, */
    double turn_s;     /* and up to this more */
    double low_end_mm, high_end_mm;
    double end_spread_mm;
    double drift;         /* slip that does not cancel between up and down */
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

void person_draw(struct person *person, double thigh_length_mm, struct random *random)
{
    person->thigh_length_mm = thigh_length_mm;
    person->weight_kg = random_uniform(random, 50.0, 95.0);
    person->weight_fraction = fmin(fmax(0.32 + random_normal(random, 0.05), 0.20), 0.45);
    person->fraction_fall = random_uniform(random, 0.1, 0.5);
    for (int i = 0; i < 3; i++) {
        person->sway_fraction[i] = random_uniform(random, 0.01, 0.05);
        person->sway_phase_rad[i] = random_uniform(random, 0.0, 2.0 * M_PI);
    }
    person->sway_hz[0] = random_uniform(random, 0.01, 0.04);
    person->sway_hz[1] = random_uniform(random, 0.1, 0.35);
    person->sway_hz[2] = random_uniform(random, 1.0, 2.5);
}

double person_force_n(const struct person *person, double at_s, const struct motion *motion)
{
    double along = motion->position_mm / person->thigh_length_mm;
    double share = person->weight_fraction * (1.0 + person->fraction_fall * (0.5 - along));
    double sway = 1.0;
    for (int i = 0; i < 3; i++) {
        sway += person->sway_fraction[i] *
                sin(2.0 * M_PI * person->sway_hz[i] * at_s + person->sway_phase_rad[i]);
    }
    return person->weight_kg * STANDARD_GRAVITY * share * sway * motion->load;
}

static struct habit draw_habit(const struct person *person, const struct person_request *request,
                               struct random *random)
{
    struct habit habit = {.hard = request->hard};
    bool slow = random_chance(random, 0.15);
    habit.speed_mm_s =
        slow ? random_log_uniform(random, 25.0, 70.0) : random_log_uniform(random, 80.0, 330.0);
    habit.ramp = random_uniform(random, 0.2, 0.4);
    /* Slow rolling is even rolling: the person thinks of the pace. */
    habit.uneven = slow ? random_uniform(random, 0.0, 0.15) : random_uniform(random, 0.0, 0.4);
    habit.uneven = fmin(habit.uneven, 345.0 / habit.speed_mm_s - 1.0);
    habit.turn_share = random_uniform(random, 0.04, 0.22);
    habit.turn_s = random_uniform(random, 0.05, 0.4);
    habit.low_end_mm = random_uniform(random, 0.0, 10.0);
    habit.high_end_mm = person->thigh_length_mm - random_uniform(random, 8.0, 30.0);
    habit.end_spread_mm = random_uniform(random, 1.0, 7.0);
    habit.drift = request->hard ? random_uniform(random, -0.004, 0.004) : 0.0;
    habit.break_every = random_chance(random, 0.3) ? 5 + random_below(random, 12) : 0;
    habit.presses_button = random_chance(random, 0.3);
    return habit;
}

/* A stay with nothing special about it. */
static struct movement stay(struct plan *plan, double duration_s, double load_start, double load_end)
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

static bool go(struct plan *plan, double to_mm)
{
    const struct habit *habit = &plan->habit;
    double distance = to_mm - plan->here_mm;
    double slip = habit->hard ? habit->drift + random_normal(plan->random, 0.002) : 0.0;
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

/* The roller lies or hangs without load; in hard sessions it is turned meanwhile. */
static bool lifted(struct plan *plan, double duration_s)
{
    struct movement movement = stay(plan, duration_s, 0.0, 0.0);
    movement.amplitude_mm = 0.0;
    if (plan->habit.hard && random_chance(plan->random, 0.6)) {
        movement.lifted_roll_mm = random_uniform(plan->random, -220.0, 220.0);
        movement.ease_s = 0.1; /* there is no load to change, so nearly all of the time is for the turn */
    }
    return schedule_add(plan->schedule, movement);
}

static bool begin(struct plan *plan)
{
    struct random *random = plan->random;
    if (random_chance(random, 0.5)) {
        return lifted(plan, random_uniform(random, 1.0, 3.0)) &&
               schedule_add(plan->schedule, stay(plan, random_uniform(random, 0.6, 1.5), 0.0, 1.0));
    }
    return schedule_add(plan->schedule, stay(plan, random_uniform(random, 0.3, 1.2), 1.0, 1.0));
}

static bool take_break(struct plan *plan)
{
    return schedule_add(plan->schedule, stay(plan, random_uniform(plan->random, 0.6, 1.2), 1.0, 0.0)) &&
           lifted(plan, random_uniform(plan->random, 1.0, 5.0)) &&
           schedule_add(plan->schedule, stay(plan, random_uniform(plan->random, 0.6, 1.2), 0.0, 1.0));
}

static bool turn_around(struct plan *plan, double stroke_s)
{
    double duration_s = stroke_s * plan->habit.turn_share * random_uniform(plan->random, 0.6, 1.4) +
                        random_uniform(plan->random, 0.02, plan->habit.turn_s);
    return schedule_add(plan->schedule, stay(plan, duration_s, 1.0, 1.0));
}

/* Hold, rock or ease off; always less than 50 mm from end to end. */
static bool linger(struct plan *plan, const struct planned_visit *visit)
{
    struct random *random = plan->random;
    struct movement movement = stay(plan, visit->duration_s, 1.0, 1.0);
    double style = random_uniform(random, 0.0, 1.0);
    movement.load_middle = random_uniform(random, 0.75, 1.35);
    movement.ease_s = random_uniform(random, 0.4, 1.0);
    if (style < 0.45) {
        double room = fmin(plan->here_mm, plan->person->thigh_length_mm - plan->here_mm);
        movement.amplitude_mm = random_uniform(random, 5.0, fmax(6.0, fmin(20.0, room)));
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

/* From here past the spots that this stroke stops at, to the end. */
static bool stroke(struct plan *plan, unsigned number, double end_mm)
{
    double start_s = schedule_duration_s(plan->schedule);
    double lingered_s = 0.0;
    bool up = end_mm >= plan->here_mm;
    bool done[VISITS_MAX] = {false};
    for (;;) {
        unsigned next = plan->visit_count;
        for (unsigned i = 0; i < plan->visit_count; i++) {
            const double *spot = plan->request->spot_mm;
            bool nearer =
                next == plan->visit_count || (up ? spot[plan->visit[i].spot] < spot[plan->visit[next].spot]
                                                 : spot[plan->visit[i].spot] > spot[plan->visit[next].spot]);
            if (plan->visit[i].stroke == number && !done[i] && nearer) {
                next = i;
            }
        }
        if (next == plan->visit_count) {
            break;
        }
        done[next] = true;
        double spot_mm =
            plan->request->spot_mm[plan->visit[next].spot] + random_uniform(plan->random, -3.0, 3.0);
        if (!go(plan, spot_mm) || !linger(plan, &plan->visit[next])) {
            return false;
        }
        lingered_s += plan->visit[next].duration_s;
        end_mm = up ? fmax(end_mm, spot_mm + 4.0) : fmin(end_mm, spot_mm - 4.0);
    }
    plan->schedule->strokes++;
    if (!go(plan, end_mm)) {
        return false;
    }
    return turn_around(plan, schedule_duration_s(plan->schedule) - start_s - lingered_s);
}

/* How long each visit lasts and in which stroke it is. No spot twice in one stroke. */
static unsigned plan_visits(struct plan *plan)
{
    struct random *random = plan->random;
    unsigned most = 0;
    for (unsigned spot = 0; spot < plan->request->spot_count; spot++) {
        double asked_s = plan->request->spot_dwell_s[spot];
        double drawn_s = random_uniform(random, 18.0, plan->request->spot_count > 2 ? 35.0 : 50.0);
        double left_s = asked_s > 0.0 ? asked_s : drawn_s;
        unsigned visits = 0;
        for (; left_s > 0.0 && plan->visit_count < VISITS_MAX; visits++) {
            double duration_s = random_uniform(random, VISIT_LEAST_S, visits == 0 ? 14.0 : 20.0);
            if (asked_s > 0.0) { /* the last one fits */
                duration_s = left_s < 2.0 * VISIT_LEAST_S ? left_s : fmin(duration_s, left_s - VISIT_LEAST_S);
            }
            plan->visit[plan->visit_count++] = (struct planned_visit){.spot = spot, .duration_s = duration_s};
            left_s -= duration_s;
        }
        most = visits > most ? visits : most;
    }
    return most;
}

static void spread_visits(struct plan *plan, unsigned strokes)
{
    bool taken[SCHEDULE_SPOTS_MAX][VISITS_MAX * 2] = {{false}};
    unsigned usable = strokes < VISITS_MAX * 2 ? strokes : VISITS_MAX * 2;
    unsigned used[SCHEDULE_SPOTS_MAX] = {0};
    unsigned kept = 0;
    for (unsigned i = 0; i < plan->visit_count; i++) {
        struct planned_visit visit = plan->visit[i];
        if (used[visit.spot] == usable) {
            continue; /* more visits than strokes were asked for */
        }
        used[visit.spot]++;
        do {
            visit.stroke = random_below(plan->random, usable);
        } while (taken[visit.spot][visit.stroke]);
        taken[visit.spot][visit.stroke] = true;
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
    unsigned most_visits = plan_visits(&plan);
    double range_mm = habit->high_end_mm - habit->low_end_mm;
    double stroke_s =
        movement_roll_duration_s(range_mm, habit->speed_mm_s, habit->ramp) * (1.0 + habit->turn_share);
    unsigned strokes = request->strokes;
    if (strokes == 0) {
        strokes = (unsigned)fmin(fmax(random_uniform(random, 30.0, 120.0) / stroke_s, 6.0), 60.0);
        strokes = strokes < most_visits + 2 ? most_visits + 2 : strokes;
    }
    spread_visits(&plan, strokes);
    *schedule = (struct schedule){0};
    if (!begin(&plan)) {
        return false;
    }
    for (unsigned i = 0; i < strokes; i++) {
        double end_mm = i % 2 == 0 ? habit->high_end_mm : habit->low_end_mm;
        if (!stroke(&plan, i, end_mm + random_normal(random, habit->end_spread_mm) / 2.0)) {
            return false;
        }
        bool rest = habit->break_every > 0 && (i + 1) % habit->break_every == 0 && i + 1 < strokes;
        if (rest && !take_break(&plan)) {
            return false;
        }
    }
    return schedule_add(schedule, stay(&plan, random_uniform(random, 0.6, 1.2), 1.0, 0.0)) &&
           lifted(&plan, random_uniform(random, 0.5, 2.0));
}
