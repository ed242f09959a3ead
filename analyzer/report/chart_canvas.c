/* SPDX-License-Identifier: MIT */
#include "chart_canvas.h"

#include <math.h>

#define UNKNOWN_THIGH_MM 350.0

void chart_number(struct text_buffer *script, double value)
{
    if (isfinite(value) && fabs(value) < 1e9)
        text_addf(script, "%.3f", value);
    else
        text_add(script, "NaN");
}

double chart_step(double range, int count)
{
    static const double steps[] = {1, 2, 2.5, 5};
    if (!(range > 0) || !isfinite(range))
        return 1;
    double decade = pow(10, floor(log10(range / count)));
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        if (steps[i] * decade * count >= range)
            return steps[i] * decade;
    }
    return 10 * decade;
}

void chart_thigh_range(const struct result *result, double *low_mm, double *high_mm)
{
    double thigh_mm = result->header.thigh_length_mm;
    double low = 0;
    double high = thigh_mm > 0 && isfinite(thigh_mm) ? thigh_mm : 0;
    if (isfinite(result->min_mm) && isfinite(result->max_mm)) {
        low = fmin(low, 5 * floor(result->min_mm / 5));
        high = fmax(high, 5 * ceil(result->max_mm / 5));
    }
    if (high - low < 50)
        high = low + UNKNOWN_THIGH_MM;
    *low_mm = low;
    *high_mm = high;
}

void chart_begin(struct text_buffer *script, const struct chart_canvas *canvas)
{
    text_addf(script,
              "reset\n"
              "set encoding utf8\n"
              "set terminal svg size %d,%d dynamic noenhanced font 'sans-serif,%d' name '%s'\n"
              "set output '%s'\n"
              "set multiplot\n",
              canvas->width_px, canvas->height_px, canvas->font_px, canvas->id, canvas->file_name);
}

void chart_end(struct text_buffer *script)
{
    text_add(script, "unset multiplot\nset output\n");
}

void chart_panel_begin(struct text_buffer *script, const struct chart_canvas *canvas,
                       const struct chart_panel *panel)
{
    double width = canvas->width_px;
    double height = canvas->height_px;
    text_addf(script,
              "unset object\nunset label\nunset arrow\nunset xlabel\nunset ylabel\nunset xtics\n"
              "unset ytics\nunset key\n"
              "unset grid\nunset border\n"
              "set lmargin at screen %.8f\nset rmargin at screen %.8f\n"
              "set tmargin at screen %.8f\nset bmargin at screen %.8f\n"
              "set xrange [%.6f:%.6f]\nset yrange [%.6f:%.6f]\n",
              canvas->left_px / width, canvas->right_px / width, 1 - panel->top_px / height,
              1 - panel->bottom_px / height, panel->x_low, panel->x_high, panel->y_low, panel->y_high);
}

void chart_y_axis(struct text_buffer *script, const struct chart_panel *panel, double step, const char *title)
{
    double low = fmin(panel->y_low, panel->y_high);
    text_addf(script,
              "set ytics %.6f,%.6f scale 0 format '%%g' textcolor rgb '" CHART_MUTED "'\n"
              "set grid ytics back lt 1 lw 1 lc rgb '" CHART_GRID "'\n"
              "set label 9001 '%s' at graph 0,1 left offset character 0,0.9 textcolor rgb '" CHART_INK "'\n",
              step * ceil(low / step), step, title);
}

void chart_x_mm_axis(struct text_buffer *script, const struct chart_canvas *canvas,
                     const struct chart_panel *panel, const char *title)
{
    double step = chart_step(panel->x_high - panel->x_low, canvas->narrow ? 5 : 9);
    text_addf(script, "set xtics %.6f,%.6f scale 0 format '%s' textcolor rgb '" CHART_MUTED "'\n",
              step * ceil(panel->x_low / step), step, title ? "%g" : "");
    text_add(script, "set grid xtics back lt 1 lw 1 lc rgb '" CHART_GRID "'\n");
    if (title)
        text_addf(script, "set xlabel '%s' offset character 0,0.1 textcolor rgb '" CHART_INK "'\n", title);
}

void chart_shade(struct text_buffer *script, int object, double x_low, double x_high, const char *colour,
                 double opacity)
{
    if (!isfinite(x_low) || !isfinite(x_high))
        return;
    text_addf(script, "set object %d rectangle from %.6f,graph 0 to %.6f,graph 1 behind fillcolor rgb '%s' ",
              object, x_low, x_high, colour);
    text_addf(script, "fillstyle solid %.2f noborder\n", opacity);
}

void chart_badge(struct text_buffer *script, const struct chart_canvas *canvas,
                 const struct chart_panel *panel, int object, double x, double y, double radius_px,
                 unsigned number)
{
    if (!isfinite(x) || !isfinite(y) || !isfinite(radius_px))
        return;
    double radius_x = radius_px * (panel->x_high - panel->x_low) / (canvas->right_px - canvas->left_px);
    text_addf(script,
              "set object %d circle at first %.6f,first %.6f size first %.6f front noclip "
              "fillcolor rgb '" CHART_SPOT "' fillstyle solid 1 border rgb '" CHART_PAPER "' lw 1.5\n",
              object, x, y, radius_x);
    text_addf(script,
              "set label %d '%u' at first %.6f,first %.6f center front font 'sans-serif,%d' "
              "textcolor rgb '" CHART_PAPER "'\n",
              object, number, x, y, canvas->font_px);
}
