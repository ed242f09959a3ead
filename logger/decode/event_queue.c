/* SPDX-License-Identifier: MIT */
#include "decode/event_queue.h"

#include <stdio.h>
#include <string.h>

#define NAME_ONLY_SIZE 20 /* size of a name without its value */

static void copy_word(char *out, size_t size, const char *text)
{
    size_t used = 0;
    for (; *text && used + 1 < size; text++) {
        bool is_allowed =
            (*text >= 'a' && *text <= 'z') || (*text >= 'A' && *text <= 'Z') || (*text >= '0' && *text <= '9');
        out[used++] = is_allowed ? *text : '_';
    }
    out[used] = '\0';
}

bool event_queue_add_line(struct event_queue *queue, const struct wire_line *line)
{
    uint32_t t_us;
    if (line->field_count < 2 || !*line->field[1] || !wire_parse_unsigned(line->field[0], &t_us))
        return false;
    if (queue->count == EVENT_QUEUE_MAX) {
        queue->dropped++;
        return true;
    }
    char *name = queue->event[queue->count].name;
    queue->event[queue->count++].t_us = t_us;
    copy_word(name, NAME_ONLY_SIZE, line->field[1]);
    if (line->field_count > 2 && *line->field[2]) {
        size_t used = strlen(name);
        name[used++] = '=';
        copy_word(name + used, EVENT_QUEUE_NAME_SIZE - used, line->field[2]);
    }
    return true;
}

bool event_queue_append_name(struct session_row *row, const char *name)
{
    size_t used = strlen(row->event);
    if (used + strlen(name) + 2 > sizeof row->event)
        return false;
    snprintf(row->event + used, sizeof row->event - used, "%s%s", used ? "+" : "", name);
    return true;
}

void event_queue_release(struct event_queue *queue, enum event_queue_choice choice, uint32_t t_us,
                         struct session_row *row)
{
    size_t kept = 0;
    for (size_t i = 0; i < queue->count; i++) {
        bool is_due = (int32_t)(queue->event[i].t_us - t_us) <= 0; /* t_us wraps */
        if (choice == EVENT_QUEUE_DUE && !is_due)
            queue->event[kept++] = queue->event[i];
        else if (!event_queue_append_name(row, queue->event[i].name))
            queue->dropped++;
    }
    queue->count = kept;
}

bool event_queue_has_press(const char *names)
{
    const unsigned presses = SESSION_EVENT_MARK | SESSION_EVENT_ZERO | SESSION_EVENT_KNEE;
    return (session_events_from_names(names, strlen(names)) & presses) != 0;
}
