/* SPDX-License-Identifier: MIT */
#include "trend/trend_words.h"

#include "multi_session/multi_session_output.h"

/* Whether an impulse is followed anywhere. */
static bool has_impulse_trend(const struct trend_leg *leg)
{
    for (size_t k = 0; k < leg->spot_count; k++)
        if (leg->spot[k].impulse.direction != TREND_TOO_FEW)
            return true;
    return false;
}

void trend_words_each_note(const struct trend_leg *leg, session_notes_receiver *add, void *context)
{
    struct text_buffer forces = {0};
    const char *left_out = has_impulse_trend(leg) ? " The impulse is left out there." : "";
    if (leg->force_scale == FORCE_SCALE_NONE)
        text_addf(&forces,
                  "The forces of some sessions cannot be compared with those of the last one, because a roller was not "
                  "calibrated.%s",
                  left_out);
    else if (multi_session_force_note(leg->force_scale))
        text_add(&forces, multi_session_force_note(leg->force_scale));
    if (leg->leg == SESSION_LEG_UNKNOWN)
        add(context, "No session says which leg it was; they are compared as one leg.");
    if (forces.bytes || forces.failed)
        session_notes_pass(&forces, add, context);
    if (leg->incomplete_count > 0 && leg->force_scale != FORCE_SCALE_INCOMPLETE) {
        struct text_buffer note = {0};
        text_addf(&note, "In %zu of the sessions the roller measured only part of the force (%s why).%s",
                  leg->incomplete_count, leg->incomplete_count == 1 ? "its report says" : "their reports say",
                  left_out);
        session_notes_pass(&note, add, context);
    }
    if (leg->tracks.scale.has_two_lengths)
        session_notes_lengths(leg->session, leg->session_count, leg->units, add, context);
    session_notes_each(leg->session, leg->session_count, true, leg->units, add, context);
}
