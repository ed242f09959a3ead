/* SPDX-License-Identifier: MIT */
/* What the line and the roller do wrong during a recording: settings that change, readings that do not fit, gaps at the
 * end, silence, bursts, noise instead of a roller. */

#include "logger/support/logger_run.h"
#include "support/cmocka_includes.h"
#include "support/fault.h"
#include "support/now.h"

#include <signal.h>
#include <unistd.h>

static void send(struct fixture *fixture)
{
    device_pty_send(&fixture->pty, fixture->wire.bytes, fixture->wire.length);
    wire_free(&fixture->wire);
}

static void add_hello(struct wire_text *wire, const char *boot, unsigned strips, unsigned full, unsigned period_us)
{
    wire_add(wire,
             "H,proto=1,fw=1.0.0,board=uno,id=5A3C21F0,boot=%s,reset=power,strips=%u,full=%u,imu=none,period_us=%u,"
             "baud=250000,radius_mm=70.5",
             boot, strips, full, period_us);
    for (unsigned i = 0; i < strips; i++)
        wire_add(wire, "C,%u,%u,100,1,default", i, i * 360 / strips);
}

static void add_frames(struct wire_text *wire, unsigned strips, unsigned first, unsigned count, uint32_t t_us,
                       unsigned period_us)
{
    for (unsigned i = 0; i < count; i++)
        wire_add(wire, strips == 4 ? "D,%u,%u,1,2,3,4" : "D,%u,%u,1,2,3,4,5,6,7,8", first + i,
                 (unsigned)(t_us + i * period_us));
}

static char *read_all(struct fixture *fixture, const char *name)
{
    char path[512];
    char *text = temp_file_read(temp_dir_join(&fixture->dir, name, path, sizeof path), NULL);
    if (!text)
        fail_msg("there is no %s", name);
    return text;
}

static void settings_that_change_begin_another_file(void **state)
{
    struct fixture *fixture = *state;
    struct program program = start_on_pty(fixture, NULL, NULL);
    add_hello(&fixture->wire, "00A1", 8, 6138, 9984);
    add_frames(&fixture->wire, 8, 0, 50, 20000, 9984);
    wire_add(&fixture->wire, "A,R,50,50.08"); /* the rate is changed in mid-stream */
    add_hello(&fixture->wire, "00A1", 8, 12276, 19968);
    add_frames(&fixture->wire, 8, 50, 40, 20000 + 50 * 9984 + 1664, 19968);
    send(fixture);
    assert_true(program_wait_for_err(&program, "The roller changed: the rate, the full scale.", LIMIT_S));
    add_hello(&fixture->wire, "00A2", 4, 12276, 19968); /* after a restart there are four strips */
    add_frames(&fixture->wire, 4, 0, 30, 20000, 19968);
    send(fixture);
    assert_true(program_wait_for_err(&program, "the number of strips", LIMIT_S));
    device_pty_drain(&fixture->pty);
    kill(program.pid, SIGINT);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_string_equal(strrchr(result.out, '/'), "/a_3.csv\n");
    assert_ended(&result, 0, "a_2.csv: 40 rows");
    char *first = read_all(fixture, "a.csv"), *second = read_all(fixture, "a_2.csv"),
         *third = read_all(fixture, "a_3.csv");
    assert_non_null(strstr(first, "# adc_full_scale: 6138\n"));
    assert_non_null(strstr(first, "# end: rows=50 lost=0\n"));
    assert_non_null(strstr(second, "# adc_full_scale: 12276\n"));
    assert_non_null(strstr(second, "# end: rows=40 lost=0\n"));
    assert_non_null(strstr(third, "strip3,event\n0.000000,"));
    assert_non_null(strstr(third, "# end: rows=30 lost=0\n"));
    free(first);
    free(second);
    free(third);
    fault_held("73", "rate, then strips changed", 2, "told; three files, each under its own header, nothing lost");
}

static unsigned count_of(const char *text, const char *word)
{
    unsigned found = 0;
    for (; (text = strstr(text, word)); text++)
        found++;
    return found;
}

/* More changes than there may be files: what comes after the last file is neither recorded nor said to be. */
static void too_many_changes_end_the_recording_once(void **state)
{
    struct fixture *fixture = *state;
    unsigned seq = 0, scans = 6;
    uint32_t t_us = 20000;
    add_hello(&fixture->wire, "00A1", 8, 6138, 9984);
    for (unsigned change = 0; change < 20; change++) {
        add_frames(&fixture->wire, 8, seq, 30, t_us, scans * 1664);
        seq += 30;
        t_us += 30 * scans * 1664 + 1664;
        scans = 18 - scans;
        wire_add(&fixture->wire, "A,R,%u", 600 / scans);
        add_hello(&fixture->wire, "00A1", 8, scans * 1023, scans * 1664);
    }
    struct program_result result = run_on_input(fixture, fixture->path);
    assert_int_equal(count_of(result.err, "Recording to "), 15);
    assert_non_null(strstr(result.out, "a_15.csv\n"));
    assert_ended(&result, 4,
                 "The roller's settings changed 15 times, so the recording ends. What was recorded is saved.");
}

/* Only the end of the input shows that the last frames are those of another boot. */
static void a_restart_that_the_end_shows_is_reported(void **state)
{
    struct fixture *fixture = *state;
    add_hello(&fixture->wire, "00A1", 8, 6138, 9984);
    add_frames(&fixture->wire, 8, 0, 100, 20000, 9984);
    add_frames(&fixture->wire, 8, 0, 5, 20000, 9984);
    struct program_result result = run_on_input(fixture, fixture->path);
    assert_non_null(strstr(result.err, "The roller restarted at 1."));
    assert_ended(&result, 0, "Lost: 0 of 105 frames");
}

/* The announced full scale is wrong: the rows are kept as they are, and the analyzer leaves out as many as it says. */
static void readings_above_the_full_scale_are_reported_once(void **state)
{
    struct fixture *fixture = *state;
    add_hello(&fixture->wire, "00A1", 8, 6138, 9984);
    for (unsigned i = 0; i < 2000; i++)
        wire_add(&fixture->wire, "D,%u,%u,1,2,%u,4,5,6,7,8", i, 20000 + i * 9984,
                 i >= 1000 && i % 100 < 2 ? 6139 + i % 100 : 6138);
    struct program_result result = run_on_input(fixture, fixture->path);
    assert_int_equal(count_of(result.err, "Warning: the roller sends readings above its full scale of 6138."), 1);
    assert_ended(&result, 0,
                 "Rows with readings above the full scale of 6138, which roller-analyzer leaves out: 20.\n");
    char *saved = read_all(fixture, "a.csv");
    assert_int_equal(count_of(saved, ",6139,"), 10);
    assert_int_equal(count_of(saved, ",6140,"), 10);
    free(saved);
}

static void readings_that_do_not_fit_are_reported(void **state)
{
    struct fixture *fixture = *state;
    struct program program = start_on_pty(fixture, NULL, NULL);
    add_hello(&fixture->wire, "00A1", 8, 6138, 9984);
    add_frames(&fixture->wire, 8, 0, 50, 20000, 9984);
    send(fixture);
    double start_s = now_s();
    unsigned sent = 0;
    while (!program_wait_for_err(&program, "8 strips were announced, 4 come", 0.01) && sent < 2000) {
        add_frames(&fixture->wire, 4, sent, 1, 20000 + sent * 9984, 9984); /* after a restart whose H line was lost */
        send(fixture);
        sent++;
    }
    double reported_s = now_s() - start_s;
    assert_true(device_pty_expect(&fixture->pty, "?", LIMIT_S)); /* the logger asks what the roller is */
    kill(program.pid, SIGINT);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_ended(&result, 0, "Frames with another number of strips than announced, not saved:");
    assert_true(reported_s < 4 * busy_factor());
    fault_held("72", "strips 8 to 4 after a reset, H line lost", 1,
               "told after 2 s, counted, and asked for the H line");
}

static void a_duration_that_ends_in_a_gap_counts_what_is_missing(void **state)
{
    struct fixture *fixture = *state;
    char result_text[80];
    struct program program = start_on_pty(fixture, "--duration", "1");
    add_hello(&fixture->wire, "00A1", 8, 6138, 9984);
    add_frames(&fixture->wire, 8, 0, 50, 20000, 9984);
    add_frames(&fixture->wire, 8, 110, 1, 20000 + 110 * 9984, 9984);
    send(fixture);
    /* 101 frames fit into the second: number 100 comes at 0.998 s */
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_ended(&result, 0, "Lost: 51 of 101 frames");
    snprintf(result_text, sizeof result_text, "51 of 101 frames counted as lost, none beyond the end");
    fault_held("75", "--duration that ends in a gap", 1, result_text);
}

/* The logger is stopped while the end of the recording passes, and bytes are lost. */
static void a_stopped_logger_counts_what_is_missing_before_its_end(void **state)
{
    struct fixture *fixture = *state;
    struct program program = start_on_pty(fixture, "--duration", "1.5");
    add_hello(&fixture->wire, "00A1", 8, 6138, 9984);
    add_frames(&fixture->wire, 8, 0, 50, 20000, 9984);
    send(fixture);
    device_pty_drain(&fixture->pty);
    kill(program.pid, SIGSTOP);
    usleep(2000000);
    add_frames(&fixture->wire, 8, 50, 20, 20000 + 50 * 9984, 9984); /* what the kernel kept */
    add_frames(&fixture->wire, 8, 250, 20, 20000 + 250 * 9984, 9984);
    send(fixture);
    kill(program.pid, SIGCONT);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_ended(&result, 0, "Lost: 81 of 151 frames");
    fault_held("75", "SIGSTOP while --duration ends", 1, "81 of 151 frames counted as lost");
}

static void the_newest_row_is_on_the_disk_during_silence(void **state)
{
    struct fixture *fixture = *state;
    unsigned tries = fault_tries(2) < 20 ? fault_tries(2) : 20;
    for (unsigned i = 0; i < tries; i++) {
        struct program program = start_on_pty(fixture, NULL, NULL);
        add_hello(&fixture->wire, "00A1", 8, 6138, 9984);
        add_frames(&fixture->wire, 8, 0, 50 + i, 20000, 9984);
        send(fixture);
        assert_true(program_wait_for_err(&program, "The roller has sent nothing", LIMIT_S));
        kill(program.pid, SIGKILL);
        struct program_result result = program_wait(&program, LIMIT_S);
        program_result_free(&result);
        assert_int_equal(assert_whole_rows(fixture->part), 50 + i);
        unlink(fixture->part);
    }
    fault_held("76", "SIGKILL during silence", tries, "the last row received is in the file");
}

/* A restart of which no H line comes: its rows wait for one, but not in a silence. */
static void rows_that_wait_for_a_description_are_on_the_disk_during_silence(void **state)
{
    struct fixture *fixture = *state;
    struct program program = start_on_pty(fixture, NULL, NULL);
    add_hello(&fixture->wire, "00A1", 8, 6138, 9984);
    add_frames(&fixture->wire, 8, 0, 200, 20000, 9984);
    send(fixture);
    device_pty_drain(&fixture->pty);
    usleep(1000000); /* the frames of the next boot must be possible by the computer's clock */
    add_frames(&fixture->wire, 8, 0, 60, 20000, 9984);
    send(fixture);
    assert_true(program_wait_for_err(&program, "The roller has sent nothing", LIMIT_S));
    kill(program.pid, SIGKILL);
    struct program_result result = program_wait(&program, LIMIT_S);
    program_result_free(&result);
    assert_int_equal(assert_whole_rows(fixture->part), 260);
}

static void a_roller_that_hangs_is_reported(void **state)
{
    struct fixture *fixture = *state;
    struct program program = start_on_pty(fixture, NULL, NULL);
    add_hello(&fixture->wire, "00A1", 8, 6138, 9984);
    add_frames(&fixture->wire, 8, 0, 100, 20000, 9984);
    send(fixture);
    for (unsigned i = 0; i < 250; i++) {
        add_frames(&fixture->wire, 8, 99, 1, 20000 + 99 * 9984, 9984);
        send(fixture);
        usleep(9984);
    }
    assert_true(program_wait_for_err(&program, "The same readings have come again and again", LIMIT_S));
    device_pty_drain(&fixture->pty);
    kill(program.pid, SIGINT);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_null(strstr(result.err, "restarted"));
    assert_ended(&result, 0, "Lost: 0 of 100 frames.\nDuplicates dropped: 250 frames.\n");
}

static void bursts_raise_no_alarm(void **state)
{
    struct fixture *fixture = *state;
    static const unsigned lengths_ms[] = {400, 800, 1900, 1200};
    struct program program = start_on_pty(fixture, NULL, NULL);
    unsigned sent = 0;
    double longest_s = 0;
    add_hello(&fixture->wire, "00A1", 8, 6138, 9984);
    for (size_t i = 0; i < sizeof lengths_ms / sizeof lengths_ms[0]; i++) {
        unsigned frames = lengths_ms[i] * 1000 / 9984;
        double start_s = now_s();
        usleep(lengths_ms[i] * 1000);
        add_frames(&fixture->wire, 8, sent, frames, 20000 + sent * 9984, 9984);
        device_pty_pump(&fixture->pty, fixture->wire.bytes, fixture->wire.length, LIMIT_S);
        wire_free(&fixture->wire);
        sent += frames;
        longest_s = now_s() - start_s > longest_s ? now_s() - start_s : longest_s;
    }
    device_pty_drain(&fixture->pty);
    kill(program.pid, SIGINT);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_true(longest_s > 2.4 || !strstr(result.err, "has sent nothing")); /* unless this machine was too busy */
    assert_null(strstr(result.err, "restarted"));
    assert_ended(&result, 0, "Lost: 0 of");
    char *bytes = read_all(fixture, "a.csv");
    double time_s, host_s, earliest_s = 9;
    for (const char *line = bytes; *line; line = strchr(line, '\n') + 1)
        if (sscanf(line, "%lf,%lf", &time_s, &host_s) == 2 && host_s - time_s < earliest_s)
            earliest_s = host_s - time_s;
    free(bytes);
    assert_true(earliest_s > -1); /* host times do not start with the delay of the first burst */
    fault_held("77", "bursts of 0.4 to 1.9 s", 4, "no alarm, nothing lost, host times from the moment of measurement");
}

static void noise_on_a_port_ends_the_wait(void **state)
{
    struct fixture *fixture = *state;
    char noise[6000];
    memset(noise, 'U', sizeof noise);
    struct program program = start_on_pty(fixture, NULL, NULL);
    device_pty_send(&fixture->pty, noise, sizeof noise);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_ended(&result, 3,
                 "bytes were received, but no complete line from a roller, so nothing was recorded. "
                 "Did a roller send them?");
    assert_true(folder_is_empty(fixture->dir.path));
    fault_held("9", "noise on a port that stays open", 1, "given up, exit 3, reported");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGGER_TEST(settings_that_change_begin_another_file),
        LOGGER_TEST(too_many_changes_end_the_recording_once),
        LOGGER_TEST(a_restart_that_the_end_shows_is_reported),
        LOGGER_TEST(readings_above_the_full_scale_are_reported_once),
        LOGGER_TEST(readings_that_do_not_fit_are_reported),
        LOGGER_TEST(a_duration_that_ends_in_a_gap_counts_what_is_missing),
        LOGGER_TEST(a_stopped_logger_counts_what_is_missing_before_its_end),
        LOGGER_TEST(the_newest_row_is_on_the_disk_during_silence),
        LOGGER_TEST(rows_that_wait_for_a_description_are_on_the_disk_during_silence),
        LOGGER_TEST(a_roller_that_hangs_is_reported),
        LOGGER_TEST(bursts_raise_no_alarm),
        LOGGER_TEST(noise_on_a_port_ends_the_wait),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
