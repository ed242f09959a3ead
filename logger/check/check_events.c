/* SPDX-License-Identifier: MIT */
#include "check/check_events.h"

#include "platform/platform.h"
#include "shared/json_line.h"

#include <string.h>

void check_events_add_phase(struct check_events *events, const char *phase, const struct session_decoder *decoder)
{
    const struct device_info *device = &decoder->device;
    const struct task_roller roller = {
        .port = events->port, .id = device->id, .board = device->board, .firmware = device->firmware, .file = ""};
    task_events_add_phase(&events->task, phase, &roller);
}

static void add_signal(struct check_events *events, const struct session_header *header, const struct session_row *row)
{
    struct task_signal signal = {
        .time_s = (double)row->time_us / 1e6, .strip_count = header->strip_count, .up_strip = -1};
    for (unsigned i = 0; i < header->strip_count; i++) {
        signal.reading[i] = row->strip[i];
        signal.force_n[i] = session_header_strip_load_n(header, i, row->strip[i]);
    }
    task_events_add_signal(&events->task, &signal);
}

/* Send what has been seen, if it has changed. */
static void add_seen(struct check_events *events, const struct health *health, const struct session_header *header,
                     double max_s)
{
    struct text_buffer line = text_fixed((char[sizeof events->seen]){0}, sizeof events->seen);
    json_t *strips = json_array();
    for (unsigned i = 0; i < header->strip_count; i++)
        strips = json_appended(strips, json_boolean(health_strip_is_seen(health, header, i)));
    json_line_add(&line,
                  json_pack("{s:s, s:b, s:b, s:b, s:o, s:o}", "event", "seen", "imu", (int)header->has_imu, "still",
                            (int)health_has_rested(health), "rotated", (int)health_has_rotated(health, header),
                            "strips", strips, "max_s", json_rounded(max_s, 1)));
    if (line.failed || strcmp(line.bytes, events->seen) == 0)
        return;
    memcpy(events->seen, line.bytes, line.length + 1);
    event_stream_add(&events->task.stream, EVENT_LASTING, &line);
}

void check_events_add_row(struct check_events *events, const struct health *health,
                          const struct session_decoder *decoder, const struct session_row *row, double max_s)
{
    if (!task_events_signal_is_due(&events->task, platform_now_us()))
        return;
    if (!events->seen[0]) /* the roller has identified itself */
        check_events_add_phase(events, "running", decoder);
    add_seen(events, health, &decoder->header, max_s);
    add_signal(events, &decoder->header, row);
}

static void add_finding(void *context, const struct health_finding *finding)
{
    static const char *const names[] = {[HEALTH_OK] = "ok", [HEALTH_NOTE] = "note", [HEALTH_FAULT] = "fault"};
    struct check_events *events = context;
    if (task_events_is_on(&events->task))
        task_events_add(&events->task, EVENT_LASTING,
                        json_pack("{s:s, s:s, s:o, s:s, s:s?, s:o}", "event", "finding", "severity",
                                  names[finding->severity], "strip",
                                  finding->strip < 0 ? json_null() : json_integer(finding->strip), "about",
                                  finding->about, "problem", finding->problem, "text", json_sanitized(finding->text)));
}

static void add_verdict(void *context, bool is_healthy, bool is_complete, const char *text)
{
    struct check_events *events = context;
    if (task_events_is_on(&events->task))
        task_events_add(&events->task, EVENT_LASTING,
                        json_pack("{s:s, s:b, s:b, s:s}", "event", "verdict", "healthy", (int)is_healthy, "complete",
                                  (int)is_complete, "text", text));
}

struct health_listener check_events_listener(struct check_events *events)
{
    return (struct health_listener){.finding = add_finding, .verdict = add_verdict, .context = events};
}

bool check_events_take_stop(struct check_events *events)
{
    struct control_message message;
    for (unsigned i = 0; i < TASK_EVENTS_COMMANDS_MAX; i++) {
        enum control_result result = task_events_take(&events->task, &message);
        if (result == CONTROL_NOTHING)
            return false;
        if (result == CONTROL_ENDED || message.command == CONTROL_STOP)
            return true;
        task_events_add_error(&events->task, "not_now", "A check takes the command stop.");
    }
    return false;
}
