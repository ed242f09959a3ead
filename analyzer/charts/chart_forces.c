/* SPDX-License-Identifier: MIT */
#include "charts/chart_kinds.h"

#include "charts/chart_trace.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define BARS 40         /* maximum number of bars from 0 to the highest force */
#define STEPS 200       /* steps of a histogram; each is half a percent of the highest force */
#define TIME_MIN_S 0.1  /* shortest axis of time */
#define PAPER_GAP_PX 70 /* between the panels on paper, which are side by side; else they are one above the other */
static const struct chart_edges bars_edges[LAYOUT_COUNT] = {{30, 186}, {30, 166}, {31, 116}};
static const struct chart_edges position_edges[LAYOUT_COUNT] = {{292, 470}, {272, 450}, {31, 116}};
/* Quantiles of the force at the edges of the band. */
#define BAND_LOW 0.1
#define BAND_HIGH 0.9

/* A histogram of the force for each bin of the profile. */
struct histograms {
    float *seconds; /* loaded time: seconds[bin * STEPS + step]; NULL without bins */
    size_t bins;
    double step_n; /* force range of a step */
};

/* Return the highest force of the session, at least 1 N. */
static double max_force_n(const struct result *result)
{
    return isfinite(result->peak_force_n) ? fmax(result->peak_force_n, 1) : 1;
}

double chart_forces_bar_width_n(const struct result *result)
{
    return chart_unit_step(max_force_n(result), BARS, units_force_n(result->options.units));
}

/* Sum the loaded seconds at each force; the last bar also holds all higher forces. */
static void fill_bars(double bar_s[BARS + 1], const struct result *result)
{
    double bar_width_n = chart_forces_bar_width_n(result);
    for (size_t b = 0; b <= BARS; b++)
        bar_s[b] = 0;
    for (size_t i = 0; i < result->trace.count; i++) {
        double bar = floor(result->trace.force_n[i] / bar_width_n);
        if (bar >= 0) /* false for NAN */
            bar_s[(size_t)fmin(bar, BARS)] += chart_trace_loaded_s(&result->trace, i);
    }
}

static bool fill_histograms(struct histograms *histograms, const struct result *result)
{
    const struct result_trace *trace = &result->trace;
    const struct profile *profile = &result->profile;
    *histograms = (struct histograms){.bins = profile->count, .step_n = max_force_n(result) / STEPS};
    if (histograms->bins == 0 || !(profile->bin_mm > 0))
        return true;
    histograms->seconds = calloc(histograms->bins * STEPS, sizeof *histograms->seconds);
    if (!histograms->seconds)
        return false;
    for (size_t i = 0; i < trace->count; i++) {
        double bin = floor((trace->position_mm[i] - profile->x_mm[0]) / profile->bin_mm + 0.5);
        double step = floor(trace->force_n[i] / histograms->step_n);
        if (bin >= 0 && bin < (double)histograms->bins && step >= 0)
            histograms->seconds[(size_t)bin * STEPS + (size_t)fmin(step, STEPS - 1)] +=
                (float)chart_trace_loaded_s(trace, i);
    }
    return true;
}

/* Return the force that was not exceeded during `fraction` of the time in a bin; NAN if the roller was never there. */
static double histogram_quantile(const struct histograms *histograms, size_t bin, double fraction)
{
    const float *seconds = histograms->seconds + bin * STEPS;
    double total_s = 0, below_s = 0;
    for (size_t k = 0; k < STEPS; k++)
        total_s += (double)seconds[k];
    if (!(total_s > 0))
        return NAN;
    size_t k = 0;
    while (k + 1 < STEPS && below_s + (double)seconds[k] < fraction * total_s)
        below_s += (double)seconds[k++];
    double step_fraction = seconds[k] > 0 ? (fraction * total_s - below_s) / (double)seconds[k] : 0;
    return ((double)k + fmin(step_fraction, 1)) * histograms->step_n;
}

static void add_datablocks(struct text_buffer *script, const double bar_s[BARS + 1],
                           const struct histograms *histograms, const struct result *result)
{
    double bar_width_n = chart_forces_bar_width_n(result);
    chart_begin_datablock(script, "bars", 2);
    for (size_t b = 0; b <= BARS; b++)
        if (bar_s[b] > 0)
            text_addf(script, "%.4f %.4f\n", ((double)b + 0.5) * bar_width_n, bar_s[b]);
    chart_end_datablock(script);
    chart_begin_datablock(script, "spread", 4);
    for (size_t b = 0; histograms->seconds && b < histograms->bins; b++) {
        CHART_ADD_ROW(script, result->profile.x_mm[b], histogram_quantile(histograms, b, BAND_LOW),
                      histogram_quantile(histograms, b, 0.5), histogram_quantile(histograms, b, BAND_HIGH));
    }
    chart_end_datablock(script);
}

static void add_bars_panel(struct text_buffer *script, const struct chart_canvas *canvas, const struct result *result,
                           const double bar_s[BARS + 1])
{
    double max_s = TIME_MIN_S, bar_width_n = chart_forces_bar_width_n(result), max_n = max_force_n(result);
    for (size_t b = 0; b <= BARS; b++)
        max_s = fmax(max_s, bar_s[b]);
    struct chart_panel panel = {.top_px = bars_edges[canvas->layout].top_px,
                                .bottom_px = bars_edges[canvas->layout].bottom_px,
                                .x_right = bar_width_n * ceil(max_n * CHART_HEADROOM / bar_width_n)};
    double step_s = chart_y_from_zero(&panel, max_s, canvas->layout == LAYOUT_PAPER ? 3 : 4, 1);
    const enum units units = result->options.units;
    const char *symbol = units_force_symbol(units);
    double unit_n = units_force_n(units);
    char title[80];
    chart_panel_begin(script, canvas, &panel);
    snprintf(title, sizeof title,
             canvas->layout == LAYOUT_NARROW ? "Seconds on each %g %s" : "Time at each force, seconds on each %g %s",
             bar_width_n / unit_n, symbol);
    chart_y_axis(script, &panel, step_s, 1, title);
    double step_n = chart_unit_step(max_n, canvas->layout == LAYOUT_WIDE ? 8 : 4, unit_n);
    chart_ticks_add(script, &(struct chart_ticks){'x', 0, panel.x_right, step_n, unit_n, true,
                                                  canvas->layout == LAYOUT_PAPER ? symbol : ""});
    if (canvas->layout != LAYOUT_PAPER)
        text_addf(script, "set xlabel 'force, %s' offset character 0,0.1 textcolor rgb '" CHART_INK "'\n", symbol);
    if (isfinite(result->mean_force_n))
        text_addf(script,
                  "set arrow 1 from %.4f,graph 0 to %.4f,graph 1 nohead front lw 2 dt (3,3) lc rgb '" CHART_INK "'\n",
                  result->mean_force_n, result->mean_force_n);
    text_addf(script, "set boxwidth %.6f\n", 0.9 * bar_width_n);
    text_add(script,
             "plot $bars using 1:2 with boxes fillstyle solid 1 noborder lc rgb '" CHART_FORCE "', " CHART_BASELINE);
}

static void add_position_panel(struct text_buffer *script, const struct chart_canvas *canvas,
                               const struct result *result)
{
    const enum units units = result->options.units;
    struct chart_panel panel = {.top_px = position_edges[canvas->layout].top_px,
                                .bottom_px = position_edges[canvas->layout].bottom_px};
    double step =
        chart_y_from_zero(&panel, max_force_n(result), canvas->layout == LAYOUT_PAPER ? 3 : 4, units_force_n(units));
    chart_thigh_range(result, &panel.x_left, &panel.x_right);
    chart_panel_begin(script, canvas, &panel);
    chart_shade_spots(script, result);
    chart_position_axis(script, canvas, &panel, units, units_position_title(units));
    char title[40];
    snprintf(title, sizeof title, "Force along the thigh, %s", units_force_symbol(units));
    chart_y_axis(script, &panel, step, units_force_n(units), title);
    text_add(script,
             "plot $spread using 1:2:4 with filledcurves fillstyle solid 0.3 noborder lc rgb '" CHART_FORCE "', "
             "$spread using 1:3 with lines lt 1 lw 2.5 lc rgb '" CHART_FORCE "', " CHART_BASELINE);
}

static void add_panels(struct text_buffer *script, const struct chart_canvas *canvas, const struct result *result)
{
    double bar_s[BARS + 1];
    struct histograms histograms;
    if (!fill_histograms(&histograms, result)) {
        script->failed = true;
        return;
    }
    fill_bars(bar_s, result);
    add_datablocks(script, bar_s, &histograms, result);
    free(histograms.seconds);
    struct chart_canvas left = *canvas, right = *canvas;
    if (canvas->layout == LAYOUT_PAPER) { /* side by side */
        left.right_px = canvas->width_px / 2 - PAPER_GAP_PX / 2;
        right.left_px = canvas->width_px / 2 + PAPER_GAP_PX / 2;
    }
    add_bars_panel(script, &left, result, bar_s);
    add_position_panel(script, &right, result);
}

static void add_legend(struct legend *legend, const struct result *result)
{
    legend_add(legend, LEGEND_BLOCK, CHART_FORCE, "time at that force");
    if (isfinite(result->mean_force_n))
        legend_add(legend, LEGEND_DASHES, CHART_INK, "mean: %s",
                   units_force(result->options.units, result->mean_force_n).text);
    legend_add(legend, LEGEND_LINE, CHART_FORCE, "median force: lower half of the time, higher the other half");
    legend_add(legend, LEGEND_SHADE, CHART_FORCE, "the force for 8 of 10 seconds");
    if (result->spot_count > 0)
        legend_add(legend, LEGEND_SHADE, CHART_SPOT_SHADE, "a spot");
}

const struct chart_kind chart_forces = {
    .name = "force",
    .wide = {"force.svg", "force", LAYOUT_WIDE, 960, 540, 58, 940, 15},
    .narrow = {"force-narrow.svg", "forcenarrow", LAYOUT_NARROW, 340, 520, 52, 322, 15},
    .paper = {"force-paper.svg", "forcepaper", LAYOUT_PAPER, 960, 152, 58, 925, 15},
    .add_panels = add_panels,
    .add_legend = add_legend,
};
