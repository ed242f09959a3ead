/* SPDX-License-Identifier: MIT */
#include "charts/chart_kinds.h"

#include "charts/chart_trace.h"
#include "charts/session_axis.h"
#include "shared/statistics.h"

#include <math.h>
#include <stdio.h>

#define BADGE_RADIUS_PX 10.0
#define BADGES_ABOVE_PX 16.0    /* height of the badges above the panel */
#define BADGES_MAX 64           /* more badges than fit side by side in the widest chart */
#define FORCE_SAMPLES_MAX 20000 /* this many forces are enough for a quantile */
#define FORCE_QUANTILE 0.95     /* the last class begins near this quantile of the force */
#define UNCERTAINTY_OPACITY 0.35
#define SHADES_MAX 2000 /* maximum number of shaded visits, and of gaps; more could not be distinguished */
/* The panels of each layout: the position, above the force. */
static const struct chart_edges position_edges[LAYOUT_COUNT] = {{58, 250}, {58, 290}, {50, 144}};
static const struct chart_edges force_edges[LAYOUT_COUNT] = {{294, 380}, {335, 445}, {176, 217}};

/* gnuplot ids of objects: visits have 1 to SHADES_MAX; gaps, then badges, have higher ids. */
#define GAP_ID_BASE SHADES_MAX
#define BADGE_ID_BASE (2 * SHADES_MAX)

static const char *const force_colors[CHART_FORCE_CLASSES] = {CHART_FORCE_1, CHART_FORCE_2, CHART_FORCE_3,
                                                              CHART_FORCE_4, CHART_FORCE_5};

double chart_session_force_class_width_n(const struct result *result)
{
    const struct result_trace *trace = &result->trace;
    size_t stride = trace->count / FORCE_SAMPLES_MAX + 1, count = 0;
    double sample_n[FORCE_SAMPLES_MAX]; /* on the stack, because an allocation could fail */
    double scale_n = isfinite(result->peak_force_n) ? result->peak_force_n : 0;
    for (size_t i = 0; i < trace->count; i += stride)
        if (trace->contact[i] && isfinite(trace->force_n[i]))
            sample_n[count++] = trace->force_n[i];
    if (count > 0)
        scale_n = statistics_quantile(sample_n, count, FORCE_QUANTILE);
    return chart_unit_step(fmax(scale_n, 10), CHART_FORCE_CLASSES, units_force_n(result->options.units));
}

/* Return the class of a force, 0 for NAN. */
static size_t force_class(double force_n, double class_width_n)
{
    double class = floor(force_n / class_width_n);
    return !(class > 0) ? 0 : class < CHART_FORCE_CLASSES ? (size_t) class : CHART_FORCE_CLASSES - 1;
}

/* Add a datablock for each force class. A line between two points belongs to the class of its second point. */
static void add_class_datablocks(struct text_buffer *script, const struct chart_trace *curve, double class_width_n)
{
    char name[24];
    for (size_t class = 0; class < CHART_FORCE_CLASSES; class ++) {
        bool is_pen_down = false; /* the previous point is in the datablock */
        snprintf(name, sizeof name, "position%zu", class + 1);
        chart_begin_datablock(script, name, 2);
        for (size_t i = 1; i < curve->count; i++) {
            const struct chart_trace_point *point = &curve->point[i];
            if (point->starts_segment || force_class(point->force_n, class_width_n) != class) {
                is_pen_down = false;
                continue;
            }
            if (!is_pen_down) {
                text_add(script, "\n"); /* an empty line interrupts the curve */
                CHART_ADD_ROW(script, point[-1].time_s, point[-1].value);
            }
            CHART_ADD_ROW(script, point->time_s, point->value);
            is_pen_down = true;
        }
        chart_end_datablock(script);
    }
}

/* Add the interval that the position lies in: the curve, less and plus the uncertainty. */
static void add_uncertainty_datablock(struct text_buffer *script, const struct chart_trace *curve,
                                      double uncertainty_mm)
{
    chart_begin_datablock(script, "uncertainty", 3);
    for (size_t i = 0; i < curve->count; i++) {
        const struct chart_trace_point *point = &curve->point[i];
        if (point->starts_segment)
            text_add(script, "\n");
        CHART_ADD_ROW(script, point->time_s, point->value - uncertainty_mm, point->value + uncertainty_mm);
    }
    chart_end_datablock(script);
}

static void add_position_datablocks(struct text_buffer *script, const struct result *result,
                                    const struct result_trace *trace, double columns_per_s)
{
    struct chart_trace curve;
    if (!chart_trace_decimate(&curve, trace, trace->position_mm, trace->contact, columns_per_s)) {
        script->failed = true;
        return;
    }
    add_class_datablocks(script, &curve, chart_session_force_class_width_n(result));
    add_uncertainty_datablock(script, &curve, result->uncertainty_mm);
    chart_trace_free(&curve);
}

static void add_force_datablock(struct text_buffer *script, const struct result_trace *trace, double columns_per_s)
{
    struct chart_trace curve;
    if (!chart_trace_decimate(&curve, trace, trace->force_n, NULL, columns_per_s)) {
        script->failed = true;
        return;
    }
    chart_begin_datablock(script, "force", 2);
    for (size_t i = 0; i < curve.count; i++) {
        if (curve.point[i].starts_segment)
            text_add(script, "\n");
        CHART_ADD_ROW(script, curve.point[i].time_s, curve.point[i].value);
    }
    chart_end_datablock(script);
    chart_trace_free(&curve);
}

static void add_mark_datablock(struct text_buffer *script, const struct result *result, const struct session_axis *axis)
{
    chart_begin_datablock(script, "marks", 2);
    for (size_t i = 0; i < result->mark_count; i++)
        CHART_ADD_ROW(script, session_axis_place_s(axis, result->mark[i].time_s), result->mark[i].position_mm);
    chart_end_datablock(script);
}

/* The badges of a panel, which must not overlap. */
struct badges {
    double x_px[BADGES_MAX]; /* [count] their centres */
    size_t count;
};

/* Reserve space for a badge at `x_px`. False if it would overlap an earlier badge. */
static bool try_reserve_badge(struct badges *badges, double x_px)
{
    for (size_t i = 0; i < badges->count; i++)
        if (fabs(badges->x_px[i] - x_px) < 2 * BADGE_RADIUS_PX)
            return false;
    if (badges->count == BADGES_MAX)
        return false;
    badges->x_px[badges->count++] = x_px;
    return true;
}

static void add_gaps(struct text_buffer *script, const struct result *result, const struct session_axis *axis)
{
    for (size_t i = 0; i < result->gap_count && i < SHADES_MAX; i++) {
        const struct result_gap *gap = &result->gap[i];
        chart_shade(script, GAP_ID_BASE + (int)i + 1, session_axis_place_s(axis, gap->start_s),
                    session_axis_place_s(axis, gap->start_s + gap->length_s), CHART_GAP, 0.5);
    }
}

/* Shade the visits, and add badges with the ranks of their spots at y = `badges_mm` (NAN = no badges). Spots are sorted
 * by rank, so if two badges would overlap, the badge of the higher-ranked spot is added. */
static void add_visits(struct text_buffer *script, const struct chart_canvas *canvas, const struct chart_panel *panel,
                       const struct result *result, const struct session_axis *axis, double badges_mm)
{
    double px_per_s = (canvas->right_px - canvas->left_px) / (panel->x_right - panel->x_left);
    struct badges badges = {.count = 0};
    int object_id = 1;
    for (size_t i = 0; i < result->spot_count; i++) {
        for (size_t k = 0; k < result->spot[i].visit_count && object_id <= SHADES_MAX; k++, object_id++) {
            const struct result_visit *visit = &result->spot[i].visit[k];
            double start_s = session_axis_place_s(axis, visit->start_s),
                   end_s = session_axis_place_s(axis, visit->end_s);
            double middle_s = (start_s + end_s) / 2;
            chart_shade(script, object_id, start_s, end_s, CHART_SPOT_SHADE, CHART_SPOT_OPACITY);
            if (!isnan(badges_mm) && try_reserve_badge(&badges, middle_s * px_per_s))
                chart_add_badge(script, canvas, panel,
                                &(struct chart_badge){BADGE_ID_BASE + object_id, middle_s, badges_mm, BADGE_RADIUS_PX,
                                                      result->spot[i].rank});
        }
    }
}

static void add_position_panel(struct text_buffer *script, const struct chart_canvas *canvas,
                               const struct result *result, const struct session_axis *axis, struct chart_panel panel)
{
    double low_mm, high_mm;
    chart_thigh_range(result, &low_mm, &high_mm);
    panel.top_px = position_edges[canvas->layout].top_px;
    panel.bottom_px = position_edges[canvas->layout].bottom_px;
    panel.y_bottom = high_mm; /* the upper thigh is at the top, as people see their own leg */
    panel.y_top = low_mm;
    chart_panel_begin(script, canvas, &panel);
    double badges_mm = low_mm - (high_mm - low_mm) * BADGES_ABOVE_PX / (panel.bottom_px - panel.top_px);
    add_gaps(script, result, axis);
    session_axis_add_cuts(script, axis);
    add_visits(script, canvas, &panel, result, axis, badges_mm);
    session_axis_add_ticks(script, canvas, &panel, axis, false);
    double unit_mm = units_length_mm(result->options.units);
    chart_y_axis(script, &panel, chart_unit_step(high_mm - low_mm, canvas->layout == LAYOUT_PAPER ? 4 : 5, unit_mm),
                 unit_mm, "");
    text_addf(script,
              "set label " CHART_TITLE_LABEL " 'Position, %s' at graph 0,1 left offset character "
              "0,%.1f textcolor rgb '" CHART_INK "'\n",
              units_position_title(result->options.units), canvas->layout == LAYOUT_PAPER ? 1.8 : 2.1);
    text_addf(script,
              "plot $uncertainty using 1:2:3 with filledcurves fillstyle transparent solid %.2f noborder lc rgb "
              "'" CHART_UNCERTAINTY "', ",
              UNCERTAINTY_OPACITY);
    for (size_t class = 0; class < CHART_FORCE_CLASSES; class ++)
        text_addf(script, "$position%zu using 1:2 with lines lt 1 lw 2 lc rgb '%s', ", class + 1, force_colors[class]);
    text_add(script, "$marks using 1:2 with points pt 11 ps 1.4 lc rgb '" CHART_MARK "'\n");
}

static void add_force_panel(struct text_buffer *script, const struct chart_canvas *canvas, const struct result *result,
                            const struct session_axis *axis, struct chart_panel panel)
{
    const enum units units = result->options.units;
    double max_n = 1;
    for (size_t i = 0; i < result->trace.count; i++)
        if (isfinite(result->trace.force_n[i]))
            max_n = fmax(max_n, result->trace.force_n[i]);
    double step = chart_y_from_zero(&panel, max_n, canvas->layout == LAYOUT_PAPER ? 2 : 3, units_force_n(units));
    panel.top_px = force_edges[canvas->layout].top_px;
    panel.bottom_px = force_edges[canvas->layout].bottom_px;
    chart_panel_begin(script, canvas, &panel);
    add_gaps(script, result, axis);
    session_axis_add_cuts(script, axis);
    add_visits(script, canvas, &panel, result, axis, NAN);
    session_axis_add_ticks(script, canvas, &panel, axis, true);
    chart_y_axis(script, &panel, step, units_force_n(units), units_force_title(units));
    text_add(script, "plot $force using 1:2 with lines lt 1 lw 1.4 lc rgb '" CHART_FORCE "', " CHART_BASELINE);
}

static void add_panels(struct text_buffer *script, const struct chart_canvas *canvas, const struct result *result)
{
    const struct session_axis axis = session_axis_find(result);
    struct chart_panel panel = {.x_left = axis.start_s, .x_right = session_axis_place_s(&axis, axis.end_s)};
    struct result_trace trace;
    if (!session_axis_rows(&axis, &result->trace, &trace)) {
        script->failed = true;
        return;
    }
    /* At least four rows per column, so that no column of a short session is empty. */
    double columns = fmin(canvas->right_px - canvas->left_px, fmax(1, (double)trace.count / 4));
    double columns_per_s = columns / (panel.x_right - panel.x_left);
    add_position_datablocks(script, result, &trace, columns_per_s);
    add_force_datablock(script, &trace, columns_per_s);
    session_axis_free_rows(&trace);
    add_mark_datablock(script, result, &axis);
    add_position_panel(script, canvas, result, &axis, panel);
    add_force_panel(script, canvas, result, &axis, panel);
}

static void add_legend(struct legend *legend, const struct result *result)
{
    const enum units units = result->options.units;
    const char *symbol = units_force_symbol(units);
    double class_width = chart_session_force_class_width_n(result) / units_force_n(units);
    legend_add(legend, LEGEND_LINE, force_colors[0], "position; force under %g %s", class_width, symbol);
    for (size_t class = 1; class + 1 < CHART_FORCE_CLASSES; class ++)
        legend_add(legend, LEGEND_LINE, force_colors[class], "%g to %g %s", (double)class * class_width,
                   (double)(class + 1) * class_width, symbol);
    legend_add(legend, LEGEND_LINE, force_colors[CHART_FORCE_CLASSES - 1], "%g %s and more",
               (CHART_FORCE_CLASSES - 1) * class_width, symbol);
    if (isfinite(result->uncertainty_mm))
        legend_add(legend, LEGEND_SHADE, CHART_UNCERTAINTY, "within %s, 95 %% sure",
                   units_margin(units, result->uncertainty_mm).text);
    legend_add(legend, LEGEND_LINE, CHART_FORCE, "force");
    if (result->spot_count > 0)
        legend_add(legend, LEGEND_SHADE, CHART_SPOT_SHADE, "a visit to the spot with that number");
    if (result->mark_count > 0)
        legend_add(legend, LEGEND_MARK, CHART_MARK, "you pressed the button");
    if (result->gap_count > 0)
        legend_add(legend, LEGEND_BLOCK, CHART_GAP, "nothing recorded");
    if (session_axis_find(result).cut_count > 0)
        legend_add(legend, LEGEND_DASHES, CHART_INK, "a break, left out");
}

const struct chart_kind chart_session = {
    .name = "session",
    .wide = {"session.svg", "session", LAYOUT_WIDE, 960, 449, 58, 940, 15},
    .narrow = {"session-narrow.svg", "sessionnarrow", LAYOUT_NARROW, 340, 514, 46, 320, 15},
    .paper = {"session-paper.svg", "sessionpaper", LAYOUT_PAPER, 960, 252, 58, 925, 15},
    .add_panels = add_panels,
    .add_legend = add_legend,
};
