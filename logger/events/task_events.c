/* SPDX-License-Identifier: MIT */
#include "events/task_events.h"

#include "shared/json_line.h"

#include <errno.h>
#include <string.h>

#define SIGNAL_INTERVAL_US 45000 /* a little less than 1/20 s, so that frames 10 ms apart give 20 lines a second */
#define END_WAIT_MS 500          /* for a reader that is slow at the end */

bool task_events_open(struct task_events *events, int events_fd, int control_fd, struct failure *failure)
{
    events->signal_us = 0;
    return (event_stream_open(&events->stream, events_fd) && control_reader_open(&events->control, control_fd)) ||
           failure_set(failure, EXIT_STATUS_USAGE, "The descriptors of --events and --control cannot be used: %s.",
                       strerror(errno));
}

bool task_events_begin(struct task_events *events, const char *task, int events_fd, int control_fd,
                       struct failure *failure)
{
    events->task = task;
    if (!task_events_open(events, events_fd, control_fd, failure))
        return false;
    task_events_add_phase(events, "search", NULL);
    return true;
}

bool task_events_is_on(const struct task_events *events)
{
    return event_stream_is_open(&events->stream);
}

bool task_events_is_controlled(const struct task_events *events)
{
    return events->control.fd > 0;
}

bool task_events_add(struct task_events *events, enum event_kind kind, json_t *object)
{
    char bytes[EVENT_STREAM_LINE_SIZE];
    struct text_buffer line = text_fixed(bytes, sizeof bytes);
    json_line_add(&line, object);
    return event_stream_add(&events->stream, kind, &line);
}

json_t *task_events_roller(const char *id, const char *board, const char *firmware)
{
    return json_pack("{s:o, s:o, s:o}", "id", json_sanitized(id), "board", json_sanitized(board), "firmware",
                     json_sanitized(firmware));
}

void task_events_add_phase(struct task_events *events, const char *phase, const struct task_roller *roller)
{
    if (task_events_is_on(events))
        task_events_add(
            events, EVENT_LASTING,
            json_pack("{s:s, s:i, s:s, s:s, s:s, s:o, s:o, s:o}", "event", "task", "events", TASK_EVENTS_VERSION,
                      "logger", "roller-logger " ROLLER_VERSION, "task", events->task, "phase", phase, "port",
                      json_sanitized(roller ? roller->port : ""), "roller",
                      roller ? task_events_roller(roller->id, roller->board, roller->firmware) : json_null(), "file",
                      json_absolute_path(roller ? roller->file : "")));
}

void task_events_add_notice(struct task_events *events, const char *text)
{
    text += strspn(text, " \n");
    if (task_events_is_on(events) && *text)
        task_events_add(events, EVENT_LASTING,
                        json_pack("{s:s, s:o}", "event", "notice", "text", json_sanitized(text)));
}

void task_events_add_error(struct task_events *events, const char *code, const char *text)
{
    if (task_events_is_on(events))
        task_events_add(events, EVENT_LASTING,
                        json_pack("{s:s, s:s, s:s}", "event", "error", "code", code, "text", text));
}

bool task_events_signal_is_due(struct task_events *events, int64_t now_us)
{
    if (!task_events_is_on(events) || now_us - events->signal_us < SIGNAL_INTERVAL_US)
        return false;
    events->signal_us = now_us;
    return true;
}

/* Return a list of numbers with one decimal digit. */
static json_t *number_list(const double *value, unsigned count)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < count; i++)
        list = json_appended(list, json_rounded(value[i], 1));
    return list;
}

void task_events_add_signal(struct task_events *events, const struct task_signal *signal)
{
    json_t *up_strip = signal->up_strip < 0 ? json_null() : json_integer(signal->up_strip);
    task_events_add(events, EVENT_LIVE,
                    json_pack("{s:s, s:o, s:o, s:o, s:o}", "event", "signal", "time_s", json_rounded(signal->time_s, 3),
                              "readings", number_list(signal->reading, signal->strip_count), "forces_n",
                              number_list(signal->force_n, signal->strip_count), "up_strip", up_strip));
}

enum control_result task_events_take(struct task_events *events, struct control_message *message)
{
    event_stream_flush(&events->stream);
    for (int i = 0; i < TASK_EVENTS_COMMANDS_MAX; i++) {
        enum control_result result = control_reader_take(&events->control, message);
        if (result != CONTROL_MESSAGE || message->is_command)
            return result;
        task_events_add_error(events, message->code, message->problem);
    }
    return CONTROL_NOTHING;
}

void task_events_end(struct task_events *events, const struct failure *failure)
{
    if (!task_events_is_on(events))
        return;
    task_events_add(events, EVENT_LASTING,
                    json_pack("{s:s, s:i, s:s}", "event", "end", "status",
                              failure ? (int)failure->status : EXIT_STATUS_DONE, "text",
                              failure ? failure->message : ""));
    event_stream_finish(&events->stream, END_WAIT_MS);
}
