/* SPDX-License-Identifier: MIT */
/* Frames pass through a faulty proxy, which damages them, and reach roller-logger through a pseudo-terminal. The test
 * compares the session with the sent frames: every row must equal its frame, and the numbers of saved and of lost
 * frames must add up to the number of sent frames. */

#include "logger/support/faulty_proxy.h"
#include "logger/support/logger_run.h"
#include "logger/support/sent_frames.h"
#include "support/cmocka_includes.h"
#include "support/fault.h"

#include <signal.h>
#include <unistd.h>

#define START_US 4000000000u /* the roller's clock wraps after 295 s */
#define CHUNK 150
#define USB_PACKET 62 /* bytes that a USB serial chip loses at once */

/* Send the wire text, and end the recording when the logger has read all of it. */
static struct program_result send_and_stop(struct fixture *fixture, struct program *program)
{
    size_t sent = device_pty_pump(&fixture->pty, fixture->wire.bytes, fixture->wire.length, LIMIT_S);
    assert_int_equal(sent, fixture->wire.length);
    device_pty_drain(&fixture->pty);
    kill(program->pid, SIGINT);
    return program_wait(program, LIMIT_S);
}

static struct program_result record_wire(struct fixture *fixture, const char *const *env)
{
    struct program program = start_on_pty_in(fixture, env, NULL, NULL);
    return send_and_stop(fixture, &program);
}

/* Return the largest number of frames lost to one damage event. Fails the test if an undamaged frame is missing. */
static unsigned largest_loss(const struct faulty_proxy *proxy, const struct saved *saved)
{
    unsigned max_lost = 0, lost = 0, event = 0; /* lost to `event` */
    for (unsigned n = 0; n < proxy->frames; n++) {
        if (saved->has[n])
            continue;
        if (proxy->event_of[n] == 0)
            fail_msg("frame %u is lost, although it was not damaged", n);
        lost = proxy->event_of[n] == event ? lost + 1 : 1;
        event = proxy->event_of[n];
        max_lost = lost > max_lost ? lost : max_lost;
    }
    return max_lost;
}

static void try_damage(struct fixture *fixture, const char *row, const char *name, enum damage kind, size_t chunk,
                       unsigned max_allowed)
{
    unsigned events = fault_tries(300), frames = events * 18 + 40;
    struct faulty_proxy proxy;
    struct saved saved;
    char result[100];
    faulty_proxy_pass(&proxy, kind, chunk, frames, START_US, events, 4 + (uint32_t)kind);
    wire_free(&fixture->wire);
    wire_add_hello(&fixture->wire, "00A1");
    wire_add_raw(&fixture->wire, proxy.passed.bytes, proxy.passed.length);
    wire_add(&fixture->wire, "S,%u,sent=%u,dropped=0", START_US + frames * WIRE_PERIOD_US, frames);
    struct program_result ended = record_wire(fixture, NULL);
    snprintf(result, sizeof result, "Duplicates dropped: %u frames", events);
    assert_ended(&ended, 0, kind == DAMAGE_TWICE ? result : NULL);
    saved_read(&saved, fixture->path, 1, frames);
    saved_assert_sum(&saved, frames);
    unsigned max_lost = largest_loss(&proxy, &saved);
    assert_true(max_lost <= max_allowed);
    assert_true(kind == DAMAGE_TWICE || saved.reported_lost >= events / 2); /* the proxy has damaged the stream */
    snprintf(result, sizeof result, "no wrong row; %u to one event at most, %lu of %u in all, all counted", max_lost,
             saved.reported_lost, frames);
    fault_held(row, name, events, result);
    saved_free(&saved);
    faulty_proxy_free(&proxy);
    unlink(fixture->path);
}

static void no_damage_makes_a_wrong_row(void **state)
{
    struct fixture *fixture = *state;
    try_damage(fixture, "1", "a bit flipped", DAMAGE_FLIP, 0, 2);
    try_damage(fixture, "2", "a byte dropped", DAMAGE_DROP, 0, 2);
    try_damage(fixture, "3", "a byte inserted", DAMAGE_INSERT, 0, 2);
    try_damage(fixture, "4", "two bytes swapped", DAMAGE_SWAP, 0, 2);
    /* Damage no longer than a line affects at most two lines. Longer damage affects more, which no receiver can
     * restore. */
    try_damage(fixture, "5", "a USB packet of 62 bytes lost", DAMAGE_LOSE, USB_PACKET, 2);
    try_damage(fixture, "5", "150 bytes lost, up to four lines", DAMAGE_LOSE, CHUNK, 4);
    try_damage(fixture, "6", "a frame twice", DAMAGE_TWICE, 0, 0);
}

/* ---- Garbage ---- */

static void send_noise(struct fixture *fixture, size_t length)
{
    static char noise[65536];
    uint32_t random = 9;
    for (size_t done = 0; done < length; done += sizeof noise) {
        for (size_t i = 0; i < sizeof noise; i++) {
            random = random * 1664525u + 1013904223u;
            noise[i] = (char)(random >> 24);
        }
        assert_int_equal(device_pty_pump(&fixture->pty, noise, sizeof noise, LIMIT_S), sizeof noise);
    }
}

/* Send one kind of garbage between two series of 500 frames. The first frame after the garbage is lost. */
static void try_garbage(struct fixture *fixture, const char *row, const char *name, const char *garbage, size_t length)
{
    struct saved saved;
    wire_free(&fixture->wire);
    wire_add_hello(&fixture->wire, "00A1");
    wire_add_frames(&fixture->wire, 0, 500, START_US);
    wire_add_raw(&fixture->wire, garbage, length);
    wire_add_frames(&fixture->wire, 500, 500, START_US + 500 * WIRE_PERIOD_US);
    struct program_result ended = record_wire(fixture, NULL);
    assert_ended(&ended, 0, "Rejected lines");
    saved_read(&saved, fixture->path, 1, 1000);
    saved_assert_sum(&saved, 1000);
    assert_true(saved.reported_lost == 1 && !saved.has[500]);
    saved_free(&saved);
    unlink(fixture->path);
    fault_held(row, name, 1, "in step at the next line, no false row, one frame lost and counted");
}

static void garbage_is_skipped(void **state)
{
    struct fixture *fixture = *state;
    size_t length = 1 << 20;
    char *garbage = malloc(length);
    memset(garbage, 'x', length);
    try_garbage(fixture, "7", "a line without end, 1 MiB", garbage, length);
    for (size_t i = 0; i < length; i++)
        garbage[i] = i % 3 ? '\0' : '\xFF';
    try_garbage(fixture, "8", "NUL and 0xFF, 1 MiB", garbage, length);
    free(garbage);
}

/* The noise of a wrong baud rate during a recording. */
static void noise_during_a_recording_makes_no_row(void **state)
{
    struct fixture *fixture = *state;
    bool an_hour = fault_tries(0) > 0; /* at 250000 baud; else a tenth of it */
    size_t length = an_hour ? 90000000 : 9000000;
    struct saved saved;
    char name[80], result[100];
    wire_add_hello(&fixture->wire, "00A1");
    wire_add_frames(&fixture->wire, 0, 500, START_US);
    struct program program = start_on_pty(fixture, NULL, NULL);
    assert_int_equal(device_pty_pump(&fixture->pty, fixture->wire.bytes, fixture->wire.length, LIMIT_S),
                     fixture->wire.length);
    device_pty_drain(&fixture->pty);
    long before_kb = program_memory_kb(program.pid);
    send_noise(fixture, length / 2);
    device_pty_drain(&fixture->pty);
    long half_kb = program_memory_kb(program.pid) - before_kb;
    send_noise(fixture, length / 2);
    wire_free(&fixture->wire);
    wire_add_frames(&fixture->wire, 500, 500, START_US + 500 * WIRE_PERIOD_US);
    assert_int_equal(device_pty_pump(&fixture->pty, fixture->wire.bytes, fixture->wire.length, LIMIT_S),
                     fixture->wire.length);
    device_pty_drain(&fixture->pty);
    long grown_kb = program_memory_kb(program.pid) - before_kb;
    kill(program.pid, SIGINT);
    struct program_result ended = program_wait(&program, LIMIT_S);
    assert_ended(&ended, 0, "Rejected lines");
    saved_read(&saved, fixture->path, 1, 1000);
    saved_assert_sum(&saved, 1000);
    assert_true(saved.reported_lost <= 1);
    saved_free(&saved);
    printf("figure: %.0f MB of noise: memory grew by %ld kB in the first half, by %ld kB in all\n",
           (double)length / 1e6, half_kb, grown_kb);
    assert_true(grown_kb < MEMORY_GROWTH_KB);
    if (an_hour)
        assert_true(grown_kb - half_kb < MEMORY_SETTLED_KB);
    snprintf(name, sizeof name, "%.0f MB of noise during a recording", (double)length / 1e6);
    snprintf(result, sizeof result, "no false row, in step after it, memory grew by %ld kB", grown_kb);
    fault_held("9", name, 1, result);
}

/* ---- A first line that is incomplete, and reads of any length ---- */

static void a_recording_starts_at_the_first_complete_line(void **state)
{
    struct fixture *fixture = *state;
    unsigned tries = fault_tries(10) / 10;
    uint32_t random = 10;
    for (unsigned i = 0; i < tries + 9; i++) {
        struct wire_text cut = {0};
        struct saved saved;
        wire_free(&fixture->wire);
        wire_add_frames(&cut, 0, 1, START_US);
        random = random * 1664525u + 1013904223u;
        size_t from = 1 + (random >> 16) % (cut.length - 1);
        wire_add_raw(&fixture->wire, cut.bytes + from, cut.length - from);
        wire_add_frames(&fixture->wire, 1, 49, START_US + WIRE_PERIOD_US);
        wire_free(&cut);
        wire_add_hello(&fixture->wire, "00A1");
        wire_add_frames(&fixture->wire, 50, 50, START_US + 50 * WIRE_PERIOD_US);
        struct program_result ended = record_wire(fixture, NULL);
        assert_null(strstr(ended.err, "Rejected")); /* the rest of a line does not count as a bad line */
        assert_ended(&ended, 0, NULL);
        saved_read(&saved, fixture->path, 1, 100);
        saved_assert_sum(&saved, 99);
        assert_int_equal(saved.reported_lost, 0);
        saved_free(&saved);
        unlink(fixture->path);
    }
    fault_held("10", "attached anywhere in a line", tries + 9, "every complete line after it is a row, none lost");
}

static void reads_of_any_length_give_the_same_rows(void **state)
{
    struct fixture *fixture = *state;
    static const char *const limits[] = {"READ_SHIM=1", "READ_SHIM=2", "READ_SHIM=7", "READ_SHIM=61", "READ_SHIM=79"};
    wire_add_hello(&fixture->wire, "00A1");
    wire_add_frames(&fixture->wire, 0, 400, START_US);
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        const char *const env[] = {PRELOAD("read_shim"), PRELOAD_ASAN, limits[i], NULL};
        struct saved saved;
        struct program_result ended = record_wire(fixture, env);
        assert_ended(&ended, 0, "Lost: 0 of 400 frames");
        saved_read(&saved, fixture->path, 1, 400);
        saved_assert_sum(&saved, 400);
        saved_free(&saved);
        unlink(fixture->path);
    }
    fault_held("11", "reads of 1, 2, 7, 61, 79 bytes at most", 5, "the same rows");
}

/* ---- Resets, and an H line without a reset ---- */

static void a_restarted_roller_is_recorded_in_the_same_file(void **state)
{
    struct fixture *fixture = *state;
    unsigned boots = fault_tries(50) < 250 ? fault_tries(50) : 250;
    struct saved saved;
    char boot[12];
    for (unsigned i = 0; i < boots; i++) {
        snprintf(boot, sizeof boot, "%04X", i + 1);
        if (i % 5 == 3)
            wire_add_raw(&fixture->wire, "D,17,188000,4", 13); /* the reset interrupts a line */
        if (i % 5 == 3)
            wire_add_raw(&fixture->wire, "\n", 1);
        wire_add_hello(&fixture->wire, boot);
        wire_add_frames(&fixture->wire, 0, 20, 20000);
    }
    struct program_result ended = record_wire(fixture, NULL);
    assert_ended(&ended, 0, "The roller restarted");
    saved_read(&saved, fixture->path, boots, 20);
    saved_assert_sum(&saved, boots * 20);
    assert_int_equal(saved.reported_lost, 0);
    assert_int_equal(saved.resumes, boots - 1);
    saved_free(&saved);
    fault_held("14", "the roller restarts, some in mid-line", boots - 1, "one file, all frames, `resume` at each");
}

static void an_identity_during_a_recording_changes_nothing(void **state)
{
    struct fixture *fixture = *state;
    struct saved saved;
    wire_add_hello(&fixture->wire, "00A1");
    for (unsigned i = 0; i < 20; i++) {
        wire_add_frames(&fixture->wire, i * 50, 50, START_US + i * 50 * WIRE_PERIOD_US);
        wire_add_hello(&fixture->wire, "00A1");
    }
    struct program_result ended = record_wire(fixture, NULL);
    assert_ended(&ended, 0, "Lost: 0 of 1000 frames");
    saved_read(&saved, fixture->path, 1, 1000);
    saved_assert_sum(&saved, 1000);
    assert_int_equal(saved.resumes, 0);
    saved_free(&saved);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGGER_TEST(no_damage_makes_a_wrong_row),
        LOGGER_TEST(garbage_is_skipped),
        LOGGER_TEST(noise_during_a_recording_makes_no_row),
        LOGGER_TEST(a_recording_starts_at_the_first_complete_line),
        LOGGER_TEST(reads_of_any_length_give_the_same_rows),
        LOGGER_TEST(a_restarted_roller_is_recorded_in_the_same_file),
        LOGGER_TEST(an_identity_during_a_recording_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
