/* SPDX-License-Identifier: MIT */
#include "charts/chart_kinds.h"

#include "charts/chart_trace.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

const double CHART_STROKES_LIMITS_S[CHART_TIME_CLASSES - 1] = {0.25, 1, 3};

#define TOP_PX 70 /* space for the spots' bars and badges */
#define TOP_PAPER_PX 55
#define X_AXIS_PX 66 /* space below the panel for its axis */
#define X_AXIS_PAPER_PX 36
#define ROW_PX_MIN 3 /* smallest height of a row */
#define BADGE_RADIUS_PX 10.0
/* Heights of the spots' bars and badges above the panel. */
#define BAR_ABOVE_PX 4
#define BADGE_ABOVE_PX 17

static const char *const colors[CHART_TIME_CLASSES] = {CHART_TIME_1, CHART_TIME_2, CHART_TIME_3, CHART_TIME_4};

struct cells {
    float *seconds; /* seconds[row * bins + bin]; NULL if there are none */
    size_t rows, bins;
    size_t strokes_per_row;
};

static int top_px(const struct chart_canvas *canvas)
{
    return canvas->layout == LAYOUT_PAPER ? TOP_PAPER_PX : TOP_PX;
}

/* Return the lower edge of the panel. The legend of a chart file makes the canvas taller, but not the panel. */
static int bottom_px(const struct chart_canvas *canvas)
{
    const int height_px[LAYOUT_COUNT] = {chart_strokes.wide.height_px, chart_strokes.narrow.height_px,
                                         chart_strokes.paper.height_px};
    return height_px[canvas->layout] - (canvas->layout == LAYOUT_PAPER ? X_AXIS_PAPER_PX : X_AXIS_PX);
}

size_t chart_strokes_per_row(const struct result *result, const struct chart_canvas *canvas)
{
    size_t rows = (size_t)(bottom_px(canvas) - top_px(canvas)) / ROW_PX_MIN;
    return result->stroke_count > 0 ? (result->stroke_count + rows - 1) / rows : 1;
}

/* Merge stroke_s[bins], the seconds of a complete stroke in each bin, into the cells of its row: each cell keeps the
 * longest time of any of its strokes. Then set stroke_s to 0. `stroke` is its number, from 1; 0 = none. */
static void merge_stroke(struct cells *cells, float *stroke_s, int stroke)
{
    size_t row = stroke > 0 ? (size_t)(stroke - 1) / cells->strokes_per_row : cells->rows;
    float *cell = row < cells->rows ? cells->seconds + row * cells->bins : NULL;
    for (size_t b = 0; b < cells->bins; b++) {
        if (cell)
            cell[b] = fmaxf(cell[b], stroke_s[b]);
        stroke_s[b] = 0;
    }
}

/* Fill in the cells from the loaded seconds of each stroke in each bin. False when out of memory. */
static bool fill_cells(struct cells *cells, const struct result *result, const struct chart_canvas *canvas)
{
    const struct result_trace *trace = &result->trace;
    const struct profile *profile = &result->profile;
    *cells = (struct cells){.bins = profile->count, .strokes_per_row = chart_strokes_per_row(result, canvas)};
    cells->rows = (result->stroke_count + cells->strokes_per_row - 1) / cells->strokes_per_row;
    if (cells->rows == 0 || cells->bins == 0 || !(profile->bin_mm > 0))
        return true;
    cells->seconds = calloc(cells->rows * cells->bins, sizeof *cells->seconds);
    float *stroke_s = calloc(cells->bins, sizeof *stroke_s);
    bool ok = cells->seconds && stroke_s;
    int stroke = 0;
    for (size_t i = 1; ok && i < trace->count; i++) {
        if (trace->stroke[i] != stroke) {
            merge_stroke(cells, stroke_s, stroke);
            stroke = trace->stroke[i];
        }
        double bin = floor((trace->position_mm[i] - profile->x_mm[0]) / profile->bin_mm + 0.5);
        if (stroke > 0 && bin >= 0 && bin < (double)cells->bins)
            stroke_s[(size_t)bin] += (float)chart_trace_loaded_s(trace, i);
    }
    if (ok)
        merge_stroke(cells, stroke_s, stroke);
    free(stroke_s);
    return ok;
}

static size_t time_class(float seconds)
{
    size_t class = 0;
    while (class + 1 < CHART_TIME_CLASSES && (double)seconds >= CHART_STROKES_LIMITS_S[class])
        class ++;
    return class;
}

/* Add the boxes of one row in the colour of one class: a box for each group of adjacent cells. Boxes of the first class
 * lie behind those of the other classes and cover all cells that the stroke reached, so they show how far it went. */
static void add_row_boxes(struct text_buffer *script, const struct cells *cells, const struct profile *profile,
                          size_t row, size_t class)
{
    const float *seconds = cells->seconds + row * cells->bins;
    double top_y = (double)(row * cells->strokes_per_row) + 0.5, bottom_y = top_y + (double)cells->strokes_per_row;
    for (size_t b = 0; b < cells->bins;) {
        size_t end = b;
        while (end < cells->bins && seconds[end] > 0 && (class == 0 || time_class(seconds[end]) == class))
            end++;
        if (end > b) {
            double low_mm = profile->x_mm[b] - profile->bin_mm / 2;
            double high_mm = profile->x_mm[end - 1] + profile->bin_mm / 2;
            CHART_ADD_ROW(script, (low_mm + high_mm) / 2, (top_y + bottom_y) / 2, low_mm, high_mm, top_y, bottom_y);
            b = end;
        } else {
            b++;
        }
    }
}

static void add_datablocks(struct text_buffer *script, const struct cells *cells, const struct result *result)
{
    char name[24];
    for (size_t class = 0; class < CHART_TIME_CLASSES; class ++) {
        snprintf(name, sizeof name, "cells%zu", class + 1);
        chart_begin_datablock(script, name, 6);
        for (size_t row = 0; row < cells->rows && cells->seconds; row++)
            add_row_boxes(script, cells, &result->profile, row, class);
        chart_end_datablock(script);
    }
}

/* Add each spot above the panel: a bar over its region, and a badge above it. */
static void add_spots(struct text_buffer *script, const struct chart_canvas *canvas, const struct chart_panel *panel,
                      const struct result *result)
{
    double rows_per_px = (panel->y_bottom - panel->y_top) / (panel->bottom_px - panel->top_px);
    double bar_y = panel->y_top - BAR_ABOVE_PX * rows_per_px, badge_y = panel->y_top - BADGE_ABOVE_PX * rows_per_px;
    for (size_t i = 0; i < result->spot_count; i++) {
        const struct result_spot *spot = &result->spot[i];
        if (!isfinite(spot->start_mm) || !isfinite(spot->end_mm))
            continue;
        text_addf(script, "set arrow %zu from %.2f,%.4f to %.2f,%.4f nohead front lw 4 lc rgb '" CHART_SPOT "'\n",
                  i + 1, spot->start_mm, bar_y, spot->end_mm, bar_y);
        chart_add_badge(script, canvas, panel,
                        &(struct chart_badge){(int)i + 1, spot->center_mm, badge_y, BADGE_RADIUS_PX, spot->rank});
    }
}

static void add_panels(struct text_buffer *script, const struct chart_canvas *canvas, const struct result *result)
{
    struct cells cells;
    struct chart_panel panel = {.top_px = top_px(canvas), .bottom_px = bottom_px(canvas), .y_top = 0.5};
    if (!fill_cells(&cells, result, canvas)) {
        script->failed = true;
        free(cells.seconds);
        return;
    }
    chart_thigh_range(result, &panel.x_left, &panel.x_right);
    /* The axis points down: the first stroke is at the top. */
    panel.y_bottom = 0.5 + (double)(cells.rows > 0 ? cells.rows * cells.strokes_per_row : 1);
    add_datablocks(script, &cells, result);
    free(cells.seconds);
    chart_panel_begin(script, canvas, &panel);
    chart_position_axis(script, canvas, &panel, result->options.units, units_position_title(result->options.units));
    chart_y_axis(script, &panel, fmax(1, ceil(chart_tick_step(panel.y_bottom, canvas->layout == LAYOUT_PAPER ? 4 : 6))),
                 1, "");
    text_addf(script,
              "set label " CHART_TITLE_LABEL " 'Stroke, the first on top' at graph 0,1 left offset character 0,%.1f "
              "textcolor rgb '" CHART_INK "'\n",
              canvas->layout == LAYOUT_PAPER ? 1.9 : 2.4);
    add_spots(script, canvas, &panel, result);
    text_add(script, "plot ");
    for (size_t class = 0; class < CHART_TIME_CLASSES; class ++)
        text_addf(script, "%s$cells%zu using 1:2:3:4:5:6 with boxxyerror fillstyle solid 1 noborder lc rgb '%s'",
                  class > 0 ? ", " : "", class + 1, colors[class]);
    text_add(script, "\n");
}

static void add_legend(struct legend *legend, const struct result *result)
{
    const double *limit_s = CHART_STROKES_LIMITS_S;
    legend_add(legend, LEGEND_BLOCK, colors[0], "rolled past: under %g s on %s", limit_s[0],
               units_round_length(result->options.units, result->profile.bin_mm).text);
    for (size_t class = 1; class + 1 < CHART_TIME_CLASSES; class ++)
        legend_add(legend, LEGEND_BLOCK, colors[class], "%g to %g s", limit_s[class - 1], limit_s[class]);
    legend_add(legend, LEGEND_BLOCK, colors[CHART_TIME_CLASSES - 1], "%g s and more", limit_s[CHART_TIME_CLASSES - 2]);
}

const struct chart_kind chart_strokes = {
    .name = "strokes",
    .wide = {"strokes.svg", "strokes", LAYOUT_WIDE, 960, 478, 58, 940, 15},
    .narrow = {"strokes-narrow.svg", "strokesnarrow", LAYOUT_NARROW, 340, 452, 52, 322, 15},
    .paper = {"strokes-paper.svg", "strokespaper", LAYOUT_PAPER, 960, 185, 58, 925, 15},
    .add_panels = add_panels,
    .add_legend = add_legend,
};
