/* SPDX-License-Identifier: MIT */
#include "record/recording_parts.h"

#include "terminal/live_view.h"

#include <math.h>
#include <stdio.h>

#define COUNTDOWN_MAX_S 10
#define ROLLED_MIN_S 10.0  /* a lift earlier does not end the leg: the user is still sitting down */
#define REACTION_US 700000 /* the user cannot notice a new phase and react to it this fast */

/* Whether Enter pressed now comes so soon after the start of the phase that it was meant for the previous one. */
static bool is_too_soon(const struct recording_phase *phase, int64_t now_us)
{
    return now_us - phase->start_us < REACTION_US;
}

static void read_typed(struct recording *recording, int64_t now_us)
{
    char line[PROMPT_LINE_SIZE];
    while (prompt_read_line(&recording->prompt, line, sizeof line) == PROMPT_LINE) {
        status_line_cursor_moved_down(&recording->status_line, 1);
        bool is_begun = recording->phase.waiting || recording->decoder.counts.rows > 0;
        recording->phase.enter_pressed = is_begun && !is_too_soon(&recording->phase, now_us);
    }
}

static void draw_waiting(const struct recording *recording, int64_t now_us, char *text, size_t size)
{
    const struct session_decoder *decoder = &recording->decoder;
    if (decoder->counts.rows == 0)
        snprintf(text, size, "waiting for the roller");
    else if (is_too_soon(&recording->phase, now_us))
        snprintf(text, size, "one moment ...");
    else
        snprintf(text, size, "ready, %.0f N. Button or Enter begins, Ctrl-C ends", recording->tracker.force_n);
}

void recording_screen_add_events(struct recording *recording, unsigned events)
{
    if (events == 0)
        return;
    status_line_redraw_soon(&recording->status_line);
    bool is_audible = events & (LIVE_VISIT_BEGAN | LIVE_DOSE_REACHED | LIVE_LIFTED);
    if (is_audible && !recording->options->no_bell)
        status_line_ring(&recording->status_line);
}

double recording_lift_left_s(const struct recording *recording)
{
    double limit_s =
        recording->options->end_on_lift_s < 0 ? OPTIONS_END_ON_LIFT_DEFAULT_S : recording->options->end_on_lift_s;
    const struct live_tracker *tracker = &recording->tracker;
    bool is_interactive = recording->prompt.can_ask && recording->status_line.can_redraw;
    if (!is_interactive || limit_s <= 0 || recording->phase.waiting || tracker->loaded ||
        tracker->loaded_s < ROLLED_MIN_S)
        return INFINITY;
    return limit_s - live_tracker_lifted_s(tracker);
}

/* Count the last seconds before a lift ends the leg, with the bell. */
static void count_down(struct recording *recording)
{
    double left_s = recording_lift_left_s(recording);
    unsigned countdown_s = left_s > 0 && left_s <= COUNTDOWN_MAX_S ? (unsigned)ceil(left_s) : 0;
    if (countdown_s == recording->phase.countdown_s)
        return;
    recording->phase.countdown_s = countdown_s;
    status_line_redraw_soon(&recording->status_line);
    if (countdown_s > 0 && !recording->options->no_bell)
        status_line_ring(&recording->status_line);
}

/* Return how the user ends the recording. */
static const char *hint(const struct recording *recording)
{
    if (recording->options->both_legs)
        return "Enter ends this leg";
    return recording->prompt.can_ask ? "Enter ends" : "Ctrl-C ends";
}

void recording_screen_update(struct recording *recording, int64_t now_us)
{
    struct status_line *status_line = &recording->status_line;
    read_typed(recording, now_us);
    count_down(recording);
    if (!status_line_begin_redraw(status_line, now_us))
        return;
    char text[LIVE_VIEW_SIZE];
    struct live_view view = {.tracker = &recording->tracker,
                             .decoder = &recording->decoder,
                             .duration_s = recording->options->duration_s,
                             .countdown_s = recording->phase.countdown_s,
                             .hint = hint(recording),
                             .color = status_line->color,
                             .unicode = status_line->unicode};
    if (recording->phase.waiting || recording->decoder.counts.rows == 0) {
        size_t line_size = status_line->columns + 1; /* truncate the text to the width of the terminal */
        draw_waiting(recording, now_us, text, line_size < sizeof text ? line_size : sizeof text);
    } else {
        live_view_draw(&view, status_line->columns, status_line->rows, text, sizeof text);
    }
    status_line_show(status_line, text);
}
