/* SPDX-License-Identifier: MIT */
#include "multi_session/multi_session_output.h"

#include "result/words.h"
#include "writing/markup.h"

#include <string.h>

#define LINE_COLUMNS_MAX 98

const char *multi_session_force_note(enum force_scale scale)
{
    switch (scale) {
    case FORCE_SCALE_SAME: return NULL;
    case FORCE_SCALE_APART:
        return "The forces were not all measured with the same calibrated roller, so only differences of force of 25 % "
               "or more are meaningful.";
    case FORCE_SCALE_INCOMPLETE:
        return "The forces cannot be compared: in a session the roller measured only part of the force (its report "
               "says why). Positions and times can still be compared.";
    case FORCE_SCALE_NONE: break;
    }
    return "The forces cannot be compared: not all sessions come from a calibrated roller. Positions and "
           "times can still be compared.";
}

void multi_session_text_add_wrapped(struct text_buffer *out, const char *text, int indent)
{
    size_t width = LINE_COLUMNS_MAX - (size_t)indent;
    while (strlen(text) > width) {
        size_t length = width;
        while (length > 0 && text[length] != ' ')
            length--;
        if (length == 0)
            break; /* the word is longer than the line */
        text_add_bytes(out, text, length);
        text_addf(out, "\n%*s", indent, "");
        text += length + 1;
    }
    text_add(out, text);
    text_add(out, "\n");
}

void multi_session_text_add_note(void *context, const char *note)
{
    struct text_buffer *out = context;
    out->failed = out->failed || !note;
    text_add(out, "  - ");
    multi_session_text_add_wrapped(out, note ? note : "", 4);
}

static void add_left_out(struct text_buffer *out, const struct session_set *set)
{
    if (set->left_out_count + set->other_people_count == 0)
        return;
    text_add(out, "Left out\n");
    if (set->other_people_count > 0) {
        text_add(out, "  - ");
        session_set_add_other_people(out, set);
        text_add(out, "\n");
    }
    for (size_t i = 0; i < set->left_out_count; i++) {
        text_add(out, "  - ");
        markup_add_sanitized(out, set->left_out[i].file);
        text_add(out, ": ");
        markup_add_sanitized(out, set->left_out[i].why);
        text_add(out, "\n");
    }
    text_add(out, "\n");
}

void multi_session_text_add_footer(struct text_buffer *out, const struct session_set *set, const char *limits,
                                   const char *page_path)
{
    add_left_out(out, set);
    multi_session_text_add_wrapped(out, limits, 0);
    text_add(out, "\n");
    multi_session_text_add_wrapped(out, WORDS_DISCLAIMER, 0);
    if (page_path) {
        text_add(out, "Page with charts: ");
        markup_add_sanitized(out, page_path);
        text_add(out, "\n");
    }
}
