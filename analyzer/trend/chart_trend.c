/* SPDX-License-Identifier: MIT */
#include "trend/chart_trend.h"

#include "trend/session_groups.h"
#include "trend/time_axis.h"
#include "result/words.h"

#include <math.h>
#include <stdio.h>

#define OVERVIEW_TOP_PX 34
#define OVERVIEW_BOTTOM_PX 214
#define OVERVIEW_MIN_MM 50.0 /* minimum range of positions */
#define PANEL_HEIGHT_PX 84
#define PANEL_PITCH_PX 122
#define FIRST_PANEL_PX 284
#define FOOT_PX 34
#define DISC_RADIUS_MAX_PX 13.0 /* radius of the disc for the longest dwell in the overview */
#define DISC_RADIUS_MIN_PX 2.5
#define POINT_RADIUS 0.375 /* of gnuplot's point of size 1, in font sizes */
#define BADGE_RADIUS_PX 11.0
#define BADGE_DISTANCE_PX 18.0 /* distance from a spot's last disc to its badge */
#define COLUMN_GAP_PX 74       /* gap between the panels of dwell and of impulse */
#define EDGE_PX 28.0           /* space beyond the first and the last session, for discs and badges */
#define BASE_FRACTION 0.06     /* space below 0, as a fraction of the axis, for marks at 0 */
#define TICKS_MAX 3
#define BAND_STEPS 24 /* pieces of the edges of a band */

size_t chart_trend_spot_count(const struct trend_leg *leg)
{
    size_t count = 0;
    while (count < leg->spot_count && count < CHART_TREND_SPOTS_MAX && leg->spot[count].state != TREND_SPOT_RARE)
        count++;
    return count;
}

static size_t count_panel_rows(const struct trend_leg *leg, bool narrow)
{
    return (narrow ? 2 : 1) * chart_trend_spot_count(leg);
}

struct chart_canvas chart_trend_canvas(const struct trend_leg *leg, size_t index, bool narrow)
{
    static const struct {
        const char *file, *id;
    } names[TREND_LEGS][2] = {{{"weeks0.svg", "weeks0"}, {"weeks0n.svg", "weeks0n"}},
                              {{"weeks1.svg", "weeks1"}, {"weeks1n.svg", "weeks1n"}},
                              {{"weeks2.svg", "weeks2"}, {"weeks2n.svg", "weeks2n"}}};
    size_t rows = count_panel_rows(leg, narrow);
    int bottom_px = rows > 0 ? FIRST_PANEL_PX + (int)(rows - 1) * PANEL_PITCH_PX + PANEL_HEIGHT_PX : OVERVIEW_BOTTOM_PX;
    return (struct chart_canvas){.file_name = names[index % TREND_LEGS][narrow].file,
                                 .id = names[index % TREND_LEGS][narrow].id,
                                 .layout = narrow ? LAYOUT_NARROW : LAYOUT_WIDE,
                                 .width_px = narrow ? 340 : 960,
                                 .height_px = bottom_px + FOOT_PX,
                                 .left_px = 64,
                                 .right_px = narrow ? 326 : 940,
                                 .font_px = 15};
}

/* Return the number of days from the first session to the last. */
static long count_days(const struct trend_leg *leg)
{
    return leg->session[leg->session_count - 1]->started.day - leg->session[0]->started.day;
}

/* Return the number of days from the first session to session `index`. */
static double day_of_session(const struct trend_leg *leg, size_t index)
{
    return (double)(leg->session[index]->started.day - leg->session[0]->started.day);
}

static void set_time_range(const struct trend_leg *leg, const struct chart_canvas *panel_canvas,
                           struct chart_panel *panel)
{
    double days = fmax(1, (double)count_days(leg));
    double edge_days = days * EDGE_PX / (panel_canvas->right_px - panel_canvas->left_px - 2 * EDGE_PX);
    panel->x_left = -edge_days;
    panel->x_right = days + edge_days;
}

/* Return the position in the last session less that on the scale of the tracks. */
static double position_now_offset_mm(const struct trend_leg *leg)
{
    return leg->tracks.scale.offset[leg->session_count - 1].mm;
}

/* Convert a position in session `index` to what it would be in the last session, whose positions the words give. */
static double position_now_mm(const struct trend_leg *leg, size_t index, double position_mm)
{
    return position_scale_mm(&leg->tracks.scale, index, position_mm) + position_now_offset_mm(leg);
}

/* y_bottom is the largest position, so that the upper thigh is at the top. */
struct chart_panel chart_trend_overview(const struct trend_leg *leg, const struct chart_canvas *canvas)
{
    double high_mm = leg->tracks.scale.length_mm > 0 ? leg->tracks.scale.length_mm : OVERVIEW_MIN_MM;
    for (size_t i = 0; i < leg->session_count; i++)
        high_mm = fmax(high_mm, position_now_mm(leg, i, leg->session[i]->max_mm));
    struct chart_panel panel = {.top_px = OVERVIEW_TOP_PX, .bottom_px = OVERVIEW_BOTTOM_PX, .y_bottom = high_mm};
    set_time_range(leg, canvas, &panel);
    return panel;
}

static double find_largest_value(const struct trend_leg *leg, enum trend_quantity quantity)
{
    double largest = 1; /* at least 1, because an axis needs a length */
    for (size_t k = 0; k < leg->spot_count; k++) {
        const double *value = quantity == TREND_IMPULSE ? leg->spot[k].impulse_n_s : leg->spot[k].dwell_s;
        for (size_t i = 0; i < leg->session_count; i++)
            if (isfinite(value[i]))
                largest = fmax(largest, value[i]);
    }
    return largest;
}

/* Return the size of the unit of the ticks. */
static double value_unit(const struct trend_leg *leg, enum trend_quantity quantity)
{
    return quantity == TREND_IMPULSE ? units_force_n(leg->units) : 1;
}

/* Panels of all spots have the same scale, so that they can be compared. The panels of dwell and impulse are side by
 * side or, on a narrow page, one below the other. */
struct chart_panel chart_trend_panel(const struct trend_leg *leg, const struct chart_canvas *canvas, size_t spot,
                                     enum trend_quantity quantity, struct chart_canvas *panel_canvas)
{
    bool is_impulse = quantity == TREND_IMPULSE;
    size_t row = canvas->layout == LAYOUT_NARROW ? 2 * spot + (is_impulse ? 1 : 0) : spot;
    int middle_px = (canvas->left_px + canvas->right_px) / 2;
    double max = find_largest_value(leg, quantity), step = chart_unit_step(max, TICKS_MAX, value_unit(leg, quantity));
    double y_top = step * ceil(max * CHART_HEADROOM / step);
    struct chart_panel panel = {.top_px = FIRST_PANEL_PX + (int)row * PANEL_PITCH_PX,
                                .bottom_px = FIRST_PANEL_PX + (int)row * PANEL_PITCH_PX + PANEL_HEIGHT_PX,
                                .y_bottom = -BASE_FRACTION * y_top,
                                .y_top = y_top};
    *panel_canvas = *canvas;
    if (canvas->layout == LAYOUT_WIDE && is_impulse)
        panel_canvas->left_px = middle_px + COLUMN_GAP_PX / 2;
    else if (canvas->layout == LAYOUT_WIDE)
        panel_canvas->right_px = middle_px - COLUMN_GAP_PX / 2;
    set_time_range(leg, panel_canvas, &panel);
    return panel;
}

/* Summarize a group of sessions; without memory the script fails. */
static struct group_mark make_mark(struct text_buffer *script, const struct session_groups *groups, size_t group,
                                   const struct trend_leg *leg, const struct trend_spot *spot, const double *value)
{
    struct group_mark mark = {.position_mm = NAN};
    if (!session_groups_mark(groups, group, leg, spot, value, &mark))
        script->failed = true;
    return mark;
}

/* Draw each sighting as a disc whose area is proportional to the dwell, and each spot's badge after its last disc. */
static void add_overview(struct text_buffer *script, const struct chart_canvas *canvas, const struct trend_leg *leg)
{
    struct chart_panel panel = chart_trend_overview(leg, canvas);
    double max_s = find_largest_value(leg, TREND_DWELL),
           px_per_day = (canvas->right_px - canvas->left_px) / (panel.x_right - panel.x_left);
    struct session_groups groups;
    session_groups_make(&groups, leg);
    chart_begin_datablock(script, "positions", 3);
    for (size_t k = 0; k < leg->spot_count; k++) {
        for (size_t g = 0; g < groups.count; g++) {
            struct group_mark mark = make_mark(script, &groups, g, leg, &leg->spot[k], leg->spot[k].dwell_s);
            if (!isfinite(mark.position_mm))
                continue;
            double radius_px = fmax(DISC_RADIUS_MIN_PX, DISC_RADIUS_MAX_PX * sqrt(mark.dwell_s / max_s));
            double unit_px = groups.days > 0 ? POINT_RADIUS * canvas->font_px : px_per_day;
            CHART_ADD_ROW(script, mark.day, mark.position_mm + position_now_offset_mm(leg), radius_px / unit_px);
        }
    }
    chart_end_datablock(script);
    chart_panel_begin(script, canvas, &panel);
    double unit_mm = units_length_mm(leg->units);
    char title[60];
    snprintf(title, sizeof title, "Where: %s%s", units_position_title(leg->units),
             canvas->layout == LAYOUT_NARROW || groups.days > 0 ? "" : ", by session");
    chart_y_axis(script, &panel, chart_unit_step(panel.y_bottom, 4, unit_mm), unit_mm, title);
    time_axis_add(script, leg->session[0]->started.day, count_days(leg), canvas->layout == LAYOUT_NARROW ? 4 : 12,
                  true);
    for (size_t k = 0; k < chart_trend_spot_count(leg); k++) {
        const struct trend_spot *spot = &leg->spot[k];
        size_t last = spot->track->last;
        const struct chart_badge badge = {(int)k + 1, day_of_session(leg, last) + BADGE_DISTANCE_PX / px_per_day,
                                          position_now_mm(leg, last, spot->center_mm), BADGE_RADIUS_PX, spot->number};
        chart_add_badge(script, canvas, &panel, &badge);
    }
    /* gnuplot writes a circle as a polygon of a kilobyte, and a point as a reference */
    text_addf(script, "plot $positions using 1:2:3 with %s lc rgb '" CHART_SPOT "'\n",
              groups.days > 0 ? "points pt 7 ps variable" : "circles fillstyle solid 0.45 noborder");
}

/* Add the data of a panel. The columns of $values are the day, the value of sessions that have the spot, that of
 * sessions that do not, and the ends of the middle half. $trend has the ends of the trend line. */
static void add_datablocks(struct text_buffer *script, const struct session_groups *groups, const struct trend_leg *leg,
                           const struct trend_spot *spot, const double *value, const struct trend_line *line)
{
    chart_begin_datablock(script, "values", 5);
    for (size_t g = 0; g < groups->count; g++) {
        struct group_mark mark = make_mark(script, groups, g, leg, spot, value);
        CHART_ADD_ROW(script, mark.day, mark.median, mark.absent, mark.low, mark.high);
    }
    chart_end_datablock(script);
    chart_begin_datablock(script, "trend", 2);
    if (line->direction != TREND_TOO_FEW) {
        CHART_ADD_ROW(script, day_of_session(leg, spot->track->first), line->start_value);
        CHART_ADD_ROW(script, day_of_session(leg, spot->track->last), line->end_value);
    }
    chart_end_datablock(script);
}

/* Return the line of that slope through the middle of the trend line, within the panel. */
static double band_value(const struct trend_line *line, const struct chart_panel *panel, double slope, double weeks)
{
    return fmin(fmax((line->start_value + line->end_value) / 2 + slope * weeks, 0), panel->y_top);
}

/* Add $band: the lines of all slopes within the 95 % interval, from the first sighting to the last. */
static void add_band_datablock(struct text_buffer *script, const struct chart_panel *panel, const struct trend_leg *leg,
                               const struct trend_spot *spot, const struct trend_line *line)
{
    double first = day_of_session(leg, spot->track->first), last = day_of_session(leg, spot->track->last);
    chart_begin_datablock(script, "band", 3);
    for (int i = 0; i <= BAND_STEPS && line->direction != TREND_TOO_FEW; i++) {
        double day = first + (last - first) * i / BAND_STEPS, weeks = (day - (first + last) / 2) / 7;
        CHART_ADD_ROW(script, day, band_value(line, panel, weeks < 0 ? line->fit.high : line->fit.low, weeks),
                      band_value(line, panel, weeks < 0 ? line->fit.low : line->fit.high, weeks));
    }
    chart_end_datablock(script);
}

static void add_spot_panel(struct text_buffer *script, const struct chart_canvas *canvas, const struct trend_leg *leg,
                           size_t index, enum trend_quantity quantity)
{
    bool is_impulse = quantity == TREND_IMPULSE;
    const struct trend_spot *spot = &leg->spot[index];
    const struct trend_line *line = is_impulse ? &spot->impulse : &spot->dwell;
    struct chart_canvas panel_canvas;
    struct chart_panel panel = chart_trend_panel(leg, canvas, index, quantity, &panel_canvas);
    char title[100];
    snprintf(title, sizeof title, "Spot %u, at %s: %s%s", spot->number, units_length(leg->units, spot->center_mm).text,
             is_impulse ? "impulse, " : "seconds", is_impulse ? units_impulse_symbol(leg->units) : "");
    struct session_groups groups;
    session_groups_make(&groups, leg);
    add_datablocks(script, &groups, leg, spot, is_impulse ? spot->impulse_n_s : spot->dwell_s, line);
    add_band_datablock(script, &panel, leg, spot, line);
    chart_panel_begin(script, &panel_canvas, &panel);
    double unit = value_unit(leg, quantity);
    chart_y_axis(script, &panel, chart_unit_step(panel.y_top, TICKS_MAX, unit), unit, title);
    bool is_lowest = index + 1 == chart_trend_spot_count(leg) && (is_impulse || canvas->layout == LAYOUT_WIDE);
    time_axis_add(script, leg->session[0]->started.day, count_days(leg), canvas->layout == LAYOUT_NARROW ? 4 : 6,
                  is_lowest);
    const char *color = is_impulse ? CHART_FORCE : CHART_SPOT;
    text_add(script, "plot ");
    if (groups.days > 0)
        text_addf(script, "$values using 1:4:5 with filledcurves fillstyle solid 0.3 noborder lc rgb '%s', ", color);
    text_addf(script,
              "$band using 1:2:3 with filledcurves fillstyle solid 0.25 noborder lc rgb '" CHART_UNCERTAINTY "', "
              "$values using 1:3 with points pt 6 ps 0.5 lw 1 lc rgb '" CHART_GAP "', "
              "$values using 1:2 with points pt 7 ps 0.75 lc rgb '%s', "
              "$trend using 1:2 with lines lt 1 lw %s lc rgb '" CHART_INK "'\n",
              color, trend_direction_is_clear(line->direction) ? "2.5" : "1.5 dt (4,3)");
}

void chart_trend_script(struct text_buffer *script, const struct chart_canvas *canvas, const struct trend_leg *leg)
{
    add_overview(script, canvas, leg);
    for (size_t k = 0; k < chart_trend_spot_count(leg); k++) {
        add_spot_panel(script, canvas, leg, k, TREND_DWELL);
        add_spot_panel(script, canvas, leg, k, TREND_IMPULSE);
    }
}
