/* SPDX-License-Identifier: MIT */
#include "chart_session.h"

#include <math.h>

const struct chart_canvas CHART_SESSION_CANVAS = {"session.svg", "session", false, 960, 532, 58, 940, 15};
const struct chart_canvas CHART_SESSION_NARROW_CANVAS = {
    "session-narrow.svg", "sessionnarrow", true, 340, 514, 40, 320, 15};

#define BADGE_RADIUS_PX 10.0
#define BADGES_MAX 64    /* more than stand side by side in the widest chart */
#define OBJECTS_MAX 2000 /* shaded stays, and gaps, of one chart; more could not be told apart */

/* The samples that fall into one column of pixels. */
struct column {
    size_t least, greatest; /* rows */
    bool any;
};

static void add_column(struct text_buffer *script, const struct result_trace *trace, const double *value,
                       const struct column *column)
{
    size_t first = column->least < column->greatest ? column->least : column->greatest;
    size_t second = column->least < column->greatest ? column->greatest : column->least;
    chart_number(script, trace->time_s[first]);
    text_add(script, " ");
    chart_number(script, value[first]);
    text_add(script, "\n");
    if (second == first)
        return;
    chart_number(script, trace->time_s[second]);
    text_add(script, " ");
    chart_number(script, value[second]);
    text_add(script, "\n");
}

/* A data block of `value` over time, thinned. Rows where `shown` is 0 (all are shown when it is NULL) break
 * the line. */
static void add_trace_block(struct text_buffer *script, const char *name, const struct result *result,
                            const double *value, const unsigned char *shown, double columns_per_s)
{
    const struct result_trace *trace = &result->trace;
    struct column column = {0};
    double at = -1;
    text_addf(script, "$%s << END\nNaN NaN\n", name);
    for (size_t row = 0; row < trace->count; row++) {
        double in = floor(trace->time_s[row] * columns_per_s);
        if (in > at) { /* false for NAN too */
            if (column.any)
                add_column(script, trace, value, &column);
            if (!column.any || in > at + 8) /* nothing shown there, or a hole: lift the pen */
                text_add(script, "\n");
            column.any = false;
            at = in;
        }
        if (!isfinite(value[row]) || (shown && !shown[row]))
            continue;
        if (!column.any || value[row] < value[column.least])
            column.least = row;
        if (!column.any || value[row] > value[column.greatest])
            column.greatest = row;
        column.any = true;
    }
    if (column.any)
        add_column(script, trace, value, &column);
    text_add(script, "END\n");
}

static void add_mark_block(struct text_buffer *script, const struct result *result)
{
    text_add(script, "$marks << END\nNaN NaN\n");
    for (size_t i = 0; i < result->mark_count; i++) {
        chart_number(script, result->mark[i].time_s);
        text_add(script, " ");
        chart_number(script, result->mark[i].position_mm);
        text_add(script, "\n");
    }
    text_add(script, "END\n");
}

/* Where badges stand already, so that none covers another. */
struct badges {
    double x_px[BADGES_MAX];
    size_t count;
};

static bool badge_has_room(struct badges *badges, double x_px)
{
    for (size_t i = 0; i < badges->count; i++) {
        if (fabs(badges->x_px[i] - x_px) < 2 * BADGE_RADIUS_PX)
            return false;
    }
    if (badges->count == BADGES_MAX)
        return false;
    badges->x_px[badges->count++] = x_px;
    return true;
}

static void add_gaps(struct text_buffer *script, const struct result *result)
{
    for (size_t i = 0; i < result->gap_count && i < OBJECTS_MAX; i++) {
        const struct result_gap *gap = &result->gap[i];
        chart_shade(script, OBJECTS_MAX + (int)i + 1, gap->at_s, gap->at_s + gap->length_s, CHART_GAP, 0.5);
    }
}

/* Shade the stays; unless `badges_at_mm` is NAN also number them there, those of the first spot first. */
static void add_stays(struct text_buffer *script, const struct chart_canvas *canvas,
                      const struct chart_panel *panel, const struct result *result, double badges_at_mm)
{
    double px_per_s = (canvas->right_px - canvas->left_px) / (panel->x_high - panel->x_low);
    struct badges badges = {.count = 0};
    int object = 1;
    for (size_t i = 0; i < result->spot_count; i++) {
        for (size_t k = 0; k < result->spot[i].visit_count && object <= OBJECTS_MAX; k++, object++) {
            const struct result_visit *visit = &result->spot[i].visit[k];
            double middle_s = (visit->start_s + visit->end_s) / 2;
            chart_shade(script, object, visit->start_s, visit->end_s, CHART_SPOT_SHADE, 0.22);
            if (!isnan(badges_at_mm) && badge_has_room(&badges, middle_s * px_per_s))
                chart_badge(script, canvas, panel, 2 * OBJECTS_MAX + object, middle_s, badges_at_mm,
                            BADGE_RADIUS_PX, result->spot[i].rank);
        }
    }
}

/* Seconds between tics that read well as minutes and seconds. */
static double time_step_s(double duration_s, int count)
{
    static const double steps[] = {1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400};
    size_t last = sizeof steps / sizeof steps[0] - 1;
    for (size_t i = 0; i < last; i++) {
        if (steps[i] * count >= duration_s)
            return steps[i];
    }
    return fmax(steps[last], chart_step(duration_s, count));
}

static void add_time_axis(struct text_buffer *script, const struct chart_canvas *canvas,
                          const struct chart_panel *panel, bool labelled)
{
    double step_s = time_step_s(panel->x_high - panel->x_low, canvas->narrow ? 3 : 8);
    const char *separator = "";
    text_add(script, "set xtics scale 0 textcolor rgb '" CHART_MUTED "' (");
    for (double t_s = step_s * ceil(panel->x_low / step_s); t_s <= panel->x_high; t_s += step_s) {
        if (labelled)
            text_addf(script, "%s'%d:%02d' %.0f", separator, (int)(t_s / 60), (int)fmod(t_s, 60), t_s);
        else
            text_addf(script, "%s'' %.0f", separator, t_s);
        separator = ", ";
    }
    text_add(script, ")\nset grid xtics back lt 1 lw 1 lc rgb '" CHART_GRID "'\n");
    if (labelled)
        text_add(script,
                 "set xlabel 'time, minutes:seconds' offset character 0,0.1 textcolor rgb '" CHART_INK "'\n");
}

static void add_position_panel(struct text_buffer *script, const struct chart_canvas *canvas,
                               const struct result *result, struct chart_panel panel)
{
    double low_mm, high_mm;
    chart_thigh_range(result, &low_mm, &high_mm);
    panel.top_px = 58;
    panel.bottom_px = canvas->narrow ? 290 : 310;
    panel.y_low = high_mm; /* the upper thigh on top, as one looks down one's leg from the hip */
    panel.y_high = low_mm;
    chart_panel_begin(script, canvas, &panel);
    double above_mm = low_mm - (high_mm - low_mm) * 16.0 / (panel.bottom_px - panel.top_px);
    add_gaps(script, result);
    add_stays(script, canvas, &panel, result, above_mm);
    add_time_axis(script, canvas, &panel, false);
    chart_y_axis(script, &panel, chart_step(high_mm - low_mm, 5), "");
    text_add(script,
             "set label 9001 'Place, mm from the upper thigh' at graph 0,1 left offset character 0,2.3 "
             "textcolor rgb '" CHART_INK "'\n");
    text_add(script, "plot $position using 1:2 with lines lt 1 lw 1.6 lc rgb '" CHART_POSITION "', "
                     "$marks using 1:2 with points pt 11 ps 1.4 lc rgb '" CHART_MARK "'\n");
}

static void add_force_panel(struct text_buffer *script, const struct chart_canvas *canvas,
                            const struct result *result, struct chart_panel panel)
{
    double most_n = 1;
    for (size_t i = 0; i < result->trace.count; i++) {
        if (isfinite(result->trace.force_n[i]))
            most_n = fmax(most_n, result->trace.force_n[i]);
    }
    double step = chart_step(most_n, 3);
    panel.top_px = canvas->narrow ? 335 : 356;
    panel.bottom_px = canvas->narrow ? 445 : 463;
    panel.y_low = 0;
    panel.y_high = step * ceil(most_n * 1.02 / step);
    chart_panel_begin(script, canvas, &panel);
    add_gaps(script, result);
    add_stays(script, canvas, &panel, result, NAN);
    add_time_axis(script, canvas, &panel, true);
    chart_y_axis(script, &panel, step, "Force, N");
    text_add(script, "plot $force using 1:2 with lines lt 1 lw 1.4 lc rgb '" CHART_FORCE "', "
                     "0 with lines lt 1 lw 1 lc rgb '" CHART_MUTED "'\n");
}

void chart_session_script(struct text_buffer *script, const struct chart_canvas *canvas,
                          const struct result *result)
{
    const struct result_trace *trace = &result->trace;
    /* A session cut out of a longer one does not begin at 0. */
    double start_s = trace->count > 0 && isfinite(trace->time_s[0]) ? trace->time_s[0] : 0;
    struct chart_panel panel = {.x_low = start_s, .x_high = start_s + 1};
    if (isfinite(result->duration_s) && result->duration_s > 1)
        panel.x_high = start_s + result->duration_s;
    /* No more columns than a quarter of the rows: in a short session each column then still holds some. */
    double columns = fmin(canvas->right_px - canvas->left_px, fmax(1, (double)trace->count / 4));
    double columns_per_s = columns / (panel.x_high - panel.x_low);
    chart_begin(script, canvas);
    add_trace_block(script, "position", result, trace->position_mm, trace->loaded, columns_per_s);
    add_trace_block(script, "force", result, trace->force_n, NULL, columns_per_s);
    add_mark_block(script, result);
    add_position_panel(script, canvas, result, panel);
    add_force_panel(script, canvas, result, panel);
    chart_end(script);
}
