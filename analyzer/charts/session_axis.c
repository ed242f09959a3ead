/* SPDX-License-Identifier: MIT */
#include "charts/session_axis.h"

#include <math.h>
#include <stdlib.h>

#define IDLE_MAX_S 10.0  /* longer idle times at either end are left out, */
#define BREAK_MAX_S 60.0 /* and longer breaks between strokes, */
#define IDLE_SHOWN_S 3.0 /* except for this beside the rolling */
#define TICK_APART 0.7   /* smallest distance of two ticks, in steps */
#define TIME_MAX_S 1e9   /* thirty years: a longer time is an error */

/* When the person sat still on the roller: before `from_s` and after `to_s`. */
struct rolling_time {
    double from_s, to_s;
};

static struct rolling_time find_rolling(const struct result *result)
{
    if (!(result->rest_s > IDLE_MAX_S) || !result->stroke || result->stroke_count == 0)
        return (struct rolling_time){-INFINITY, INFINITY};
    return (struct rolling_time){result->stroke[0].start_s, result->stroke[result->stroke_count - 1].end_s};
}

static bool is_rolling(const struct result_trace *trace, size_t row, struct rolling_time rolling)
{
    return trace->contact[row] && trace->time_s[row] >= rolling.from_s && trace->time_s[row] <= rolling.to_s;
}

static void add_cut(struct session_axis *axis, double start_s, double end_s)
{
    if (axis->cut_count == SESSION_CUTS_MAX)
        return;
    axis->cut[axis->cut_count++] = (struct session_cut){start_s, end_s};
    axis->left_out_s += end_s - start_s;
}

/* Leave out the idle time at both ends: rolling is from `first_s` to `last_s`. */
static void trim(struct session_axis *axis, double first_s, double last_s)
{
    if (first_s - axis->start_s > IDLE_MAX_S) {
        axis->left_out_s += first_s - IDLE_SHOWN_S - axis->start_s;
        axis->start_s = first_s - IDLE_SHOWN_S;
    }
    if (axis->end_s - last_s > IDLE_MAX_S) {
        axis->left_out_s += axis->end_s - last_s - IDLE_SHOWN_S;
        axis->end_s = last_s + IDLE_SHOWN_S;
    }
}

struct session_axis session_axis_find(const struct result *result)
{
    const struct result_trace *trace = &result->trace;
    const struct rolling_time rolling = find_rolling(result);
    /* In an excerpt of a longer session, the first time is not 0. */
    double start_s = trace->count > 0 && fabs(trace->time_s[0]) < TIME_MAX_S ? trace->time_s[0] : 0;
    bool has_duration = result->duration_s > 1 && result->duration_s < TIME_MAX_S;
    struct session_axis axis = {.start_s = start_s, .end_s = start_s + (has_duration ? result->duration_s : 1)};
    double first_s = NAN, last_s = NAN;
    for (size_t row = 0; has_duration && row < trace->count; row++) {
        if (!is_rolling(trace, row, rolling))
            continue;
        if (isnan(first_s))
            first_s = trace->time_s[row];
        else if (trace->time_s[row] - last_s > BREAK_MAX_S)
            add_cut(&axis, last_s + IDLE_SHOWN_S, trace->time_s[row] - IDLE_SHOWN_S);
        last_s = trace->time_s[row];
    }
    if (!isnan(first_s))
        trim(&axis, first_s, last_s);
    return axis;
}

double session_axis_place_s(const struct session_axis *axis, double time_s)
{
    double place_s = time_s;
    for (size_t i = 0; i < axis->cut_count && axis->cut[i].start_s < time_s; i++)
        place_s -= fmin(time_s, axis->cut[i].end_s) - axis->cut[i].start_s;
    return place_s;
}

/* Whether a time is shown. `cut` is the number of cuts that end before it, and grows with the time. */
static bool is_shown(const struct session_axis *axis, double time_s, size_t *cut)
{
    while (*cut < axis->cut_count && axis->cut[*cut].end_s < time_s)
        (*cut)++;
    return time_s >= axis->start_s && time_s <= axis->end_s &&
           (*cut == axis->cut_count || time_s <= axis->cut[*cut].start_s || time_s == axis->cut[*cut].end_s);
}

bool session_axis_rows(const struct session_axis *axis, const struct result_trace *trace, struct result_trace *rows)
{
    size_t size = trace->count > 0 ? trace->count : 1, cut = 0;
    *rows = (struct result_trace){.time_s = malloc(size * sizeof *rows->time_s),
                                  .position_mm = malloc(size * sizeof *rows->position_mm),
                                  .force_n = malloc(size * sizeof *rows->force_n),
                                  .contact = malloc(size)};
    if (!rows->time_s || !rows->position_mm || !rows->force_n || !rows->contact) {
        session_axis_free_rows(rows);
        return false;
    }
    for (size_t row = 0; row < trace->count; row++) {
        if (!is_shown(axis, trace->time_s[row], &cut))
            continue;
        rows->time_s[rows->count] = session_axis_place_s(axis, trace->time_s[row]);
        rows->position_mm[rows->count] = trace->position_mm[row];
        rows->force_n[rows->count] = trace->force_n[row];
        rows->contact[rows->count++] = trace->contact[row];
    }
    return true;
}

void session_axis_free_rows(struct result_trace *rows)
{
    free(rows->time_s);
    free(rows->position_mm);
    free(rows->force_n);
    free(rows->contact);
    *rows = (struct result_trace){0};
}

void session_axis_add_cuts(struct text_buffer *script, const struct session_axis *axis)
{
    for (size_t i = 0; i < axis->cut_count; i++) {
        double place_s = session_axis_place_s(axis, axis->cut[i].start_s);
        text_addf(script,
                  "set arrow %zu from %.6f,graph 0 to %.6f,graph 1 nohead front lt 1 lw 2 dt (4,3) lc rgb '" CHART_INK
                  "'\n",
                  i + 1, place_s, place_s);
    }
}

/* Return the time between ticks, a round number of seconds, minutes or hours, that divides `duration_s` into at most
 * `count` steps. */
static double time_step_s(double duration_s, int count)
{
    static const double steps[] = {1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400};
    const size_t last = sizeof steps / sizeof steps[0] - 1;
    for (size_t i = 0; i < last; i++)
        if (steps[i] * count >= duration_s)
            return steps[i];
    return fmax(steps[last], chart_tick_step(duration_s, count));
}

/* Return the first multiple of `step_s` that is not left out, from `time_s` on. */
static double shown_tick_s(const struct session_axis *axis, double time_s, double step_s)
{
    double tick_s = step_s * ceil(time_s / step_s);
    for (size_t i = 0; i < axis->cut_count; i++)
        if (tick_s > axis->cut[i].start_s && tick_s < axis->cut[i].end_s)
            tick_s = step_s * ceil(axis->cut[i].end_s / step_s);
    return tick_s;
}

void session_axis_add_ticks(struct text_buffer *script, const struct chart_canvas *canvas,
                            const struct chart_panel *panel, const struct session_axis *axis, bool labelled)
{
    double step_s = time_step_s(panel->x_right - panel->x_left, canvas->layout == LAYOUT_NARROW ? 3 : 8);
    double place_s, last_s = -INFINITY;
    const char *separator = "", *unit = canvas->layout == LAYOUT_PAPER ? " min" : "";
    text_add(script, "set xtics scale 0 textcolor rgb '" CHART_MUTED "' (");
    for (double t_s = shown_tick_s(axis, axis->start_s, step_s); t_s <= axis->end_s;
         t_s = shown_tick_s(axis, t_s + step_s / 2, step_s)) {
        place_s = session_axis_place_s(axis, t_s);
        if (place_s - last_s < step_s * TICK_APART) /* only beside a cut */
            continue;
        last_s = place_s;
        if (labelled)
            text_addf(script, "%s'%d:%02d%s' %.10g", separator, (int)(t_s / 60), (int)fmod(t_s, 60), unit, place_s);
        else
            text_addf(script, "%s'' %.10g", separator, place_s);
        separator = ", ";
    }
    text_add(script, ")\nset grid xtics back lt 1 lw 1 lc rgb '" CHART_GRID "'\n");
    if (labelled && canvas->layout != LAYOUT_PAPER)
        text_add(script, "set xlabel 'time, minutes:seconds' offset character 0,0.1 textcolor rgb '" CHART_INK "'\n");
}
