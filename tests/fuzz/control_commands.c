/* SPDX-License-Identifier: MIT */
/* The commands of another program, as any bytes: each line gives one message at most, in time independent of how the
 * bytes are cut into pieces. */
#include "events/control_parser.h"
#include "fuzz.h"

#include <string.h>

#define MESSAGES_MAX 4096

struct messages {
    size_t count;
    struct control_message message[MESSAGES_MAX];
};

/* Parse in pieces of `piece` bytes. */
static void parse(struct messages *messages, const uint8_t *bytes, size_t count, size_t piece)
{
    struct control_parser parser = {0};
    messages->count = 0;
    for (size_t at = 0; at < count;) {
        size_t available = count - at < piece ? count - at : piece;
        bool has_message;
        struct control_message message;
        size_t parsed = control_parser_feed(&parser, (const char *)bytes + at, available, &message, &has_message);
        FUZZ_HOLDS(parsed > 0 && parsed <= available && parser.length < CONTROL_LINE_SIZE);
        at += parsed;
        if (has_message && messages->count < MESSAGES_MAX)
            messages->message[messages->count++] = message;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    static struct messages whole, pieces; /* too large for some stacks */
    parse(&whole, bytes, count, count + 1);
    parse(&pieces, bytes, count, 1 + count % 7);
    FUZZ_HOLDS(whole.count == pieces.count);
    for (size_t i = 0; i < whole.count; i++) {
        const struct control_message *message = &whole.message[i], *again = &pieces.message[i];
        FUZZ_HOLDS(message->is_command == again->is_command);
        if (message->is_command)
            FUZZ_HOLDS(message->command == again->command && message->command < CONTROL_COMMANDS &&
                       message->ask == again->ask && strcmp(message->text, again->text) == 0);
        else
            FUZZ_HOLDS(strcmp(message->code, again->code) == 0 && message->problem[0] != '\0');
    }
    return 0;
}
