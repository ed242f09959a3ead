/* SPDX-License-Identifier: MIT */
#include "charts/chart_thigh.h"

#include <math.h>
#include <stdio.h>

const struct chart_canvas CHART_THIGH_CANVAS = {"thigh.svg", "thigh", false, 960, 612, 58, 940, 15};
const struct chart_canvas CHART_THIGH_NARROW_CANVAS = {
    "thigh-narrow.svg", "thighnarrow", true, 340, 576, 52, 322, 15};

#define DISC_RADIUS_MIN_PX 11.0
#define DISC_RADIUS_MAX_PX 24.0
#define LEG_SLICES 60
#define CREASE_STEPS 10

static void add_spot_shades(struct text_buffer *script, const struct result *result)
{
    for (size_t i = 0; i < result->spot_count; i++)
        chart_shade(script, (int)i + 1, result->spot[i].start_mm, result->spot[i].end_mm, CHART_SPOT_SHADE,
                    0.22);
}

/* Half the width of a drawn thigh seen from behind, 0 to 1, at a share of the way to the knee: fullest a
 * quarter of the way down, more so on its outer side, narrow above the knee and wider again at it. A drawing,
 * no measure. */
static double leg_half(double along, bool inner)
{
    double taper = 0.9 - (inner ? 0.36 : 0.42) * pow(along, 1.5);
    double bulge = (inner ? 0.06 : 0.1) * exp(-pow((along - 0.28) / 0.26, 2));
    double knee = 0.1 * exp(-pow((along - 1) / 0.1, 2));
    return taper + bulge + knee;
}

static void add_leg_block(struct text_buffer *script, const struct chart_panel *panel)
{
    text_add(script, "$leg << END\n");
    for (int i = 0; i <= LEG_SLICES; i++) {
        double along = (double)i / LEG_SLICES;
        text_addf(script, "%.3f %.4f %.4f\n", panel->x_low + along * (panel->x_high - panel->x_low),
                  -leg_half(along, true), leg_half(along, false));
    }
    text_add(script, "END\n$creases << END\n");
    /* The fold below the buttock and the crease of the knee: arcs that open towards each other. */
    for (int side = 0; side < 2; side++) {
        for (int i = -CREASE_STEPS; i <= CREASE_STEPS; i++) {
            double across = (double)i / CREASE_STEPS, depth = 0.018 * (1 - across * across);
            double along = side == 0 ? 0.012 + depth : 0.978 - depth;
            double half = side == 0 ? 0.62 : 0.42;
            text_addf(script, "%.3f %.4f\n", panel->x_low + along * (panel->x_high - panel->x_low),
                      half * across);
        }
        text_add(script, "\n");
    }
    text_add(script, "END\n");
}

static void add_leg_panel(struct text_buffer *script, const struct chart_canvas *canvas,
                          const struct result *result, struct chart_panel panel)
{
    panel.top_px = 30;
    panel.bottom_px = 148;
    panel.y_low = -1;
    panel.y_high = 1;
    chart_panel_begin(script, canvas, &panel);
    add_leg_block(script, &panel);
    text_add(script,
             "set label 9002 'upper thigh' at graph 0,1 left offset character 0,0.9 textcolor rgb '" CHART_INK
             "'\n");
    text_addf(script,
              "set label 9003 '%s' at graph 1,1 right offset character 0,0.9 textcolor rgb '" CHART_INK "'\n",
              result->header.thigh_length_mm > 0 ? "knee" : "towards the knee");
    double longest_s = 0;
    for (size_t i = 0; i < result->spot_count; i++)
        longest_s = fmax(longest_s, result->spot[i].dwell_s);
    for (size_t i = 0; i < result->spot_count; i++) {
        const struct result_spot *spot = &result->spot[i];
        double share = longest_s > 0 ? spot->dwell_s / longest_s : 0;
        double radius_px = fmax(DISC_RADIUS_MIN_PX, DISC_RADIUS_MAX_PX * sqrt(share));
        chart_badge(script, canvas, &panel, (int)i + 1, spot->center_mm, 0, radius_px, spot->rank);
    }
    text_add(script,
             "plot $leg using 1:2:3 with filledcurves fillstyle solid 1 noborder lc rgb '" CHART_SKIN "', "
             "$leg using 1:2 with lines lt 1 lw 2 lc rgb '" CHART_SKIN_EDGE "', "
             "$leg using 1:3 with lines lt 1 lw 2 lc rgb '" CHART_SKIN_EDGE "', "
             "$creases using 1:2 with lines lt 1 lw 2 lc rgb '" CHART_SKIN_EDGE "'\n");
}

static void add_profile_block(struct text_buffer *script, const struct result *result)
{
    const struct result_profile *profile = &result->profile;
    /* Never empty: gnuplot fails on an empty block. */
    text_add(script, "$profile << END\nNaN NaN NaN NaN NaN\n");
    for (size_t i = 0; i < profile->count; i++) {
        bool inside = result_bin_is_on_spot(profile, i, result->spot, result->spot_count);
        chart_add_number(script, profile->x_mm[i]);
        text_add(script, " ");
        chart_add_number(script, inside ? NAN : profile->dwell_s[i]);
        text_add(script, " ");
        chart_add_number(script, inside ? profile->dwell_s[i] : NAN);
        text_add(script, " ");
        chart_add_number(script, profile->mean_force_n[i]);
        text_add(script, " ");
        chart_add_number(script, profile->peak_force_n[i]);
        text_add(script, "\n");
    }
    text_add(script, "END\n");
}

static double greatest(const double *values, size_t count)
{
    double most = 0;
    for (size_t i = 0; i < count; i++) {
        if (isfinite(values[i]))
            most = fmax(most, values[i]);
    }
    return most;
}

static void add_dwell_panel(struct text_buffer *script, const struct chart_canvas *canvas,
                            const struct result *result, struct chart_panel panel)
{
    double most_s = greatest(result->profile.dwell_s, result->profile.count);
    double step = chart_tick_step(fmax(most_s, 0.1), 4);
    char title[80];
    panel.top_px = 194;
    panel.bottom_px = canvas->narrow ? 330 : 352;
    panel.y_low = 0;
    panel.y_high = step * ceil(fmax(most_s, 0.1) * 1.02 / step);
    chart_panel_begin(script, canvas, &panel);
    add_spot_shades(script, result);
    chart_x_mm_axis(script, canvas, &panel, NULL);
    snprintf(title, sizeof title, "Time spent, seconds on each %.3g mm", result->profile.bin_mm);
    chart_y_axis(script, &panel, step, title);
    text_addf(script, "set boxwidth %.6f\n", result->profile.bin_mm > 0 ? result->profile.bin_mm : 1);
    text_add(script,
             "plot $profile using 1:2 with boxes fillstyle solid 1 noborder lc rgb '" CHART_DWELL "', "
             "$profile using 1:3 with boxes fillstyle solid 1 noborder lc rgb '" CHART_SPOT "', "
             "0 with lines lt 1 lw 1 lc rgb '" CHART_MUTED "'\n");
}

static void add_force_panel(struct text_buffer *script, const struct chart_canvas *canvas,
                            const struct result *result, struct chart_panel panel)
{
    double most_n = greatest(result->profile.peak_force_n, result->profile.count);
    double step = chart_tick_step(fmax(most_n, 1), 4);
    panel.top_px = canvas->narrow ? 378 : 400;
    panel.bottom_px = canvas->narrow ? 505 : 543;
    panel.y_low = 0;
    panel.y_high = step * ceil(fmax(most_n, 1) * 1.02 / step);
    chart_panel_begin(script, canvas, &panel);
    add_spot_shades(script, result);
    chart_x_mm_axis(script, canvas, &panel, "mm from the upper thigh");
    chart_y_axis(script, &panel, step, "Force, N");
    text_add(script, "plot $profile using 1:5 with lines lt 1 lw 1.5 dt (3,3) lc rgb '" CHART_FORCE "', "
                     "$profile using 1:4 with lines lt 1 lw 2.5 lc rgb '" CHART_FORCE "', "
                     "0 with lines lt 1 lw 1 lc rgb '" CHART_MUTED "'\n");
}

void chart_thigh_script(struct text_buffer *script, const struct chart_canvas *canvas,
                        const struct result *result)
{
    struct chart_panel panel = {0};
    chart_thigh_range(result, &panel.x_low, &panel.x_high);
    add_profile_block(script, result);
    add_leg_panel(script, canvas, result, panel);
    add_dwell_panel(script, canvas, result, panel);
    add_force_panel(script, canvas, result, panel);
}

void chart_thigh_legend(struct legend *legend, const struct result *result)
{
    legend_add(legend, LEGEND_BLOCK, CHART_DWELL, "time spent rolling past or changing direction");
    if (result->spot_count > 0)
        legend_add(legend, LEGEND_BLOCK, CHART_SPOT, "time spent on a spot");
    legend_add(legend, LEGEND_LINE, CHART_FORCE, "mean force");
    legend_add(legend, LEGEND_DASHES, CHART_FORCE, "highest force");
}
