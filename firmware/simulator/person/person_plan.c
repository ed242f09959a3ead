/* SPDX-License-Identifier: MIT */
#include "person/person.h"

#include <math.h>

#define VISITS_MAX 96
#define VISITED_STROKES_MAX (2 * VISITS_MAX) /* later strokes have no visits */
#define VISIT_MIN_S 5.5                      /* the analysis counts visits of at least 5 s */
#define SPEED_MAX_MM_S 345.0                 /* the fastest rolling in the trials (person.h) is 340 mm/s */
#define VISIT_OFFSET_MAX_MM 3.0              /* distance of a visit from its spot */
#define PAST_VISIT_MM 4.0                    /* distance that a stroke continues after its last visit */
#define FULL_LOAD 1.0
#define NO_LOAD 0.0

/* The person's way of rolling in this session. */
struct rolling_style {
    double speed_mm_s;              /* cruising speed */
    double ramp;                    /* fraction of a roll spent accelerating, and also braking */
    double unevenness;              /* fraction by which the speed varies */
    double reversal_fraction;       /* mean duration of a reversal, as a fraction of the stroke's duration */
    double reversal_addition_max_s; /* maximum of the random time added to each duration */
    double low_end_mm, high_end_mm; /* mean positions of the ends of strokes */
    double end_deviation_mm;        /* standard deviation of the ends from these positions */
    double slip_bias;               /* slip that does not cancel between strokes in the two directions */
    unsigned break_every;           /* number of strokes from one break to the next; 0 = no breaks */
    bool presses_button;
    bool with_slip; /* the roller slips, and rotates while lifted */
};

struct planned_visit {
    unsigned spot;   /* index into the request's spots */
    unsigned stroke; /* index of the stroke that it interrupts */
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
    double position_mm; /* where the last movement added ends */
};

static struct rolling_style random_rolling_style(const struct person *person, const struct person_request *request,
                                                 struct random *random)
{
    struct rolling_style style = {.with_slip = request->with_slip};
    bool is_slow = random_chance(random, 0.15);
    style.speed_mm_s = is_slow ? random_log_uniform(random, 25.0, 70.0) : random_log_uniform(random, 80.0, 330.0);
    style.ramp = random_uniform(random, 0.2, 0.4);
    /* A slow roll has a steadier speed. The peak speed is (1 + unevenness) times the cruising speed. */
    style.unevenness = is_slow ? random_uniform(random, 0.0, 0.15) : random_uniform(random, 0.0, 0.4);
    style.unevenness = fmin(style.unevenness, SPEED_MAX_MM_S / style.speed_mm_s - 1.0);
    style.reversal_fraction = random_uniform(random, 0.04, 0.22);
    style.reversal_addition_max_s = random_uniform(random, 0.05, 0.4);
    style.low_end_mm = random_uniform(random, 0.0, 10.0);
    style.high_end_mm = person->thigh_length_mm - random_uniform(random, 8.0, 30.0);
    style.end_deviation_mm = random_uniform(random, 0.5, 3.5);
    style.slip_bias = request->with_slip ? random_uniform(random, -0.004, 0.004) : 0.0;
    style.break_every = random_chance(random, 0.3) ? 5 + random_below(random, 12) : 0;
    style.presses_button = random_chance(random, 0.3);
    return style;
}

/* Return a dwell at the current position, with a slight tremor. */
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

/* Append a dwell of min_s to max_s during which the load changes from load_start to load_end. */
static bool add_dwell(struct plan *plan, double min_s, double max_s, double load_start, double load_end)
{
    double duration_s = random_uniform(plan->random, min_s, max_s);
    return schedule_add(plan->schedule, make_dwell(plan, duration_s, load_start, load_end));
}

/* Append a roll from the current position. */
static bool add_roll(struct plan *plan, double to_mm)
{
    const struct rolling_style *style = &plan->style;
    double distance_mm = to_mm - plan->position_mm;
    double slip = style->with_slip ? style->slip_bias + random_normal(plan->random, 0.002) : 0.0;
    struct movement movement = {
        .kind = MOVEMENT_ROLL,
        .duration_s = movement_roll_duration_s(distance_mm, style->speed_mm_s, style->ramp),
        .from_mm = plan->position_mm,
        .to_mm = to_mm,
        .ramp = style->ramp,
        .unevenness = style->unevenness,
        .waves = fabs(distance_mm) > 100.0 ? 1 + random_below(plan->random, 3) : 0,
        .load_start = FULL_LOAD,
        .load_middle = FULL_LOAD,
        .load_end = FULL_LOAD,
        /* The sign is that of the direction, so that the bias accumulates instead of cancelling. */
        .slip = distance_mm >= 0.0 ? slip : -slip};
    plan->position_mm = to_mm;
    return schedule_add(plan->schedule, movement);
}

/* Append a rest without load; the roller may rotate during it if it slips. */
static bool add_lifted_rest(struct plan *plan, double duration_s)
{
    struct movement movement = make_dwell(plan, duration_s, NO_LOAD, NO_LOAD);
    movement.amplitude_mm = 0.0;
    if (plan->style.with_slip && random_chance(plan->random, 0.6)) {
        movement.lifted_roll_mm = random_uniform(plan->random, -220.0, 220.0);
        movement.ease_s = 0.1; /* the load does not change, so nearly the whole duration is left for the rotation */
    }
    return schedule_add(plan->schedule, movement);
}

/* Append the beginning of the session: half of the sessions begin without load. */
static bool add_start(struct plan *plan)
{
    struct random *random = plan->random;
    if (random_chance(random, 0.5))
        return add_lifted_rest(plan, random_uniform(random, 1.0, 3.0)) && add_dwell(plan, 0.6, 1.5, NO_LOAD, FULL_LOAD);
    return add_dwell(plan, 0.3, 1.2, FULL_LOAD, FULL_LOAD);
}

/* Append a break between strokes: take the load off, rest, put the load on again. */
static bool add_break(struct plan *plan)
{
    return add_dwell(plan, 0.6, 1.2, FULL_LOAD, NO_LOAD) &&
           add_lifted_rest(plan, random_uniform(plan->random, 1.0, 5.0)) &&
           add_dwell(plan, 0.6, 1.2, NO_LOAD, FULL_LOAD);
}

/* Append the pause at the end of a stroke that took stroke_s. */
static bool add_reversal(struct plan *plan, double stroke_s)
{
    double duration_s = stroke_s * plan->style.reversal_fraction * random_uniform(plan->random, 0.6, 1.4) +
                        random_uniform(plan->random, 0.02, plan->style.reversal_addition_max_s);
    return schedule_add(plan->schedule, make_dwell(plan, duration_s, FULL_LOAD, FULL_LOAD));
}

/* Append a visit, whose positions span less than 50 mm. 45 % of the visits are oscillating, 35 % static, and 20 %
 * static with less load. */
static bool add_visit(struct plan *plan, const struct planned_visit *visit)
{
    struct random *random = plan->random;
    struct movement movement = make_dwell(plan, visit->duration_s, FULL_LOAD, FULL_LOAD);
    double choice = random_uniform(random, 0.0, 1.0);
    movement.load_middle = random_uniform(random, 0.75, 1.35);
    movement.ease_s = random_uniform(random, 0.4, 1.0);
    if (choice < 0.45) {
        double to_end_mm = fmin(plan->position_mm, plan->person->thigh_length_mm - plan->position_mm);
        movement.amplitude_mm = random_uniform(random, 5.0, fmax(6.0, fmin(20.0, to_end_mm)));
        movement.frequency_hz = random_uniform(random, 0.3, 0.8);
    } else {
        movement.amplitude_mm = random_uniform(random, 0.3, 2.5);
        movement.frequency_hz = random_uniform(random, 0.1, 0.4);
        if (choice > 0.8)
            movement.load_middle = random_uniform(random, 0.45, 0.75);
    }
    if (!schedule_add(plan->schedule, movement) || !schedule_add_visit(plan->schedule, visit->spot))
        return false;
    if (plan->style.presses_button && random_chance(random, 0.6)) {
        double start_s = schedule_duration_s(plan->schedule) - visit->duration_s;
        schedule_add_button(plan->schedule, start_s + random_uniform(random, 0.5, 4.0));
    }
    return true;
}

/* Return the index of the stroke's next visit in its direction (1 or -1); visit_count if there is none. */
static unsigned find_next_visit(const struct plan *plan, unsigned stroke, double direction, const bool done[VISITS_MAX])
{
    unsigned next = plan->visit_count;
    double next_mm = INFINITY; /* with direction -1 positions are negated, so the next visit always has the smallest */
    for (unsigned i = 0; i < plan->visit_count; i++) {
        double spot_mm = direction * plan->request->spot_mm[plan->visit[i].spot];
        if (plan->visit[i].stroke == stroke && !done[i] && spot_mm < next_mm) {
            next = i;
            next_mm = spot_mm;
        }
    }
    return next;
}

/* Append a stroke to end_mm with its visits, and the reversal after it. */
static bool add_stroke(struct plan *plan, unsigned stroke, double end_mm)
{
    double start_s = schedule_duration_s(plan->schedule);
    double visits_s = 0.0;
    double direction = end_mm >= plan->position_mm ? 1.0 : -1.0;
    bool done[VISITS_MAX] = {false};
    for (unsigned i = find_next_visit(plan, stroke, direction, done); i < plan->visit_count;
         i = find_next_visit(plan, stroke, direction, done)) {
        const struct planned_visit *visit = &plan->visit[i];
        double visit_mm = plan->request->spot_mm[visit->spot] +
                          random_uniform(plan->random, -VISIT_OFFSET_MAX_MM, VISIT_OFFSET_MAX_MM);
        if (!add_roll(plan, visit_mm) || !add_visit(plan, visit))
            return false;
        visits_s += visit->duration_s;
        end_mm = direction * fmax(direction * end_mm, direction * visit_mm + PAST_VISIT_MM);
        done[i] = true;
    }
    plan->schedule->strokes++;
    return add_roll(plan, end_mm) && add_reversal(plan, schedule_duration_s(plan->schedule) - start_s - visits_s);
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
            /* A random total dwell is longer than 14 s, so the spot has at least two visits. */
            double duration_s = random_uniform(random, VISIT_MIN_S, visits == 0 ? 14.0 : 20.0);
            if (requested_s > 0.0) { /* the visits add up to the requested dwell, and the last one is not too short */
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

/* Choose the stroke of each visit at random, with one visit per spot and stroke; omit visits that do not fit. */
static void assign_strokes(struct plan *plan, unsigned stroke_count)
{
    bool is_visited[SCHEDULE_SPOTS_MAX][VISITED_STROKES_MAX] = {{false}};
    unsigned usable_strokes = stroke_count < VISITED_STROKES_MAX ? stroke_count : VISITED_STROKES_MAX;
    unsigned spot_visits[SCHEDULE_SPOTS_MAX] = {0};
    unsigned assigned_count = 0;
    for (unsigned i = 0; i < plan->visit_count; i++) {
        struct planned_visit visit = plan->visit[i];
        if (spot_visits[visit.spot] == usable_strokes)
            continue;
        spot_visits[visit.spot]++;
        do {
            visit.stroke = random_below(plan->random, usable_strokes);
        } while (is_visited[visit.spot][visit.stroke]);
        is_visited[visit.spot][visit.stroke] = true;
        plan->visit[assigned_count++] = visit;
    }
    plan->visit_count = assigned_count;
}

/* Choose the number of strokes at random: 30 to 120 s of rolling, and enough for the visits to a spot. */
static unsigned random_stroke_count(const struct plan *plan, unsigned max_visits)
{
    const struct rolling_style *style = &plan->style;
    double range_mm = style->high_end_mm - style->low_end_mm;
    double stroke_s =
        movement_roll_duration_s(range_mm, style->speed_mm_s, style->ramp) * (1.0 + style->reversal_fraction);
    unsigned strokes = (unsigned)fmin(fmax(random_uniform(plan->random, 30.0, 120.0) / stroke_s, 6.0), 60.0);
    return strokes < max_visits + 2 ? max_visits + 2 : strokes;
}

bool person_plan(const struct person *person, const struct person_request *request, struct random *random,
                 struct schedule *schedule)
{
    struct plan plan = {.person = person, .request = request, .random = random, .schedule = schedule};
    plan.style = random_rolling_style(person, request, random);
    const struct rolling_style *style = &plan.style;
    unsigned max_visits = plan_visits(&plan);
    unsigned stroke_count = request->strokes > 0 ? request->strokes : random_stroke_count(&plan, max_visits);
    assign_strokes(&plan, stroke_count);
    *schedule = (struct schedule){0};
    if (!add_start(&plan))
        return false;
    for (unsigned i = 0; i < stroke_count; i++) {
        double end_mm = i % 2 == 0 ? style->high_end_mm : style->low_end_mm;
        if (!add_stroke(&plan, i, end_mm + random_normal(random, style->end_deviation_mm)))
            return false;
        bool break_due = style->break_every > 0 && (i + 1) % style->break_every == 0 && i + 1 < stroke_count;
        if (break_due && !add_break(&plan))
            return false;
    }
    return add_dwell(&plan, 0.6, 1.2, FULL_LOAD, NO_LOAD) && add_lifted_rest(&plan, random_uniform(random, 0.5, 2.0));
}
