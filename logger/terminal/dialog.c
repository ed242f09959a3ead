/* SPDX-License-Identifier: MIT */
#include "terminal/dialog.h"

#include "shared/json_line.h"
#include "shared/sanitized_text.h"
#include "shared/terminal.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define TEXT_SIZE 800
#define WRAP_COLUMNS_MIN 39 /* narrower terminals wrap the lines themselves */

void dialog_init(struct dialog *dialog, struct task_events *events)
{
    *dialog = (struct dialog){.events = events, .is_terminal = isatty(STDERR_FILENO)};
    prompt_init(&dialog->prompt);
    prompt_accept_pipe(&dialog->prompt);
}

/* ---- The terminal ---- */

/* Show text, sanitized and wrapped, between a prefix and a suffix that are shown as they are. */
static void show(const char *raw, const char *prefix, const char *suffix)
{
    char text[TEXT_SIZE], line[TEXT_SIZE + 16];
    unsigned columns, rows;
    sanitized_text_copy(text, sizeof text, raw);
    if (terminal_size(STDERR_FILENO, &columns, &rows))
        terminal_wrap(text, columns < WRAP_COLUMNS_MIN ? WRAP_COLUMNS_MIN : columns, false);
    snprintf(line, sizeof line, "%s%s%s", prefix, text, suffix);
    terminal_show(line);
}

__attribute__((format(printf, 3, 0))) static void show_formatted(const char *prefix, const char *suffix,
                                                                 const char *format, va_list arguments)
{
    char raw[TEXT_SIZE];
    vsnprintf(raw, sizeof raw, format, arguments);
    show(raw, prefix, suffix);
}

void dialog_end_line(struct dialog *dialog)
{
    if (dialog->has_status)
        terminal_show(TERMINAL_CLEAR_LINE);
    if (dialog->has_question)
        terminal_show("\n");
    dialog->has_status = dialog->has_question = false;
}

void dialog_print_here(struct dialog *dialog, const char *format, ...)
{
    va_list arguments;
    dialog_end_line(dialog);
    va_start(arguments, format);
    show_formatted("", "\n", format, arguments);
    va_end(arguments);
}

void dialog_print(struct dialog *dialog, const char *format, ...)
{
    char text[TEXT_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    dialog_print_here(dialog, "%s", text);
    task_events_add_notice(dialog->events, text);
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

/* ---- Questions ---- */

static json_t *number_or_null(int number)
{
    return number == DIALOG_NONE ? json_null() : json_integer(number);
}

static json_t *word_list(const struct dialog_question *question)
{
    json_t *list = json_array();
    for (size_t i = 0; i < DIALOG_WORDS_MAX && question->words[i]; i++)
        list = json_appended(list, json_string(question->words[i]));
    return list;
}

static void send_question(struct dialog *dialog, const struct dialog_question *question, const char *text)
{
    if (!task_events_is_on(dialog->events))
        return;
    json_t *unit = question->unit ? json_string(question->unit) : json_null();
    task_events_add(dialog->events, EVENT_LASTING,
                    json_pack("{s:s, s:i, s:s, s:o, s:o, s:o, s:o, s:b, s:o}", "event", "ask", "ask", dialog->ask,
                              "step", question->step, "strip", number_or_null(question->strip), "number",
                              number_or_null(question->number), "unit", unit, "words", word_list(question), "button",
                              (int)question->takes_button, "text", json_sanitized(text + strspn(text, " "))));
}

void dialog_ask(struct dialog *dialog, const struct dialog_question *question, const char *format, ...)
{
    char text[TEXT_SIZE];
    va_list arguments;
    dialog_end_line(dialog);
    prompt_discard_input(&dialog->prompt);
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    show(text, "", " ");
    dialog->has_question = dialog->is_asking = true;
    dialog->has_answer = false;
    dialog->ask++;
    send_question(dialog, question, text);
}

/* Take the answer to the question that is asked; refuse any other. */
static void take_answer(struct dialog *dialog, const struct control_message *message)
{
    if (!dialog->is_asking || dialog->has_answer || (message->ask > 0 && message->ask != dialog->ask)) {
        task_events_add_error(dialog->events, "not_now", "This question is not asked now.");
        return;
    }
    snprintf(dialog->answer, sizeof dialog->answer, "%s", message->text);
    dialog->has_answer = true;
}

bool dialog_update(struct dialog *dialog)
{
    struct control_message message;
    for (unsigned i = 0; i < TASK_EVENTS_COMMANDS_MAX; i++) {
        enum control_result result = task_events_take(dialog->events, &message);
        if (result == CONTROL_NOTHING)
            break;
        if (result == CONTROL_ENDED || message.command == CONTROL_STOP)
            return false;
        if (message.command == CONTROL_ANSWER)
            take_answer(dialog, &message);
        else
            task_events_add_error(dialog->events, "not_now", "A calibration takes the commands answer and stop.");
    }
    return true;
}

/* Note that the question has been answered; the next output starts on a new line. */
static void note_answered(struct dialog *dialog, const char *answer, bool is_button)
{
    dialog->is_asking = dialog->has_answer = false;
    if (task_events_is_on(dialog->events))
        task_events_add(dialog->events, EVENT_LASTING,
                        json_pack("{s:s, s:i, s:s, s:b}", "event", "answered", "ask", dialog->ask, "text", answer,
                                  "button", (int)is_button));
}

enum prompt_result dialog_read_answer(struct dialog *dialog, char *line, size_t size)
{
    enum prompt_result result;
    if (task_events_is_controlled(dialog->events)) {
        if (!dialog->has_answer)
            return PROMPT_NOTHING;
        snprintf(line, size, "%s", dialog->answer);
        result = PROMPT_LINE;
    } else {
        result = prompt_read_line(&dialog->prompt, line, size);
        dialog->has_question = result == PROMPT_LINE ? dialog->prompt.is_pipe /* a terminal has echoed the newline */
                                                     : dialog->has_question;
    }
    if (result == PROMPT_LINE)
        note_answered(dialog, line, false);
    return result;
}

void dialog_take_button(struct dialog *dialog)
{
    dialog_print_here(dialog, "(button)");
    note_answered(dialog, "", true);
}
