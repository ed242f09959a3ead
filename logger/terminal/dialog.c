/* SPDX-License-Identifier: MIT */
#include "terminal/dialog.h"

#include "shared/sanitized_text.h"
#include "shared/terminal.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#define TEXT_SIZE 800
#define WRAP_COLUMNS_MIN 39 /* narrower terminals wrap the lines themselves */

void dialog_init(struct dialog *dialog)
{
    *dialog = (struct dialog){.is_terminal = isatty(STDERR_FILENO)};
    prompt_init(&dialog->prompt);
    prompt_accept_pipe(&dialog->prompt);
}

/* Show text, sanitized and wrapped, between a prefix and a suffix that are shown as they are. */
__attribute__((format(printf, 3, 0))) static void show_formatted(const char *prefix, const char *suffix,
                                                                 const char *format, va_list arguments)
{
    char raw[TEXT_SIZE], text[TEXT_SIZE], line[TEXT_SIZE + 16];
    unsigned columns, rows;
    vsnprintf(raw, sizeof raw, format, arguments);
    sanitized_text_copy(text, sizeof text, raw);
    if (terminal_size(STDERR_FILENO, &columns, &rows))
        terminal_wrap(text, columns < WRAP_COLUMNS_MIN ? WRAP_COLUMNS_MIN : columns, false);
    snprintf(line, sizeof line, "%s%s%s", prefix, text, suffix);
    terminal_show(line);
}

void dialog_end_line(struct dialog *dialog)
{
    if (dialog->has_status)
        terminal_show(TERMINAL_CLEAR_LINE);
    if (dialog->has_question)
        terminal_show("\n");
    dialog->has_status = dialog->has_question = false;
}

void dialog_note_answered(struct dialog *dialog)
{
    dialog->has_question = dialog->prompt.is_pipe; /* a terminal has already echoed the newline */
}

void dialog_print(struct dialog *dialog, const char *format, ...)
{
    va_list arguments;
    dialog_end_line(dialog);
    va_start(arguments, format);
    show_formatted("", "\n", format, arguments);
    va_end(arguments);
}

void dialog_ask(struct dialog *dialog, const char *format, ...)
{
    va_list arguments;
    dialog_end_line(dialog);
    prompt_discard_input(&dialog->prompt);
    va_start(arguments, format);
    show_formatted("", " ", format, arguments);
    va_end(arguments);
    dialog->has_question = true;
}

void dialog_show_status(struct dialog *dialog, const char *format, ...)
{
    va_list arguments;
    if (!dialog->is_terminal)
        return;
    va_start(arguments, format);
    show_formatted(TERMINAL_CLEAR_LINE, "", format, arguments);
    va_end(arguments);
    dialog->has_status = true;
}
