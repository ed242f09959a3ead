/* SPDX-License-Identifier: MIT */
#include "session/phase.h"

#include <string.h>

static const char *const command_names[PHASE_COMMANDS] = {
    [PHASE_COMMAND_LISTEN] = "listen", [PHASE_COMMAND_START] = "start",     [PHASE_COMMAND_MARK] = "mark",
    [PHASE_COMMAND_ZERO] = "zero",     [PHASE_COMMAND_KNEE] = "knee",       [PHASE_COMMAND_NEXT] = "next",
    [PHASE_COMMAND_STOP] = "stop",     [PHASE_COMMAND_DISCARD] = "discard", [PHASE_COMMAND_DONE] = "done",
};

const char *phase_name(enum phase phase)
{
    static const char *const names[] = {
        [PHASE_READY] = "ready",   [PHASE_LISTENING] = "listening", [PHASE_ROLLING] = "rolling",
        [PHASE_CHANGE] = "change", [PHASE_DONE] = "done",
    };
    return names[phase];
}

const char *phase_command_name(enum phase_command command)
{
    return command_names[command];
}

bool phase_command_from_name(const char *name, enum phase_command *command)
{
    for (unsigned i = 0; name && i < PHASE_COMMANDS; i++)
        if (strcmp(name, command_names[i]) == 0) {
            *command = (enum phase_command)i;
            return true;
        }
    return false;
}

/* clang-format off */
static const enum phase_action actions[][PHASE_COMMANDS] = {
    /*                    listen              start         mark          zero          knee          next          stop          discard       done */
    [PHASE_READY]     = {PHASE_START_LOGGER, PHASE_REFUSE, PHASE_REFUSE, PHASE_REFUSE, PHASE_REFUSE, PHASE_REFUSE, PHASE_IGNORE, PHASE_IGNORE, PHASE_IGNORE},
    [PHASE_LISTENING] = {PHASE_START_LOGGER, PHASE_SEND,   PHASE_REFUSE, PHASE_SEND,   PHASE_SEND,   PHASE_REFUSE, PHASE_SEND,   PHASE_SEND,   PHASE_REFUSE},
    [PHASE_ROLLING]   = {PHASE_REFUSE,       PHASE_IGNORE, PHASE_SEND,   PHASE_SEND,   PHASE_SEND,   PHASE_SEND,   PHASE_SEND,   PHASE_SEND,   PHASE_REFUSE},
    [PHASE_CHANGE]    = {PHASE_REFUSE,       PHASE_SEND,   PHASE_REFUSE, PHASE_SEND,   PHASE_SEND,   PHASE_REFUSE, PHASE_SEND,   PHASE_SEND,   PHASE_REFUSE},
    [PHASE_DONE]      = {PHASE_START_LOGGER, PHASE_REFUSE, PHASE_REFUSE, PHASE_REFUSE, PHASE_REFUSE, PHASE_REFUSE, PHASE_IGNORE, PHASE_REFUSE, PHASE_CLEAR},
};
/* clang-format on */

enum phase_action phase_command(struct phase_state *state, enum phase_command command)
{
    enum phase_action action = actions[state->phase][command];
    if (action == PHASE_START_LOGGER)
        *state = (struct phase_state){.phase = PHASE_LISTENING};
    else if (action == PHASE_CLEAR)
        *state = (struct phase_state){.phase = PHASE_READY};
    return action;
}

void phase_report(struct phase_state *state, enum phase_report report)
{
    bool is_open = state->phase != PHASE_READY && state->phase != PHASE_DONE;
    switch (report) {
    case PHASE_LOGGER_SAVED: state->saved++; break;
    case PHASE_LOGGER_LISTENS:
        if (is_open)
            state->phase = state->saved > 0 ? PHASE_CHANGE : PHASE_LISTENING;
        break;
    case PHASE_LOGGER_RECORDS:
        if (is_open)
            state->phase = PHASE_ROLLING;
        break;
    case PHASE_LOGGER_ENDED:
        if (is_open)
            state->phase = state->saved > 0 ? PHASE_DONE : PHASE_READY;
        break;
    }
}
