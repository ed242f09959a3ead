/* SPDX-License-Identifier: MIT */
#include "person/person.h"

#include <math.h>

#define VISITS_MAX 96
#define VISIT_MIN_S 5.5
#define SPEED_MAX_MM_S 345.0

/* How the person rolls in this session. */
struct rolling_style {
    double speed_mm_s; /* while cruising */
    double ramp;
    double unevenness;
    double reversal_fraction; /* a reversal takes about this fraction of a stroke */
    double reversal_s;        /* largest time that a reversal takes in addition */
    double low_end_mm, high_end_mm;
    double end_deviation_mm;
    double slip_bias;     /* slip that does not cancel between strokes in the two directions */
    unsigned break_every; /* strokes between breaks; 0 = no breaks */
    bool presses_button;
    bool with_slip; /* the roller slips, and rotates while lifted */
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
    struct rolling_style style;
    struct planned_visit visit[VISITS_MAX];
    unsigned visit_count;
    double position_mm;
};

static struct rolling_style random_rolling_style(const struct person *person, const struct person_request *request,
                                                 struct random *random)
{
    struct rolling_style style = {.with_slip = request->hard};
    bool slow = random_chance(random, 0.15);
    style.speed_mm_s = slow ? random_log_uniform(random, 25.0, 70.0) : random_log_uniform(random, 80.0, 330.0);
    style.ramp = random_uniform(random, 0.2, 0.4);
    /* Slow rollers roll at a steadier speed. */
    style.unevenness = slow ? random_uniform(random, 0.0, 0.15) : random_uniform(random, 0.0, 0.4);
    /* The speed peaks at (1 + unevenness) times the cruising speed. */
    style.unevenness = fmin(style.unevenness, SPEED_MAX_MM_S / style.speed_mm_s - 1.0);
    style.reversal_fraction = random_uniform(random, 0.04, 0.22);
    style.reversal_s = random_uniform(random, 0.05, 0.4);
    style.low_end_mm = random_uniform(random, 0.0, 10.0);
    style.high_end_mm = person->thigh_length_mm - random_uniform(random, 8.0, 30.0);
    style.end_deviation_mm = random_uniform(random, 1.0, 7.0);
    style.slip_bias = request->hard ? random_uniform(random, -0.004, 0.004) : 0.0;
    style.break_every = random_chance(random, 0.3) ? 5 + random_below(random, 12) : 0;
    style.presses_button = random_chance(random, 0.3);
    return style;
}

/* Return a dwell at the current position with a slight tremor. */
static struct movement make_dwell(struct plan *plan, double duration_s, double load_start, double load_end)
{
    return (struct movement){.kind = MOVEMENT_DWELL,
                             .duration_s = duration_s,
                             .from_mm = plan->position_mm,
                             .to_mm = plan->position_mm,
                             .amplitude_mm = random_uniform(plan->random, 0.0, 1.5),
                             .frequency_hz = random_uniform(plan->random, 0.1, 0.5),
                             .load_start = load_start,
                             .load_middle = load_end,
                             .load_end = load_end,
                             .ease_s = fmin(duration_s / 2.0, 0.6)};
}

/* Append a dwell of `min_s` to `max_s`. */
static bool add_dwell(struct plan *plan, double min_s, double max_s, double load_start, double load_end)
{
    double duration_s = random_uniform(plan->random, min_s, max_s);
    return schedule_add(plan->schedule, make_dwell(plan, duration_s, load_start, load_end));
}

static bool add_roll(struct plan *plan, double to_mm)
{
    const struct rolling_style *style = &plan->style;
    double distance = to_mm - plan->position_mm;
    /* The sign follows the direction, so that the bias accumulates instead of cancelling. */
    double slip = style->with_slip ? style->slip_bias + random_normal(plan->random, 0.002) : 0.0;
    struct movement movement = {.kind = MOVEMENT_ROLL,
                                .duration_s = movement_roll_duration_s(distance, style->speed_mm_s, style->ramp),
                                .from_mm = plan->position_mm,
                                .to_mm = to_mm,
                                .ramp = style->ramp,
                                .unevenness = style->unevenness,
                                .waves = fabs(distance) > 100.0 ? 1 + random_below(plan->random, 3) : 0,
                                .load_start = 1.0,
                                .load_middle = 1.0,
                                .load_end = 1.0,
                                .slip = distance >= 0.0 ? slip : -slip};
    plan->position_mm = to_mm;
    return schedule_add(plan->schedule, movement);
}

/* Append a rest without load; in hard sessions the roller may rotate during it. */
static bool add_lifted_rest(struct plan *plan, double duration_s)
{
    struct movement movement = make_dwell(plan, duration_s, 0.0, 0.0);
    movement.amplitude_mm = 0.0;
    if (plan->style.with_slip && random_chance(plan->random, 0.6)) {
        movement.lifted_roll_mm = random_uniform(plan->random, -220.0, 220.0);
        movement.ease_s = 0.1; /* the load does not change, so nearly all of the time can be used for the rotation */
    }
    return schedule_add(plan->schedule, movement);
}

static bool add_start(struct plan *plan)
{
    struct random *random = plan->random;
    if (random_chance(random, 0.5)) {
        return add_lifted_rest(plan, random_uniform(random, 1.0, 3.0)) && add_dwell(plan, 0.6, 1.5, 0.0, 1.0);
    }
    return add_dwell(plan, 0.3, 1.2, 1.0, 1.0);
}

static bool add_break(struct plan *plan)
{
    return add_dwell(plan, 0.6, 1.2, 1.0, 0.0) && add_lifted_rest(plan, random_uniform(plan->random, 1.0, 5.0)) &&
           add_dwell(plan, 0.6, 1.2, 0.0, 1.0);
}

static bool add_reversal(struct plan *plan, double stroke_s)
{
    double duration_s = stroke_s * plan->style.reversal_fraction * random_uniform(plan->random, 0.6, 1.4) +
                        random_uniform(plan->random, 0.02, plan->style.reversal_s);
    return schedule_add(plan->schedule, make_dwell(plan, duration_s, 1.0, 1.0));
}

/* Append a visit: hold, rock, or hold with less load; always within 50 mm. */
static bool dwell_on_spot(struct plan *plan, const struct planned_visit *visit)
{
    struct random *random = plan->random;
    struct movement movement = make_dwell(plan, visit->duration_s, 1.0, 1.0);
    double style = random_uniform(random, 0.0, 1.0);
    movement.load_middle = random_uniform(random, 0.75, 1.35);
    movement.ease_s = random_uniform(random, 0.4, 1.0);
    if (style < 0.45) {
        double space_mm = fmin(plan->position_mm, plan->person->thigh_length_mm - plan->position_mm);
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
    if (plan->style.presses_button && random_chance(random, 0.6)) {
        double start_s = schedule_duration_s(plan->schedule) - visit->duration_s;
        schedule_add_button(plan->schedule, start_s + random_uniform(random, 0.5, 4.0));
    }
    return true;
}

/* Find the next visit of this stroke in its direction (1 or -1); visit_count if there is none. */
static unsigned find_next_visit(const struct plan *plan, unsigned stroke, double direction, const bool done[VISITS_MAX])
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

/* Append a stroke to `end_mm` with its visits, and the reversal after it. */
static bool add_stroke(struct plan *plan, unsigned number, double end_mm)
{
    double start_s = schedule_duration_s(plan->schedule);
    double dwelt_s = 0.0;
    double direction = end_mm >= plan->position_mm ? 1.0 : -1.0;
    bool done[VISITS_MAX] = {false};
    for (unsigned i; (i = find_next_visit(plan, number, direction, done)) < plan->visit_count; done[i] = true) {
        const struct planned_visit *visit = &plan->visit[i];
        double spot_mm = plan->request->spot_mm[visit->spot] + random_uniform(plan->random, -3.0, 3.0);
        if (!add_roll(plan, spot_mm) || !dwell_on_spot(plan, visit)) {
            return false;
        }
        dwelt_s += visit->duration_s;
        end_mm = direction * fmax(direction * end_mm, direction * spot_mm + 4.0);
    }
    plan->schedule->strokes++;
    return add_roll(plan, end_mm) && add_reversal(plan, schedule_duration_s(plan->schedule) - start_s - dwelt_s);
}

/* Choose the visits and their durations at random. Returns the largest number of visits to any one spot. */
static unsigned plan_visits(struct plan *plan)
{
    struct random *random = plan->random;
    unsigned max_visits = 0;
    for (unsigned spot = 0; spot < plan->request->spot_count; spot++) {
        double requested_s = plan->request->spot_dwell_s[spot];
        double random_s = random_uniform(random, 18.0, plan->request->spot_count > 2 ? 35.0 : 50.0);
        double remaining_s = requested_s > 0.0 ? requested_s : random_s;
        unsigned visits = 0;
        for (; remaining_s > 0.0 && plan->visit_count < VISITS_MAX; visits++) {
            double duration_s = random_uniform(random, VISIT_MIN_S, visits == 0 ? 14.0 : 20.0);
            if (requested_s > 0.0) { /* leave enough time for the last visit */
                duration_s =
                    remaining_s < 2.0 * VISIT_MIN_S ? remaining_s : fmin(duration_s, remaining_s - VISIT_MIN_S);
            }
            plan->visit[plan->visit_count++] = (struct planned_visit){.spot = spot, .duration_s = duration_s};
            remaining_s -= duration_s;
        }
        max_visits = visits > max_visits ? visits : max_visits;
    }
    return max_visits;
}

/* Choose the stroke of each visit at random, but not the same spot twice in one stroke. */
static void assign_strokes(struct plan *plan, unsigned strokes)
{
    bool occupied[SCHEDULE_SPOTS_MAX][VISITS_MAX * 2] = {{false}};
    unsigned usable = strokes < VISITS_MAX * 2 ? strokes : VISITS_MAX * 2;
    unsigned used[SCHEDULE_SPOTS_MAX] = {0};
    unsigned count = 0;
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
        plan->visit[count++] = visit;
    }
    plan->visit_count = count;
}

bool person_plan(const struct person *person, const struct person_request *request, struct random *random,
                 struct schedule *schedule)
{
    struct plan plan = {.person = person, .request = request, .random = random, .schedule = schedule};
    plan.style = random_rolling_style(person, request, random);
    const struct rolling_style *style = &plan.style;
    unsigned max_visits = plan_visits(&plan);
    double range_mm = style->high_end_mm - style->low_end_mm;
    double stroke_s =
        movement_roll_duration_s(range_mm, style->speed_mm_s, style->ramp) * (1.0 + style->reversal_fraction);
    unsigned strokes = request->strokes;
    if (strokes == 0) {
        strokes = (unsigned)fmin(fmax(random_uniform(random, 30.0, 120.0) / stroke_s, 6.0), 60.0);
        strokes = strokes < max_visits + 2 ? max_visits + 2 : strokes;
    }
    assign_strokes(&plan, strokes);
    *schedule = (struct schedule){0};
    if (!add_start(&plan)) {
        return false;
    }
    for (unsigned i = 0; i < strokes; i++) {
        double end_mm = i % 2 == 0 ? style->high_end_mm : style->low_end_mm;
        if (!add_stroke(&plan, i, end_mm + random_normal(random, style->end_deviation_mm) / 2.0)) {
            return false;
        }
        bool break_due = style->break_every > 0 && (i + 1) % style->break_every == 0 && i + 1 < strokes;
        if (break_due && !add_break(&plan)) {
            return false;
        }
    }
    return add_dwell(&plan, 0.6, 1.2, 1.0, 0.0) && add_lifted_rest(&plan, random_uniform(random, 0.5, 2.0));
}
