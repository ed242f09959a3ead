/* SPDX-License-Identifier: MIT */
#include "trend/trend_words.h"

#include "result/words.h"

#define CHANGES_MAX 3 /* a paragraph names at most this many spots */

/* A kind of spots: how many there are, and words for it. */
struct kind {
    size_t count;
    const char *words;
};

/* Add which of all `total` spots are of which kind: ", with shorter stays", ", both new" or " (1 about the same, 2
 * new)". A title with a colon precedes. */
static void add_kinds(struct text_buffer *out, const struct kind kind[], size_t kind_count, size_t total)
{
    const char *separator = " (", *end = "";
    for (size_t i = 0; i < kind_count; i++) {
        if (kind[i].count == 0)
            continue;
        if (kind[i].count == total)
            text_addf(out, ", %s%s", total > 2 ? "all " : total == 2 ? "both " : "", kind[i].words);
        else
            text_addf(out, "%s%zu %s", separator, kind[i].count, kind[i].words);
        end = kind[i].count == total ? "" : ")";
        separator = ", ";
    }
    text_add(out, end);
}

/* Whether the impulse has a clear trend although the dwell has none. */
static bool is_only_impulse_clear(const struct trend_spot *spot)
{
    return trend_direction_is_clear(spot->impulse.direction) && !trend_direction_is_clear(spot->dwell.direction);
}

/* Whether it is clear how often there is a stop, although the time has no clear trend. */
static bool is_only_often_clear(const struct trend_spot *spot)
{
    return trend_direction_is_clear(spot->often.direction) && !trend_direction_is_clear(spot->dwell.direction);
}

void trend_words_add_headline(struct text_buffer *out, const struct trend_leg *leg)
{
    size_t count[TREND_RISING + 1] = {0}; /* of steady spots, by the direction of their dwell */
    size_t present = 0, new_spots = 0, gone = 0, rare = 0, weaker = 0, stronger = 0, oftener = 0, less_often = 0;
    for (size_t k = 0; k < leg->spot_count; k++) {
        const struct trend_spot *spot = &leg->spot[k];
        bool is_impulse = spot->state == TREND_SPOT_STEADY && is_only_impulse_clear(spot);
        present += trend_spot_is_present(spot);
        new_spots += spot->state == TREND_SPOT_NEW;
        gone += spot->state == TREND_SPOT_GONE || spot->state == TREND_SPOT_PASSED;
        rare += spot->state == TREND_SPOT_RARE;
        weaker += is_impulse && spot->impulse.direction == TREND_FALLING;
        stronger += is_impulse && spot->impulse.direction == TREND_RISING;
        bool is_often = spot->state == TREND_SPOT_STEADY && !is_impulse && is_only_often_clear(spot);
        oftener += is_often && spot->often.direction == TREND_RISING;
        less_often += is_often && spot->often.direction == TREND_FALLING;
        count[spot->dwell.direction] += spot->state == TREND_SPOT_STEADY && !is_impulse && !is_often;
    }
    const struct kind kind[] = {{count[TREND_FALLING], "with shorter stays"},
                                {count[TREND_RISING], "with longer stays"},
                                {weaker, "with falling impulse"},
                                {stronger, "with rising impulse"},
                                {oftener, "with stops more often"},
                                {less_often, "with stops less often"},
                                {count[TREND_SAME], "about the same"},
                                {count[TREND_UNCLEAR], "without a clear trend"},
                                {count[TREND_TOO_FEW], "with too few sessions for a trend"},
                                {new_spots, "new"},
                                {gone, "gone"}};
    if (present == 0)
        text_add(out, gone > 0 || rare > 0 ? "no spots now" : "no spots in these sessions");
    else
        words_add_count(out, present + gone, "spot", "spots");
    if (present > 0)
        add_kinds(out, kind, sizeof kind / sizeof kind[0], present + gone);
    else if (gone > 0)
        text_addf(out, "; %zu %s gone", gone, gone == 1 ? "is" : "are");
    const char *more = present + gone > 0 ? " more" : "";
    if (rare > 0)
        text_addf(out, "; %zu%s %s seen only once or rarely", rare, more, rare == 1 ? "was" : "were");
    text_add(out, ".");
}

static bool is_changed(const struct trend_spot *spot)
{
    return spot->state == TREND_SPOT_STEADY ? trend_direction_is_clear(spot->dwell.direction)
                                            : spot->state != TREND_SPOT_RARE;
}

static void add_change(struct text_buffer *out, const struct trend_leg *leg, const struct trend_spot *spot)
{
    text_addf(out, "The spot at %s ", units_length(leg->units, spot->center_mm).text);
    if (spot->state == TREND_SPOT_STEADY) {
        text_addf(out, "takes %s time: its trend line goes from ",
                  spot->dwell.direction == TREND_FALLING ? "less and less" : "more and more");
        trend_words_add_ends(out, &spot->dwell);
    } else {
        bool is_new = spot->state == TREND_SPOT_NEW;
        text_add(out, is_new ? "is new since " : "is gone; the last stop was on ");
        iso_time_add_day(out, leg->session[is_new ? spot->track->first : spot->track->last]->started.day);
        text_add(out, is_new ? "; it takes about " : ". It used to take about ");
        words_add_duration(out, spot->median_dwell_s);
    }
    text_add(out, ".");
}

void trend_words_add_changes(struct text_buffer *out, const struct trend_leg *leg)
{
    size_t changed = 0, added = 0;
    for (size_t k = 0; k < leg->spot_count; k++)
        changed += is_changed(&leg->spot[k]);
    if (changed > CHANGES_MAX)
        return;
    for (size_t k = 0; k < leg->spot_count; k++) {
        if (!is_changed(&leg->spot[k]))
            continue;
        text_add(out, added++ > 0 ? " " : "");
        add_change(out, leg, &leg->spot[k]);
    }
}
