/* SPDX-License-Identifier: MIT */
#include "result/advice.h"

#include "result/words.h"
#include "shared/dose.h"

#define SITTING_BONE_MM 45.0 /* below the fold below the buttock; the bone is felt from there up */

static bool is_at_sitting_bone(const struct result *result)
{
    bool is_from_knee = result->origin == POSITION_ORIGIN_KNEE && !(result->header.thigh_length_mm > 0);
    for (size_t i = 0; i < result->spot_count; i++)
        if (!is_from_knee && result->spot[i].center_mm < SITTING_BONE_MM)
            return true;
    return false;
}

/* Return the spot with the longest time beyond the dose of one place; NULL if there is none. */
static const struct result_spot *find_overdone(const struct result *result)
{
    const struct result_spot *longest = NULL;
    for (size_t i = 0; i < result->spot_count; i++)
        if (result->spot[i].dwell_s > DOSE_PLACE_S && (!longest || result->spot[i].dwell_s > longest->dwell_s))
            longest = &result->spot[i];
    return longest;
}

static void add_overdone(struct text_buffer *lines, const struct result *result, bool names_leg)
{
    const struct result_spot *spot = find_overdone(result);
    if (!spot)
        return;
    text_addf(lines, "You stayed at spot %u", spot->rank);
    if (names_leg)
        text_addf(lines, " on the %s", session_leg_name(result->header.leg));
    text_add(lines, " for ");
    words_add_duration(lines, spot->dwell_s);
    text_addf(lines, " in all; " DOSE_TEXT(DOSE_PLACE_S) " s are enough.\n");
}

void advice_add(struct text_buffer *lines, const struct result *const result[], size_t count)
{
    bool is_bone = false, is_longer = false, has_spots = true;
    for (size_t i = 0; i < count; i++) {
        is_bone = is_bone || is_at_sitting_bone(result[i]);
        is_longer = is_longer || result[i]->is_longer_than_last_time;
        has_spots = has_spots && result[i]->spot_count > 0;
        add_overdone(lines, result[i], count > 1);
    }
    if (is_bone)
        text_add(lines,
                 "At the top of the thigh you can feel the sitting bone. That is normal: do not press on it, and "
                 "roll below it.\n");
    if (is_longer)
        text_add(lines, "You stayed longer than last time. If it is sorer too, leave that place alone until it is "
                        "better.\n");
    if (count > 1 && has_spots)
        text_add(lines, "Both legs have spots. Roll both for the same time, so that they can be compared.\n");
}
