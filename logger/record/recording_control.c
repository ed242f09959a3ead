/* SPDX-License-Identifier: MIT */
#include "record/recording_parts.h"

#include "platform/platform.h"

static void refuse(struct recording *recording, const char *text)
{
    task_events_add_error(&recording->events.task, "not_now", text);
}

static void add_event(struct recording *recording, enum control_command command)
{
    static const unsigned events[CONTROL_COMMANDS] = {
        [CONTROL_MARK] = SESSION_EVENT_MARK, [CONTROL_ZERO] = SESSION_EVENT_ZERO, [CONTROL_KNEE] = SESSION_EVENT_KNEE};
    if (recording_is_receiving(recording))
        recording_add_event(recording, events[command], platform_now_us());
    else
        refuse(recording, "No readings come from the roller at present.");
}

/* Carry out a command. Returns whether it changes the phase, so that the next command belongs to the next one. */
static bool carry_out(struct recording *recording, enum control_command command)
{
    bool is_waiting = recording->phase.waiting;
    switch (command) {
    case CONTROL_START:
        if (is_waiting && recording_is_receiving(recording))
            return recording->phase.start_requested = true;
        refuse(recording, is_waiting ? "No readings come from the roller yet." : "The recording has begun already.");
        return false;
    case CONTROL_MARK:
        if (is_waiting)
            refuse(recording, "The recording has not begun yet.");
        else
            add_event(recording, command);
        return false;
    case CONTROL_ZERO:
    case CONTROL_KNEE: add_event(recording, command); return false;
    case CONTROL_NEXT:
        if (!is_waiting)
            return recording->phase.enter_pressed = true;
        refuse(recording, "The recording has not begun yet.");
        return false;
    case CONTROL_ANSWER: refuse(recording, "A recording asks nothing."); return false;
    case CONTROL_DISCARD: recording->discard_requested = true; /* fall through */
    default: return recording->stop_requested = true;
    }
}

void recording_control_update(struct recording *recording)
{
    struct control_message message;
    for (unsigned i = 0; i < TASK_EVENTS_COMMANDS_MAX && !recording->stop_requested; i++) {
        enum control_result result = task_events_take(&recording->events.task, &message);
        if (result == CONTROL_NOTHING)
            return;
        if (result == CONTROL_ENDED)
            recording->stop_requested = true;
        else if (carry_out(recording, message.command))
            return;
    }
}
