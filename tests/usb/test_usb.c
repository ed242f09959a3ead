/* SPDX-License-Identifier: MIT */
/* The plug is pulled and pushed with the real driver: firmware in simavr -> bridge -> QEMU's FTDI chip ->
 * xhci and ftdi_sio of Debian's kernel -> roller-logger. The session is compared with the frames that the
 * bridge recorded.
 *
 * The time until an unplug is reported is measured in the kernel log of the emulated computer; the time that
 * the emulator waited for a processor is subtracted. */
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
#define BOOT_LIMIT_S 240.0 /* emulation is slow, and the machine may be busy */
#define REPORT_LIMIT_S 1.0
#define PERIOD_US 9984

struct usb_fixture {
    struct temp_dir dir;
    char image[512], plug[512], chip[512];
    struct program roller;
    struct bridge bridge;
    bool bridge_runs;
    struct guest guest;
};

static int set_up(void **state)
{
    struct usb_fixture *fixture = calloc(1, sizeof *fixture);
    if (!fixture)
        return -1;
    temp_dir_make(&fixture->dir);
    temp_dir_join(&fixture->dir, "image", fixture->image, sizeof fixture->image);
    temp_dir_join(&fixture->dir, "roller", fixture->plug, sizeof fixture->plug);
    temp_dir_join(&fixture->dir, "chip", fixture->chip, sizeof fixture->chip);
    *state = fixture;
    return 0;
}

static void stop_roller(struct usb_fixture *fixture)
{
    if (fixture->bridge_runs)
        bridge_stop(&fixture->bridge);
    fixture->bridge_runs = false;
    if (fixture->roller.pid <= 0)
        return;
    kill(fixture->roller.pid, SIGTERM);
    struct program_result result = program_wait(&fixture->roller, LIMIT_S);
    program_result_free(&result);
    fixture->roller.pid = 0;
}

static int tear_down(void **state)
{
    struct usb_fixture *fixture = *state;
    guest_kill(&fixture->guest);
    stop_roller(fixture);
    bridge_free(&fixture->bridge);
    temp_dir_remove(&fixture->dir);
    free(fixture);
    return 0;
}

static void start_roller(struct usb_fixture *fixture)
{
    const char *const argv[] = {
        BUILD_DIR "/virtual-roller", "--pty", fixture->plug, "--seed", "7", "--strokes", "2000", NULL};
    fixture->roller = program_start(argv, NULL);
    assert_true(program_wait_for_path(&fixture->roller, fixture->plug, LIMIT_S));
    bridge_start(&fixture->bridge, fixture->plug, fixture->chip);
    fixture->bridge_runs = true;
}

/* Wait until the roller has sent `count` more frames. */
static void wait_for_frames(struct usb_fixture *fixture, size_t count)
{
    size_t target = bridge_count(&fixture->bridge) + count;
    for (double end_s = now_s() + LIMIT_S; bridge_count(&fixture->bridge) < target; usleep(5000))
        assert_true(now_s() < end_s);
}

struct pull {
    double reported_s; /* time from the command to the logger's message, by this computer's clock */
    double withheld_s; /* part of reported_s in which the emulator waited for a processor */
};

/* Pull the plug for the `times`-th time and push it again, each time after a different number of frames. */
static struct pull pull_and_push(struct usb_fixture *fixture, unsigned times)
{
    struct pull pull;
    double withheld_s = guest_withheld_s(&fixture->guest);
    bridge_plug(&fixture->bridge, false);
    double start_s = now_s();
    guest_pull_plug(&fixture->guest);
    guest_wait_for(&fixture->guest, "The roller was unplugged", times, LIMIT_S);
    pull.reported_s = now_s() - start_s;
    pull.withheld_s = guest_withheld_s(&fixture->guest) - withheld_s;
    wait_for_frames(fixture, 5 + times * 37 % 120);
    guest_push_plug(&fixture->guest);
    bridge_plug(&fixture->bridge, true);
    guest_wait_for(&fixture->guest, "The roller is back at", times, LIMIT_S);
    wait_for_frames(fixture, 60 + times * 53 % 60);
    return pull;
}

/* Return the longest time from the kernel's message about an unplug to the logger's, by the kernel's time
 * stamps. */
static double max_report_s(const char *console, const struct pull pull[PULLS])
{
    double max_s = 0, pulled_s = -1;
    unsigned reported = 0;
    for (const char *line = console; line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL) {
        double stamp_s;
        const char *end = strchr(line, '\n');
        size_t length = end ? (size_t)(end - line) : strlen(line);
        if (sscanf(line, "[%lf]", &stamp_s) != 1)
            continue;
        if (memmem(line, length, "USB disconnect", 14)) {
            pulled_s = stamp_s;
        } else if (memmem(line, length, "The roller was unplugged", 24)) {
            assert_true(pulled_s >= 0 && reported < PULLS);
            double took_s = stamp_s - pulled_s;
            if (took_s > REPORT_LIMIT_S + pull[reported].withheld_s)
                fail_msg("unplug %u was reported after %.2f s", reported + 1, took_s);
            max_s = took_s > max_s ? took_s : max_s;
            reported++;
            pulled_s = -1;
        }
    }
    assert_int_equal(reported, PULLS);
    return max_s;
}

/* ---- The session compared with the sent frames ---- */

struct session {
    size_t first, last; /* indexes of the sent frames of the first and last row */
    size_t rows, resumes;
    unsigned long end_rows, end_lost;
    bool closed;
};

/* Find the frame of a row among those sent after the frame of the previous row; fail the test if there is none. */
static void match_row(struct session *session, const struct bridge *bridge, const char *line, size_t length)
{
    unsigned seconds, us, seq;
    int readings_offset = 0;
    if (sscanf(line, "%u.%6u,%*[0-9.],%u,%n", &seconds, &us, &seq, &readings_offset) != 3 || readings_offset == 0)
        fail_msg("not a row: %.*s", (int)length, line);
    uint32_t time_us = seconds * 1000000u + us;
    size_t index = session->rows == 0 ? 0 : session->last + 1;
    for (; index < bridge->count; index++) {
        const struct sent_frame *frame = &bridge->frames[index];
        bool in_time = session->rows == 0 || frame->t_us - bridge->frames[session->first].t_us == time_us;
        if (frame->seq == seq && in_time)
            break;
    }
    const char *readings = index < bridge->count ? bridge->frames[index].readings : "";
    size_t readings_length = strlen(readings);
    const char *event = line + readings_offset + readings_length;
    if (readings_length == 0 || strncmp(line + readings_offset, readings, readings_length) != 0 || *event != ',')
        fail_msg("this row was not sent: %.*s", (int)length, line);
    if (session->rows == 0)
        session->first = index;
    session->last = index;
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
        else if (sscanf(line, "# end: rows=%lu lost=%lu", &session->end_rows, &session->end_lost) == 2)
            session->closed = true;
    }
    assert_true(session->closed);
}

static void the_plug_is_pulled_and_pushed(void **state)
{
    struct usb_fixture *fixture = *state;
    struct session session;
    struct pull pull[PULLS];
    double start_s = now_s(), max_command_s = 0;
    const char *const prepare[] = {SOURCE_DIR "/tests/usb/initramfs.sh", fixture->image, BUILD_DIR "/roller-logger",
                                   NULL};
    struct program_result prepared = program_run(prepare, NULL, LIMIT_S);
    if (prepared.status != 0)
        fail_msg("%s", prepared.err);
    program_result_free(&prepared);
    start_roller(fixture);
    guest_boot(&fixture->guest, fixture->image, fixture->dir.path, fixture->chip);
    guest_wait_for(&fixture->guest, " at /dev/ttyUSB0", 1, BOOT_LIMIT_S);
    double found_s = now_s() - start_s;
    wait_for_frames(fixture, 200);
    for (unsigned i = 0; i < PULLS; i++) {
        pull[i] = pull_and_push(fixture, i + 1);
        max_command_s = pull[i].reported_s > max_command_s ? pull[i].reported_s : max_command_s;
    }
    char *text = guest_take_session(&fixture->guest);
    stop_roller(fixture);
    char *console = guest_end(&fixture->guest);
    double max_s = max_report_s(console, pull);
    read_session(&session, &fixture->bridge, text);
    const struct sent_frame *frames = fixture->bridge.frames;
    unsigned sent = (unsigned)(uint16_t)(frames[session.last].seq - frames[session.first].seq) + 1;
    printf("figure: found without --port, %.0f s after the start\n", found_s);
    printf("figure: %d times pulled and pushed: reported within %.3f s (%.3f s from the command on); "
           "%zu saved + %lu counted lost = %u sent; %zu resumes\n",
           PULLS, max_s, max_command_s, session.rows, session.end_lost, sent, session.resumes);
    const char *ended = strstr(console, "guest: exit status");
    assert_non_null(ended);
    printf("figure: %.*s\n", (int)strcspn(ended, "\r\n"), ended);
    assert_memory_equal(ended, "guest: exit status 0,", 21);
    assert_int_equal(session.end_rows, session.rows);
    assert_int_equal(session.rows + session.end_lost, sent);
    assert_int_equal(session.resumes, PULLS);
    assert_true(session.end_lost > PULLS * 5);
    free(console);
    free(text);
    fault_held("15-17", "the plug pulled and pushed, real ftdi_sio", PULLS,
               "reported within 1 s, all accounted for, one file");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_plug_is_pulled_and_pushed, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
