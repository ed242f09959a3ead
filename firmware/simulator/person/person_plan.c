/* SPDX-License-Identifier: MIT */
#include "person/contact.h"
#include "person/person.h"
#include "person/rolling_style.h"
#include "person/route.h"
#include "person/visit_plan.h"

#include <math.h>

#define VISIT_OFFSET_MAX_MM 3.0   /* distance of a visit from its spot */
#define PAST_VISIT_MM 4.0         /* distance that a stroke continues after its last visit */
#define ROCKS_WIDELY_FRACTION 0.7 /* of the visits, if the person rocks widely */
#define SLIDE_S 0.2               /* duration of a slide under load */
#define REST_MIN_S 8.0            /* duration of a rest before the first stroke or after the last */
#define REST_MAX_S 40.0
#define ZERO_MIN_S 1.5 /* duration of the dwell in which the upper thigh is marked */
#define ZERO_MAX_S 2.5
#define CARRY_EDGE_S 0.1 /* time without load before the roller is lifted, and after */
#define FULL_LOAD 1.0
#define NO_LOAD 0.0

struct plan {
    const struct person *person;
    const struct person_request *request;
    struct random *random;
    struct schedule *schedule;
    struct rolling_style style;
    struct route route;
    struct contact contact;
    struct visit_plan visits;
    double position_mm; /* where the last movement added ends */
};

/* Append a movement, with the roller as it lies now. */
static bool append(struct plan *plan, struct movement movement)
{
    contact_set_geometry(&plan->contact, &movement);
    return schedule_add(plan->schedule, movement);
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
    return append(plan, make_dwell(plan, duration_s, load_start, load_end));
}

/* Append a roll from the current position, in the middle of which the roller slides by slide_mm. */
static bool add_roll(struct plan *plan, double to_mm, double slide_mm)
{
    const struct rolling_style *style = &plan->style;
    double distance_mm = to_mm - slide_mm - plan->position_mm;
    double slip = style->with_slip ? style->slip_bias + random_normal(plan->random, 0.002) : 0.0;
    double duration_s = movement_roll_duration_s(distance_mm, style->speed_mm_s, style->ramp);
    struct movement movement = {
        .kind = MOVEMENT_ROLL,
        .duration_s = duration_s,
        .from_mm = plan->position_mm,
        .to_mm = to_mm - slide_mm,
        .ramp = style->ramp,
        .unevenness = style->unevenness,
        .waves = fabs(distance_mm) > 100.0 ? 1 + random_below(plan->random, 3) : 0,
        .load_start = FULL_LOAD,
        .load_middle = FULL_LOAD,
        .load_end = FULL_LOAD,
        /* The sign is that of the direction, so that the bias accumulates instead of cancelling. */
        .slip = (distance_mm >= 0.0 ? slip : -slip) + contact_slip(&plan->contact, distance_mm),
        .shift_mm = slide_mm,
        .shift_start_s = duration_s / 2.0,
        .shift_s = fmin(SLIDE_S, duration_s / 2.0)};
    plan->position_mm = to_mm;
    return append(plan, movement);
}

/* Append a slide under load; none if slide_mm is 0. */
static bool add_slide(struct plan *plan, double slide_mm)
{
    if (slide_mm == 0.0)
        return true;
    struct movement movement = make_dwell(plan, SLIDE_S, FULL_LOAD, FULL_LOAD);
    movement.shift_mm = slide_mm;
    movement.shift_s = movement.duration_s;
    plan->position_mm += slide_mm;
    return append(plan, movement);
}

/* Return a rest without load; the roller may rotate during it. */
static struct movement make_lifted_rest(struct plan *plan, double duration_s)
{
    struct movement movement = make_dwell(plan, duration_s, NO_LOAD, NO_LOAD);
    movement.amplitude_mm = 0.0;
    if (plan->style.rotates_in_air && random_chance(plan->random, 0.6)) {
        movement.lifted_roll_mm = random_uniform(plan->random, -220.0, 220.0);
        movement.ease_s = 0.1; /* the load does not change, so nearly the whole duration is left for the rotation */
    }
    return movement;
}

/* Append a rest without load in which the roller may be put back elsewhere and turned round. */
static bool add_carried_rest(struct plan *plan, unsigned stroke, double duration_s)
{
    struct movement movement = make_lifted_rest(plan, duration_s);
    movement.shift_mm = contact_put_back_mm(&plan->contact, stroke, plan->position_mm);
    movement.shift_start_s = CARRY_EDGE_S;
    movement.shift_s = duration_s - 2.0 * CARRY_EDGE_S;
    plan->position_mm += movement.shift_mm;
    bool turns_round = contact_turns_round_after(&plan->contact, stroke);
    movement.yaw_rad = turns_round ? copysign(M_PI, movement.shift_mm) : 0.0;
    movement.is_carried = turns_round || movement.shift_mm != 0.0;
    return append(plan, movement);
}

/* Append the change of the posture after this stroke, if there is one. */
static bool add_posture(struct plan *plan, unsigned stroke)
{
    if (!contact_posture_changes_after(&plan->contact, stroke))
        return true;
    struct movement movement = make_dwell(plan, random_uniform(plan->random, 0.8, 2.0), FULL_LOAD, FULL_LOAD);
    contact_change_posture(&plan->contact, stroke, &movement);
    plan->position_mm += movement.shift_mm;
    return append(plan, movement);
}

/* Append a rest under load, before the first stroke or after the last. */
static bool add_loaded_rest(struct plan *plan)
{
    if (!behaviors_include(plan->request->behaviors, BEHAVIOR_RESTS))
        return true;
    if (!add_dwell(plan, REST_MIN_S, REST_MAX_S, FULL_LOAD, FULL_LOAD))
        return false;
    schedule_add_rest(plan->schedule);
    return true;
}

/* Append the beginning of the session: half of the sessions begin without load. */
static bool add_start(struct plan *plan)
{
    struct random *random = plan->random;
    bool ok = random_chance(random, 0.5) ? append(plan, make_lifted_rest(plan, random_uniform(random, 1.0, 3.0))) &&
                                               add_dwell(plan, 0.6, 1.5, NO_LOAD, FULL_LOAD)
                                         : add_dwell(plan, 0.3, 1.2, FULL_LOAD, FULL_LOAD);
    return ok && add_loaded_rest(plan);
}

/* Append rolling to where the person takes the upper thigh to be, and the long press of the button there. */
static bool add_zero(struct plan *plan)
{
    const struct person_request *request = plan->request;
    if (!request->presses_zero)
        return true;
    if (request->zero_mm != plan->position_mm && !add_roll(plan, request->zero_mm, 0.0))
        return false;
    if (!add_dwell(plan, ZERO_MIN_S, ZERO_MAX_S, FULL_LOAD, FULL_LOAD))
        return false;
    plan->schedule->has_zero = true;
    plan->schedule->zero_s = schedule_duration_s(plan->schedule);
    return true;
}

static bool add_end(struct plan *plan)
{
    return add_loaded_rest(plan) && add_dwell(plan, 0.6, 1.2, FULL_LOAD, NO_LOAD) &&
           append(plan, make_lifted_rest(plan, random_uniform(plan->random, 0.5, 2.0)));
}

/* Append a break between strokes: take the load off, rest, put the load on again. */
static bool add_break(struct plan *plan, unsigned stroke)
{
    return add_dwell(plan, 0.6, 1.2, FULL_LOAD, NO_LOAD) &&
           add_carried_rest(plan, stroke, random_uniform(plan->random, 1.0, 5.0)) &&
           add_dwell(plan, 0.6, 1.2, NO_LOAD, FULL_LOAD);
}

/* Append the pause at the end of a stroke that took stroke_s. */
static bool add_reversal(struct plan *plan, double stroke_s)
{
    double duration_s = stroke_s * plan->style.reversal_fraction * random_uniform(plan->random, 0.6, 1.4) +
                        random_uniform(plan->random, 0.02, plan->style.reversal_addition_max_s);
    return append(plan, make_dwell(plan, duration_s, FULL_LOAD, FULL_LOAD));
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
    if (plan->style.rocks_widely && choice < ROCKS_WIDELY_FRACTION) {
        movement.amplitude_mm = random_uniform(random, 15.0, 30.0);
        movement.frequency_hz = random_uniform(random, 0.3, 0.8);
    } else if (choice < 0.45) {
        double to_end_mm = fmin(plan->position_mm, plan->person->thigh_length_mm - plan->position_mm);
        movement.amplitude_mm = random_uniform(random, 5.0, fmax(6.0, fmin(20.0, to_end_mm)));
        movement.frequency_hz = random_uniform(random, 0.3, 0.8);
    } else {
        movement.amplitude_mm = random_uniform(random, 0.3, 2.5);
        movement.frequency_hz = random_uniform(random, 0.1, 0.4);
        if (choice > 0.8)
            movement.load_middle = random_uniform(random, 0.45, 0.75);
    }
    if (!append(plan, movement) || !schedule_add_visit(plan->schedule, visit->spot))
        return false;
    if (plan->style.presses_button && random_chance(random, 0.6)) {
        double start_s = schedule_duration_s(plan->schedule) - visit->duration_s;
        schedule_add_button(plan->schedule, start_s + random_uniform(random, 0.5, 4.0));
    }
    return true;
}

/* Append a stroke to end_mm with its visits, and the reversal after it. */
static bool add_stroke(struct plan *plan, unsigned stroke, double end_mm)
{
    double start_s = schedule_duration_s(plan->schedule);
    double visits_s = 0.0;
    double direction = end_mm >= plan->position_mm ? 1.0 : -1.0;
    const struct planned_visit *visit;
    while ((visit = visit_plan_next(&plan->visits, plan->request, stroke, direction)) != NULL) {
        double visit_mm = plan->request->spot_mm[visit->spot] +
                          random_uniform(plan->random, -VISIT_OFFSET_MAX_MM, VISIT_OFFSET_MAX_MM);
        if (!add_roll(plan, visit_mm, 0.0) || !add_visit(plan, visit))
            return false;
        visits_s += visit->duration_s;
        end_mm = direction * fmax(direction * end_mm, direction * visit_mm + PAST_VISIT_MM);
    }
    plan->schedule->strokes++;
    struct stretch stretch = route_stretch(&plan->route, stroke);
    double slide_mm = contact_slide_mm(&plan->contact, stroke, false, end_mm, stretch);
    if (!add_roll(plan, end_mm, slide_mm))
        return false;
    double stroke_s = schedule_duration_s(plan->schedule) - start_s - visits_s;
    double turn_mm = contact_turn_mm(&plan->contact, direction > 0.0);
    turn_mm += contact_slide_mm(&plan->contact, stroke, true, plan->position_mm, stretch);
    return add_reversal(plan, stroke_s) && add_slide(plan, turn_mm) && add_posture(plan, stroke);
}

/* Choose how the behaviours of the request change the session. */
static void plan_behaviors(struct plan *plan, unsigned stroke_count)
{
    struct behaviors behaviors = plan->request->behaviors;
    uint64_t seed = plan->request->behavior_seed;
    const struct stretch whole = {plan->style.low_end_mm, plan->style.high_end_mm};
    route_randomize(&plan->route, behaviors, seed, whole, plan->person->thigh_length_mm, stroke_count);
    const struct contact_setting setting = {behaviors,
                                            seed,
                                            stroke_count,
                                            plan->person->thigh_length_mm,
                                            plan->person->fraction_fall,
                                            plan->request->radius_mm};
    contact_randomize(&plan->contact, &setting);
    plan->position_mm =
        plan->route.starts_at_knee ? plan->person->thigh_length_mm - plan->style.low_end_mm : plan->request->start_mm;
    plan->style.rotates_in_air = plan->style.with_slip || plan->contact.put_back_max_mm > 0.0;
}

bool person_plan(const struct person *person, const struct person_request *request, struct random *random,
                 struct schedule *schedule)
{
    struct plan plan = {.person = person, .request = request, .random = random, .schedule = schedule};
    rolling_style_randomize(&plan.style, person, request, random);
    const struct rolling_style *style = &plan.style;
    unsigned max_visits = visit_plan_choose(&plan.visits, request, random);
    unsigned stroke_count = request->strokes > 0
                                ? request->strokes
                                : rolling_style_random_strokes(style, request->behaviors, max_visits, random);
    plan_behaviors(&plan, stroke_count);
    visit_plan_assign(&plan.visits, request, &plan.route, stroke_count, random);
    *schedule = (struct schedule){0};
    if (!add_start(&plan) || !add_zero(&plan))
        return false;
    for (unsigned i = 0; i < stroke_count; i++) {
        double end_mm = route_next_end_mm(&plan.route, i);
        if (!add_stroke(&plan, i, end_mm + random_normal(random, style->end_deviation_mm)))
            return false;
        bool is_usual_break = style->break_every > 0 && (i + 1) % style->break_every == 0;
        bool is_break = i + 1 < stroke_count && (is_usual_break || contact_lifts_after(&plan.contact, i));
        if (is_break && !add_break(&plan, i))
            return false;
    }
    return add_end(&plan);
}
