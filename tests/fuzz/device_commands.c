/* SPDX-License-Identifier: MIT */
/* The firmware's command parser: whatever the host sends, an accepted command is within the bounds that
 * command.h documents. */
#include "firmware/command_check.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    struct command_line line = {.length = 0};
    for (size_t i = 0; i < count; i++) {
        struct command command;
        if (!command_line_add(&line, bytes[i]))
            continue;
        command_parse(&line, &command);
        FUZZ_HOLDS(command_check(&line, &command) == NULL);
        command_line_clear(&line);
    }
    return 0;
}
