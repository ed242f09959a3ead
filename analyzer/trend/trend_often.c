/* SPDX-License-Identifier: MIT */
#include "trend/trend_often.h"

#include "multi_session/presence.h"

#include <math.h>
#include <stdlib.h>

#define EVENINGS_MIN 6
#define NORMAL_95 1.96

/* Compare the ranks of the evenings with the spot with those of the others (Wilcoxon 1945, with a correction for
 * continuity). */
static enum trend_direction classify(const bool seen[], size_t count)
{
    double n = (double)count, seen_count = 0, rank_sum = 0;
    for (size_t i = 0; i < count; i++) {
        seen_count += seen[i];
        rank_sum += seen[i] ? (double)i + 1 : 0;
    }
    double difference = rank_sum - seen_count * (n + 1) / 2,
           deviation = sqrt(seen_count * (n - seen_count) * (n + 1) / 12);
    if (count < EVENINGS_MIN)
        return TREND_TOO_FEW;
    if (seen_count == n)
        return TREND_SAME;
    if (fabs(difference) - 0.5 <= NORMAL_95 * deviation)
        return TREND_UNCLEAR;
    return difference < 0 ? TREND_FALLING : TREND_RISING;
}

bool trend_often_measure(struct trend_often *often, const struct spot_track *track,
                         const struct session_summary *const session[], size_t session_count)
{
    bool *seen = malloc(session_count * sizeof *seen);
    size_t count = 0;
    *often = (struct trend_often){.direction = TREND_TOO_FEW};
    if (!seen)
        return false;
    for (size_t i = 0; i < session_count;) {
        struct evening evening;
        i = presence_next_evening(&evening, track, session, session_count, i);
        if (evening.is_rolled)
            seen[count++] = evening.is_seen;
    }
    often->early_evenings = count / 2;
    often->late_evenings = count - count / 2;
    for (size_t i = 0; i < count; i++)
        *(i < often->early_evenings ? &often->early_seen : &often->late_seen) += seen[i];
    often->direction = classify(seen, count);
    free(seen);
    return true;
}
