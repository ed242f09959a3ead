/* SPDX-License-Identifier: MIT */
/* How often people, rollers and sensors do what virtual-roller --behaviour simulates, and how a report names it. */
#pragma once

#include "trial.h"

/* How the behaviours of a session are drawn. */
enum draw {
    DRAW_ALONE,   /* the kind's own; and the ends scatter in every other session, and a tape was used in all */
    DRAW_LITTLE,  /* several of the mild ones */
    DRAW_MIXTURE, /* any, as often as we believe that they happen */
};

/* Fill in the request's behaviours: `own` (may be empty), and what is drawn from the seed. */
void behaviors_draw(struct trial_request *request, const char *own, enum draw draw);

/* Whether a warning of the trial names one of the behaviours of its session. */
bool behaviors_are_named(const struct trial *trial);

/* Print the rates of all ways to draw. */
void behaviors_print_rates(void);
