/* SPDX-License-Identifier: MIT */
/*
 * The plug pulled and pushed under the real driver: firmware in simavr -> bridge -> QEMU's FTDI chip -> xhci
 * and ftdi_sio of Debian's kernel -> roller-logger. The oracle is the bridge's record of what the roller
 * sent.
 *
 * How long it took until something was told is measured by the emulated computer's kernel log. What this
 * computer withheld from the emulator meanwhile is allowed for.
 */
#define _GNU_SOURCE /* memmem */

#include "bridge.h"
#include "guest.h"
#include "support/cmocka_includes.h"
#include "support/fault.h"
#include "support/now.h"
#include "support/temp_dir.h"

#include <signal.h>
#include <unistd.h>

#define PULLS 20
#define LIMIT_S 90.0
#define BOOT_LIMIT_S 240.0 /* emulated, on a machine that may be busy */
#define TOLD_LIMIT_S 1.0
#define PERIOD_US 9984

struct bench {
    struct temp_dir dir;
    char image[512], plug[512], chip[512];
    struct program roller;
    struct bridge bridge;
    bool bridged;
    struct guest guest;
};

static int bench_setup(void **state)
{
    struct bench *bench = calloc(1, sizeof *bench);
    if (!bench)
        return -1;
    temp_dir_make(&bench->dir);
    temp_dir_join(&bench->dir, "image", bench->image, sizeof bench->image);
    temp_dir_join(&bench->dir, "roller", bench->plug, sizeof bench->plug);
    temp_dir_join(&bench->dir, "chip", bench->chip, sizeof bench->chip);
    *state = bench;
    return 0;
}

static void stop_roller(struct bench *bench)
{
    if (bench->bridged)
        bridge_stop(&bench->bridge);
    bench->bridged = false;
    if (bench->roller.pid <= 0)
        return;
    kill(bench->roller.pid, SIGTERM);
    struct program_result result = program_wait(&bench->roller, LIMIT_S);
    program_result_free(&result);
    bench->roller.pid = 0;
}

static int bench_teardown(void **state)
{
    struct bench *bench = *state;
    guest_kill(&bench->guest);
    stop_roller(bench);
    bridge_free(&bench->bridge);
    temp_dir_remove(&bench->dir);
    free(bench);
    return 0;
}

static void start_roller(struct bench *bench)
{
    const char *const argv[] = {
        BUILD_DIR "/virtual-roller", "--pty", bench->plug, "--seed", "7", "--strokes", "2000", NULL};
    bench->roller = program_start(argv, NULL);
    for (double end_s = now_s() + LIMIT_S; access(bench->plug, F_OK) != 0; usleep(10000))
        assert_true(now_s() < end_s);
    bridge_start(&bench->bridge, bench->plug, bench->chip);
    bench->bridged = true;
}

/* Wait until the roller has sent so many frames more. */
static void wait_for_frames(struct bench *bench, size_t more)
{
    size_t wanted = bridge_count(&bench->bridge) + more;
    for (double end_s = now_s() + LIMIT_S; bridge_count(&bench->bridge) < wanted; usleep(5000))
        assert_true(now_s() < end_s);
}

struct pull {
    double told_s;     /* from the order to pull the plug to the logger's sentence on the console, by this
                          computer's clock */
    double withheld_s; /* for how long this computer let the emulator wait for a processor meanwhile */
};

/* Pull the plug and push it again, each time after another while. */
static struct pull pull_and_push(struct bench *bench, unsigned times)
{
    struct pull pull;
    double withheld_s = guest_withheld_s(&bench->guest);
    bridge_plug(&bench->bridge, false);
    double start_s = now_s();
    guest_pull_plug(&bench->guest);
    guest_wait_for(&bench->guest, "The roller was unplugged", times, LIMIT_S);
    pull.told_s = now_s() - start_s;
    pull.withheld_s = guest_withheld_s(&bench->guest) - withheld_s;
    wait_for_frames(bench, 5 + times * 37 % 120);
    guest_push_plug(&bench->guest);
    bridge_plug(&bench->bridge, true);
    guest_wait_for(&bench->guest, "The roller is back at", times, LIMIT_S);
    wait_for_frames(bench, 60 + times * 53 % 60);
    return pull;
}

/* Seconds between the kernel's line of each unplug and the logger's, by the kernel's own time stamps. */
static double slowest_told_s(const char *console, const struct pull pull[PULLS])
{
    double slowest_s = 0, pulled_s = -1;
    unsigned told = 0;
    for (const char *line = console; line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL) {
        double at_s;
        const char *end = strchr(line, '\n');
        size_t length = end ? (size_t)(end - line) : strlen(line);
        if (sscanf(line, "[%lf]", &at_s) != 1)
            continue;
        if (memmem(line, length, "USB disconnect", 14)) {
            pulled_s = at_s;
        } else if (memmem(line, length, "The roller was unplugged", 24)) {
            assert_true(pulled_s >= 0 && told < PULLS);
            double took_s = at_s - pulled_s;
            if (took_s > TOLD_LIMIT_S + pull[told].withheld_s)
                fail_msg("unplug %u was told after %.2f s", told + 1, took_s);
            slowest_s = took_s > slowest_s ? took_s : slowest_s;
            told++;
            pulled_s = -1;
        }
    }
    assert_int_equal(told, PULLS);
    return slowest_s;
}

/* ---- The session against what was sent ---- */

struct session {
    size_t first, last; /* frames of the record that are the first row and the last one */
    size_t rows, resumes;
    unsigned long told_rows, told_lost;
    bool closed;
};

/* Find the frame that a row is; frames come in the record's order. */
static void match_row(struct session *session, const struct bridge *bridge, const char *line, size_t length)
{
    unsigned seconds, us, seq;
    int readings_at = 0;
    if (sscanf(line, "%u.%6u,%*[0-9.],%u,%n", &seconds, &us, &seq, &readings_at) != 3 || readings_at == 0)
        fail_msg("no row: %.*s", (int)length, line);
    uint32_t time_us = seconds * 1000000u + us;
    size_t at = session->rows == 0 ? 0 : session->last + 1;
    for (; at < bridge->count; at++) {
        const struct sent_frame *frame = &bridge->frames[at];
        bool in_time = session->rows == 0 || frame->t_us - bridge->frames[session->first].t_us == time_us;
        if (frame->seq == seq && in_time)
            break;
    }
    const char *readings = at < bridge->count ? bridge->frames[at].readings : "";
    size_t readings_length = strlen(readings);
    const char *event = line + readings_at + readings_length;
    if (readings_length == 0 || strncmp(line + readings_at, readings, readings_length) != 0 || *event != ',')
        fail_msg("a row that nobody sent: %.*s", (int)length, line);
    if (session->rows == 0)
        session->first = at;
    session->last = at;
    session->rows++;
    session->resumes += memmem(event, (size_t)(line + length - event), "resume", 6) != NULL;
}

static void read_session(struct session *session, const struct bridge *bridge, const char *text)
{
    *session = (struct session){0};
    for (const char *line = text, *end; (end = strchr(line, '\n')); line = end + 1) {
        assert_false(session->closed);
        if (*line >= '0' && *line <= '9')
            match_row(session, bridge, line, (size_t)(end - line));
        else if (sscanf(line, "# end: rows=%lu lost=%lu", &session->told_rows, &session->told_lost) == 2)
            session->closed = true;
    }
    assert_true(session->closed);
}

static void the_plug_is_pulled_and_pushed(void **state)
{
    struct bench *bench = *state;
    struct session session;
    struct pull pull[PULLS];
    double start_s = now_s(), slowest_here_s = 0;
    const char *const prepare[] = {SOURCE_DIR "/tests/usb/initramfs.sh", bench->image,
                                   BUILD_DIR "/roller-logger", NULL};
    struct program_result prepared = program_run(prepare, NULL, LIMIT_S);
    if (prepared.status != 0)
        fail_msg("%s", prepared.err);
    program_result_free(&prepared);
    start_roller(bench);
    guest_boot(&bench->guest, bench->image, bench->dir.path, bench->chip);
    guest_wait_for(&bench->guest, " at /dev/ttyUSB0", 1, BOOT_LIMIT_S);
    double found_s = now_s() - start_s;
    wait_for_frames(bench, 200);
    for (unsigned i = 0; i < PULLS; i++) {
        pull[i] = pull_and_push(bench, i + 1);
        slowest_here_s = pull[i].told_s > slowest_here_s ? pull[i].told_s : slowest_here_s;
    }
    char *text = guest_take_session(&bench->guest);
    stop_roller(bench);
    char *console = guest_end(&bench->guest);
    double slowest_s = slowest_told_s(console, pull);
    read_session(&session, &bench->bridge, text);
    const struct sent_frame *frames = bench->bridge.frames;
    unsigned sent = (unsigned)(uint16_t)(frames[session.last].seq - frames[session.first].seq) + 1;
    printf("figure: found by itself, without --port, %.0f s after the start of all\n", found_s);
    printf("figure: %d times pulled and pushed: told within %.3f s (%.3f s from the order on); "
           "%zu saved + %lu counted lost = %u sent; %zu resumes\n",
           PULLS, slowest_s, slowest_here_s, session.rows, session.told_lost, sent, session.resumes);
    const char *ended = strstr(console, "guest: exit status");
    assert_non_null(ended);
    printf("figure: %.*s\n", (int)strcspn(ended, "\r\n"), ended);
    assert_memory_equal(ended, "guest: exit status 0,", 21);
    assert_int_equal(session.told_rows, session.rows);
    assert_int_equal(session.rows + session.told_lost, sent);
    assert_int_equal(session.resumes, PULLS);
    assert_true(session.told_lost > PULLS * 5);
    free(console);
    free(text);
    fault_held("15-17", "the plug pulled and pushed, real ftdi_sio", PULLS,
               "told within 1 s, all accounted for, one file");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_plug_is_pulled_and_pushed, bench_setup, bench_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
