/* SPDX-License-Identifier: MIT */
#include "trend/chart_trend.h"

#include "trend/session_groups.h"

/* Whether the chart has a trend line whose trend is clear (if `is_clear`) or unclear (if not). */
static bool has_trend_line(const struct trend_leg *leg, bool is_clear)
{
    for (size_t k = 0; k < chart_trend_spot_count(leg); k++) {
        const struct trend_line *lines[] = {&leg->spot[k].dwell, &leg->spot[k].impulse};
        for (size_t i = 0; i < 2; i++)
            if (lines[i]->direction != TREND_TOO_FEW && trend_direction_is_clear(lines[i]->direction) == is_clear)
                return true;
    }
    return false;
}

void chart_trend_legend(struct legend *legend, const struct trend_leg *leg)
{
    *legend = (struct legend){.count = 0};
    if (leg->spot_count == 0)
        return;
    struct session_groups groups;
    session_groups_make(&groups, leg);
    if (groups.days == 0) {
        legend_add(legend, LEGEND_BLOCK, CHART_SPOT, "time on the spot in a session");
    } else {
        struct text_buffer length = {0};
        session_groups_add_length(&length, &groups);
        legend_add(legend, LEGEND_BLOCK, CHART_SPOT, "time on the spot: median of the sessions of %s",
                   length.bytes ? length.bytes : "some time");
        legend_add(legend, LEGEND_SHADE, CHART_SPOT, "the middle half of these sessions");
        text_free(&length);
    }
    legend_add(legend, LEGEND_BLOCK, CHART_FORCE, "impulse: force multiplied by time");
    legend_add(legend, LEGEND_BLOCK, CHART_GAP,
               groups.days == 0 ? "rolled past without staying" : "mostly rolled past without staying");
    if (has_trend_line(leg, true))
        legend_add(legend, LEGEND_LINE, CHART_INK, "trend");
    if (has_trend_line(leg, false))
        legend_add(legend, LEGEND_DASHES, CHART_INK, "no clear trend, or about the same");
    if (has_trend_line(leg, true) || has_trend_line(leg, false))
        legend_add(legend, LEGEND_BLOCK, CHART_UNCERTAINTY, "slopes that are possible, 95 %% sure");
}
