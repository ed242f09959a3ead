/* SPDX-License-Identifier: MIT */
/*
 * The person at the terminal: what they type, a line at a time, while a recording goes on beside it.
 *
 * The terminal stays in the mode in which it is, so that there is nothing to restore however this program
 * ends. Questions are status_line_print's. For "press Enter or the button", take lines in the same loop that
 * takes the roller's rows, and look there for session_event_from_name's SESSION_EVENT_MARK too.
 */
#ifndef PROMPT_H
#define PROMPT_H

#include <stdbool.h>
#include <stddef.h>

#define PROMPT_LINE_SIZE 128

enum prompt_result {
    PROMPT_NOTHING, /* nothing yet */
    PROMPT_LINE,    /* a line: "" for Enter alone */
    PROMPT_ENDED    /* Ctrl-D, behind which a terminal is still heard; or the pipe has ended, the terminal is
                       gone */
};

/* Fields are the prompt's own, but for reading: can_ask. */
struct prompt {
    bool can_ask; /* standard input and standard error are a terminal: somebody may be there */
    bool accepts_pipe;
    bool ended;
    char typed[PROMPT_LINE_SIZE];
    size_t length;
};

void prompt_init(struct prompt *prompt);

/* From here on answers may also come from what is no terminal: a script that knows the questions. */
void prompt_accept_pipe(struct prompt *prompt);

/* Pass over what was typed at a terminal before a question was asked. */
void prompt_discard_input(struct prompt *prompt);

/* Take a line that was typed, without waiting for one. `line` (`size` bytes) gets it as plain text
 * (sanitized_text.h), blanks at both ends cut off; one too long is cut. Nothing where nobody can be asked, or
 * while another program has the terminal. */
enum prompt_result prompt_read_line(struct prompt *prompt, char *line, size_t size);

#endif
