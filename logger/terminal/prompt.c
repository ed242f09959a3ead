/* SPDX-License-Identifier: MIT */
#include "terminal/prompt.h"

#include "shared/sanitized_text.h"

#include <poll.h>
#include <termios.h>
#include <unistd.h>

void prompt_init(struct prompt *prompt)
{
    *prompt = (struct prompt){.can_ask = isatty(STDIN_FILENO) && isatty(STDERR_FILENO)};
}

void prompt_accept_pipe(struct prompt *prompt)
{
    prompt->can_ask = prompt->can_ask || !isatty(STDIN_FILENO);
    prompt->is_pipe = !isatty(STDIN_FILENO);
}

void prompt_discard_input(struct prompt *prompt)
{
    if (prompt->is_pipe)
        return;
    tcflush(STDIN_FILENO, TCIFLUSH);
    prompt->length = 0;
}

bool prompt_is_foreground(const struct prompt *prompt)
{
    return prompt->can_ask && !prompt->is_pipe && tcgetpgrp(STDIN_FILENO) == getpgrp();
}

/* Whether there is input that may be read. In the background, reading from the terminal would stop this process,
 * and the recording with it. */
static bool can_read(const struct prompt *prompt)
{
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    bool is_foreground = prompt->is_pipe || tcgetpgrp(STDIN_FILENO) == getpgrp();
    return prompt->can_ask && !prompt->no_more_input && is_foreground && poll(&input, 1, 0) > 0;
}

/* Whether the terminal is gone; Ctrl-D leaves it usable. */
static bool is_hung_up(void)
{
    struct pollfd input = {.fd = STDIN_FILENO};
    return poll(&input, 1, 0) > 0;
}

/* Copy the typed line, sanitized and without spaces at its ends, and begin the next line. */
static void finish_line(struct prompt *prompt, char *line, size_t size)
{
    size_t start = 0, end = prompt->length;
    while (start < end && prompt->typed[start] == ' ')
        start++;
    while (end > start && prompt->typed[end - 1] == ' ')
        end--;
    sanitized_text_copy_bytes(line, size, prompt->typed + start, end - start);
    prompt->length = 0;
}

enum prompt_result prompt_read_line(struct prompt *prompt, char *line, size_t size)
{
    while (can_read(prompt)) {
        char byte;
        ssize_t count = read(STDIN_FILENO, &byte, 1);
        if (count != 1) {
            /* Ctrl-D at a terminal ends only this question: more lines may follow. */
            prompt->no_more_input = prompt->is_pipe || count < 0 || is_hung_up();
            return PROMPT_ENDED;
        }
        if (byte == '\n') {
            finish_line(prompt, line, size);
            return PROMPT_LINE;
        }
        if (prompt->length < sizeof prompt->typed)
            prompt->typed[prompt->length++] = byte;
    }
    return prompt->no_more_input ? PROMPT_ENDED : PROMPT_NOTHING;
}
