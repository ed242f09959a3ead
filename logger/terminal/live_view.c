/* SPDX-License-Identifier: MIT */
#include "terminal/live_view.h"

#include "shared/physics.h"
#include "terminal/large_number.h"
#include "terminal/live_view_parts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define THIGH_COLUMNS_MIN 8    /* narrower terminals show no thigh */
#define NOTICE_US 2000000      /* how long the view says that the button was pressed */
#define SECONDS_MAX 999        /* larger numbers would need a fourth digit */
#define OFFER_STROKES 2        /* the strokes in which the crease of the knee may be set: there and back */
#define KNEE_FRACTION_MIN 0.85 /* of the thigh, from where on it is offered */
#define TEXT_ROWS 8            /* rows of the view beside the large number */
#define SPACED_ROWS 10         /* the same with an empty row above and below the message */
#define SPACED_ROWS_MIN 20     /* height of a terminal that has space for the empty rows */

/* Add the duration of the recording and, if the user chose one, the remaining time. */
static void add_clock(struct canvas *canvas)
{
    const struct live_view *view = canvas->view;
    long elapsed_s = (long)(view->decoder->newest_row.time_us / 1000000);
    canvas_add(canvas, "%ld:%02ld", elapsed_s / 60, elapsed_s % 60);
    if (view->duration_s > 0) {
        long remaining_s = (long)ceil(view->duration_s - (double)view->decoder->newest_row.time_us / 1e6);
        remaining_s = remaining_s > 0 ? remaining_s : 0;
        canvas_add(canvas, ", %ld:%02ld to go", remaining_s / 60, remaining_s % 60);
    }
}

/* Add a bar filled to `fraction`, which is clipped to [0, 1]. */
static void add_bar(struct canvas *canvas, double fraction, unsigned width)
{
    unsigned full_columns = (unsigned)(fmin(1, fmax(0, fraction)) * width + 0.5);
    canvas_add_shapes(canvas, SHAPE_FULL, full_columns);
    canvas_set_style(canvas, STYLE_FAINT);
    canvas_add_shapes(canvas, SHAPE_EMPTY, width - full_columns);
    canvas_set_style(canvas, STYLE_PLAIN);
}

/* Return what the button has just set, or NULL. */
static const char *notice_of(const struct live_tracker *tracker)
{
    if (tracker->notice == 0 || tracker->time_us - tracker->notice_us > NOTICE_US)
        return NULL;
    return tracker->notice & LIVE_ZERO   ? "SET: THE FOLD BELOW THE BUTTOCK IS HERE"
           : tracker->notice & LIVE_KNEE ? "SET: THE CREASE OF THE KNEE IS HERE"
                                         : "MARKED: IT HURTS HERE";
}

/* Return the large number: the seconds on this place or, while it counts down, until the leg ends. */
static unsigned shown_seconds(const struct live_view *view)
{
    const struct live_tracker *tracker = view->tracker;
    if (view->countdown_s > 0)
        return view->countdown_s;
    return tracker->place_dwell_s < SECONDS_MAX ? (unsigned)tracker->place_dwell_s : SECONDS_MAX;
}

/* Whether the roller may lie at the crease of the knee for the first time, which has not been set yet. */
static bool offers_knee(const struct live_tracker *tracker)
{
    return tracker->is_zeroed && !tracker->knee_is_set && tracker->strokes > 0 && tracker->strokes <= OFFER_STROKES &&
           tracker->position_mm > KNEE_FRACTION_MIN * tracker->length_mm;
}

/* Whether the person has not rolled yet, and has not set where the roller lies. */
static bool offers_zero(const struct live_tracker *tracker)
{
    return !tracker->is_zeroed && !tracker->starts_at_knee && tracker->strokes == 0 &&
           tracker->place_dwell_s < LIVE_TRACKER_VISIT_S;
}

/* Add what the user should know or do now, and how much of the dose is done. */
static void add_message(struct canvas *canvas, unsigned bar_width)
{
    const struct live_tracker *tracker = canvas->view->tracker;
    const char *notice = notice_of(tracker);
    if (notice) {
        canvas_set_style(canvas, STYLE_ALARM);
        canvas_add(canvas, " %s ", notice);
    } else if (!tracker->position_is_known) {
        canvas_add(canvas, "Put the roller under the fold below your buttock");
    } else if (canvas->view->countdown_s > 0) {
        canvas_set_style(canvas, STYLE_ALARM);
        canvas_add(canvas, " LIFTED: THE LEG ENDS IN %u s. ROLL ON TO CONTINUE ", canvas->view->countdown_s);
    } else if (!tracker->loaded) {
        canvas_add(canvas, "Lifted off");
    } else if (live_tracker_dose_is_reached(tracker)) {
        canvas_set_style(canvas, STYLE_DONE);
        canvas_add(canvas, "DONE HERE: ROLL ON");
    } else if (offers_knee(tracker)) {
        canvas_add(canvas, "At the crease of the knee? Hold the button 3 s, or k Enter");
    } else if (offers_zero(tracker)) {
        canvas_add(canvas, "At the fold below the buttock? Hold the button for 1 s");
    } else {
        canvas_add(canvas, "seconds on this place  ");
        add_bar(canvas, tracker->place_dwell_s / tracker->place_dose_s, bar_width);
        canvas_add(canvas, "  roll on at %.0f", tracker->place_dose_s);
    }
    canvas_set_style(canvas, STYLE_PLAIN);
}

/* Draw one line: the clock, the thigh, the time on this place, the force and, if there are any, the losses. */
static void draw_one_line(struct canvas *canvas, unsigned columns)
{
    const struct live_tracker *tracker = canvas->view->tracker;
    const struct session_decoder *decoder = canvas->view->decoder;
    long elapsed_s = (long)(decoder->newest_row.time_us / 1000000);
    char clock[24], numbers[80], lost[40] = "";
    if (decoder->counts.lost > 0)
        snprintf(lost, sizeof lost, " %llu lost", (unsigned long long)decoder->counts.lost);
    snprintf(clock, sizeof clock, "%ld:%02ld ", elapsed_s / 60, elapsed_s % 60);
    snprintf(numbers, sizeof numbers, " %2u s %s %3.0f N%s", shown_seconds(canvas->view),
             notice_of(tracker)                      ? "PRESSED"
             : live_tracker_dose_is_reached(tracker) ? "DONE"
                                                     : "here",
             tracker->force_n, lost);
    size_t used = strlen(clock) + strlen(numbers);
    if (used + THIGH_COLUMNS_MIN > columns) {
        canvas_add(canvas, "%.*s", (int)columns, numbers + strlen(" "));
        return;
    }
    unsigned width = columns - (unsigned)used;
    canvas_add(canvas, "%s", clock);
    canvas_add_thigh(canvas, width < LIVE_VIEW_WIDTH_MAX ? width : LIVE_VIEW_WIDTH_MAX);
    canvas_add(canvas, "%s", numbers);
}

static void draw_title(struct canvas *canvas)
{
    const struct live_view *view = canvas->view;
    const char *leg = session_leg_name(view->decoder->header.leg);
    canvas_add(canvas, "%*sRecording%s%s%s  ", LIVE_VIEW_MARGIN, "", *leg ? " the " : "", leg, *leg ? " leg" : "");
    add_clock(canvas);
    canvas_add(canvas, "   (%s)\n\n", view->hint);
}

void canvas_add_large_number(struct canvas *canvas, unsigned number, const char *style, unsigned columns, unsigned rows)
{
    unsigned scale = rows / LARGE_NUMBER_ROWS;
    while (scale > 1 && large_number_columns(3, scale) > columns)
        scale--;
    for (unsigned row = 0; row < LARGE_NUMBER_ROWS * scale; row++) {
        canvas_add(canvas, "%*s", 2 * LIVE_VIEW_MARGIN, "");
        canvas_set_style(canvas, style);
        large_number_add_row(&canvas->text, number, row, scale, canvas->view->unicode);
        canvas_set_style(canvas, STYLE_PLAIN);
        canvas_add(canvas, "\n");
    }
}

/* Draw the seconds on this place, as large as the terminal permits. */
static void draw_seconds(struct canvas *canvas, unsigned width, unsigned rows)
{
    const struct live_tracker *tracker = canvas->view->tracker;
    unsigned used = rows < SPACED_ROWS_MIN ? TEXT_ROWS : SPACED_ROWS;
    const char *style = !tracker->loaded                        ? STYLE_FAINT
                        : live_tracker_dose_is_reached(tracker) ? STYLE_DONE
                                                                : STYLE_ROLLER;
    canvas_add_large_number(canvas, shown_seconds(canvas->view), style, width, rows - used);
}

/* Draw the position, the force, the strokes and, if there are any, the losses. */
static void draw_numbers(struct canvas *canvas)
{
    const struct live_tracker *tracker = canvas->view->tracker;
    const struct session_decoder_counts *counts = &canvas->view->decoder->counts;
    canvas_add(canvas, "%*s%.0f N (%.0f kg)   %u stroke%s", LIVE_VIEW_MARGIN, "", tracker->force_n,
               tracker->force_n / PHYSICS_GRAVITY_MM_S2 * 1000, tracker->strokes, tracker->strokes == 1 ? "" : "s");
    if (counts->lost > 0) {
        canvas_add(canvas, "   ");
        canvas_set_style(canvas, STYLE_ALARM);
        canvas_add(canvas, "%llu readings lost", (unsigned long long)counts->lost);
        canvas_set_style(canvas, STYLE_PLAIN);
    }
    if (tracker->position_is_known) /* adding 0.0 turns -0 into 0 */
        canvas_add(canvas, "   about %.0f mm down", round(tracker->position_mm) + 0.0);
}

/* Draw all lines, for a terminal that is large enough. */
static void draw_full_view(struct canvas *canvas, unsigned columns, unsigned rows)
{
    unsigned width =
        columns - 2 * LIVE_VIEW_MARGIN < LIVE_VIEW_WIDTH_MAX ? columns - 2 * LIVE_VIEW_MARGIN : LIVE_VIEW_WIDTH_MAX;
    const char *space = rows < SPACED_ROWS_MIN ? "" : "\n";
    draw_title(canvas);
    draw_seconds(canvas, columns - 2 * LIVE_VIEW_MARGIN, rows);
    canvas_add(canvas, "%s%*s", space, LIVE_VIEW_MARGIN, "");
    add_message(canvas, width / 4);
    canvas_add(canvas, "\n%s", space);
    canvas_draw_thigh(canvas, width);
    draw_numbers(canvas);
}

void live_view_draw(const struct live_view *view, unsigned columns, unsigned rows, char *text, size_t size)
{
    struct canvas canvas = {.view = view, .text = text_fixed(text, size)};
    if (columns < LIVE_VIEW_COLUMNS_MIN || rows < LIVE_VIEW_ROWS_MIN)
        draw_one_line(&canvas, columns);
    else
        draw_full_view(&canvas, columns, rows);
}
