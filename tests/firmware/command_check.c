/* SPDX-License-Identifier: MIT */
#include "command_check.h"

#include "wire/vocabulary.h"
#include "wire/wire_line.h"
#include "hal.h"
#include "rate.h"

#include <string.h>

static bool is_within(long value, long min, long max)
{
    return value >= min && value <= max;
}

static bool is_in_bounds(const struct command *command)
{
    switch (command->kind) {
    case COMMAND_CALIBRATE:
        return command->strip < HAL_STRIPS && is_within(command->k_tenth_n, WIRE_K_MIN_TENTH_N, WIRE_K_MAX_TENTH_N) &&
               is_within(command->p_milli, WIRE_P_MIN_MILLI, WIRE_P_MAX_MILLI);
    case COMMAND_ANGLE: return command->strip < HAL_STRIPS && command->angle_deg < 360;
    case COMMAND_RADIUS:
        return command->radius_tenth_mm == 0 ||
               is_within(command->radius_tenth_mm, WIRE_RADIUS_MIN_TENTH_MM, WIRE_RADIUS_MAX_TENTH_MM);
    case COMMAND_RATE: return is_within((long)command->rate_millihz, 1, 10000000);
    case COMMAND_BAUD: return rate_is_supported_baud(command->baud);
    default: return true;
    }
}

static bool is_reply_valid(const struct command_line *line, const struct command *command)
{
    char text[MESSAGE_LINE_MAX];
    struct wire_decoder decoder;
    struct wire_line reply;
    bool accepted = false;
    uint16_t length = message_write_reply(text, line, command->reason, 0);
    wire_decoder_init(&decoder, false);
    if (length < 1 || length > MESSAGE_SHORT_MAX ||
        wire_decoder_feed(&decoder, text, length, &reply, &accepted) != length || !accepted)
        return false;
    /* The reply repeats the command; a comma starts its next field, and an asterisk becomes '_'. */
    char first = line->text[0], echoed = first == ',' ? '\0' : first == '*' ? '_' : first;
    return reply.type == (command->kind == COMMAND_REFUSED ? 'N' : 'A') && reply.field[0][0] == echoed;
}

const char *command_check(const struct command_line *line, const struct command *command)
{
    bool refused = command->kind == COMMAND_REFUSED;
    if (refused != (command->reason != NULL))
        return "a command has a reason if it is refused, and only then";
    if (!refused && (line->too_long || line->garbled))
        return "a line that is too long or garbled is refused";
    if (line->length > COMMAND_LENGTH_MAX || strlen(line->text) != line->length)
        return "a line is terminated and not too long";
    if (!is_in_bounds(command))
        return "an accepted command is within its bounds";
    return is_reply_valid(line, command) ? NULL : "the host accepts the reply, which repeats the command";
}
