/* SPDX-License-Identifier: MIT */
#include "record/recording_parts.h"

#include "shared/array_grow.h"

#include <math.h>
#include <string.h>

#define AT_LANDMARK_MM 2.0 /* a roller that has moved no farther is still there */

static void forget(struct recording *recording, const char *what_happened)
{
    recording->phase.start_events = 0;
    recording->since_landmark.count = 0;
    status_line_print(&recording->status_line,
                      "The roller %s after its place was set, so that place is not recorded. Set it again where it is.",
                      what_happened);
}

void recording_landmark_set(struct recording *recording, unsigned events)
{
    recording->phase.start_events = events;
    recording->phase.landmark_mm = recording->tracker.rolled_mm;
    recording->since_landmark.count = 0;
}

void recording_landmark_follow(struct recording *recording, const struct session_row *row)
{
    struct recording_since_landmark *since = &recording->since_landmark;
    if (recording->phase.start_events == 0)
        return;
    struct received_frame received = session_decoder_frame_of(&recording->decoder, row);
    bool is_there = fabs(recording->tracker.rolled_mm - recording->phase.landmark_mm) <= AT_LANDMARK_MM;
    bool is_resumed = session_events_from_names(row->event, strlen(row->event)) & SESSION_EVENT_RESUME;
    if (is_there)
        since->count = 0;
    else if (is_resumed || since->count == 0 || received.host_us - since->frame[0].host_us > LANDMARK_KEPT_MAX_US) {
        forget(recording, is_resumed ? "restarted" : "was moved");
        return;
    }
    if (array_grow(&since->frame, &since->capacity, since->count + 1, sizeof *since->frame))
        since->frame[since->count++] = received;
    else
        forget(recording, "was moved");
}

void recording_landmark_begin(struct recording *recording)
{
    struct recording_since_landmark *since = &recording->since_landmark;
    struct session_decoder *decoder = &recording->decoder;
    recording_add_event(recording, recording->phase.start_events, 0);
    if (decoder->limit_us > 0 && since->count > 0) /* the leg lasts from its start, not from the landmark */
        decoder->limit_us += since->frame[since->count - 1].host_us - since->frame[0].host_us;
    session_decoder_begin_with(decoder, since->frame, since->count);
    since->count = 0;
}
