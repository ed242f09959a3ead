/* SPDX-License-Identifier: MIT */
#include "terminal/dialog.h"

#include "shared/sanitized_text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define SAID_SIZE 800
#define CLEAR_LINE "\r\033[K"
#define COLUMNS_MIN 40

void dialog_init(struct dialog *talk)
{
    *talk = (struct dialog){.is_terminal = isatty(STDERR_FILENO)};
    prompt_init(&talk->prompt);
    prompt_accept_pipe(&talk->prompt);
}

/* When standard error is gone the person sees nothing, and an end of standard input ends it. */
static void show(const char *text)
{
    ssize_t ignored = write(STDERR_FILENO, text, strlen(text));
    (void)ignored;
}

static size_t terminal_columns(void)
{
    struct winsize size;
    bool told = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0;
    return !told ? SAID_SIZE : size.ws_col < COLUMNS_MIN ? COLUMNS_MIN : size.ws_col;
}

/* Put newlines between words. */
static void wrap(char *text, size_t columns)
{
    while (strlen(text) >= columns) {
        char *at = text + columns - 1;
        while (at > text && *at != ' ')
            at--;
        if (at == text)
            return;
        *at = '\n';
        text = at + 1;
    }
}

__attribute__((format(printf, 3, 0))) static void show_plain(const char *before, const char *after,
                                                             const char *format, va_list arguments)
{
    char raw[SAID_SIZE], plain[SAID_SIZE], line[SAID_SIZE + 16];
    vsnprintf(raw, sizeof raw, format, arguments);
    sanitized_text_copy(plain, sizeof plain, raw);
    wrap(plain, terminal_columns());
    snprintf(line, sizeof line, "%s%s%s", before, plain, after);
    show(line);
}

void dialog_end_line(struct dialog *talk)
{
    if (talk->status_shown)
        show(CLEAR_LINE);
    if (talk->asked)
        show("\n");
    talk->status_shown = talk->asked = false;
}

void dialog_answered(struct dialog *talk)
{
    talk->asked = talk->prompt.accepts_pipe; /* a terminal has shown the newline already */
}

void dialog_print(struct dialog *talk, const char *format, ...)
{
    va_list arguments;
    dialog_end_line(talk);
    va_start(arguments, format);
    show_plain("", "\n", format, arguments);
    va_end(arguments);
}

void dialog_ask(struct dialog *talk, const char *format, ...)
{
    va_list arguments;
    dialog_end_line(talk);
    prompt_discard_input(&talk->prompt);
    va_start(arguments, format);
    show_plain("", " ", format, arguments);
    va_end(arguments);
    talk->asked = true;
}

void dialog_show_status(struct dialog *talk, const char *format, ...)
{
    va_list arguments;
    if (!talk->is_terminal)
        return;
    va_start(arguments, format);
    show_plain(CLEAR_LINE, "", format, arguments);
    va_end(arguments);
    talk->status_shown = true;
}
