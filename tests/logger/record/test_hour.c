/* SPDX-License-Identifier: MIT */
/* An hour of frames at full rate, by the roller's clock, sent as fast as a pseudo-terminal can carry them. */

#include "logger/support/logger_run.h"
#include "logger/support/sent_frames.h"
#include "support/cmocka_includes.h"
#include "support/fault.h"

#include <signal.h>
#include <unistd.h>

#define FRAMES 360000u
#define PARTS 4
#define START_US 4000000000u /* wraps after 295 s; seq wraps five times */
#define PACE_LIMIT_S 200

static void an_hour_is_recorded_completely_in_constant_memory(void **state)
{
    struct fixture *fixture = *state;
    struct program program = start_on_pty(fixture, NULL, NULL);
    struct saved saved;
    long kb[PARTS + 1] = {0};
    wire_add_hello(&fixture->wire, "00A1");
    for (unsigned part = 0; part < PARTS; part++) {
        wire_add_frames(&fixture->wire, part * (FRAMES / PARTS), FRAMES / PARTS,
                        START_US + part * (FRAMES / PARTS) * WIRE_PERIOD_US);
        if (part == PARTS - 1)
            wire_add(&fixture->wire, "S,%u,sent=%u,dropped=0", START_US + FRAMES * WIRE_PERIOD_US, FRAMES);
        assert_int_equal(device_pty_pump(&fixture->pty, fixture->wire.bytes, fixture->wire.length, PACE_LIMIT_S),
                         fixture->wire.length);
        wire_free(&fixture->wire);
        kb[part + 1] = program_memory_kb(program.pid);
    }
    device_pty_drain(&fixture->pty);
    long peak_kb = program_memory_peak_kb(program.pid);
    kill(program.pid, SIGINT);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_ended(&result, 0, "Lost: 0 of 360000 frames");
    saved_read(&saved, fixture->path, 1, FRAMES);
    saved_assert_sum(&saved, FRAMES);
    assert_int_equal(saved.rows, FRAMES);
    saved_free(&saved);
    char memory[120];
    snprintf(memory, sizeof memory, "nothing lost; memory %ld, %ld, %ld kB after 1/4, 1/2, 1/1; %ld kB at most", kb[1],
             kb[2], kb[4], peak_kb);
    printf("figure: 360000 frames of an hour: %s\n", memory);
    assert_true(peak_kb - kb[1] < MEMORY_GROWTH_KB);
    fault_held("66", "an hour at full rate, 360000 frames", 1, memory);
    fault_held("12", "seq wraps", FRAMES / 65536, "no false loss");
    fault_held("13", "the roller's time wraps amid a recording", 1, "session time continues");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGGER_TEST(an_hour_is_recorded_completely_in_constant_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
