/* SPDX-License-Identifier: MIT */
#include "charts/chart_kinds.h"

#include "charts/leg_panel.h"

#include <math.h>
#include <stdio.h>

/* The panels of each layout, from above: the leg, the time, the force. */
static const struct chart_edges leg_edges[LAYOUT_COUNT] = {{30, 140}, {50, 196}, {27, 97}};
static const struct chart_edges dwell_edges[LAYOUT_COUNT] = {{184, 284}, {242, 368}, {127, 177}};
static const struct chart_edges force_edges[LAYOUT_COUNT] = {{328, 418}, {416, 533}, {207, 253}};

static void add_profile_datablock(struct text_buffer *script, const struct result *result)
{
    const struct profile *profile = &result->profile;
    chart_begin_datablock(script, "profile", 5);
    for (size_t i = 0; i < profile->count; i++) {
        bool is_on_spot = result_bin_is_on_spot(profile, i, result->spot, result->spot_count);
        CHART_ADD_ROW(script, profile->x_mm[i], is_on_spot ? NAN : profile->dwell_s[i],
                      is_on_spot ? profile->dwell_s[i] : NAN, profile->mean_force_n[i], profile->peak_force_n[i]);
    }
    chart_end_datablock(script);
}

/* Return the maximum of the finite values, at least `min`. */
static double max_finite(const double *values, size_t count, double min)
{
    double max = min;
    for (size_t i = 0; i < count; i++)
        if (isfinite(values[i]))
            max = fmax(max, values[i]);
    return max;
}

static void add_dwell_panel(struct text_buffer *script, const struct chart_canvas *canvas, const struct result *result,
                            struct chart_panel panel)
{
    double max_s = max_finite(result->profile.dwell_s, result->profile.count, 0.1);
    double step = chart_y_from_zero(&panel, max_s, canvas->layout == LAYOUT_PAPER ? 2 : 4, 1);
    char title[80];
    panel.top_px = dwell_edges[canvas->layout].top_px;
    panel.bottom_px = dwell_edges[canvas->layout].bottom_px;
    chart_panel_begin(script, canvas, &panel);
    chart_shade_spots(script, result);
    chart_position_axis(script, canvas, &panel, result->options.units, NULL);
    snprintf(title, sizeof title, "Time spent, seconds on each %s",
             units_round_length(result->options.units, result->profile.bin_mm).text);
    chart_y_axis(script, &panel, step, 1, title);
    text_addf(script, "set boxwidth %.6f\n", result->profile.bin_mm > 0 ? result->profile.bin_mm : 1);
    text_add(script,
             "plot $profile using 1:2 with boxes fillstyle solid 1 noborder lc rgb '" CHART_DWELL "', "
             "$profile using 1:3 with boxes fillstyle solid 1 noborder lc rgb '" CHART_SPOT "', " CHART_BASELINE);
}

static void add_force_panel(struct text_buffer *script, const struct chart_canvas *canvas, const struct result *result,
                            struct chart_panel panel)
{
    const enum units units = result->options.units;
    double max_n = max_finite(result->profile.peak_force_n, result->profile.count, 1);
    double step = chart_y_from_zero(&panel, max_n, canvas->layout == LAYOUT_PAPER ? 2 : 4, units_force_n(units));
    panel.top_px = force_edges[canvas->layout].top_px;
    panel.bottom_px = force_edges[canvas->layout].bottom_px;
    chart_panel_begin(script, canvas, &panel);
    chart_shade_spots(script, result);
    chart_position_axis(script, canvas, &panel, units, units_position_title(units));
    chart_y_axis(script, &panel, step, units_force_n(units), units_force_title(units));
    text_add(script, "plot $profile using 1:5 with lines lt 1 lw 1.5 dt (3,3) lc rgb '" CHART_FORCE "', "
                     "$profile using 1:4 with lines lt 1 lw 2.5 lc rgb '" CHART_FORCE "', " CHART_BASELINE);
}

static void add_panels(struct text_buffer *script, const struct chart_canvas *canvas, const struct result *result)
{
    struct chart_panel panel = {0};
    chart_thigh_range(result, &panel.x_left, &panel.x_right);
    add_profile_datablock(script, result);
    panel.top_px = leg_edges[canvas->layout].top_px;
    panel.bottom_px = leg_edges[canvas->layout].bottom_px;
    leg_panel_add(script, canvas, result, panel);
    add_dwell_panel(script, canvas, result, panel);
    add_force_panel(script, canvas, result, panel);
}

static bool has_uncertain_center(const struct result *result)
{
    for (size_t i = 0; i < result->spot_count; i++)
        if (isfinite(result->spot[i].center_uncertainty_mm))
            return true;
    return false;
}

static void add_legend(struct legend *legend, const struct result *result)
{
    legend_add(legend, LEGEND_BLOCK, CHART_DWELL, "time spent rolling past or changing direction");
    if (result->spot_count > 0)
        legend_add(legend, LEGEND_BLOCK, CHART_SPOT, "time spent on a spot");
    if (has_uncertain_center(result))
        legend_add(legend, LEGEND_LINE, CHART_UNCERTAINTY, "centre of the spot, 95 %% sure");
    legend_add(legend, LEGEND_LINE, CHART_FORCE, "mean force");
    legend_add(legend, LEGEND_DASHES, CHART_FORCE, "highest force");
}

const struct chart_kind chart_thigh = {
    .name = "thigh",
    .wide = {"thigh.svg", "thigh", LAYOUT_WIDE, 960, 487, 58, 940, 15},
    .narrow = {"thigh-narrow.svg", "thighnarrow", LAYOUT_NARROW, 340, 604, 52, 322, 15},
    .paper = {"thigh-paper.svg", "thighpaper", LAYOUT_PAPER, 960, 289, 58, 925, 15},
    .add_panels = add_panels,
    .add_legend = add_legend,
};
