/* SPDX-License-Identifier: MIT */
#include "record/recording_parts.h"

#include "terminal/live_view.h"
#include "terminal/ready_view.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define COUNTDOWN_MAX_S 10
#define ROLLED_MIN_S 10.0  /* a lift earlier does not end the leg: the user is still sitting down */
#define REACTION_US 700000 /* the user cannot notice a new phase and react to it this fast */
#define READY_MAX_S 30     /* after this a single leg begins without a landmark, so that the rolling is recorded */

/* Whether Enter pressed now comes so soon after the start of the phase that it was meant for the previous one. */
static bool is_too_soon(const struct recording *recording, int64_t now_us)
{
    return recording->has_phases && now_us - recording->phase.start_us < REACTION_US;
}

/* Enter begins a leg at its landmark, if the user lies on the roller; "s" begins it without. */
static void answer_ready(struct recording *recording, const char *line)
{
    struct recording_phase *phase = &recording->phase;
    if (strcmp(line, "s") == 0) {
        phase->start_requested = true;
    } else if (*line) {
        status_line_print(&recording->status_line,
                          "Enter alone begins the leg; s and Enter begins it without a landmark.");
    } else if (!recording->tracker.loaded) {
        status_line_print(&recording->status_line,
                          "The roller carries no load yet. Lie on it, then press Enter; s and Enter begins without a "
                          "landmark.");
    } else {
        recording_landmark_set(recording, phase->start_events | recording_landmark(recording));
        phase->enter_pressed = true;
    }
}

/* Enter ends a leg; letters before it set a landmark. */
static void answer_leg(struct recording *recording, const char *line, int64_t now_us)
{
    const struct live_tracker *tracker = &recording->tracker;
    bool means_start =
        recording->phase.began_alone && !tracker->is_zeroed && !tracker->knee_is_set && tracker->strokes == 0;
    if (*line == '\0' && means_start) /* the person was about to begin the leg when it began by itself */
        recording_add_event(recording, recording_landmark(recording), now_us);
    else if (*line == '\0')
        recording->phase.enter_pressed = true;
    else if (strcmp(line, "z") == 0)
        recording_add_event(recording, SESSION_EVENT_ZERO, now_us);
    else if (strcmp(line, "k") == 0)
        recording_add_event(recording, SESSION_EVENT_KNEE, now_us);
    else
        status_line_print(&recording->status_line, "Enter alone ends the leg. z and Enter: at the fold below the "
                                                   "buttock; k and Enter: at the crease of the knee.");
}

static void read_typed(struct recording *recording, int64_t now_us)
{
    char line[PROMPT_LINE_SIZE];
    while (prompt_read_line(&recording->prompt, line, sizeof line) == PROMPT_LINE) {
        status_line_cursor_moved_down(&recording->status_line, 1);
        bool shows_rows = recording->decoder.header_ready; /* before that, the user cannot know how the roller lies */
        if (is_too_soon(recording, now_us) || !shows_rows)
            continue;
        if (recording->phase.waiting)
            answer_ready(recording, line);
        else
            answer_leg(recording, line, now_us);
    }
}

void recording_screen_add_events(struct recording *recording, unsigned events)
{
    if (events == 0)
        return;
    status_line_redraw_soon(&recording->status_line);
    bool is_audible = events & (LIVE_VISIT_BEGAN | LIVE_DOSE_REACHED | LIVE_LIFTED | LIVE_ZERO | LIVE_KNEE);
    if (is_audible && !recording->options->no_bell)
        status_line_ring(&recording->status_line);
}

double recording_lift_limit_s(const struct recording *recording)
{
    bool is_at_terminal = recording->prompt.can_ask && recording->status_line.can_redraw;
    if (!is_at_terminal && recording->options->control_fd == 0)
        return 0; /* no countdown is shown */
    return recording->options->end_on_lift_s < 0 ? OPTIONS_END_ON_LIFT_DEFAULT_S : recording->options->end_on_lift_s;
}

double recording_lift_left_s(const struct recording *recording)
{
    double limit_s = recording_lift_limit_s(recording);
    const struct live_tracker *tracker = &recording->tracker;
    if (limit_s <= 0 || recording->phase.waiting || tracker->loaded || tracker->loaded_s < ROLLED_MIN_S)
        return INFINITY;
    return limit_s - live_tracker_lifted_s(tracker);
}

/* Return the seconds until a single leg begins without a landmark; INFINITY if it does not. With both legs, the user
 * may be switching them; with --control, another program begins it. */
static double ready_left_s(const struct recording *recording, int64_t now_us)
{
    const struct session_decoder *decoder = &recording->decoder;
    if (!recording->phase.waiting || recording->options->both_legs || recording->options->control_fd > 0 ||
        decoder->counts.rows == 0)
        return INFINITY;
    return READY_MAX_S - (double)session_decoder_elapsed_us(decoder, now_us) / 1e6;
}

/* Count the last seconds before the leg begins without a landmark or ends by a lift, with the bell. */
static void count_down(struct recording *recording, int64_t now_us)
{
    double left_s = fmin(ready_left_s(recording, now_us), recording_lift_left_s(recording));
    unsigned countdown_s = left_s > 0 && left_s <= COUNTDOWN_MAX_S ? (unsigned)ceil(left_s) : 0;
    if (recording->phase.waiting && left_s <= 0)
        recording->phase.start_requested = recording->phase.began_alone = true;
    if (countdown_s == recording->phase.countdown_s)
        return;
    recording->phase.countdown_s = countdown_s;
    recording_events_add_countdown(recording, countdown_s);
    status_line_redraw_soon(&recording->status_line);
    if (countdown_s > 0 && !recording->options->no_bell)
        status_line_ring(&recording->status_line);
}

/* Return how the user ends the recording. */
static const char *hint(const struct recording *recording)
{
    if (recording->phase.waiting)
        return "Ctrl-C ends";
    if (recording->options->both_legs)
        return "Enter ends this leg";
    return recording->prompt.can_ask ? "Enter ends" : "Ctrl-C ends";
}

void recording_screen_update(struct recording *recording, int64_t now_us)
{
    struct status_line *status_line = &recording->status_line;
    read_typed(recording, now_us);
    count_down(recording, now_us);
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
    if (!recording->decoder.header_ready)
        snprintf(text, sizeof text, "waiting for the roller");
    else if (recording->phase.waiting && is_too_soon(recording, now_us))
        snprintf(text, sizeof text, "one moment ...");
    else if (recording->phase.waiting)
        ready_view_draw(&view, recording_landmark(recording), status_line->columns, status_line->rows, text,
                        sizeof text);
    else
        live_view_draw(&view, status_line->columns, status_line->rows, text, sizeof text);
    status_line_show(status_line, text);
}
