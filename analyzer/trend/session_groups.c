/* SPDX-License-Identifier: MIT */
#include "trend/session_groups.h"

#include <math.h>
#include <stdlib.h>

#define GROUPS_MAX 64 /* some 4 pixels each on a phone */
#define WEEK_DAYS 7

void session_groups_make(struct session_groups *groups, const struct trend_leg *leg)
{
    size_t count = leg->session_count;
    long first_day = leg->session[0]->started.day, days = leg->session[count - 1]->started.day - first_day + 1;
    *groups = (struct session_groups){.days = 0};
    if (count > SESSION_GROUPS_SINGLE_MAX) {
        groups->days = (days + GROUPS_MAX - 1) / GROUPS_MAX;
        if (groups->days > WEEK_DAYS)
            groups->days += (WEEK_DAYS - groups->days % WEEK_DAYS) % WEEK_DAYS;
    }
    long last_bin = -1;
    for (size_t i = 0; i < count; i++) {
        long bin = groups->days > 0 ? (leg->session[i]->started.day - first_day) / groups->days : (long)i;
        if (bin > last_bin)
            groups->first[groups->count++] = i;
        last_bin = bin > last_bin ? bin : last_bin;
    }
    groups->first[groups->count] = count;
}

bool session_groups_mark(const struct session_groups *groups, size_t group, const struct trend_leg *leg,
                         const struct trend_spot *spot, const double *value, struct group_mark *mark)
{
    size_t first = groups->first[group], end = groups->first[group + 1], seen = 0, sighted = 0, absent = 0;
    double *values = malloc(3 * (end - first) * sizeof *values);
    if (!values)
        return false;
    double *dwell_s = values + (end - first), *position_mm = dwell_s + (end - first);
    for (size_t i = first; i < end; i++) {
        const struct result_spot *sighting = spot->track->spot[i];
        if (sighting) {
            dwell_s[sighted] = sighting->dwell_s;
            position_mm[sighted++] = position_scale_mm(&leg->tracks.scale, i, sighting->center_mm);
        }
        if (sighting && isfinite(value[i]))
            values[seen++] = value[i];
        else if (!sighting && isfinite(value[i]))
            absent++;
    }
    *mark = (struct group_mark){
        .day = (double)(leg->session[first]->started.day + leg->session[end - 1]->started.day) / 2 -
               (double)leg->session[0]->started.day,
        .median = statistics_median(values, seen),
        .low = statistics_quantile(values, seen, 0.25),
        .high = statistics_quantile(values, seen, 0.75),
        .absent = absent > sighted ? 0 : NAN,
        .dwell_s = statistics_median(dwell_s, sighted),
        .position_mm = statistics_median(position_mm, sighted),
    };
    free(values);
    return true;
}

void session_groups_add_length(struct text_buffer *out, const struct session_groups *groups)
{
    if (groups->days == 1)
        text_add(out, "a day");
    else if (groups->days % WEEK_DAYS != 0)
        text_addf(out, "%ld days", groups->days);
    else if (groups->days == WEEK_DAYS)
        text_add(out, "a week");
    else
        text_addf(out, "%ld weeks", groups->days / WEEK_DAYS);
}
