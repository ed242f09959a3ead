/* SPDX-License-Identifier: MIT */
/* What `record` asks the person at the terminal: before the recording whether name, thigh and folder are those of last
 * time, and the pain; after it the pain. Enter skips a question. Where no answer comes for a minute, the rest is not
 * asked, so that a recording which is started without a person begins all the same. */
#pragma once

#include "options/options.h"
#include "record/last_time.h"
#include "shared/failure.h"
#include "terminal/prompt.h"
#include "terminal/status_line.h"

#include <stdbool.h>

#define QUESTIONS_ANSWER_SIZE PROMPT_LINE_SIZE

/* `prompt`, `status_line` and `stop_fd` are set by the caller; the rest is private. */
struct questions {
    struct prompt *prompt;
    struct status_line *status_line;
    int stop_fd;
    bool unanswered;       /* no answer came: ask no more */
    struct last_time last; /* what is offered, then what was said */
    char subject[QUESTIONS_ANSWER_SIZE];
    char pain_before[QUESTIONS_ANSWER_SIZE];
    char pain_after[QUESTIONS_ANSWER_SIZE];
};

/* Whether there is a person to ask: at a terminal in the foreground, and a roller rather than a file of its lines. */
bool questions_can_be_asked(const struct options *options, const struct prompt *prompt,
                            const struct status_line *status_line);

/* Ask what `options` do not say, and add the answers, which point into `questions`. Remember name, thigh and folder for
 * the next time. False (EXIT_STATUS_DEVICE) if the user stopped. */
bool questions_ask_before(struct questions *questions, struct options *options, struct failure *failure);

/* Ask for the pain after the recording, unless `options` say it. Returns the answer, which stays in `questions`; NULL =
 * not said. */
const char *questions_ask_pain_after(struct questions *questions, const struct options *options);
