/* SPDX-License-Identifier: MIT */
/* Parses the commands of another program (--control): one JSON object on each line, {"command":"mark"}. Any bytes may
 * come: a line that is no command is refused with a reason, and the next line is parsed. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define CONTROL_LINE_SIZE 512 /* longest line with its newline */
#define CONTROL_TEXT_SIZE 128 /* of an answer */
#define CONTROL_ASK_MAX 1000000

enum control_command {
    CONTROL_START,   /* begin to record */
    CONTROL_MARK,    /* as a short press of the roller's button */
    CONTROL_ZERO,    /* the roller lies at the upper thigh */
    CONTROL_KNEE,    /* the roller lies at the knee crease */
    CONTROL_NEXT,    /* end this leg, and wait for the next one */
    CONTROL_STOP,    /* save, and end */
    CONTROL_DISCARD, /* remove the file that is being recorded, and end */
    CONTROL_ANSWER,  /* the answer to a question of a calibration */
    CONTROL_COMMANDS
};

/* A command, or the reason why a line is none. */
struct control_message {
    bool is_command;
    enum control_command command;
    int ask;                      /* CONTROL_ANSWER: the number of the question; 0 = the one that is asked */
    char text[CONTROL_TEXT_SIZE]; /* CONTROL_ANSWER: sanitized, without spaces at its ends */
    const char *code;             /* if it is none: a word for programs, as in docs/FORMATS.md */
    const char *problem;          /* and a sentence */
};

/* All zero bytes at first. */
struct control_parser {
    bool is_skipping; /* the rest of a line that is too long */
    size_t length;    /* bytes in `line` */
    char line[CONTROL_LINE_SIZE];
};

/* Parse up to `count` bytes, at most to the end of a line. Returns the number of bytes parsed; `*has_message`: the last
 * of them completed `message`. Empty lines are ignored. */
size_t control_parser_feed(struct control_parser *parser, const char *bytes, size_t count,
                           struct control_message *message, bool *has_message);

/* Return the name of a command: "mark". */
const char *control_command_name(enum control_command command);
