/* SPDX-License-Identifier: MIT */
#include "record/recording_parts.h"

#include "platform/platform.h"
#include "shared/json_line.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <string.h>

/* ---- Values ---- */

/* Return a number for which 0 means that it is not known. */
static json_t *number_or_null(double value)
{
    return json_rounded(value > 0 ? value : NAN, 1);
}

static double time_s(const struct live_tracker *tracker)
{
    return (double)tracker->time_us / 1e6;
}

static double known_position_mm(const struct live_tracker *tracker)
{
    return tracker->position_is_known ? tracker->position_mm : NAN;
}

/* ---- Sending ---- */

static bool send(struct recording *recording, enum event_kind kind, json_t *object)
{
    return task_events_add(&recording->events.task, kind, object);
}

static bool is_on(const struct recording *recording)
{
    return task_events_is_on(&recording->events.task);
}

static void add_notice(void *context, const char *message)
{
    task_events_add_notice(&((struct recording *)context)->events.task, message);
}

/* ---- State, places and live ---- */

bool recording_is_receiving(const struct recording *recording)
{
    return recording->events.has_received && !recording->unplugged && !recording->reported.quiet;
}

static json_t *roller_object(const struct recording *recording)
{
    const struct device_info *device = &recording->decoder.device;
    return device->known ? task_events_roller(device->id, device->board, device->firmware) : json_null();
}

static json_t *state_object(const struct recording *recording, const char *phase)
{
    const struct options *options = recording->options;
    return json_pack("{s:s, s:i, s:s, s:s, s:o, s:i, s:o, s:o, s:b, s:b, s:b, s:b, s:o, s:o, s:o, s:o, s:o}", "event",
                     "state", "events", TASK_EVENTS_VERSION, "logger", "roller-logger " ROLLER_VERSION, "phase", phase,
                     "leg", json_sanitized(session_leg_name(recording->phase.leg)), "legs", options->both_legs ? 2 : 1,
                     "port", json_sanitized(recording->port), "roller", roller_object(recording), "receiving",
                     (int)recording_is_receiving(recording), "unplugged", (int)recording->unplugged, "zero",
                     (int)recording->tracker.is_zeroed, "knee", (int)recording->tracker.knee_is_set, "file",
                     json_absolute_path(recording->writer.path), "thigh_length_mm",
                     number_or_null(options->thigh_length_mm), "dose_place_s", json_rounded(options->place_dose_s, 1),
                     "end_on_lift_s", json_rounded(recording_lift_limit_s(recording), 1), "duration_s",
                     number_or_null(options->duration_s));
}

/* Send the state if it has changed. */
static void send_state(struct recording *recording, const char *phase)
{
    struct recording_events *events = &recording->events;
    char bytes[EVENT_STREAM_LINE_SIZE];
    struct text_buffer line = text_fixed(bytes, sizeof bytes);
    json_line_add(&line, state_object(recording, phase));
    if (!line.failed && strcmp(line.bytes, events->state) == 0)
        return;
    if (event_stream_add(&events->task.stream, EVENT_LASTING, &line))
        memcpy(events->state, line.bytes, line.length + 1);
}

/* Return how many visits and marks the places have, all together. */
static size_t count_places(const struct live_places *places)
{
    size_t count = places->marks;
    for (size_t i = 0; i < places->count; i++)
        count += places->place[i].visits;
    return count;
}

/* Send the places if they have changed: they only grow, until all are forgotten. */
static void send_places(struct recording *recording)
{
    const struct live_places *places = &recording->tracker.places;
    size_t count = count_places(places);
    if (count == recording->events.places_sent)
        return;
    json_t *list = json_array(), *marks = json_array();
    for (size_t i = 0; i < places->count; i++)
        list = json_appended(
            list, json_pack("{s:o, s:o, s:i}", "position_mm", json_rounded(places->place[i].center_mm, 1), "dwell_s",
                            json_rounded(places->place[i].dwell_s, 2), "visits", (int)places->place[i].visits));
    for (size_t i = 0; i < live_places_known_marks(places); i++)
        marks = json_appended(marks, json_rounded(places->mark_mm[i], 1));
    json_t *object = json_pack("{s:s, s:o, s:o}", "event", "places", "places", list, "marks_mm", marks);
    if (send(recording, EVENT_LASTING, object))
        recording->events.places_sent = count;
}

static void send_live(struct recording *recording)
{
    const struct live_tracker *tracker = &recording->tracker;
    const struct session_decoder_counts *counts = &recording->decoder.counts;
    bool is_recording = !recording->phase.waiting;
    send(recording, EVENT_LIVE,
         json_pack("{s:s, s:o, s:o, s:o, s:o, s:b, s:o, s:o, s:i, s:I, s:I, s:I, s:o}", "event", "live", "time_s",
                   json_rounded(time_s(tracker), 3), "position_mm", json_rounded(known_position_mm(tracker), 1),
                   "length_mm", json_rounded(tracker->length_mm, 1), "force_n", json_rounded(tracker->force_n, 1),
                   "loaded", (int)tracker->loaded, "here_s", json_rounded(tracker->visit_dwell_s, 2), "here_total_s",
                   json_rounded(tracker->place_dwell_s, 2), "strokes", (int)tracker->strokes, "marks",
                   (json_int_t)tracker->places.marks, "rows", (json_int_t)(is_recording ? counts->rows : 0), "lost",
                   (json_int_t)(is_recording ? counts->lost : 0), "lifted_s",
                   json_rounded(live_tracker_lifted_s(tracker), 2)));
}

/* Say once that nothing is sent any more. */
static void report_reader(struct recording *recording)
{
    struct recording_events *events = &recording->events;
    int error = events->task.stream.error;
    if (error == 0 || events->reader_is_gone)
        return;
    events->reader_is_gone = true;
    if (error == EPIPE)
        status_line_print(&recording->status_line, "The program that read the events has closed them.");
    else
        status_line_print(&recording->status_line, "The events cannot be written: %s.", strerror(error));
}

void recording_events_update(struct recording *recording, int64_t now_us)
{
    struct recording_events *events = &recording->events;
    event_stream_flush(&events->task.stream);
    report_reader(recording);
    events->has_received = events->has_received || recording->decoder.counts.rows > 0;
    if (!task_events_signal_is_due(&events->task, now_us))
        return;
    send_state(recording, recording->phase.waiting ? "ready" : "recording");
    send_places(recording);
    if (recording->decoder.counts.rows > 0 && recording->tracker.time_us != events->live_row_us)
        send_live(recording);
    events->live_row_us = recording->tracker.time_us;
}

/* ---- What happens once ---- */

/* Send what a row brought, with where the roller was: of a mark, at the press. */
static void add_event(struct recording *recording, const char *name)
{
    const struct live_tracker *tracker = &recording->tracker;
    const struct live_places *places = &tracker->places;
    bool is_mark = strcmp(name, "mark") == 0 && places->marks > 0;
    double position_mm = is_mark ? places->mark_mm[(places->marks - 1) % LIVE_MARKS_MAX] : known_position_mm(tracker);
    json_t *object = json_pack("{s:s, s:o, s:o, s:o, s:I}", "event", name, "time_s", json_rounded(time_s(tracker), 3),
                               "position_mm", json_rounded(position_mm, 1), "here_total_s",
                               json_rounded(tracker->place_dwell_s, 2), "marks", (json_int_t)places->marks);
    send(recording, EVENT_LASTING, object);
}

void recording_events_add_row(struct recording *recording, unsigned live_events)
{
    static const struct {
        enum live_event event;
        const char *name;
    } names[] = {{LIVE_ZERO, "zero"},         {LIVE_KNEE, "knee"},         {LIVE_MARK, "mark"},
                 {LIVE_VISIT_BEGAN, "visit"}, {LIVE_DOSE_REACHED, "dose"}, {LIVE_LIFTED, "lifted"}};
    for (size_t i = 0; is_on(recording) && i < sizeof names / sizeof names[0]; i++)
        if (live_events & names[i].event)
            add_event(recording, names[i].name);
}

void recording_events_add_countdown(struct recording *recording, unsigned left_s)
{
    if (is_on(recording))
        send(recording, EVENT_LASTING, json_pack("{s:s, s:i}", "event", "countdown", "left_s", (int)left_s));
}

void recording_events_add_lost_link(struct recording *recording, const char *reason, double wait_s)
{
    if (is_on(recording))
        send(recording, EVENT_LASTING,
             json_pack("{s:s, s:o, s:s, s:o}", "event", "lost_link", "time_s",
                       json_rounded((double)recording->decoder.newest_row.time_us / 1e6, 3), "reason", reason, "wait_s",
                       json_rounded(wait_s, 1)));
}

void recording_events_add_back(struct recording *recording, const char *port, double gap_s)
{
    if (is_on(recording))
        send(recording, EVENT_LASTING,
             json_pack("{s:s, s:o, s:o}", "event", "back", "port", json_sanitized(port), "gap_s",
                       json_rounded(gap_s, 2)));
}

void recording_events_add_saved(struct recording *recording)
{
    const struct session_writer *writer = &recording->writer;
    const struct session_decoder *decoder = &recording->decoder;
    if (is_on(recording))
        send(recording, EVENT_LASTING,
             json_pack("{s:s, s:o, s:o, s:I, s:I, s:o, s:I}", "event", "saved", "file",
                       json_absolute_path(writer->path), "leg", json_sanitized(session_leg_name(recording->phase.leg)),
                       "rows", (json_int_t)writer->rows, "lost", (json_int_t)decoder->counts.lost, "duration_s",
                       json_rounded((double)decoder->newest_row.time_us / 1e6, 3), "bytes", (json_int_t)writer->bytes));
}

void recording_events_add_discarded(struct recording *recording, const char *path)
{
    if (is_on(recording))
        send(recording, EVENT_LASTING, json_pack("{s:s, s:o}", "event", "discarded", "file", json_absolute_path(path)));
}

/* ---- Begin and end ---- */

bool recording_events_begin(struct recording *recording, struct failure *failure)
{
    const struct options *options = recording->options;
    if (!task_events_open(&recording->events.task, options->events_fd, options->control_fd, failure))
        return false;
    recording->status_line.listener = (struct status_listener){.add = add_notice, .context = recording};
    if (is_on(recording))
        send_state(recording, "search");
    return true;
}

void recording_events_end(struct recording *recording, const struct failure *failure)
{
    if (!is_on(recording))
        return;
    send_state(recording, "ended");
    task_events_end(&recording->events.task, failure);
}
