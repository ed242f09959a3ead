/* SPDX-License-Identifier: MIT */
#include "charts/legend.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define ROW_PX 24
#define MARGIN_PX 8
#define SWATCH_PX 18 /* width of a colour sample */
#define SWATCH_HALF_HEIGHT_PX 6
#define TEXT_PX 26           /* distance of the text from the left edge of its entry */
#define SPACE_PX 24          /* space between entries */
#define LETTER_FRACTION 0.56 /* mean width of a letter, as a fraction of the font size */
#define MARK_LABEL_BASE 100  /* first label id of the marks; texts have lower ids */

void legend_add(struct legend *legend, enum legend_shape shape, const char *color, const char *format, ...)
{
    if (legend->count == LEGEND_ENTRIES_MAX)
        return;
    struct legend_entry *entry = &legend->entry[legend->count++];
    va_list arguments;
    entry->shape = shape;
    entry->color = color;
    va_start(arguments, format);
    vsnprintf(entry->text, sizeof entry->text, format, arguments);
    va_end(arguments);
}

void legend_add_html(struct text_buffer *out, const struct legend *legend)
{
    static const char *const classes[] = {[LEGEND_BLOCK] = "key",
                                          [LEGEND_SHADE] = "key shade",
                                          [LEGEND_LINE] = "key line",
                                          [LEGEND_DASHES] = "key dashes",
                                          [LEGEND_MARK] = "key mark"};
    text_add(out, "<ul class=\"legend\">");
    for (size_t i = 0; i < legend->count; i++)
        text_addf(out, "<li><span class=\"%s\" style=\"color:var(%s)\"></span>%s</li>", classes[legend->entry[i].shape],
                  chart_css_variable(legend->entry[i].color), legend->entry[i].text);
    text_add(out, "</ul>");
}

/* Find the left edge and the row of entry `i`. Entries wrap like words. */
static void locate_entry(const struct legend *legend, const struct chart_canvas *canvas, size_t i, double *x_px,
                         int *row)
{
    *x_px = canvas->left_px;
    *row = 0;
    for (size_t k = 0; k <= i; k++) {
        double width_px = TEXT_PX + LETTER_FRACTION * canvas->font_px * (double)strlen(legend->entry[k].text);
        if (*x_px > canvas->left_px && *x_px + width_px > canvas->right_px) {
            *x_px = canvas->left_px;
            (*row)++;
        }
        if (k < i)
            *x_px += width_px + SPACE_PX;
    }
}

int legend_height_px(const struct legend *legend, const struct chart_canvas *canvas)
{
    double x_px;
    int row = 0;
    if (legend->count == 0)
        return 0;
    locate_entry(legend, canvas, legend->count - 1, &x_px, &row);
    return (row + 1) * ROW_PX + 2 * MARGIN_PX;
}

static void draw_swatch(struct text_buffer *script, const struct legend_entry *entry, int id, double x_px, double y_px)
{
    switch (entry->shape) {
    case LEGEND_BLOCK:
    case LEGEND_SHADE:
        text_addf(script, "set object %d rectangle from %.1f,%.1f to %.1f,%.1f front fillcolor rgb '%s' ", id, x_px,
                  y_px - SWATCH_HALF_HEIGHT_PX, x_px + SWATCH_PX, y_px + SWATCH_HALF_HEIGHT_PX, entry->color);
        text_addf(script, "fillstyle solid %.2f noborder\n", entry->shape == LEGEND_SHADE ? 0.4 : 1.0);
        break;
    case LEGEND_LINE:
    case LEGEND_DASHES:
        text_addf(script, "set arrow %d from %.1f,%.1f to %.1f,%.1f nohead front lw %.1f %s lc rgb '%s'\n", id, x_px,
                  y_px, x_px + SWATCH_PX, y_px, entry->shape == LEGEND_DASHES ? 1.5 : 2.5,
                  entry->shape == LEGEND_DASHES ? "dt (3,3)" : "dt solid", entry->color);
        break;
    case LEGEND_MARK:
        text_addf(script, "set label %d '' at %.1f,%.1f front point pt 11 ps 1.4 lc rgb '%s'\n", MARK_LABEL_BASE + id,
                  x_px + SWATCH_PX / 2.0, y_px, entry->color);
        break;
    }
}

void legend_draw(struct text_buffer *script, const struct chart_canvas *canvas, const struct legend *legend, int top_px)
{
    int height_px = legend_height_px(legend, canvas);
    if (height_px == 0)
        return;
    /* Make a panel as wide as the picture, with pixels as units and y pointing down. */
    struct chart_canvas full_width = *canvas;
    full_width.left_px = 0;
    full_width.right_px = canvas->width_px;
    const struct chart_panel panel = {top_px, top_px + height_px, 0, canvas->width_px, height_px, 0};
    chart_panel_begin(script, &full_width, &panel);
    for (size_t i = 0; i < legend->count; i++) {
        double x_px;
        int row;
        locate_entry(legend, canvas, i, &x_px, &row);
        double y_px = MARGIN_PX + (row + 0.5) * ROW_PX;
        draw_swatch(script, &legend->entry[i], (int)i + 1, x_px, y_px);
        text_addf(script, "set label %d '%s' at %.1f,%.1f left front textcolor rgb '" CHART_INK "'\n", (int)i + 1,
                  legend->entry[i].text, x_px + TEXT_PX, y_px);
    }
    /* gnuplot draws a panel only if something is plotted, so plot a line outside the panel. */
    text_addf(script, "plot %d with lines lc rgb '" CHART_PAPER "'\n", 2 * height_px);
}
