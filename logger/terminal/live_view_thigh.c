/* SPDX-License-Identifier: MIT */
#include "terminal/live_view_parts.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

#define FULL_COLUMN_MIN_S 5.0 /* smallest dwell that fills a column */

void canvas_add(struct canvas *canvas, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    text_addfv(&canvas->text, format, arguments);
    va_end(arguments);
}

void canvas_add_shape(struct canvas *canvas, enum shape shape)
{
    static const char *const unicode[] = {"─", "├", "┤", "●", "█", "·", "▲"};
    static const char *const ascii[] = {"-", "|", "|", "O", "#", ".", "^"};
    canvas_add(canvas, "%s", canvas->view->unicode ? unicode[shape] : ascii[shape]);
}

void canvas_add_shapes(struct canvas *canvas, enum shape shape, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        canvas_add_shape(canvas, shape);
}

void canvas_set_style(struct canvas *canvas, const char *style)
{
    if (canvas->view->color)
        canvas_add(canvas, "\033[%sm", style);
}

/* Return the column of a position on a line of `width` columns. */
static unsigned column_of(const struct live_tracker *tracker, double position_mm, unsigned width)
{
    double fraction = position_mm / tracker->length_mm;
    unsigned column = (unsigned)(fmax(0, fraction) * width);
    return column < width ? column : width - 1;
}

void canvas_add_thigh(struct canvas *canvas, unsigned width)
{
    const struct live_tracker *tracker = canvas->view->tracker;
    unsigned roller_column = tracker->position_is_known ? column_of(tracker, tracker->position_mm, width - 2) : 0;
    canvas_add_shape(canvas, SHAPE_START);
    canvas_add_shapes(canvas, SHAPE_LINE, roller_column);
    if (tracker->position_is_known) {
        canvas_set_style(canvas, live_tracker_dose_is_reached(tracker) ? STYLE_DONE : STYLE_ROLLER);
        canvas_add_shape(canvas, SHAPE_ROLLER);
        canvas_set_style(canvas, STYLE_PLAIN);
    } else {
        canvas_add_shape(canvas, SHAPE_LINE);
    }
    canvas_add_shapes(canvas, SHAPE_LINE, width - 3 - roller_column);
    canvas_add_shape(canvas, SHAPE_END);
}

/* Add a bar chart of the dwell along the thigh. The height of a column is its fraction of the longest dwell; a
 * column with any dwell is not empty. */
static void add_dwell(struct canvas *canvas, unsigned width)
{
    static const char *const unicode[] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    static const char *const ascii[] = {" ", ".", ".", ":", ":", "+", "+", "#", "#"};
    const struct live_tracker *tracker = canvas->view->tracker;
    double max_s = FULL_COLUMN_MIN_S;
    for (unsigned i = 0; i < LIVE_TRACKER_BINS; i++)
        max_s = fmax(max_s, tracker->dwell_s[i]);
    canvas_set_style(canvas, STYLE_FAINT);
    for (unsigned column = 0; column < width; column++) {
        unsigned bin = (unsigned)((column + 0.5) / width * tracker->length_mm / LIVE_TRACKER_BIN_MM);
        double time_s = tracker->dwell_s[bin < LIVE_TRACKER_BINS ? bin : LIVE_TRACKER_BINS - 1];
        unsigned level = time_s > 0 ? 1 + (unsigned)(time_s / max_s * 7) : 0;
        canvas_add(canvas, "%s", canvas->view->unicode ? unicode[level] : ascii[level]);
    }
    canvas_set_style(canvas, STYLE_PLAIN);
}

/* Add a line with the marks, below the thigh. */
static void add_marks(struct canvas *canvas, unsigned width)
{
    const struct live_tracker *tracker = canvas->view->tracker;
    bool is_marked[LIVE_VIEW_WIDTH_MAX] = {false};
    for (size_t i = 0; i < live_places_known_marks(&tracker->places); i++)
        is_marked[column_of(tracker, tracker->places.mark_mm[i], width)] = true;
    for (unsigned column = 0; column < width; column++)
        if (is_marked[column])
            canvas_add_shape(canvas, SHAPE_MARK);
        else
            canvas_add(canvas, " ");
}

void canvas_draw_thigh(struct canvas *canvas, unsigned width)
{
    int between_labels = (int)width - (int)strlen("upper thigh") - (int)strlen("knee");
    canvas_add(canvas,
               "%*supper thigh%*sknee\n"
               "%*s",
               LIVE_VIEW_MARGIN, "", between_labels, "", LIVE_VIEW_MARGIN + 1, "");
    add_dwell(canvas, width - 2);
    canvas_add(canvas, "\n%*s", LIVE_VIEW_MARGIN, "");
    canvas_add_thigh(canvas, width);
    canvas_add(canvas, "\n%*s", LIVE_VIEW_MARGIN + 1, "");
    add_marks(canvas, width - 2);
    canvas_add(canvas, "\n");
}
