/* SPDX-License-Identifier: MIT */
/* What happens between thigh and roller beside rolling: it slips, it slides, and it is put back elsewhere or turned
 * round after a lift; the thigh slopes, and its load varies the radius of the roller. */
#pragma once

#include "common/behavior.h"
#include "person/movement.h"
#include "person/route.h"

#include <stdbool.h>

struct contact {
    /* Slow slip while rolling: the roller turns by this fraction too little. */
    double towards_knee_slip, towards_upper_slip;
    /* At a turn, the thigh moves on by up to this before the roller turns with it. */
    double upper_turn_max_mm, knee_turn_max_mm;
    double turn_probability;
    double slide_mm;        /* length of the one slide; 0 = none */
    unsigned slide_stroke;  /* the stroke of that slide */
    bool slides_at_turn;    /* the slide is after that stroke; else in the middle of it */
    double put_back_max_mm; /* after a lift the roller lies up to this far off; 0 = where it was */
    unsigned lift_every;    /* number of strokes from one lift to the next; 0 = none beside the usual breaks */
    bool is_carried_back;   /* after each stroke, to about carried_to_mm */
    double carried_to_mm;
    bool turns_round;           /* at one lift the roller is turned end for end */
    unsigned turn_round_stroke; /* that lift is after this stroke */
    bool is_turned_round;       /* it has been */
    bool changes_leg;           /* at one lift the roller goes to the upper end of the other thigh */
    unsigned leg_stroke;        /* that lift is after this stroke */
    /* The slope of the thigh. The roller touches it this much to one side of the top, so while the slope changes, the
     * thigh turns over the roller by radius_mm times the change, beside what the roller turns. */
    double radius_mm;
    double slope_rad;            /* at position 0 */
    double slope_rad_per_mm;     /* change with the position */
    double slope_change_rad;     /* by a change of posture */
    unsigned posture_strokes[2]; /* the strokes after which the posture changes, and changes back */
    unsigned posture_count;
    double slip_per_mm;   /* change with the position of distance rolled per displacement; 0 at middle_mm */
    double middle_mm;     /* middle of the thigh */
    struct random random; /* of what differs from one time to the next */
};

/* What the choice depends on. */
struct contact_setting {
    struct behaviors behaviors;
    uint64_t seed;
    unsigned strokes; /* number in the session */
    double thigh_length_mm;
    double fraction_fall; /* of the person's force */
    double radius_mm;     /* of the loaded roller */
};

/* Choose what happens in a session at random. */
void contact_randomize(struct contact *contact, const struct contact_setting *setting);

/* Add to a movement how the roller lies during it: its sense of rolling, its radius, the thigh's slope. */
void contact_set_geometry(const struct contact *contact, struct movement *movement);

/* Whether the person lifts the roller after this stroke beside the usual breaks. */
bool contact_lifts_after(const struct contact *contact, unsigned stroke);

/* Whether the roller is turned round in the lift after this stroke; from then on it is. */
bool contact_turns_round_after(struct contact *contact, unsigned stroke);

/* If the posture changes after this stroke, add the change to a dwell there, which takes it from the slope before to
 * the one after; the thigh turns over the roller, which lies still. */
void contact_change_posture(struct contact *contact, unsigned stroke, struct movement *movement);
/* Whether the posture changes after this stroke. */
bool contact_posture_changes_after(const struct contact *contact, unsigned stroke);

/* Return the slip (movement.slip) of a roll by distance_mm. */
double contact_slip(struct contact *contact, double distance_mm);

/* Return how far the thigh moves without turning the roller at the turn after a stroke towards the knee, or towards the
 * upper end; the sign is that of the next stroke. */
double contact_turn_mm(struct contact *contact, bool was_towards_knee);

/* Return the slide in the middle of this stroke, or at the turn after it, such that the roller stays within the stretch
 * between low_mm and high_mm; 0 = none. */
double contact_slide_mm(struct contact *contact, unsigned stroke, bool is_turn, double position_mm,
                        struct stretch stretch);

/* Return how far from position_mm the roller is put back in the lift after this stroke. */
double contact_put_back_mm(struct contact *contact, unsigned stroke, double position_mm);
