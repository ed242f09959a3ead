/* SPDX-License-Identifier: MIT */
#include "charts/chart_canvas.h"

#include <math.h>
#include <string.h>

#define THIGH_DEFAULT_MM 350.0  /* length of the axis if neither the thigh's length nor a range is known */
#define THIGH_RANGE_MIN_MM 50.0 /* a shorter axis is unreadable */
#define RANGE_STEP_MM 5.0       /* the ends of the axis are multiples of this */
#define VALUE_MAX 1e9           /* larger values are corrupt and would only fill the script with digits */
#define PX_PER_INCH 96.0        /* as in CSS */
#define POINTS_PER_PX 0.75
/* Of the axis along the thigh for each tick, at least. */
#define TICK_PX 98
#define TICK_NARROW_PX 54
#define PNG_SCALE 2 /* PNG pixels per canvas pixel: sharp on paper and on high-resolution screens */

const char *chart_css_variable(const char *color)
{
    static const struct {
        const char *color, *variable;
    } theme[] = {
        {CHART_INK, "--chart-ink"},
        {CHART_MUTED, "--chart-muted"},
        {CHART_GRID, "--chart-grid"},
        {CHART_PAPER, "--chart-paper"},
        {CHART_SPOT, "--chart-spot"},
        {CHART_SPOT_SHADE, "--chart-shade"},
        {CHART_DWELL, "--chart-dwell"},
        {CHART_FORCE, "--chart-force"},
        {CHART_MARK, "--chart-mark"},
        {CHART_SKIN, "--chart-skin"},
        {CHART_SKIN_EDGE, "--chart-skin-edge"},
        {CHART_GAP, "--chart-gap"},
        {CHART_FORCE_1, "--chart-force-1"},
        {CHART_FORCE_2, "--chart-force-2"},
        {CHART_FORCE_3, "--chart-force-3"},
        {CHART_FORCE_4, "--chart-force-4"},
        {CHART_FORCE_5, "--chart-force-5"},
        {CHART_TIME_1, "--chart-time-1"},
        {CHART_TIME_2, "--chart-time-2"},
        {CHART_TIME_3, "--chart-time-3"},
        {CHART_TIME_4, "--chart-time-4"},
        {CHART_UNCERTAINTY, "--chart-uncertainty"},
    };
    for (size_t i = 0; i < sizeof theme / sizeof theme[0]; i++)
        if (strcmp(color, theme[i].color) == 0)
            return theme[i].variable;
    return NULL;
}

void chart_begin_datablock(struct text_buffer *script, const char *name, size_t columns)
{
    text_addf(script, "$%s << END\n", name);
    for (size_t i = 0; i < columns; i++)
        text_add(script, i + 1 < columns ? "NaN " : "NaN\n");
}

void chart_end_datablock(struct text_buffer *script)
{
    text_add(script, "END\n");
}

void chart_add_row(struct text_buffer *script, const double values[], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *separator = i + 1 < count ? " " : "\n";
        if (isfinite(values[i]) && fabs(values[i]) < VALUE_MAX)
            text_addf(script, "%.3f%s", values[i], separator);
        else
            text_addf(script, "NaN%s", separator);
    }
}

double chart_tick_step(double range, int count)
{
    static const double steps[] = {1, 2, 2.5, 5};
    if (!(range > 0) || !isfinite(range))
        return 1;
    double decade = pow(10, floor(log10(range / count)));
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
        if (steps[i] * decade * count >= range)
            return steps[i] * decade;
    return 10 * decade;
}

double chart_unit_step(double range, int count, double unit)
{
    return unit * chart_tick_step(range / unit, count);
}

void chart_thigh_range(const struct result *result, double *low_mm, double *high_mm)
{
    double thigh_mm = result->header.thigh_length_mm;
    *low_mm = 0;
    *high_mm = thigh_mm > 0 && isfinite(thigh_mm) ? thigh_mm : 0;
    if (isfinite(result->min_mm) && isfinite(result->max_mm)) {
        *low_mm = fmin(*low_mm, RANGE_STEP_MM * floor(result->min_mm / RANGE_STEP_MM));
        *high_mm = fmax(*high_mm, RANGE_STEP_MM * ceil(result->max_mm / RANGE_STEP_MM));
    }
    if (*high_mm - *low_mm < THIGH_RANGE_MIN_MM)
        *high_mm = *low_mm + THIGH_DEFAULT_MM;
}

void chart_begin(struct text_buffer *script, const struct chart_canvas *canvas)
{
    const char *extension = strrchr(canvas->file_name, '.');
    text_add(script, "reset\nset encoding utf8\n");
    if (extension && strcmp(extension, ".png") == 0)
        text_addf(script,
                  "set terminal pngcairo size %d,%d noenhanced font 'sans-serif,%d' fontscale %.2f linewidth %d "
                  "pointscale %d\n",
                  PNG_SCALE * canvas->width_px, PNG_SCALE * canvas->height_px, canvas->font_px,
                  PNG_SCALE * POINTS_PER_PX, PNG_SCALE, PNG_SCALE);
    else if (extension && strcmp(extension, ".pdf") == 0)
        text_addf(script,
                  "set terminal pdfcairo size %.4fin,%.4fin noenhanced font 'sans-serif,%d' fontscale %.2f "
                  "linewidth 1.5\n",
                  canvas->width_px / PX_PER_INCH, canvas->height_px / PX_PER_INCH, canvas->font_px,
                  POINTS_PER_PX * POINTS_PER_PX);
    else
        text_addf(script, "set terminal svg size %d,%d dynamic noenhanced font 'sans-serif,%d' name '%s'\n",
                  canvas->width_px, canvas->height_px, canvas->font_px, canvas->id);
    text_addf(script, "set output '%s'\nset multiplot\n", canvas->file_name);
}

void chart_end(struct text_buffer *script)
{
    text_add(script, "unset multiplot\nset output\n");
}

void chart_panel_begin(struct text_buffer *script, const struct chart_canvas *canvas, const struct chart_panel *panel)
{
    double width_px = canvas->width_px, height_px = canvas->height_px;
    text_addf(script,
              "unset object\nunset label\nunset arrow\nunset xlabel\nunset ylabel\nunset xtics\n"
              "unset ytics\nunset key\nunset grid\nunset border\n"
              "set lmargin at screen %.8f\nset rmargin at screen %.8f\n"
              "set tmargin at screen %.8f\nset bmargin at screen %.8f\n"
              "set xrange [%.6f:%.6f]\nset yrange [%.6f:%.6f]\n",
              canvas->left_px / width_px, canvas->right_px / width_px, 1 - panel->top_px / height_px,
              1 - panel->bottom_px / height_px, panel->x_left, panel->x_right, panel->y_bottom, panel->y_top);
}

double chart_y_from_zero(struct chart_panel *panel, double max, int count, double unit)
{
    double step = chart_unit_step(max, count, unit);
    panel->y_bottom = 0;
    panel->y_top = step * ceil(max * CHART_HEADROOM / step);
    return step;
}

void chart_ticks_add(struct text_buffer *script, const struct chart_ticks *ticks)
{
    double first = ceil(fmin(ticks->from, ticks->to) / ticks->step),
           last = floor(fmax(ticks->from, ticks->to) / ticks->step);
    const char *space = ticks->symbol[0] ? " " : "";
    if (ticks->unit == 1) {
        text_addf(script, "set %ctics %.6f,%.6f scale 0 format '%s%s%s' textcolor rgb '" CHART_MUTED "'\n", ticks->axis,
                  ticks->step * first, ticks->step, ticks->labelled ? "%g" : "", space, ticks->symbol);
        return;
    }
    text_addf(script, "set %ctics scale 0 textcolor rgb '" CHART_MUTED "' (", ticks->axis);
    for (double k = first; k <= last; k++) {
        text_add(script, k == first ? "'" : ", '");
        if (ticks->labelled)
            text_addf(script, "%.6g%s%s", k * ticks->step / ticks->unit + 0.0, space, ticks->symbol);
        text_addf(script, "' %.6f", k * ticks->step);
    }
    text_add(script, ")\n");
}

void chart_y_axis(struct text_buffer *script, const struct chart_panel *panel, double step, double unit,
                  const char *title)
{
    chart_ticks_add(script, &(struct chart_ticks){'y', panel->y_bottom, panel->y_top, step, unit, true, ""});
    text_addf(script,
              "set grid ytics back lt 1 lw 1 lc rgb '" CHART_GRID "'\n"
              "set label " CHART_TITLE_LABEL " '%s' at graph 0,1 left offset character 0,0.9 textcolor rgb '" CHART_INK
              "'\n",
              title);
}

void chart_position_axis(struct text_buffer *script, const struct chart_canvas *canvas, const struct chart_panel *panel,
                         enum units units, const char *title)
{
    int ticks = (canvas->right_px - canvas->left_px) / (canvas->layout == LAYOUT_NARROW ? TICK_NARROW_PX : TICK_PX);
    double unit = units_length_mm(units), step = chart_unit_step(panel->x_right - panel->x_left, ticks, unit);
    bool is_paper = canvas->layout == LAYOUT_PAPER;
    const char *symbol = title && is_paper ? units_length_symbol(units) : "";
    chart_ticks_add(script,
                    &(struct chart_ticks){'x', panel->x_left, panel->x_right, step, unit, title != NULL, symbol});
    text_add(script, "set grid xtics back lt 1 lw 1 lc rgb '" CHART_GRID "'\n");
    if (title && !is_paper)
        text_addf(script, "set xlabel '%s' offset character 0,0.1 textcolor rgb '" CHART_INK "'\n", title);
}

void chart_shade(struct text_buffer *script, int object_id, double x_left, double x_right, const char *color,
                 double opacity)
{
    if (!isfinite(x_left) || !isfinite(x_right))
        return;
    text_addf(script, "set object %d rectangle from %.6f,graph 0 to %.6f,graph 1 behind fillcolor rgb '%s' ", object_id,
              x_left, x_right, color);
    text_addf(script, "fillstyle solid %.2f noborder\n", opacity);
}

void chart_shade_spots(struct text_buffer *script, const struct result *result)
{
    for (size_t i = 0; i < result->spot_count; i++)
        chart_shade(script, (int)i + 1, result->spot[i].start_mm, result->spot[i].end_mm, CHART_SPOT_SHADE,
                    CHART_SPOT_OPACITY);
}

void chart_add_badge(struct text_buffer *script, const struct chart_canvas *canvas, const struct chart_panel *panel,
                     const struct chart_badge *badge)
{
    if (!isfinite(badge->x) || !isfinite(badge->y) || !isfinite(badge->radius_px))
        return;
    double x_per_px = (panel->x_right - panel->x_left) / (canvas->right_px - canvas->left_px);
    text_addf(script,
              "set object %d circle at first %.6f,first %.6f size first %.6f front noclip "
              "fillcolor rgb '" CHART_SPOT "' fillstyle solid 1 border rgb '" CHART_PAPER "' lw 1.5\n",
              badge->object_id, badge->x, badge->y, badge->radius_px * x_per_px);
    text_addf(script,
              "set label %d '%u' at first %.6f,first %.6f center front font 'sans-serif,%d' "
              "textcolor rgb '" CHART_PAPER "'\n",
              badge->object_id, badge->number, badge->x, badge->y, canvas->font_px);
}
