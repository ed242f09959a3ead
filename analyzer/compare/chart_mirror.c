/* SPDX-License-Identifier: MIT */
#include "compare/chart_mirror.h"

#include "compare/compare_words.h"

#include <math.h>

#define BADGE_RADIUS_PX 11.0
#define AXIS_PER_BAR 1.36     /* length of the axis, divided by that of the longest bar: leaves space for a badge */
#define CUT_PER_SPOT_BAR 1.25 /* length at which bars are cut off, divided by that of the longest bar on a spot */
#define BAR_MIN_S 0.1         /* minimum of the longest bar, so that the axis has a length */
#define BADGE_GAP_PX 4.0      /* distance from a bar to its badge */
#define TICKS_PER_HALF 3
#define RANGE_MIN_MM 50.0      /* a shorter axis is extended to DEFAULT_RANGE_MM */
#define DEFAULT_RANGE_MM 350.0 /* length of a typical thigh */

/* The two halves of the chart: the first session has its bars above the axis, the last one below. */
enum chart_half { UPPER_HALF, LOWER_HALF, HALF_COUNT };

/* Ids of gnuplot labels; badges have smaller ids. */
#define FIRST_CUT_LABEL 500
#define ABOVE_LABEL 9001
#define BELOW_LABEL 9002
#define AXIS_LABEL 9003

struct chart_canvas chart_mirror_canvas(size_t index, bool narrow)
{
    static const struct {
        const char *file, *id;
    } names[COMPARISON_VIEWS_MAX][2] = {{{"mirror0.svg", "mirror0"}, {"mirror0n.svg", "mirror0n"}},
                                        {{"mirror1.svg", "mirror1"}, {"mirror1n.svg", "mirror1n"}},
                                        {{"mirror2.svg", "mirror2"}, {"mirror2n.svg", "mirror2n"}}};
    return (struct chart_canvas){.file_name = names[index % COMPARISON_VIEWS_MAX][narrow].file,
                                 .id = names[index % COMPARISON_VIEWS_MAX][narrow].id,
                                 .layout = narrow ? LAYOUT_NARROW : LAYOUT_WIDE,
                                 .width_px = narrow ? 340 : 960,
                                 .height_px = narrow ? 440 : 480,
                                 .left_px = narrow ? 34 : 48,
                                 .right_px = narrow ? 328 : 944,
                                 .font_px = 15};
}

/* Convert millimetres along the thigh to units of the axis: millimetres, or percent of the way to the knee. */
static double mm_on_axis(const struct comparison_view *view, const struct session_summary *session, double mm)
{
    return view->tracks.scale.by_percent ? 100 * mm / session->header.thigh_length_mm : mm;
}

static bool bin_is_on_spot(const struct session_summary *session, size_t bin)
{
    return result_bin_is_on_spot(&session->profile, bin, session->spot, session->spot_count);
}

static const struct session_summary *session_in(const struct comparison_view *view, int half)
{
    return half == UPPER_HALF ? comparison_first_session(view) : comparison_last_session(view);
}

double chart_mirror_max_s(const struct comparison_view *view)
{
    double on_spots_s = 0, max_s = BAR_MIN_S;
    for (int half = UPPER_HALF; half < HALF_COUNT; half++) {
        const struct session_summary *session = session_in(view, half);
        for (size_t i = 0; i < session->profile.count; i++) {
            max_s = fmax(max_s, session->profile.dwell_s[i]);
            if (bin_is_on_spot(session, i))
                on_spots_s = fmax(on_spots_s, session->profile.dwell_s[i]);
        }
    }
    return on_spots_s > 0 ? fmin(max_s, CUT_PER_SPOT_BAR * on_spots_s) : max_s;
}

struct chart_panel chart_mirror_panel(const struct comparison_view *view, const struct chart_canvas *canvas)
{
    double low = 0, high = view->tracks.scale.by_percent ? 100 : 0;
    for (int half = UPPER_HALF; half < HALF_COUNT; half++) {
        const struct session_summary *session = session_in(view, half);
        double step = view->tracks.scale.by_percent ? 1 : 5;
        low = fmin(low, step * floor(mm_on_axis(view, session, session->min_mm) / step));
        high = fmax(high, step * ceil(mm_on_axis(view, session, session->max_mm) / step));
        if (!view->tracks.scale.by_percent && session->header.thigh_length_mm > 0)
            high = fmax(high, session->header.thigh_length_mm);
    }
    double max_s = AXIS_PER_BAR * chart_mirror_max_s(view);
    return (struct chart_panel){.top_px = 32,
                                .bottom_px = canvas->layout == LAYOUT_NARROW ? 356 : 396,
                                .x_left = low,
                                .x_right = high - low < RANGE_MIN_MM ? low + DEFAULT_RANGE_MM : high,
                                .y_bottom = -max_s,
                                .y_top = max_s};
}

/* Add a datablock with a row for each bar: centre, seconds outside spots (cut off at chart_mirror_max_s), seconds on a
 * spot (never longer than that), width. `sign` is -1 for bars that go down. */
static void add_bars(struct text_buffer *script, const struct comparison_view *view,
                     const struct session_summary *session, const char *datablock, int sign)
{
    const struct profile *profile = &session->profile;
    double max_s = chart_mirror_max_s(view);
    chart_begin_datablock(script, datablock, 4);
    for (size_t i = 0; i < profile->count; i++) {
        bool is_on_spot = bin_is_on_spot(session, i);
        CHART_ADD_ROW(script, mm_on_axis(view, session, profile->x_mm[i]),
                      is_on_spot ? NAN : sign * fmin(profile->dwell_s[i], max_s),
                      is_on_spot ? sign * profile->dwell_s[i] : NAN, mm_on_axis(view, session, profile->bin_mm));
    }
    chart_end_datablock(script);
}

/* Add the axis of seconds, whose labels are positive in both directions. */
static void add_seconds_axis(struct text_buffer *script, const struct comparison_view *view)
{
    double step = chart_tick_step(chart_mirror_max_s(view), TICKS_PER_HALF);
    text_add(script, "set ytics scale 0 textcolor rgb '" CHART_MUTED "' (");
    for (int tick = -TICKS_PER_HALF; tick <= TICKS_PER_HALF; tick++)
        text_addf(script, "%s'%g' %.6f", tick == -TICKS_PER_HALF ? "" : ", ", fabs(tick * step), tick * step);
    text_add(script, ")\nset grid ytics back lt 1 lw 1 lc rgb '" CHART_GRID "'\n");
}

static void add_session_names(struct text_buffer *script, const struct comparison_view *view)
{
    text_addf(script,
              "set label %d '%s: s on each %s' at graph 0,1 left offset character 0,0.9 "
              "textcolor rgb '" CHART_INK "'\n",
              ABOVE_LABEL, compare_words_first_session(view),
              units_round_length(view->units, comparison_first_session(view)->profile.bin_mm).text);
    text_addf(script,
              "set label %d '%s: s on each %s' at graph 0,0 left offset character 0,-0.9 "
              "textcolor rgb '" CHART_INK "'\n",
              BELOW_LABEL, compare_words_last_session(view),
              units_round_length(view->units, comparison_last_session(view)->profile.bin_mm).text);
}

/* Add the axis along the thigh. The name of the last session is just below the axis, so the tick labels are moved down,
 * and the title becomes a label at a fixed distance. */
static void add_position_axis(struct text_buffer *script, const struct comparison_view *view,
                              const struct chart_canvas *canvas, const struct chart_panel *panel)
{
    bool by_percent = view->tracks.scale.by_percent;
    const char *title = by_percent ? "% of the way to the knee" : units_position_title(view->units);
    chart_position_axis(script, canvas, panel, by_percent ? UNITS_METRIC : view->units, title);
    text_addf(script,
              "set xtics offset character 0,-1\nunset xlabel\n"
              "set label %d '%s' at graph 0.5,0 center offset character 0,-3 textcolor rgb '" CHART_INK "'\n",
              AXIS_LABEL, title);
}

/* Label each bar that was cut off with its real length. Labels extend towards the middle of the chart. */
static void add_cut_lengths(struct text_buffer *script, const struct comparison_view *view)
{
    double max_s = chart_mirror_max_s(view);
    int label = FIRST_CUT_LABEL;
    for (int half = UPPER_HALF; half < HALF_COUNT; half++) {
        const struct session_summary *session = session_in(view, half);
        double middle = mm_on_axis(view, session, session->max_mm) / 2;
        for (size_t i = 0; i < session->profile.count; i++) {
            double dwell_s = session->profile.dwell_s[i], x = mm_on_axis(view, session, session->profile.x_mm[i]);
            if (dwell_s <= max_s || bin_is_on_spot(session, i))
                continue;
            text_addf(script,
                      "set label %d '%.0f s' at first %.6f,first %.6f %s offset character 0,%s textcolor rgb "
                      "'" CHART_MUTED "'\n",
                      label++, dwell_s, x, half == UPPER_HALF ? max_s : -max_s, x > middle ? "right" : "left",
                      half == UPPER_HALF ? "0.7" : "-0.7");
        }
    }
}

/* Return the length of the longest bar on a spot, s. */
static double longest_bar_s(const struct session_summary *session, const struct result_spot *spot)
{
    double longest_s = 0;
    for (size_t i = 0; i < session->profile.count; i++)
        if (result_bin_is_on_spot(&session->profile, i, spot, 1))
            longest_s = fmax(longest_s, session->profile.dwell_s[i]);
    return longest_s;
}

/* Add $centers: for each spot of the two sessions its centre, the end of its bars, and half of the centre's 95 %
 * interval. */
static void add_centers(struct text_buffer *script, const struct comparison_view *view)
{
    chart_begin_datablock(script, "centers", 3);
    for (int half = UPPER_HALF; half < HALF_COUNT; half++) {
        const struct session_summary *session = session_in(view, half);
        for (size_t k = 0; k < session->spot_count; k++) {
            const struct result_spot *spot = &session->spot[k];
            double end_s = longest_bar_s(session, spot);
            if (isfinite(spot->center_uncertainty_mm))
                CHART_ADD_ROW(script, mm_on_axis(view, session, spot->center_mm), half == UPPER_HALF ? end_s : -end_s,
                              mm_on_axis(view, session, spot->center_uncertainty_mm));
        }
    }
    chart_end_datablock(script);
}

/* Add the badges of the spots: in the half of each session that has the spot, a badge with its number beyond its
 * bars. */
static void add_badges(struct text_buffer *script, const struct comparison_view *view,
                       const struct chart_canvas *canvas, const struct chart_panel *panel)
{
    double s_per_px = (panel->y_top - panel->y_bottom) / (panel->bottom_px - panel->top_px);
    for (size_t k = 0; k < view->spot_count; k++) {
        for (int half = UPPER_HALF; half < HALF_COUNT; half++) {
            const struct session_summary *session = session_in(view, half);
            const struct result_spot *spot =
                view->spot[k].track->spot[half == UPPER_HALF ? 0 : view->session_count - 1];
            if (!spot)
                continue;
            double y_s = longest_bar_s(session, spot) + (BADGE_RADIUS_PX + BADGE_GAP_PX) * s_per_px;
            const struct chart_badge badge = {.object_id = (int)(2 * k) + half + 1,
                                              .x = mm_on_axis(view, session, spot->center_mm),
                                              .y = half == UPPER_HALF ? y_s : -y_s,
                                              .radius_px = BADGE_RADIUS_PX,
                                              .number = view->spot[k].number};
            chart_add_badge(script, canvas, panel, &badge);
        }
    }
}

void chart_mirror_script(struct text_buffer *script, const struct chart_canvas *canvas,
                         const struct comparison_view *view)
{
    struct chart_panel panel = chart_mirror_panel(view, canvas);
    add_bars(script, view, comparison_first_session(view), "first", 1);
    add_bars(script, view, comparison_last_session(view), "last", -1);
    add_centers(script, view);
    chart_panel_begin(script, canvas, &panel);
    add_seconds_axis(script, view);
    add_session_names(script, view);
    add_position_axis(script, view, canvas, &panel);
    add_cut_lengths(script, view);
    add_badges(script, view, canvas, &panel);
    text_add(script, "plot $first using 1:2:4 with boxes fillstyle solid 1 noborder lc rgb '" CHART_DWELL "', "
                     "$last using 1:2:4 with boxes fillstyle solid 1 noborder lc rgb '" CHART_DWELL "', "
                     "$first using 1:3:4 with boxes fillstyle solid 1 noborder lc rgb '" CHART_SPOT "', "
                     "$last using 1:3:4 with boxes fillstyle solid 1 noborder lc rgb '" CHART_SPOT "', "
                     "$centers using 1:2:3 with xerrorbars pt 0 lt 1 lw 1.5 lc rgb '" CHART_UNCERTAINTY "', "
                     "0 with lines lt 1 lw 1.5 lc rgb '" CHART_INK "'\n");
}

void chart_mirror_legend(struct legend *legend, const struct comparison_view *view)
{
    *legend = (struct legend){.count = 0};
    legend_add(legend, LEGEND_BLOCK, CHART_DWELL, "time spent rolling past or changing direction");
    if (view->spot_count > 0) {
        legend_add(legend, LEGEND_BLOCK, CHART_SPOT, "time spent on a spot");
        legend_add(legend, LEGEND_LINE, CHART_UNCERTAINTY, "centre of the spot, 95 %% sure");
    }
}
