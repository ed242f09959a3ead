/* SPDX-License-Identifier: MIT */
#include "trend/time_axis.h"

#include "charts/chart_canvas.h"
#include "shared/iso_time.h"

#define DAY_TICKS_MAX_DAYS 70 /* a longer axis has ticks at the first days of months instead */

struct ticks {
    struct text_buffer *script;
    bool has_any, with_labels;
};

/* Begin a tick. The caller adds the tick's label, then calls end_tick. */
static void begin_tick(struct ticks *ticks)
{
    text_add(ticks->script, ticks->has_any ? ", '" : "'");
    ticks->has_any = true;
}

/* End a tick that is `offset` days after the first day. */
static void end_tick(struct ticks *ticks, long offset)
{
    text_addf(ticks->script, "' %ld", offset);
}

/* Add ticks every 1, 2, 7, 14 or 28 days. */
static void add_days(struct ticks *ticks, long first_day, long days, int max_ticks)
{
    static const long steps[] = {1, 2, 7, 14, 28};
    size_t step = 0;
    while (step + 1 < sizeof steps / sizeof steps[0] && days / steps[step] >= max_ticks)
        step++;
    for (long offset = 0; offset <= days; offset += steps[step]) {
        int year, month, day;
        iso_time_civil(first_day + offset, &year, &month, &day);
        begin_tick(ticks);
        if (ticks->with_labels) {
            text_addf(ticks->script, "%d ", day);
            iso_time_add_month(ticks->script, month);
        }
        end_tick(ticks, offset);
    }
}

/* Add ticks at the first days of months. Each January is labelled with its year. If the axis has no January, the first
 * tick is labelled with its year. */
static void add_months(struct ticks *ticks, long first_day, long days, int max_ticks)
{
    static const int steps[] = {1, 2, 3, 6, 12, 24, 60, 120};
    size_t step = 0;
    int year, month, day;
    while (step + 1 < sizeof steps / sizeof steps[0] && days / 30 / steps[step] >= max_ticks)
        step++;
    iso_time_civil(first_day, &year, &month, &day);
    int last_year, last_month, first_month_index = year * 12 + month - 1 + (day > 1); /* months since year 0 */
    iso_time_civil(first_day + days, &last_year, &last_month, &day);
    bool needs_year = last_year * 12 < first_month_index; /* there is no January */
    for (int month_index = first_month_index;; month_index++) {
        long offset = iso_time_day_number(month_index / 12, month_index % 12 + 1, 1) - first_day;
        if (offset > days)
            break;
        if (month_index % steps[step] != 0)
            continue;
        begin_tick(ticks);
        if (ticks->with_labels)
            iso_time_add_month(ticks->script, month_index % 12 + 1);
        if (ticks->with_labels && (needs_year || month_index % 12 == 0))
            text_addf(ticks->script, " %d", month_index / 12);
        end_tick(ticks, offset);
        needs_year = false;
    }
}

void time_axis_add(struct text_buffer *script, long first_day, long days, int max_ticks, bool labels)
{
    struct ticks ticks = {script, false, labels};
    text_add(script, "set xtics scale 0 textcolor rgb '" CHART_MUTED "' (");
    if (days <= DAY_TICKS_MAX_DAYS)
        add_days(&ticks, first_day, days, max_ticks);
    else
        add_months(&ticks, first_day, days, max_ticks);
    text_add(script, ")\nset grid xtics back lt 1 lw 1 lc rgb '" CHART_GRID "'\n");
}
