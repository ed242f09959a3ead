/* SPDX-License-Identifier: MIT */
/* The phases of a session, from both sides: what the page asks for, and what the logger reports. It only computes: the
 * recorder carries out what it decides.
 *
 *     READY --listen--> LISTENING --start--> ROLLING --next, of two legs--> CHANGE --start--> ROLLING
 *                                               \--next, stop, lifted--------> DONE --done--> READY
 *
 * Without a saved leg, the end of the logger leads back to READY. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum phase { PHASE_READY, PHASE_LISTENING, PHASE_ROLLING, PHASE_CHANGE, PHASE_DONE };

enum phase_command {
    PHASE_COMMAND_LISTEN,
    PHASE_COMMAND_START,
    PHASE_COMMAND_MARK,
    PHASE_COMMAND_ZERO,
    PHASE_COMMAND_KNEE,
    PHASE_COMMAND_NEXT,
    PHASE_COMMAND_STOP,
    PHASE_COMMAND_DISCARD,
    PHASE_COMMAND_DONE,
    PHASE_COMMANDS
};

/* What the recorder is to do about a command. */
enum phase_action {
    PHASE_REFUSE,       /* the command does not fit the phase */
    PHASE_IGNORE,       /* nothing: what it asks for is so already */
    PHASE_START_LOGGER, /* start the logger, or start it again with other values */
    PHASE_SEND,         /* send the command to the logger */
    PHASE_CLEAR         /* forget the session, which is complete */
};

/* What the logger reports. */
enum phase_report {
    PHASE_LOGGER_LISTENS, /* before its first row, or between two legs */
    PHASE_LOGGER_RECORDS,
    PHASE_LOGGER_SAVED, /* a file */
    PHASE_LOGGER_ENDED
};

struct phase_state {
    enum phase phase;
    unsigned saved; /* files of this session */
};

/* Return what to do about a command. PHASE_START_LOGGER and PHASE_CLEAR also change the phase. */
enum phase_action phase_command(struct phase_state *state, enum phase_command command);

/* Take a report of the logger. */
void phase_report(struct phase_state *state, enum phase_report report);

/* The name of a phase for the page: "ready", "listening", "rolling", "change", "done". */
const char *phase_name(enum phase phase);
/* Find a command by its name, "listen" ... "done"; false if there is none. */
bool phase_command_from_name(const char *name, enum phase_command *command);
/* The name of a command, for the logger. */
const char *phase_command_name(enum phase_command command);
