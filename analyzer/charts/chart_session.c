/* SPDX-License-Identifier: MIT */
#include "charts/chart_session.h"

#include "charts/chart_trace.h"
#include "shared/statistics.h"

#include <math.h>

const struct chart_canvas CHART_SESSION_CANVAS = {"session.svg", "session", false, 960, 532, 58, 940, 15};
const struct chart_canvas CHART_SESSION_NARROW_CANVAS = {
    "session-narrow.svg", "sessionnarrow", true, 340, 514, 46, 320, 15};

#define BADGE_RADIUS_PX 10.0
#define BADGES_MAX 64 /* more than stand side by side in the widest chart */
#define FORCE_SAMPLES 20000
#define FORCE_USUAL 0.95 /* of the readings are below this force */
#define TIME_MOST_S 1e9  /* thirty years: no session is longer, and minutes are whole numbers */
#define OBJECTS_MAX 2000 /* shaded stays, and gaps, of one chart; more could not be told apart */

static const char *const force_colours[CHART_FORCE_CLASSES] = {CHART_FORCE_1, CHART_FORCE_2, CHART_FORCE_3,
                                                               CHART_FORCE_4, CHART_FORCE_5};

double chart_session_class_n(const struct result *result)
{
    const struct result_trace *trace = &result->trace;
    size_t every = trace->count / FORCE_SAMPLES + 1, count = 0;
    double sample[FORCE_SAMPLES]; /* not from the heap: a step that could fail would have to be told by every
                                     chart and key */
    double usual_n = isfinite(result->peak_force_n) ? result->peak_force_n : 0;
    for (size_t i = 0; i < trace->count; i += every) {
        if (trace->loaded[i] && isfinite(trace->force_n[i]))
            sample[count++] = trace->force_n[i];
    }
    if (count > 0)
        usual_n = statistics_quantile(sample, count, FORCE_USUAL);
    return chart_tick_step(fmax(usual_n, 10), CHART_FORCE_CLASSES);
}

static size_t force_class(double force_n, double step_n)
{
    double class = floor(force_n / step_n);
    return !(class > 0) ? 0 : class < CHART_FORCE_CLASSES ? (size_t) class : CHART_FORCE_CLASSES - 1;
}

static void add_point(struct text_buffer *script, const struct chart_trace_point *point)
{
    chart_add_number(script, point->time_s);
    text_add(script, " ");
    chart_add_number(script, point->value);
    text_add(script, "\n");
}

/* A data block for each colour: the pieces of the curve whose ends have that force. */
static void add_position_blocks(struct text_buffer *script, const struct result *result, double columns_per_s)
{
    struct chart_trace thin;
    double step_n = chart_session_class_n(result);
    if (!chart_trace_decimate(&thin, &result->trace, result->trace.position_mm, result->trace.loaded,
                              columns_per_s)) {
        script->failed = true;
        return;
    }
    for (size_t class = 0; class < CHART_FORCE_CLASSES; class ++) {
        bool drawing = false; /* the pen stands at the point before */
        text_addf(script, "$position%zu << END\nNaN NaN\n", class + 1);
        for (size_t i = 1; i < thin.count; i++) {
            if (thin.point[i].begins || force_class(thin.point[i].force_n, step_n) != class) {
                drawing = false;
                continue;
            }
            if (!drawing) {
                text_add(script, "\n");
                add_point(script, &thin.point[i - 1]);
            }
            add_point(script, &thin.point[i]);
            drawing = true;
        }
        text_add(script, "END\n");
    }
    chart_trace_free(&thin);
}

static void add_force_block(struct text_buffer *script, const struct result *result, double columns_per_s)
{
    struct chart_trace thin;
    if (!chart_trace_decimate(&thin, &result->trace, result->trace.force_n, NULL, columns_per_s)) {
        script->failed = true;
        return;
    }
    text_add(script, "$force << END\nNaN NaN\n");
    for (size_t i = 0; i < thin.count; i++) {
        if (thin.point[i].begins)
            text_add(script, "\n");
        add_point(script, &thin.point[i]);
    }
    text_add(script, "END\n");
    chart_trace_free(&thin);
}

static void add_mark_block(struct text_buffer *script, const struct result *result)
{
    text_add(script, "$marks << END\nNaN NaN\n");
    for (size_t i = 0; i < result->mark_count; i++) {
        chart_add_number(script, result->mark[i].time_s);
        text_add(script, " ");
        chart_add_number(script, result->mark[i].position_mm);
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
    return fmax(steps[last], chart_tick_step(duration_s, count));
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
    chart_y_axis(script, &panel, chart_tick_step(high_mm - low_mm, 5), "");
    text_add(script,
             "set label 9001 'Position, mm from the upper thigh' at graph 0,1 left offset character 0,2.1 "
             "textcolor rgb '" CHART_INK "'\n");
    text_add(script, "plot ");
    for (size_t class = 0; class < CHART_FORCE_CLASSES; class ++)
        text_addf(script, "$position%zu using 1:2 with lines lt 1 lw 2 lc rgb '%s', ", class + 1,
                  force_colours[class]);
    text_add(script, "$marks using 1:2 with points pt 11 ps 1.4 lc rgb '" CHART_MARK "'\n");
}

static void add_force_panel(struct text_buffer *script, const struct chart_canvas *canvas,
                            const struct result *result, struct chart_panel panel)
{
    double most_n = 1;
    for (size_t i = 0; i < result->trace.count; i++) {
        if (isfinite(result->trace.force_n[i]))
            most_n = fmax(most_n, result->trace.force_n[i]);
    }
    double step = chart_tick_step(most_n, 3);
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
    double start_s = trace->count > 0 && fabs(trace->time_s[0]) < TIME_MOST_S ? trace->time_s[0] : 0;
    struct chart_panel panel = {.x_low = start_s, .x_high = start_s + 1};
    if (result->duration_s > 1 && result->duration_s < TIME_MOST_S)
        panel.x_high = start_s + result->duration_s;
    /* No more columns than a quarter of the rows: in a short session each column then still holds some. */
    double columns = fmin(canvas->right_px - canvas->left_px, fmax(1, (double)trace->count / 4));
    double columns_per_s = columns / (panel.x_high - panel.x_low);
    add_position_blocks(script, result, columns_per_s);
    add_force_block(script, result, columns_per_s);
    add_mark_block(script, result);
    add_position_panel(script, canvas, result, panel);
    add_force_panel(script, canvas, result, panel);
}

void chart_session_legend(struct legend *legend, const struct result *result)
{
    double step_n = chart_session_class_n(result);
    legend_add(legend, LEGEND_LINE, force_colours[0], "position; force under %g N", step_n);
    for (size_t class = 1; class + 1 < CHART_FORCE_CLASSES; class ++)
        legend_add(legend, LEGEND_LINE, force_colours[class], "%g to %g N", (double)class * step_n,
                   (double)(class + 1) * step_n);
    legend_add(legend, LEGEND_LINE, force_colours[CHART_FORCE_CLASSES - 1], "%g N and more",
               (CHART_FORCE_CLASSES - 1) * step_n);
    legend_add(legend, LEGEND_LINE, CHART_FORCE, "force");
    if (result->spot_count > 0)
        legend_add(legend, LEGEND_SHADE, CHART_SPOT_SHADE, "a visit to the spot with that number");
    if (result->mark_count > 0)
        legend_add(legend, LEGEND_MARK, CHART_MARK, "you pressed the button");
    if (result->gap_count > 0)
        legend_add(legend, LEGEND_BLOCK, CHART_GAP, "nothing recorded");
}
