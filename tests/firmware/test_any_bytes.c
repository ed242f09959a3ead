/* SPDX-License-Identifier: MIT */
/* The command parser reads two million random bytes and as many mutated ones; also run with sanitizers. */
#include <stdio.h>
#include <string.h>

#include "command_check.h"
#include "fake_hal.h"
#include "support/cmocka_includes.h"

#define BYTES 2000000u

static uint64_t random_state;

static uint32_t next_random(void)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(random_state >> 33);
}

/* Parse and check the lines completed by these bytes. Returns the number of accepted commands. */
static unsigned long add_bytes(struct command_line *line, const uint8_t *bytes, size_t count)
{
    unsigned long executed = 0;
    for (size_t i = 0; i < count; i++) {
        if (command_line_add(line, bytes[i])) {
            struct command command;
            command_parse(line, &command);
            const char *violation = command_check(line, &command);
            if (violation != NULL)
                fail_msg("\"%s\": %s", line->text, violation);
            executed += command.kind != COMMAND_REFUSED;
            command_line_clear(line);
        }
    }
    return executed;
}

static void random_bytes_break_no_invariant(void **state)
{
    (void)state;
    struct command_line line = {.length = 0};
    random_state = 1;
    fake_hal_power_on();
    for (unsigned long byte_count = 0; byte_count < BYTES; byte_count += 64) {
        uint8_t bytes[64];
        for (size_t i = 0; i < sizeof bytes; i++) {
            static const char LIKELY[] = "?RKWZGLPB,,,,,,,,,..0123456789\n\r";
            uint32_t random = next_random();
            bytes[i] = random % 4 == 0 ? (uint8_t)(random >> 8) : (uint8_t)LIKELY[(random >> 8) % (sizeof LIKELY - 1)];
        }
        (void)add_bytes(&line, bytes, sizeof bytes);
    }
}

static void mutated_commands_break_no_invariant(void **state)
{
    (void)state;
    static const char *const LINES[] = {"K,3,118.2,1.12\n", "R,100.16\n", "G,7,315\n", "L,72.5\r\n", "P,1\n",
                                        "B,1000000\n",      "?\n",        "W\n",       "Z\n"};
    struct command_line line = {.length = 0};
    unsigned long executed = 0;
    random_state = 2;
    fake_hal_power_on();
    for (unsigned long byte_count = 0; byte_count < BYTES;) {
        uint8_t bytes[64] = {0};
        const char *text = LINES[next_random() % (sizeof LINES / sizeof LINES[0])];
        size_t count = strlen(text);
        memcpy(bytes, text, count);
        for (uint32_t changes = next_random() % 3; changes > 0; changes--) {
            uint32_t random = next_random();
            size_t index = random % count;
            if (random >> 16 & 1) {
                bytes[index] = (uint8_t)(random >> 8);
            } else if (count < sizeof bytes - 1) {
                memmove(bytes + index + 1, bytes + index, count - index); /* duplicate a byte */
                count++;
            }
        }
        executed += add_bytes(&line, bytes, count);
        byte_count += count;
    }
    printf("figure: %lu of the mutated commands were still accepted, with arguments within their ranges\n", executed);
    assert_true(executed > 10000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_bytes_break_no_invariant),
        cmocka_unit_test(mutated_commands_break_no_invariant),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
