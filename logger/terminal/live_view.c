/* SPDX-License-Identifier: MIT */
#include "terminal/live_view.h"

#include "terminal/status_line.h"
#include "shared/text_buffer.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define MARGIN 1
#define WIDEST 100 /* a thigh drawn wider tells no more */
#define BAR_LEAST_FULL_N 200.0
#define STRIPS_LEAST_COLUMNS 76 /* 16 strips fit */

struct canvas {
    const struct live_view *view;
    struct text_buffer text;
};

/* What is drawn, in Unicode and in ASCII. */
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

static void add_blanks(struct canvas *canvas, unsigned count)
{
    add(canvas, "%*s", (int)count, "");
}

/* Cyan and yellow: they differ for every kind of colour blindness. */
static void set_style(struct canvas *canvas, const char *style)
{
    if (canvas->view->colour)
        add(canvas, "\033[%sm", style);
}
#define STYLE_ROLLER "1;36"
#define STYLE_DONE "1;33"
#define STYLE_FAINT "2"
#define STYLE_ALARM "1;7"
#define STYLE_PLAIN "0"

static void add_clock(struct canvas *canvas)
{
    const struct live_view *view = canvas->view;
    long elapsed_s = (long)(view->recorder->newest.time_us / 1000000);
    add(canvas, "%ld:%02ld", elapsed_s / 60, elapsed_s % 60);
    if (view->duration_s > 0) {
        long left_s = (long)ceil(view->duration_s - (double)view->recorder->newest.time_us / 1e6);
        left_s = left_s > 0 ? left_s : 0;
        add(canvas, ", %ld:%02ld to go", left_s / 60, left_s % 60);
    }
}

static bool is_done(const struct live_tracker *live)
{
    return live->spot_dwell_s >= LIVE_VIEW_TARGET_DWELL_S;
}

/* Column of a position on a line of `width` columns. */
static unsigned column_of(const struct live_tracker *live, double position_mm, unsigned width)
{
    double part = position_mm / live->length_mm;
    unsigned column = (unsigned)(fmax(0, part) * width);
    return column < width ? column : width - 1;
}

static void add_thigh(struct canvas *canvas, unsigned width)
{
    const struct live_tracker *live = canvas->view->live;
    unsigned at = live->position_is_known ? column_of(live, live->position_mm, width - 2) : 0;
    add_shape(canvas, SHAPE_START);
    add_shapes(canvas, SHAPE_LINE, at);
    if (live->position_is_known) {
        set_style(canvas, is_done(live) ? STYLE_DONE : STYLE_ROLLER);
        add_shape(canvas, SHAPE_ROLLER);
        set_style(canvas, STYLE_PLAIN);
    } else {
        add_shape(canvas, SHAPE_LINE);
    }
    add_shapes(canvas, SHAPE_LINE, width - 3 - at);
    add_shape(canvas, SHAPE_END);
}

/* Time spent so far, by place: a column is as high as its share of the longest, and has something where there
 * was time. */
static void add_times(struct canvas *canvas, unsigned width)
{
    static const char *const unicode[] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    static const char *const ascii[] = {" ", ".", ".", ":", ":", "+", "+", "#", "#"};
    const struct live_tracker *live = canvas->view->live;
    double most_s = 5; /* so that the first second does not look like much */
    for (unsigned i = 0; i < LIVE_TRACKER_BINS; i++)
        most_s = fmax(most_s, live->dwell_s[i]);
    set_style(canvas, STYLE_FAINT);
    for (unsigned column = 0; column < width; column++) {
        unsigned bin = (unsigned)((column + 0.5) / width * live->length_mm / LIVE_TRACKER_BIN_MM);
        double time_s = live->dwell_s[bin < LIVE_TRACKER_BINS ? bin : LIVE_TRACKER_BINS - 1];
        unsigned level = time_s > 0 ? 1 + (unsigned)(time_s / most_s * 7) : 0;
        add(canvas, "%s", canvas->view->unicode ? unicode[level] : ascii[level]);
    }
    set_style(canvas, STYLE_PLAIN);
}

static void add_bar(struct canvas *canvas, double part, unsigned width)
{
    unsigned full = (unsigned)(fmin(1, fmax(0, part)) * width + 0.5);
    add_shapes(canvas, SHAPE_FULL, full);
    set_style(canvas, STYLE_FAINT);
    add_shapes(canvas, SHAPE_EMPTY, width - full);
    set_style(canvas, STYLE_PLAIN);
}

static void add_here(struct canvas *canvas, unsigned bar_width)
{
    const struct live_tracker *live = canvas->view->live;
    add(canvas, "this spot %4.0f s  ", live->spot_dwell_s);
    if (is_done(live))
        set_style(canvas, STYLE_DONE);
    add_bar(canvas, live->spot_dwell_s / LIVE_VIEW_TARGET_DWELL_S, bar_width);
    if (is_done(live))
        set_style(canvas, STYLE_DONE);
    add(canvas, "  %s",
        !live->position_is_known ? "put the roller beneath your upper thigh"
        : !live->loaded          ? "lifted off"
        : is_done(live)          ? "DONE HERE: ROLL ON"
                                 : "done at 30 s");
    set_style(canvas, STYLE_PLAIN);
}

static void add_counts(struct canvas *canvas, unsigned columns)
{
    char strips[SESSION_STRIPS_MAX + 1];
    status_line_strip_digits(strips, canvas->view->recorder);
    const struct recorder_counts *counts = &canvas->view->recorder->counts;
    add(canvas, "strokes %u   readings %llu   ", canvas->view->live->strokes,
        (unsigned long long)counts->rows);
    if (counts->lost > 0)
        set_style(canvas, STYLE_ALARM);
    add(canvas, "lost %llu", (unsigned long long)counts->lost);
    set_style(canvas, STYLE_PLAIN);
    if (columns >= STRIPS_LEAST_COLUMNS)
        add(canvas, "   strips %s", strips);
}

/* Clock, thigh, stay, force; losses where there are any. */
static void draw_one_line(struct canvas *canvas, unsigned columns)
{
    const struct live_tracker *live = canvas->view->live;
    const struct recorder *recorder = canvas->view->recorder;
    long elapsed_s = (long)(recorder->newest.time_us / 1000000);
    char clock[24], after[80], lost[40] = "";
    if (recorder->counts.lost > 0)
        snprintf(lost, sizeof lost, " %llu lost", (unsigned long long)recorder->counts.lost);
    snprintf(clock, sizeof clock, "%ld:%02ld ", elapsed_s / 60, elapsed_s % 60);
    snprintf(after, sizeof after, " %2.0f s %s %3.0f N%s", live->spot_dwell_s,
             is_done(live) ? "DONE" : "here", live->force_n, lost);
    size_t others = strlen(clock) + strlen(after);
    if (others + 8 > columns) {
        add(canvas, "%.*s", (int)columns, after + 1);
        return;
    }
    unsigned width = columns - (unsigned)others;
    add(canvas, "%s", clock);
    add_thigh(canvas, width < WIDEST ? width : WIDEST);
    add(canvas, "%s", after);
}

static void draw_block(struct canvas *canvas, unsigned columns)
{
    const struct live_view *view = canvas->view;
    const struct live_tracker *live = view->live;
    unsigned width = columns - 2 * MARGIN < WIDEST ? columns - 2 * MARGIN : WIDEST;
    const char *leg = session_leg_name(view->recorder->header.leg);
    add(canvas, "\n%*sRecording%s%s%s  ", MARGIN, "", *leg ? " the " : "", leg, *leg ? " leg" : "");
    add_clock(canvas);
    add(canvas, "   (%s)\n\n%*supper thigh", view->hint, MARGIN, "");
    add_blanks(canvas, width - 11 - 4);
    add(canvas, "knee\n");
    add_blanks(canvas, MARGIN + 1);
    add_times(canvas, width - 2);
    add(canvas, "\n");
    add_blanks(canvas, MARGIN);
    add_thigh(canvas, width);
    char place[40] = "";
    if (live->position_is_known)
        snprintf(place, sizeof place, "about %.0f mm down", round(live->position_mm) + 0.0); /* no "-0" */
    unsigned length = (unsigned)strlen(place);
    unsigned at = 1 + column_of(live, live->position_mm, width - 2);
    unsigned start = at > length / 2 ? at - length / 2 : 0;
    add(canvas, "\n");
    add_blanks(canvas, MARGIN + (start + length > width ? width - length : start));
    add(canvas, "%s\n", place);
    unsigned bar_width = width > 76 ? 30 : width / 3;
    add_blanks(canvas, MARGIN);
    add_here(canvas, bar_width);
    add(canvas, "\n%*sforce     %4.0f N  ", MARGIN, "", live->force_n);
    double full_n = fmax(BAR_LEAST_FULL_N, live->peak_n);
    add_bar(canvas, live->force_n / full_n, bar_width);
    add(canvas, "\n%*s", MARGIN, "");
    add_counts(canvas, columns);
    add(canvas, "\n");
    set_style(canvas, STYLE_FAINT);
    add(canvas, "%*sLive figures are a hint while you roll; the report measures.", MARGIN, "");
    set_style(canvas, STYLE_PLAIN);
}

void live_view_draw(const struct live_view *view, unsigned columns, unsigned rows, char *text, size_t size)
{
    struct canvas canvas = {.view = view, .text = text_fixed(text, size)};
    if (columns < LIVE_VIEW_MIN_COLUMNS || rows < LIVE_VIEW_MIN_ROWS)
        draw_one_line(&canvas, columns);
    else
        draw_block(&canvas, columns);
}
