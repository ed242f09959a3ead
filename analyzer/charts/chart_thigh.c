/* SPDX-License-Identifier: MIT */
#include "charts/chart_kinds.h"

#include <math.h>
#include <stdio.h>

#define DISC_RADIUS_MIN_PX 11.0
#define DISC_RADIUS_MAX_PX 24.0
#define WHISKER_Y (-0.5) /* below the largest disc and above the outline of the leg */
#define LEG_SLICES 60
/* gnuplot ids of labels */
#define UPPER_THIGH_LABEL "9002"
#define KNEE_LABEL "9003"
#define CREASE_STEPS 10 /* steps on each side of the midline */

/* Return the distance, 0 to 1, from the midline of a thigh, seen from behind, to its inner or outer outline, at a
 * fraction of the way to the knee. The formula has no source: it draws a shape that looks like a thigh, widest a
 * quarter of the way down, and wider on the outer side. */
static double leg_half_width(double fraction, bool inner)
{
    double taper = 0.9 - (inner ? 0.36 : 0.42) * pow(fraction, 1.5);
    double bulge = (inner ? 0.06 : 0.1) * exp(-pow((fraction - 0.28) / 0.26, 2));
    double knee = 0.1 * exp(-pow((fraction - 1) / 0.1, 2));
    return taper + bulge + knee;
}

static void add_leg_datablocks(struct text_buffer *script, const struct chart_panel *panel)
{
    text_add(script, "$leg << END\n");
    for (int i = 0; i <= LEG_SLICES; i++) {
        double fraction = (double)i / LEG_SLICES;
        text_addf(script, "%.3f %.4f %.4f\n", panel->x_left + fraction * (panel->x_right - panel->x_left),
                  -leg_half_width(fraction, true), leg_half_width(fraction, false));
    }
    text_add(script, "END\n$creases << END\n");
    /* The fold below the buttock and the crease of the knee: two arcs that open towards each other. */
    for (int at_knee = 0; at_knee < 2; at_knee++) {
        for (int i = -CREASE_STEPS; i <= CREASE_STEPS; i++) {
            double side = (double)i / CREASE_STEPS; /* -1 to 1: from the inner to the outer end of the crease */
            double depth = 0.018 * (1 - side * side);
            double fraction = at_knee ? 0.978 - depth : 0.012 + depth;
            double half_width = at_knee ? 0.42 : 0.62;
            text_addf(script, "%.3f %.4f\n", panel->x_left + fraction * (panel->x_right - panel->x_left),
                      half_width * side);
        }
        text_add(script, "\n");
    }
    text_add(script, "END\n");
}

static void add_centers_datablock(struct text_buffer *script, const struct result *result)
{
    chart_begin_datablock(script, "centers", 3);
    for (size_t i = 0; i < result->spot_count; i++)
        CHART_ADD_ROW(script, result->spot[i].center_mm, WHISKER_Y, result->spot[i].center_uncertainty_mm);
    chart_end_datablock(script);
}

static void add_leg_panel(struct text_buffer *script, const struct chart_canvas *canvas, const struct result *result,
                          struct chart_panel panel)
{
    panel.top_px = 30;
    panel.bottom_px = 148;
    panel.y_bottom = -1;
    panel.y_top = 1;
    chart_panel_begin(script, canvas, &panel);
    add_leg_datablocks(script, &panel);
    add_centers_datablock(script, result);
    text_add(script, "set label " UPPER_THIGH_LABEL
                     " 'upper thigh' at graph 0,1 left offset character 0,0.9 textcolor rgb '" CHART_INK "'\n");
    text_addf(script,
              "set label " KNEE_LABEL " '%s' at graph 1,1 right offset character 0,0.9 textcolor rgb '" CHART_INK "'\n",
              result->header.thigh_length_mm > 0 ? "knee" : "towards the knee");
    double longest_s = 0;
    for (size_t i = 0; i < result->spot_count; i++)
        longest_s = fmax(longest_s, result->spot[i].dwell_s);
    for (size_t i = 0; i < result->spot_count; i++) {
        const struct result_spot *spot = &result->spot[i];
        double dwell_fraction = longest_s > 0 ? spot->dwell_s / longest_s : 0;
        double radius_px = fmax(DISC_RADIUS_MIN_PX, DISC_RADIUS_MAX_PX * sqrt(dwell_fraction));
        chart_add_badge(script, canvas, &panel,
                        &(struct chart_badge){(int)i + 1, spot->center_mm, 0, radius_px, spot->rank});
    }
    text_add(script, "plot $leg using 1:2:3 with filledcurves fillstyle solid 1 noborder lc rgb '" CHART_SKIN "', "
                     "$leg using 1:2 with lines lt 1 lw 2 lc rgb '" CHART_SKIN_EDGE "', "
                     "$leg using 1:3 with lines lt 1 lw 2 lc rgb '" CHART_SKIN_EDGE "', "
                     "$creases using 1:2 with lines lt 1 lw 2 lc rgb '" CHART_SKIN_EDGE "', "
                     "$centers using 1:2:3 with xerrorbars pt 0 lt 1 lw 1.5 lc rgb '" CHART_UNCERTAINTY "'\n");
}

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
    double step = chart_y_from_zero(&panel, max_s, 4);
    char title[80];
    panel.top_px = 194;
    panel.bottom_px = canvas->narrow ? 330 : 352;
    chart_panel_begin(script, canvas, &panel);
    chart_shade_spots(script, result);
    chart_position_axis(script, canvas, &panel, NULL);
    snprintf(title, sizeof title, "Time spent, seconds on each %.3g mm", result->profile.bin_mm);
    chart_y_axis(script, &panel, step, title);
    text_addf(script, "set boxwidth %.6f\n", result->profile.bin_mm > 0 ? result->profile.bin_mm : 1);
    text_add(script,
             "plot $profile using 1:2 with boxes fillstyle solid 1 noborder lc rgb '" CHART_DWELL "', "
             "$profile using 1:3 with boxes fillstyle solid 1 noborder lc rgb '" CHART_SPOT "', " CHART_BASELINE);
}

static void add_force_panel(struct text_buffer *script, const struct chart_canvas *canvas, const struct result *result,
                            struct chart_panel panel)
{
    double max_n = max_finite(result->profile.peak_force_n, result->profile.count, 1);
    double step = chart_y_from_zero(&panel, max_n, 4);
    panel.top_px = canvas->narrow ? 378 : 400;
    panel.bottom_px = canvas->narrow ? 505 : 543;
    chart_panel_begin(script, canvas, &panel);
    chart_shade_spots(script, result);
    chart_position_axis(script, canvas, &panel, "mm from the upper thigh");
    chart_y_axis(script, &panel, step, "Force, N");
    text_add(script, "plot $profile using 1:5 with lines lt 1 lw 1.5 dt (3,3) lc rgb '" CHART_FORCE "', "
                     "$profile using 1:4 with lines lt 1 lw 2.5 lc rgb '" CHART_FORCE "', " CHART_BASELINE);
}

static void add_panels(struct text_buffer *script, const struct chart_canvas *canvas, const struct result *result)
{
    struct chart_panel panel = {0};
    chart_thigh_range(result, &panel.x_left, &panel.x_right);
    add_profile_datablock(script, result);
    add_leg_panel(script, canvas, result, panel);
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
    .wide = {"thigh.svg", "thigh", false, 960, 612, 58, 940, 15},
    .narrow = {"thigh-narrow.svg", "thighnarrow", true, 340, 576, 52, 322, 15},
    .add_panels = add_panels,
    .add_legend = add_legend,
};
