/* SPDX-License-Identifier: MIT */
#include "body/rig.h"

#include <math.h>

#define TURN_S 0.5
#define PRESS_S 0.15
#define ROLL_FORCE_N 250.0 /* about half the weight of a person, or a board with 25 kg */

void rig_init(struct rig *bench)
{
    *bench = (struct rig){.movement = {.kind = MOVEMENT_ROLL, .duration_s = TURN_S, .ramp = 0.5},
                          .pressed_s = -1.0};
}

struct motion rig_motion(const struct rig *bench, double at_s)
{
    return movement_at(&bench->movement, at_s);
}

static void move(struct rig *bench, double by_mm, double at_s, double duration_s)
{
    double from_mm = rig_motion(bench, at_s).rolled_mm;
    bench->movement = (struct movement){.kind = MOVEMENT_ROLL,
                                        .start_s = at_s,
                                        .duration_s = duration_s,
                                        .to_mm = by_mm,
                                        .ramp = 0.3,
                                        .load_start = 1.0,
                                        .load_middle = 1.0,
                                        .load_end = 1.0,
                                        .rolled_from_mm = from_mm};
}

/* Turn the strip to the top, the shorter way around. */
static void turn_up(struct rig *bench, const struct roller_body *body, unsigned strip, double at_s)
{
    struct motion motion = rig_motion(bench, at_s);
    double off_rad = remainder(body_up_rad(body, &motion) - body->strip[strip].angle_rad, 2.0 * M_PI);
    move(bench, body->direction * body->radius_mm * off_rad, at_s, TURN_S);
    bench->loaded_s = at_s + TURN_S;
}

void rig_execute(struct rig *bench, const struct roller_body *body, const struct rig_command *order,
                 double at_s)
{
    if (order->kind == RIG_PRESS) {
        bench->pressed_s = at_s;
    } else if (order->kind == RIG_ROLL) {
        bench->rolls = true;
        move(bench, order->roll_mm, at_s, order->seconds);
    } else if (order->kind == RIG_LOAD) {
        if (bench->rolls || bench->load_n <= 0.0 || bench->strip != order->strip) {
            turn_up(bench, body, order->strip, at_s);
        }
        bench->rolls = false;
        bench->strip = order->strip;
        bench->load_n = order->load_n;
    }
}

void rig_strip_forces(const struct rig *bench, const struct roller_body *body, double at_s,
                      double strip_n[BODY_STRIPS])
{
    struct motion motion = rig_motion(bench, at_s);
    bool blocked = !bench->rolls && bench->load_n > 0.0 && at_s >= bench->loaded_s;
    if (!blocked) {
        body_strip_forces(body, &motion, bench->rolls ? ROLL_FORCE_N : 0.0, strip_n);
        return;
    }
    for (unsigned i = 0; i < BODY_STRIPS; i++) {
        strip_n[i] = 0.0;
    }
    strip_n[bench->strip] = bench->load_n;
    strip_n[(bench->strip + BODY_STRIPS / 2) % BODY_STRIPS] = bench->load_n + body->weight_n;
}

bool rig_is_pressing(const struct rig *bench, double at_s)
{
    return bench->pressed_s >= 0.0 && at_s >= bench->pressed_s && at_s < bench->pressed_s + PRESS_S;
}
