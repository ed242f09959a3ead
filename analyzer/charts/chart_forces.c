/* SPDX-License-Identifier: MIT */
#include "charts/chart_forces.h"

#include "charts/chart_trace.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

const struct chart_canvas CHART_FORCES_CANVAS = {"force.svg", "force", false, 960, 540, 58, 940, 15};
const struct chart_canvas CHART_FORCES_NARROW_CANVAS = {
    "force-narrow.svg", "forcenarrow", true, 340, 520, 52, 322, 15};

#define BARS 40
#define FINE_STEPS 200 /* of force, for the quantiles of a place: half a percent of the highest */
#define BAND_LOW 0.1
#define BAND_HIGH 0.9

/* Loaded seconds by place and force: seconds[bin * FINE_STEPS + step]. */
struct spread {
    float *seconds;
    size_t bins;
    double step_n;
};

/* The end of the axes of force; 1 when the session has none. */
static double most_force_n(const struct result *result)
{
    return isfinite(result->peak_force_n) ? fmax(result->peak_force_n, 1) : 1;
}

double chart_forces_bar_n(const struct result *result)
{
    return chart_tick_step(most_force_n(result), BARS);
}

static void bars_fill(double bar_s[BARS + 1], const struct result *result)
{
    double step_n = chart_forces_bar_n(result);
    for (size_t b = 0; b <= BARS; b++)
        bar_s[b] = 0;
    for (size_t i = 0; i < result->trace.count; i++) {
        double bar = floor(result->trace.force_n[i] / step_n);
        if (bar >= 0) /* false for NAN */
            bar_s[(size_t)fmin(bar, BARS)] += chart_trace_loaded_s(&result->trace, i);
    }
}

static bool spread_fill(struct spread *spread, const struct result *result)
{
    const struct result_trace *trace = &result->trace;
    const struct result_profile *profile = &result->profile;
    *spread = (struct spread){.bins = profile->count, .step_n = most_force_n(result) / FINE_STEPS};
    if (spread->bins == 0 || !(profile->bin_mm > 0))
        return true;
    spread->seconds = calloc(spread->bins * FINE_STEPS, sizeof *spread->seconds);
    if (!spread->seconds)
        return false;
    for (size_t i = 0; i < trace->count; i++) {
        double bin = floor((trace->position_mm[i] - profile->x_mm[0]) / profile->bin_mm + 0.5);
        double step = floor(trace->force_n[i] / spread->step_n);
        if (bin >= 0 && bin < (double)spread->bins && step >= 0)
            spread->seconds[(size_t)bin * FINE_STEPS + (size_t)fmin(step, FINE_STEPS - 1)] +=
                (float)chart_trace_loaded_s(trace, i);
    }
    return true;
}

/* The force below which the roller was for this part of the time in a bin; NAN where it never was. */
static double spread_quantile(const struct spread *spread, size_t bin, double part)
{
    const float *seconds = spread->seconds + bin * FINE_STEPS;
    double total_s = 0, below_s = 0;
    for (size_t k = 0; k < FINE_STEPS; k++)
        total_s += (double)seconds[k];
    if (!(total_s > 0))
        return NAN;
    size_t k = 0;
    while (k + 1 < FINE_STEPS && below_s + (double)seconds[k] < part * total_s)
        below_s += (double)seconds[k++];
    double inside = seconds[k] > 0 ? (part * total_s - below_s) / (double)seconds[k] : 0;
    return ((double)k + fmin(inside, 1)) * spread->step_n;
}

static void add_blocks(struct text_buffer *script, const double bar_s[BARS + 1], const struct spread *spread,
                       const struct result *result)
{
    double step_n = chart_forces_bar_n(result);
    text_add(script, "$bars << END\nNaN NaN\n");
    for (size_t b = 0; b <= BARS; b++) {
        if (bar_s[b] > 0)
            text_addf(script, "%.4f %.4f\n", ((double)b + 0.5) * step_n, bar_s[b]);
    }
    text_add(script, "END\n$spread << END\nNaN NaN NaN NaN\n");
    for (size_t b = 0; spread->seconds && b < spread->bins; b++) {
        static const double parts[] = {BAND_LOW, 0.5, BAND_HIGH};
        chart_add_number(script, result->profile.x_mm[b]);
        for (size_t k = 0; k < 3; k++) {
            text_add(script, " ");
            chart_add_number(script, spread_quantile(spread, b, parts[k]));
        }
        text_add(script, "\n");
    }
    text_add(script, "END\n");
}

static void add_bars_panel(struct text_buffer *script, const struct chart_canvas *canvas,
                           const struct result *result, const double bar_s[BARS + 1])
{
    double most_s = 0.1, step_n = chart_forces_bar_n(result), most_n = most_force_n(result);
    for (size_t b = 0; b <= BARS; b++)
        most_s = fmax(most_s, bar_s[b]);
    double step_s = chart_tick_step(most_s, 4), tic_n = chart_tick_step(most_n, canvas->narrow ? 4 : 8);
    struct chart_panel panel = {.top_px = 30,
                                .bottom_px = canvas->narrow ? 166 : 186,
                                .x_high = step_n * ceil(most_n * 1.02 / step_n),
                                .y_high = step_s * ceil(most_s * 1.02 / step_s)};
    char title[80];
    chart_panel_begin(script, canvas, &panel);
    snprintf(title, sizeof title,
             canvas->narrow ? "Seconds on each %g N" : "Time at each force, seconds on each %g N", step_n);
    chart_y_axis(script, &panel, step_s, title);
    text_addf(script, "set xtics 0,%.6f scale 0 format '%%g' textcolor rgb '" CHART_MUTED "'\n", tic_n);
    text_add(script, "set xlabel 'force, N' offset character 0,0.1 textcolor rgb '" CHART_INK "'\n");
    if (isfinite(result->mean_force_n))
        text_addf(
            script,
            "set arrow 1 from %.4f,graph 0 to %.4f,graph 1 nohead front lw 2 dt (3,3) lc rgb '" CHART_INK
            "'\n",
            result->mean_force_n, result->mean_force_n);
    text_addf(script, "set boxwidth %.6f\n", 0.9 * step_n);
    text_add(script, "plot $bars using 1:2 with boxes fillstyle solid 1 noborder lc rgb '" CHART_FORCE "', "
                     "0 with lines lt 1 lw 1 lc rgb '" CHART_MUTED "'\n");
}

static void add_spread_panel(struct text_buffer *script, const struct chart_canvas *canvas,
                             const struct result *result)
{
    double most_n = most_force_n(result), step = chart_tick_step(most_n, 4);
    struct chart_panel panel = {.top_px = canvas->narrow ? 272 : 292,
                                .bottom_px = canvas->narrow ? 450 : 470,
                                .y_high = step * ceil(most_n * 1.02 / step)};
    chart_thigh_range(result, &panel.x_low, &panel.x_high);
    chart_panel_begin(script, canvas, &panel);
    for (size_t i = 0; i < result->spot_count; i++)
        chart_shade(script, (int)i + 1, result->spot[i].start_mm, result->spot[i].end_mm, CHART_SPOT_SHADE,
                    0.22);
    chart_x_mm_axis(script, canvas, &panel, "mm from the upper thigh");
    chart_y_axis(script, &panel, step, "Force along the thigh, N");
    text_add(script,
             "plot $spread using 1:2:4 with filledcurves fillstyle solid 0.3 noborder lc rgb '" CHART_FORCE
             "', "
             "$spread using 1:3 with lines lt 1 lw 2.5 lc rgb '" CHART_FORCE "', "
             "0 with lines lt 1 lw 1 lc rgb '" CHART_MUTED "'\n");
}

void chart_forces_script(struct text_buffer *script, const struct chart_canvas *canvas,
                         const struct result *result)
{
    double bar_s[BARS + 1];
    struct spread spread;
    if (!spread_fill(&spread, result)) {
        script->failed = true;
        return;
    }
    bars_fill(bar_s, result);
    add_blocks(script, bar_s, &spread, result);
    free(spread.seconds);
    add_bars_panel(script, canvas, result, bar_s);
    add_spread_panel(script, canvas, result);
}

void chart_forces_legend(struct legend *legend, const struct result *result)
{
    legend_add(legend, LEGEND_BLOCK, CHART_FORCE, "time at that force");
    if (isfinite(result->mean_force_n))
        legend_add(legend, LEGEND_DASHES, CHART_INK, "mean: %.0f N", result->mean_force_n);
    legend_add(legend, LEGEND_LINE, CHART_FORCE,
               "median force: lower half of the time, higher the other half");
    legend_add(legend, LEGEND_SHADE, CHART_FORCE, "the force for 8 of 10 seconds");
    if (result->spot_count > 0)
        legend_add(legend, LEGEND_SHADE, CHART_SPOT_SHADE, "a spot");
}
