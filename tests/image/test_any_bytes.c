/* SPDX-License-Identifier: MIT */
/* The image's UART receives random bytes for a minute: the stream stays intact, and no garbled command is executed. */
#include "board_fixture.h"
#include "support/cmocka_includes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MINUTE_S 60.0

static uint32_t next_random(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33);
}

/* Make noise, lines of noise, or commands with one bit flipped. Omit valid commands that change the baud rate or the
 * frame rate, because the roller would execute them. */
static size_t make_bytes(uint8_t *bytes, uint64_t *random)
{
    static const char *const LINES[] = {"K,3,100.5,1.1\n", "R,100\n", "?\n",  "W\n", "Z\n",
                                        "G,1,45\n",        "L,70\n",  "P,1\n"};
    uint32_t kind = next_random(random) % 3;
    size_t count = 1 + next_random(random) % 60;
    for (size_t i = 0; i < count; i++) {
        bytes[i] = (uint8_t)next_random(random);
        bytes[i] = kind == 1 ? (uint8_t)(' ' + bytes[i] % 95) : bytes[i];
        bytes[i] = bytes[i] == 'B' || bytes[i] == 'R' ? '#' : bytes[i];
    }
    if (kind == 2) {
        const char *line = LINES[next_random(random) % (sizeof LINES / sizeof LINES[0])];
        count = strlen(line);
        memcpy(bytes, line, count);
        bytes[next_random(random) % count] ^= (uint8_t)(1u << next_random(random) % 8);
    }
    return count;
}

static void any_bytes_leave_the_stream_intact(void **state)
{
    (void)state;
    struct board_fixture fixture;
    uint64_t random = 3;
    unsigned long bytes_sent = 0;
    fixture_open(&fixture, "uno.elf", true);
    fixture_run_s(&fixture, 0.5);
    while (fixture_now_s(&fixture) < 0.5 + MINUTE_S) {
        uint8_t bytes[64];
        size_t count = make_bytes(bytes, &random);
        /* Send at the full speed of the line for a while, then slowly. */
        if (host_line_send(board_host_line(fixture.board), bytes, count))
            bytes_sent += count;
        fixture_run_s(&fixture, (unsigned)(fixture_now_s(&fixture) / 5.0) % 2 == 0 ? 0.0006 : 0.03);
    }
    fixture_run_s(&fixture, 0.2);
    size_t refusals = fixture_count(&fixture, 'N');
    fixture_send(&fixture, "\n?\n");
    fixture_run_s(&fixture, 0.5);
    assert_true(fixture_count(&fixture, 'A') > 0);
    /* The lines are complete (otherwise the fixture fails) and in order, and each missing frame is counted. */
    unsigned long missing = 0;
    unsigned next_seq = 0;
    size_t readings = 0;
    for (size_t i = 0; i < fixture.line_count; i++) {
        if (fixture.line[i].type == 'D') {
            missing += (uint16_t)(fixture.line[i].data.seq - next_seq);
            next_seq = fixture.line[i].data.seq + 1u;
            readings++;
        }
    }
    printf("figure: %lu bytes in a minute: %zu replies N, %zu A, %zu readings, %lu missing and counted\n", bytes_sent,
           refusals, fixture_count(&fixture, 'A'), readings, missing);
    assert_int_equal(fixture_count_with(&fixture, 'H', ",reset=power,"), fixture_count(&fixture, 'H'));
    assert_true(refusals > 500);
    assert_true(readings + missing > 6000);
    const struct fixture_line *status = fixture_find(&fixture, 'S', fixture_count(&fixture, 'S') - 1);
    const char *dropped = strstr(status->text, ",dropped=");
    assert_non_null(dropped);
    assert_true(labs((long)missing - strtol(dropped + strlen(",dropped="), NULL, 10)) <= 3);
    fixture_close(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_bytes_leave_the_stream_intact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
