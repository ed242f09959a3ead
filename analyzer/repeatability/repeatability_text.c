/* SPDX-License-Identifier: MIT */
#include "repeatability/repeatability.h"

#include "multi_session/multi_session_output.h"

#include <math.h>
#include <string.h>

static const struct {
    const char *name, *words;
    int decimals;
} MEASURES[REPEATABILITY_MEASURES] = {
    [REPEATABILITY_SPOT_CENTER] = {"spot_center_mm", "main spot: position, mm", 1},
    [REPEATABILITY_SPOT_DWELL] = {"spot_dwell_s", "main spot: dwell, s", 1},
    [REPEATABILITY_SPOT_FORCE] = {"spot_mean_force_n", "main spot: mean force, N", 1},
    [REPEATABILITY_SPOTS_DWELL] = {"spots_dwell_s", "all spots: dwell, s", 1},
    [REPEATABILITY_MEAN_FORCE] = {"mean_force_n", "session: mean force, N", 1},
    [REPEATABILITY_IMPULSE] = {"impulse_ns", "session: impulse, N s", 0},
};

const char *repeatability_measure_name(enum repeatability_measure measure)
{
    return MEASURES[measure].name;
}

/* Add the words for both ends of the interval: "moderate to excellent". */
static void add_words(struct text_buffer *out, const struct reliability *reliability)
{
    const char *low = reliability_word(reliability->low), *high = reliability_word(reliability->high);
    text_addf(out, "  %s%s%s", low, strcmp(low, high) != 0 ? " to " : "", strcmp(low, high) != 0 ? high : "");
}

static void add_measure(struct text_buffer *out, const struct repeatability_group *group,
                        enum repeatability_measure measure)
{
    const struct reliability *reliability = &group->measure[measure];
    const int decimals = MEASURES[measure].decimals;
    text_addf(out, "  %-25s", MEASURES[measure].words);
    if (reliability->subject_count == 0) {
        text_add(out, "  nobody has a spot that is the same in all sessions\n");
        return;
    }
    text_addf(out, "%6zu %10.*f %10.*f %10.*f", reliability->subject_count, decimals, reliability->mean, decimals,
              reliability->sem, decimals, reliability->mdc95);
    if (isfinite(reliability->icc)) {
        text_addf(out, " %9.2f  %5.2f to %4.2f", reliability->icc, reliability->low, reliability->high);
        add_words(out, reliability);
    }
    text_add(out, "\n");
}

static void add_group(struct text_buffer *out, const struct repeatability_group *group)
{
    const char *leg = session_leg_name(group->leg);
    text_addf(out, "%s leg", *leg ? leg : "unknown");
    if (*group->condition)
        text_addf(out, ", condition %s", group->condition);
    text_addf(out, ": %zu %s with %zu sessions%s\n\n", group->subject_count,
              group->subject_count == 1 ? "person" : "people", group->session_count,
              group->subject_count == 1 ? "" : " each");
    text_addf(out, "  %-25speople       mean        SEM      MDC95  ICC(2,1)  95 %% interval\n", "");
    for (enum repeatability_measure measure = 0; measure < REPEATABILITY_MEASURES; measure++)
        add_measure(out, group, measure);
    if (group->subject_count == 1)
        text_add(out, "\n  Of one person there is no ICC, which compares people: only SEM and MDC95.\n");
    text_add(out, "\n");
}

void repeatability_text_add(struct text_buffer *out, const struct repeatability *repeatability,
                            const struct session_set *set)
{
    text_add(out, "Repeatability\n\n");
    for (size_t i = 0; i < repeatability->count; i++)
        if (repeatability->group[i].session_count > 0)
            add_group(out, &repeatability->group[i]);
    if (set->left_out_count > 0)
        text_add(out, "Left out:\n");
    for (size_t i = 0; i < set->left_out_count; i++)
        text_addf(out, "  %s: %s\n", set->left_out[i].file, set->left_out[i].why);
    text_add(out, "\nSEM: standard error of measurement, root of the mean square error between the sessions of a "
                  "person. MDC95 =\n"
                  "1.96 sqrt(2) SEM: a smaller change between two sessions of one person may be chance (Weir 2005). "
                  "ICC(2,1): two-way\n"
                  "random effects, absolute agreement, single session (Shrout and Fleiss 1979), with its 95 % interval "
                  "(McGraw and\n"
                  "Wong 1996); the words are those of Koo and Li (2016) for both ends of the interval.\n");
}
