/* SPDX-License-Identifier: MIT */
#include "record/questions.h"

#include "platform/platform.h"
#include "serial/link.h"
#include "shared/decimal.h"
#include "shared/sanitized_text.h"
#include "shared/text_buffer.h"

#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#define ANSWER_MAX_US 60000000
#define POLL_INTERVAL_MS 20
#define QUESTION_SIZE 2048

bool questions_can_be_asked(const struct options *options, const struct prompt *prompt,
                            const struct status_line *status_line)
{
    struct stat port;
    bool is_device = !options->port || (stat(options->port, &port) == 0 && S_ISCHR(port.st_mode));
    bool is_followed = options->events_fd > 0 || options->control_fd > 0; /* by a program, which asks its own users */
    return is_device && prompt_is_foreground(prompt) && status_line->can_redraw && !options->raw && !options->no_ask &&
           !is_followed;
}

/* ---- One question ---- */

/* Print `question`, and read the answer; "" = Enter alone. False if no answer came; then no more is asked. */
static bool read_answer(struct questions *questions, char answer[QUESTIONS_ANSWER_SIZE], const char *question)
{
    int64_t end_us = platform_now_us() + ANSWER_MAX_US;
    *answer = '\0';
    if (questions->unanswered)
        return false;
    status_line_print(questions->status_line, "%s", question);
    for (;;) {
        enum prompt_result result = prompt_read_line(questions->prompt, answer, QUESTIONS_ANSWER_SIZE);
        if (result == PROMPT_LINE)
            return true;
        *answer = '\0';
        questions->unanswered = result == PROMPT_ENDED || platform_now_us() > end_us ||
                                link_wait_for_stop(questions->stop_fd, POLL_INTERVAL_MS);
        if (questions->unanswered)
            return false;
    }
}

/* Like read_answer. What was typed before the question is not an answer to it. */
static bool ask(struct questions *questions, char answer[QUESTIONS_ANSWER_SIZE], const char *question)
{
    if (!questions->unanswered)
        prompt_discard_input(questions->prompt);
    return read_answer(questions, answer, question);
}

/* Ask for a number from `min` to `max` until the answer is one, or Enter alone. False if there is no number. */
static bool ask_number(struct questions *questions, char answer[QUESTIONS_ANSWER_SIZE], const char *question,
                       double min, double max, double *number)
{
    char again[80];
    snprintf(again, sizeof again, "Type a number from %.0f to %.0f, or Enter alone.", min, max);
    for (bool is_read = ask(questions, answer, question); is_read && *answer;
         is_read = read_answer(questions, answer, again)) {
        double typed;
        if (decimal_parse(answer, strlen(answer), &typed) && typed >= min && typed <= max) {
            *number = typed;
            return true;
        }
    }
    *answer = '\0';
    return false;
}

static bool ask_pain(struct questions *questions, char answer[QUESTIONS_ANSWER_SIZE], const char *when)
{
    char question[QUESTION_SIZE];
    double pain;
    snprintf(question, sizeof question, "Pain %s, from 0 (none) to 10 (the worst)? Enter: not said", when);
    return ask_number(questions, answer, question, SESSION_PAIN_MIN, SESSION_PAIN_MAX, &pain);
}

/* ---- As last time ---- */

/* Keep of `last` only what may be offered: nothing of another person, nothing that the options say, and no folder that
 * is gone or is this one. */
static void keep_open_questions(struct last_time *last, const struct options *options)
{
    char here[PATH_MAX];
    char subject[SESSION_TEXT_SIZE];
    sanitized_text_copy(subject, sizeof subject, options->subject);
    if (*subject && strcmp(subject, last->subject) != 0)
        *last = (struct last_time){0};
    if (options->thigh_length_mm > 0)
        last->thigh_length_mm = 0;
    bool is_here = getcwd(here, sizeof here) && strcmp(here, last->folder) == 0;
    if (options->output || is_here || access(last->folder, W_OK | X_OK) != 0)
        last->folder[0] = '\0';
    if (*subject && last->thigh_length_mm <= 0 && !*last->folder)
        last->subject[0] = '\0';
}

/* Ask whether what was said last time is right, and take it if it is. */
static void offer_last_time(struct questions *questions, struct options *options)
{
    struct last_time *last = &questions->last;
    char question[QUESTION_SIZE], answer[QUESTIONS_ANSWER_SIZE];
    struct text_buffer text = text_fixed(question, sizeof question);
    const char *separator = "";
    if (*last->subject) {
        text_add(&text, last->subject);
        separator = ", ";
    }
    if (last->thigh_length_mm > 0) {
        text_addf(&text, "%sthigh %.6g mm", separator, last->thigh_length_mm);
        separator = ", ";
    }
    if (*last->folder)
        text_addf(&text, "%ssessions in %s", separator, last->folder);
    text_add(&text, ", as last time? Enter: yes; n and Enter: no");
    bool is_answered = ask(questions, answer, question);
    if (!is_answered || (*answer && strcasecmp(answer, "y") != 0 && strcasecmp(answer, "yes") != 0)) {
        *last = (struct last_time){0};
        return;
    }
    if (*last->subject)
        options->subject = last->subject;
    if (last->thigh_length_mm > 0)
        options->thigh_length_mm = last->thigh_length_mm;
    options->folder = last->folder;
}

/* Ask for name and thigh. */
static void ask_who(struct questions *questions, struct options *options)
{
    char answer[QUESTIONS_ANSWER_SIZE];
    if (!*options->subject && ask(questions, questions->subject, "Your name, for the session? Enter: none"))
        options->subject = questions->subject;
    if (options->thigh_length_mm <= 0)
        (void)ask_number(questions, answer,
                         "How long is your thigh, in mm, from the fold below the buttock to the crease of the knee? "
                         "Enter: not known",
                         SESSION_THIGH_MIN_MM, SESSION_THIGH_MAX_MM, &options->thigh_length_mm);
}

/* Write the absolute folder of the sessions; "" = unknown. */
static void find_folder(char *folder, size_t size, const struct options *options)
{
    char path[PATH_MAX], full[PATH_MAX];
    snprintf(path, sizeof path, "%s", options->output ? options->output : options->folder);
    const char *relative = options->output ? dirname(path) : *path ? path : ".";
    bool is_found = realpath(relative, full) != NULL && strlen(full) < size;
    size_t length = is_found ? sanitized_text_copy(folder, size, full) : 0;
    if (!is_found || length != strlen(full) || strcmp(folder, full) != 0)
        *folder = '\0';
}

static void remember(struct questions *questions, const struct options *options)
{
    struct last_time said = {.thigh_length_mm = options->thigh_length_mm};
    if (!*options->subject && options->thigh_length_mm <= 0)
        return;
    sanitized_text_copy(said.subject, sizeof said.subject, options->subject);
    find_folder(said.folder, sizeof said.folder, options);
    if (!last_time_save(&said))
        status_line_print(questions->status_line, "This is not remembered for the next time: %s.", strerror(errno));
}

static bool has_anything(const struct last_time *last)
{
    return *last->subject || last->thigh_length_mm > 0 || *last->folder;
}

bool questions_ask_before(struct questions *questions, struct options *options, struct failure *failure)
{
    const char *problem;
    if (!last_time_load(&questions->last, &problem))
        status_line_print(questions->status_line,
                          "What was said last time is not used: its file in the configuration folder %s.", problem);
    keep_open_questions(&questions->last, options);
    if (has_anything(&questions->last))
        offer_last_time(questions, options);
    if (!has_anything(&questions->last))
        ask_who(questions, options);
    if (!options->annotation.value[ANNOTATION_PAIN_BEFORE] && ask_pain(questions, questions->pain_before, "now"))
        options->annotation.value[ANNOTATION_PAIN_BEFORE] = questions->pain_before;
    if (link_wait_for_stop(questions->stop_fd, 0))
        return failure_set(failure, EXIT_STATUS_DEVICE, "Stopped before the leg began; nothing was recorded.");
    remember(questions, options);
    return true;
}

const char *questions_ask_pain_after(struct questions *questions, const struct options *options)
{
    bool is_said = options->annotation.value[ANNOTATION_PAIN_AFTER] != NULL;
    if (is_said || link_wait_for_stop(questions->stop_fd, 0) ||
        !ask_pain(questions, questions->pain_after, "now, after rolling"))
        return NULL;
    return questions->pain_after;
}
