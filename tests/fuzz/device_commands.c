/* SPDX-License-Identifier: MIT */
/* The firmware's command parser: whatever the host sends, what is obeyed is within the bounds of the header. */
#include "commands.h"
#include "frame.h"
#include "fuzz.h"
#include "hal.h"
#include "messages.h"
#include "pace.h"

#include <string.h>

static void check_bounds(const struct command *command)
{
    switch (command->kind) {
    case COMMAND_CALIBRATE:
        FUZZ_HOLDS(command->strip < HAL_STRIPS);
        FUZZ_HOLDS(command->k_dn >= SETTINGS_K_MIN_DN && command->k_dn <= SETTINGS_K_MAX_DN);
        FUZZ_HOLDS(command->p_milli >= SETTINGS_P_MIN_MILLI && command->p_milli <= SETTINGS_P_MAX_MILLI);
        break;
    case COMMAND_ANGLE:
        FUZZ_HOLDS(command->strip < HAL_STRIPS && command->angle_deg < 360);
        break;
    case COMMAND_RADIUS:
        FUZZ_HOLDS(command->radius_dmm == 0 || (command->radius_dmm >= SETTINGS_RADIUS_MIN_DMM &&
                                                command->radius_dmm <= SETTINGS_RADIUS_MAX_DMM));
        break;
    case COMMAND_RATE:
        FUZZ_HOLDS(command->rate_mhz >= 1);
        break;
    case COMMAND_BAUD:
        FUZZ_HOLDS(pace_is_baud(command->baud));
        break;
    default:
        break;
    }
}

/* The answer is one line that the host's decoder takes. */
static void check_answer(const struct command_line *line, const struct command *command)
{
    char text[MESSAGE_LINE_MAX];
    struct frame_decoder decoder;
    struct frame_line answer;
    bool whole = false;
    uint16_t length = message_answer(text, line, command->reason, 0);
    FUZZ_HOLDS(length >= 1 && length <= MESSAGE_SHORT_MAX);
    frame_decoder_init(&decoder, false);
    FUZZ_HOLDS(frame_decoder_feed(&decoder, text, length, &answer, &whole) == length && whole);
    FUZZ_HOLDS(answer.type == (command->kind == COMMAND_REFUSED ? 'N' : 'A'));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    struct command_line line = {.length = 0};
    for (size_t i = 0; i < count; i++) {
        struct command command;
        if (!command_line_take(&line, bytes[i]))
            continue;
        command_parse(&line, &command);
        FUZZ_HOLDS((command.kind == COMMAND_REFUSED) == (command.reason != NULL));
        FUZZ_HOLDS(strlen(line.text) == line.length);
        check_bounds(&command);
        check_answer(&line, &command);
        command_line_clear(&line);
    }
    return 0;
}
