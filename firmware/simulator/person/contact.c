/* SPDX-License-Identifier: MIT */
#include "person/contact.h"

#include <math.h>

#define STREAM_EVENTS 100 /* stream of random numbers of what differs from one time to the next */
#define PUT_BACK_MM 10.0
#define CARRIED_BACK_MM 25.0
#define PUT_BACK_FAR_MM 30.0
#define SLOPE_MIN_DEG 8.0
#define SLOPE_MAX_DEG 15.0
#define COMPRESSION_MIN_MM 3.0 /* of the roller under the mean load */
#define COMPRESSION_MAX_MM 10.0

static void randomize_creep(struct contact *contact, struct random *random)
{
    double slip = random_uniform(random, 0.01, 0.02);
    if (random_chance(random, 0.5))
        contact->towards_knee_slip = slip;
    else
        contact->towards_upper_slip = slip;
}

static void randomize_turns(struct contact *contact, struct random *random)
{
    contact->turn_probability = random_uniform(random, 0.4, 1.0);
    contact->upper_turn_max_mm = random_uniform(random, 1.0, 8.0);
    contact->knee_turn_max_mm = random_uniform(random, 1.0, 8.0);
}

static void randomize_slide(struct contact *contact, unsigned strokes, struct random *random)
{
    contact->slide_mm = random_uniform(random, 30.0, 60.0);
    contact->slide_stroke = (unsigned)(strokes * random_uniform(random, 0.1, 0.9));
    contact->slides_at_turn = random_chance(random, 0.4);
}

static void randomize_lifts(struct contact *contact, double put_back_max_mm, unsigned strokes, struct random *random)
{
    contact->put_back_max_mm = put_back_max_mm;
    unsigned lifts = 1 + random_below(random, 4);
    contact->lift_every = strokes / (lifts + 1) > 2 ? strokes / (lifts + 1) : 2;
}

static void randomize_turn_round(struct contact *contact, unsigned strokes, struct random *random)
{
    contact->turns_round = true;
    contact->turn_round_stroke = (unsigned)(strokes * random_uniform(random, 0.2, 0.8));
    contact->put_back_max_mm = fmax(contact->put_back_max_mm, PUT_BACK_MM);
}

static void randomize_legs(struct contact *contact, unsigned strokes, struct random *random)
{
    contact->changes_leg = true;
    contact->leg_stroke = (unsigned)(strokes * random_uniform(random, 0.35, 0.65));
    contact->put_back_max_mm = fmax(contact->put_back_max_mm, PUT_BACK_MM);
}

static void carry_back(struct contact *contact, struct behaviors behaviors, double thigh_length_mm)
{
    contact->is_carried_back = true;
    contact->carried_to_mm = behaviors_include(behaviors, BEHAVIOR_START_KNEE) ? thigh_length_mm : 0.0;
    contact->put_back_max_mm = fmax(contact->put_back_max_mm, CARRIED_BACK_MM);
}

static double random_slope_rad(struct random *random)
{
    double slope_deg = random_uniform(random, SLOPE_MIN_DEG, SLOPE_MAX_DEG);
    return (random_chance(random, 0.5) ? slope_deg : -slope_deg) * M_PI / 180.0;
}

/* The thigh slopes alike everywhere, or more and more towards the knee. */
static void randomize_slope(struct contact *contact, double thigh_length_mm, struct random *random)
{
    double slope_rad = random_slope_rad(random);
    if (random_chance(random, 0.3))
        contact->slope_rad = slope_rad;
    else
        contact->slope_rad_per_mm = slope_rad / thigh_length_mm;
}

/* The posture changes once, or changes and changes back. */
static void randomize_posture(struct contact *contact, unsigned strokes, struct random *random)
{
    contact->slope_change_rad = random_slope_rad(random);
    contact->posture_strokes[0] = (unsigned)(strokes * random_uniform(random, 0.15, 0.6));
    contact->posture_strokes[1] = (unsigned)(strokes * random_uniform(random, 0.7, 0.9));
    contact->posture_count = 1 + random_below(random, 2);
}

/* The force falls towards the knee, so the radius grows and the roller turns less. */
static void randomize_radius(struct contact *contact, const struct contact_setting *setting, struct random *random)
{
    double compression_mm = random_uniform(random, COMPRESSION_MIN_MM, COMPRESSION_MAX_MM);
    contact->slip_per_mm = -setting->fraction_fall * compression_mm / setting->radius_mm / setting->thigh_length_mm;
}

void contact_randomize(struct contact *contact, const struct contact_setting *setting)
{
    struct behaviors behaviors = setting->behaviors;
    uint64_t seed = setting->seed;
    unsigned strokes = setting->strokes;
    *contact = (struct contact){.middle_mm = setting->thigh_length_mm / 2.0, .radius_mm = setting->radius_mm};
    struct random random;
    random_seed(&contact->random, seed, STREAM_EVENTS);
    if (behavior_begin(behaviors, BEHAVIOR_CREEP_SLIP, seed, &random))
        randomize_creep(contact, &random);
    if (behavior_begin(behaviors, BEHAVIOR_STICK_SLIP, seed, &random))
        randomize_turns(contact, &random);
    if (behavior_begin(behaviors, BEHAVIOR_SLIDE, seed, &random))
        randomize_slide(contact, strokes, &random);
    if (behavior_begin(behaviors, BEHAVIOR_PUT_BACK_FAR, seed, &random))
        randomize_lifts(contact, PUT_BACK_FAR_MM, strokes, &random);
    else if (behavior_begin(behaviors, BEHAVIOR_PUT_BACK, seed, &random))
        randomize_lifts(contact, PUT_BACK_MM, strokes, &random);
    else if (behavior_begin(behaviors, BEHAVIOR_GAPS, seed, &random))
        randomize_lifts(contact, 0.0, strokes, &random);
    if (behavior_begin(behaviors, BEHAVIOR_TURN_ROUND, seed, &random))
        randomize_turn_round(contact, strokes, &random);
    if (behavior_begin(behaviors, BEHAVIOR_BOTH_LEGS, seed, &random))
        randomize_legs(contact, strokes, &random);
    if (behaviors_include(behaviors, BEHAVIOR_ONE_WAY))
        carry_back(contact, behaviors, setting->thigh_length_mm);
    if (behavior_begin(behaviors, BEHAVIOR_SLOPE, seed, &random))
        randomize_slope(contact, setting->thigh_length_mm, &random);
    if (behavior_begin(behaviors, BEHAVIOR_POSTURE, seed, &random))
        randomize_posture(contact, strokes, &random);
    if (behavior_begin(behaviors, BEHAVIOR_LOAD_RADIUS, seed, &random))
        randomize_radius(contact, setting, &random);
}

void contact_set_geometry(const struct contact *contact, struct movement *movement)
{
    movement->is_turned_round = contact->is_turned_round;
    movement->slip += contact->slip_per_mm * (movement->from_mm - contact->middle_mm) +
                      contact->radius_mm * contact->slope_rad_per_mm;
    movement->slip_per_mm = contact->slip_per_mm;
    movement->slope_rad += contact->slope_rad + contact->slope_rad_per_mm * movement->from_mm;
    movement->slope_rad_per_mm = contact->slope_rad_per_mm;
}

bool contact_lifts_after(const struct contact *contact, unsigned stroke)
{
    bool is_due = contact->is_carried_back || (contact->lift_every > 0 && (stroke + 1) % contact->lift_every == 0);
    return is_due || (contact->turns_round && stroke == contact->turn_round_stroke) ||
           (contact->changes_leg && stroke == contact->leg_stroke);
}

bool contact_turns_round_after(struct contact *contact, unsigned stroke)
{
    if (!contact->turns_round || stroke != contact->turn_round_stroke)
        return false;
    contact->is_turned_round = true;
    return true;
}

bool contact_posture_changes_after(const struct contact *contact, unsigned stroke)
{
    return (contact->posture_count > 0 && stroke == contact->posture_strokes[0]) ||
           (contact->posture_count > 1 && stroke == contact->posture_strokes[1]);
}

void contact_change_posture(struct contact *contact, unsigned stroke, struct movement *movement)
{
    double change_rad = stroke == contact->posture_strokes[0] ? contact->slope_change_rad : -contact->slope_change_rad;
    contact->slope_rad += change_rad;
    movement->slope_rad = -change_rad; /* contact_set_geometry adds the slope after the change */
    movement->slope_change_rad = change_rad;
    movement->shift_mm = -contact->radius_mm * change_rad;
    movement->shift_s = movement->duration_s;
}

double contact_slip(struct contact *contact, double distance_mm)
{
    double slip = distance_mm >= 0.0 ? contact->towards_knee_slip : contact->towards_upper_slip;
    return slip > 0.0 ? -slip * random_uniform(&contact->random, 0.5, 1.5) : 0.0;
}

double contact_turn_mm(struct contact *contact, bool was_towards_knee)
{
    if (contact->turn_probability <= 0.0 || !random_chance(&contact->random, contact->turn_probability))
        return 0.0;
    double length_mm = random_uniform(&contact->random, 0.3, 1.0) *
                       (was_towards_knee ? contact->knee_turn_max_mm : contact->upper_turn_max_mm);
    return was_towards_knee ? -length_mm : length_mm;
}

double contact_slide_mm(struct contact *contact, unsigned stroke, bool is_turn, double position_mm,
                        struct stretch stretch)
{
    if (contact->slide_mm <= 0.0 || stroke != contact->slide_stroke || is_turn != contact->slides_at_turn)
        return 0.0;
    bool fits_towards_knee = position_mm + contact->slide_mm <= stretch.high_mm;
    bool fits_towards_upper = position_mm - contact->slide_mm >= stretch.low_mm;
    bool is_towards_knee = random_chance(&contact->random, 0.5);
    if (fits_towards_knee != fits_towards_upper)
        is_towards_knee = fits_towards_knee;
    return is_towards_knee ? contact->slide_mm : -contact->slide_mm;
}

double contact_put_back_mm(struct contact *contact, unsigned stroke, double position_mm)
{
    double deviation_mm = 0.0;
    if (contact->put_back_max_mm > 0.0)
        deviation_mm = random_uniform(&contact->random, -contact->put_back_max_mm, contact->put_back_max_mm);
    if (contact->is_carried_back)
        return contact->carried_to_mm + deviation_mm - position_mm;
    bool is_other_leg = contact->changes_leg && stroke == contact->leg_stroke;
    return is_other_leg ? deviation_mm - position_mm : deviation_mm;
}
