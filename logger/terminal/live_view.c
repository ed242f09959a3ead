/* SPDX-License-Identifier: MIT */
#include "terminal/live_view.h"

#include "shared/dose.h"
#include "shared/text_buffer.h"
#include "terminal/status_line.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define MARGIN 1              /* empty columns to the left of the view */
#define WIDTH_MAX 100         /* columns of the thigh; more would show no more detail */
#define FULL_BAR_MIN_N 200.0  /* smallest force that fills the bar */
#define FULL_COLUMN_MIN_S 5.0 /* smallest dwell that fills a column */
#define STRIPS_COLUMNS_MIN 76 /* narrower terminals lack space for the digits of 16 strips */
#define THIGH_COLUMNS_MIN 8   /* narrower terminals show no thigh */

/* Arguments of set_style; cyan and yellow can be distinguished with every kind of colour blindness. */
#define STYLE_ROLLER "1;36"
#define STYLE_DONE "1;33"
#define STYLE_FAINT "2"
#define STYLE_ALARM "1;7"
#define STYLE_PLAIN "0"

struct canvas {
    const struct live_view *view;
    struct text_buffer text;
};

enum shape { SHAPE_LINE, SHAPE_START, SHAPE_END, SHAPE_ROLLER, SHAPE_FULL, SHAPE_EMPTY };

static void add(struct canvas *canvas, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void add(struct canvas *canvas, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    text_addfv(&canvas->text, format, arguments);
    va_end(arguments);
}

static void add_shape(struct canvas *canvas, enum shape shape)
{
    static const char *const unicode[] = {"─", "├", "┤", "●", "█", "·"};
    static const char *const ascii[] = {"-", "|", "|", "O", "#", "."};
    add(canvas, "%s", canvas->view->unicode ? unicode[shape] : ascii[shape]);
}

static void add_shapes(struct canvas *canvas, enum shape shape, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        add_shape(canvas, shape);
}

static void set_style(struct canvas *canvas, const char *style)
{
    if (canvas->view->color)
        add(canvas, "\033[%sm", style);
}

/* Add the duration of the recording and, if the user chose one, the remaining time. */
static void add_clock(struct canvas *canvas)
{
    const struct live_view *view = canvas->view;
    long elapsed_s = (long)(view->decoder->newest_row.time_us / 1000000);
    add(canvas, "%ld:%02ld", elapsed_s / 60, elapsed_s % 60);
    if (view->duration_s > 0) {
        long remaining_s = (long)ceil(view->duration_s - (double)view->decoder->newest_row.time_us / 1e6);
        remaining_s = remaining_s > 0 ? remaining_s : 0;
        add(canvas, ", %ld:%02ld to go", remaining_s / 60, remaining_s % 60);
    }
}

/* Whether the user has stayed at this place for long enough, in all visits together. */
static bool is_done(const struct live_tracker *tracker)
{
    return tracker->place_dwell_s >= DOSE_PLACE_S;
}

/* Return the column of a position on a line of `width` columns. */
static unsigned column_of(const struct live_tracker *tracker, double position_mm, unsigned width)
{
    double fraction = position_mm / tracker->length_mm;
    unsigned column = (unsigned)(fmax(0, fraction) * width);
    return column < width ? column : width - 1;
}

/* Add a line with the roller on it, `width` columns wide. */
static void add_thigh(struct canvas *canvas, unsigned width)
{
    const struct live_tracker *tracker = canvas->view->tracker;
    unsigned roller_column = tracker->position_is_known ? column_of(tracker, tracker->position_mm, width - 2) : 0;
    add_shape(canvas, SHAPE_START);
    add_shapes(canvas, SHAPE_LINE, roller_column);
    if (tracker->position_is_known) {
        set_style(canvas, is_done(tracker) ? STYLE_DONE : STYLE_ROLLER);
        add_shape(canvas, SHAPE_ROLLER);
        set_style(canvas, STYLE_PLAIN);
    } else {
        add_shape(canvas, SHAPE_LINE);
    }
    add_shapes(canvas, SHAPE_LINE, width - 3 - roller_column);
    add_shape(canvas, SHAPE_END);
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
    set_style(canvas, STYLE_FAINT);
    for (unsigned column = 0; column < width; column++) {
        unsigned bin = (unsigned)((column + 0.5) / width * tracker->length_mm / LIVE_TRACKER_BIN_MM);
        double time_s = tracker->dwell_s[bin < LIVE_TRACKER_BINS ? bin : LIVE_TRACKER_BINS - 1];
        unsigned level = time_s > 0 ? 1 + (unsigned)(time_s / max_s * 7) : 0;
        add(canvas, "%s", canvas->view->unicode ? unicode[level] : ascii[level]);
    }
    set_style(canvas, STYLE_PLAIN);
}

/* Add a bar filled to `fraction`, which is clipped to [0, 1]. */
static void add_bar(struct canvas *canvas, double fraction, unsigned width)
{
    unsigned full_columns = (unsigned)(fmin(1, fmax(0, fraction)) * width + 0.5);
    add_shapes(canvas, SHAPE_FULL, full_columns);
    set_style(canvas, STYLE_FAINT);
    add_shapes(canvas, SHAPE_EMPTY, width - full_columns);
    set_style(canvas, STYLE_PLAIN);
}

/* Add the time on this place, as a number and a bar, and what the user should do. */
static void add_visit(struct canvas *canvas, unsigned bar_width)
{
    const struct live_tracker *tracker = canvas->view->tracker;
    add(canvas, "this spot %4.0f s  ", tracker->place_dwell_s);
    if (is_done(tracker))
        set_style(canvas, STYLE_DONE);
    add_bar(canvas, tracker->place_dwell_s / DOSE_PLACE_S, bar_width);
    if (is_done(tracker))
        set_style(canvas, STYLE_DONE);
    add(canvas, "  %s",
        !tracker->position_is_known ? "put the roller under your upper thigh"
        : !tracker->loaded          ? "lifted off"
        : is_done(tracker)          ? "DONE HERE: ROLL ON"
                                    : "done at " DOSE_TEXT(DOSE_PLACE_S) " s");
    set_style(canvas, STYLE_PLAIN);
}

/* Add the numbers of strokes, readings and lost readings and, if there is space, the strip digits. */
static void add_counts(struct canvas *canvas, unsigned columns)
{
    char strips[SESSION_STRIPS_MAX + 1];
    status_line_strip_digits(strips, canvas->view->decoder);
    const struct session_decoder_counts *counts = &canvas->view->decoder->counts;
    add(canvas, "strokes %u   readings %llu   ", canvas->view->tracker->strokes, (unsigned long long)counts->rows);
    if (counts->lost > 0)
        set_style(canvas, STYLE_ALARM);
    add(canvas, "lost %llu", (unsigned long long)counts->lost);
    set_style(canvas, STYLE_PLAIN);
    if (columns >= STRIPS_COLUMNS_MIN)
        add(canvas, "   strips %s", strips);
}

/* Draw one line: the clock, the thigh, the current visit, the force and, if there are any, the losses. */
static void draw_one_line(struct canvas *canvas, unsigned columns)
{
    const struct live_tracker *tracker = canvas->view->tracker;
    const struct session_decoder *decoder = canvas->view->decoder;
    long elapsed_s = (long)(decoder->newest_row.time_us / 1000000);
    char clock[24], numbers[80], lost[40] = "";
    if (decoder->counts.lost > 0)
        snprintf(lost, sizeof lost, " %llu lost", (unsigned long long)decoder->counts.lost);
    snprintf(clock, sizeof clock, "%ld:%02ld ", elapsed_s / 60, elapsed_s % 60);
    snprintf(numbers, sizeof numbers, " %2.0f s %s %3.0f N%s", tracker->place_dwell_s,
             is_done(tracker) ? "DONE" : "here", tracker->force_n, lost);
    size_t used = strlen(clock) + strlen(numbers);
    if (used + THIGH_COLUMNS_MIN > columns) {
        add(canvas, "%.*s", (int)columns, numbers + strlen(" "));
        return;
    }
    unsigned width = columns - (unsigned)used;
    add(canvas, "%s", clock);
    add_thigh(canvas, width < WIDTH_MAX ? width : WIDTH_MAX);
    add(canvas, "%s", numbers);
}

static void draw_title(struct canvas *canvas)
{
    const struct live_view *view = canvas->view;
    const char *leg = session_leg_name(view->decoder->header.leg);
    add(canvas, "\n%*sRecording%s%s%s  ", MARGIN, "", *leg ? " the " : "", leg, *leg ? " leg" : "");
    add_clock(canvas);
    add(canvas, "   (%s)\n\n", view->hint);
}

/* Draw the thigh, with the dwell above it, and the position as text below the roller. */
static void draw_thigh(struct canvas *canvas, unsigned width)
{
    const struct live_tracker *tracker = canvas->view->tracker;
    int between_labels = (int)width - (int)strlen("upper thigh") - (int)strlen("knee");
    add(canvas,
        "%*supper thigh%*sknee\n"
        "%*s",
        MARGIN, "", between_labels, "", MARGIN + 1, "");
    add_dwell(canvas, width - 2);
    add(canvas, "\n%*s", MARGIN, "");
    add_thigh(canvas, width);
    char position[40] = "";
    if (tracker->position_is_known) /* adding 0.0 turns -0 into 0 */
        snprintf(position, sizeof position, "about %.0f mm down", round(tracker->position_mm) + 0.0);
    unsigned length = (unsigned)strlen(position);
    unsigned roller_column = 1 + column_of(tracker, tracker->position_mm, width - 2);
    unsigned start = roller_column > length / 2 ? roller_column - length / 2 : 0;
    start = start + length > width ? width - length : start;
    add(canvas, "\n%*s%s\n", (int)(MARGIN + start), "", position);
}

/* Draw all lines, for a terminal that is large enough. */
static void draw_full_view(struct canvas *canvas, unsigned columns)
{
    const struct live_tracker *tracker = canvas->view->tracker;
    unsigned width = columns - 2 * MARGIN < WIDTH_MAX ? columns - 2 * MARGIN : WIDTH_MAX;
    unsigned bar_width = width > 76 ? 30 : width / 3;
    draw_title(canvas);
    draw_thigh(canvas, width);
    add(canvas, "%*s", MARGIN, "");
    add_visit(canvas, bar_width);
    add(canvas, "\n%*sforce     %4.0f N  ", MARGIN, "", tracker->force_n);
    add_bar(canvas, tracker->force_n / fmax(FULL_BAR_MIN_N, tracker->peak_force_n), bar_width);
    add(canvas, "\n%*s", MARGIN, "");
    add_counts(canvas, columns);
    add(canvas, "\n");
    set_style(canvas, STYLE_FAINT);
    add(canvas, "%*sLive numbers are a hint while you roll; the report is exact.", MARGIN, "");
    set_style(canvas, STYLE_PLAIN);
}

void live_view_draw(const struct live_view *view, unsigned columns, unsigned rows, char *text, size_t size)
{
    struct canvas canvas = {.view = view, .text = text_fixed(text, size)};
    if (columns < LIVE_VIEW_COLUMNS_MIN || rows < LIVE_VIEW_ROWS_MIN)
        draw_one_line(&canvas, columns);
    else
        draw_full_view(&canvas, columns);
}
