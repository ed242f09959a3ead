/* SPDX-License-Identifier: MIT */
/* Measure how late another program learns where the roller is (`record --events`): the time from sending a frame to
 * reading the live line with it; and what the events cost. Two recordings of half a minute, with and without events.
 *
 * usage: event_bench LOGGER
 * Prints a line "bench: roller-logger | MEASURE | VALUE | UNIT" for each number. */
#include "logger/support/device_pty.h"
#include "logger/support/wire_text.h"
#include "support/now.h"
#include "support/run_program.h"
#include "support/temp_dir.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define FRAMES 3000u
#define SKIPPED_FRAMES 300u /* until the times of the first frames are settled */
#define FIRST_T_US 20000u
#define LIMIT_S 60.0
#define LINES_SIZE 65536

struct bench {
    struct device_pty pty;
    int events; /* -1 = none */
    double sent_s[FRAMES];
    double delay_s[FRAMES];
    size_t delays;
    char lines[LINES_SIZE];
    size_t used;
};

static double children_s(void)
{
    struct rusage used;
    getrusage(RUSAGE_CHILDREN, &used);
    return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
           (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

static void take_line(struct bench *bench, const char *line)
{
    double time_s;
    if (sscanf(line, "{\"event\":\"live\",\"time_s\":%lf", &time_s) != 1)
        return;
    unsigned frame = (unsigned)(time_s * 1e6 / WIRE_PERIOD_US + 0.5);
    if (frame >= SKIPPED_FRAMES && frame < FRAMES && bench->delays < FRAMES)
        bench->delay_s[bench->delays++] = now_s() - bench->sent_s[frame];
}

/* Read events until `end_s`. */
static void read_events(struct bench *bench, double end_s)
{
    for (double left_s; (left_s = end_s - now_s()) > 0;) {
        struct pollfd events = {.fd = bench->events, .events = POLLIN};
        if (bench->events < 0 || poll(&events, 1, (int)(left_s * 1000)) <= 0) {
            usleep(bench->events < 0 ? (useconds_t)(left_s * 1e6) : 0);
            continue;
        }
        ssize_t count = read(bench->events, bench->lines + bench->used, LINES_SIZE - 1 - bench->used);
        if (count <= 0)
            return;
        bench->used += (size_t)count;
        bench->lines[bench->used] = '\0';
        for (char *newline; (newline = strchr(bench->lines, '\n'));) {
            *newline = '\0';
            take_line(bench, bench->lines);
            bench->used -= (size_t)(newline + 1 - bench->lines);
            memmove(bench->lines, newline + 1, bench->used + 1);
        }
    }
}

/* Send a frame each period, and read the events in between. */
static void send_frames(struct bench *bench)
{
    struct wire_text wire = {0};
    wire_add_hello(&wire, "00A1");
    device_pty_pump(&bench->pty, wire.bytes, wire.length, LIMIT_S);
    double start_s = now_s();
    for (unsigned frame = 0; frame < FRAMES; frame++) {
        wire_free(&wire);
        wire_add_data(&wire, frame, FIRST_T_US + frame * WIRE_PERIOD_US);
        bench->sent_s[frame] = now_s();
        device_pty_pump(&bench->pty, wire.bytes, wire.length, LIMIT_S);
        read_events(bench, start_s + (frame + 1) * (WIRE_PERIOD_US / 1e6));
    }
    wire_free(&wire);
}

/* Record with or without events. Returns the processor load of the logger in percent of a core. */
static double record(struct bench *bench, const char *logger, const char *path, bool with_events)
{
    int ends[2] = {-1, -1};
    char descriptor[12];
    if (with_events && (pipe(ends) != 0 || fcntl(ends[0], F_SETFD, FD_CLOEXEC) != 0)) {
        perror("event_bench");
        exit(1);
    }
    bench->events = ends[0];
    snprintf(descriptor, sizeof descriptor, "%d", ends[1]);
    const char *const argv[] = {logger,          "record", "--quiet", "--port",
                                bench->pty.path, "-o",     path,      with_events ? "--events" : NULL,
                                descriptor,      NULL};
    double before_s = children_s(), start_s = now_s();
    struct program program = program_start(argv, NULL);
    if (with_events)
        close(ends[1]);
    program_wait_for_path(&program, path, 0.5); /* it is called FILE.part, so this only lets the program start */
    send_frames(bench);
    kill(program.pid, SIGINT);
    struct program_result result = program_wait(&program, LIMIT_S);
    double load = 100 * (children_s() - before_s) / (now_s() - start_s);
    if (result.status != 0) {
        fprintf(stderr, "event_bench: status %d: %s\n", result.status, result.err);
        exit(1);
    }
    program_result_free(&result);
    if (with_events)
        close(ends[0]);
    return load;
}

static int compare(const void *first, const void *second)
{
    double a = *(const double *)first, b = *(const double *)second;
    return (a > b) - (a < b);
}

int main(int argc, char *argv[])
{
    static struct bench bench; /* too large for some stacks */
    struct temp_dir dir;
    char path[512];
    if (argc != 2) {
        fprintf(stderr, "usage: event_bench LOGGER\n");
        return 2;
    }
    signal(SIGINT, SIG_DFL); /* SIGINT ends the programs; they would inherit that a background job ignores it */
    temp_dir_make(&dir);
    device_pty_open(&bench.pty);
    double without = record(&bench, argv[1], temp_dir_join(&dir, "a.csv", path, sizeof path), false);
    device_pty_end_exclusive_mode(&bench.pty);
    double with = record(&bench, argv[1], temp_dir_join(&dir, "b.csv", path, sizeof path), true);
    device_pty_close(&bench.pty);
    temp_dir_remove(&dir);
    if (bench.delays == 0) {
        fprintf(stderr, "event_bench: no live line was read\n");
        return 1;
    }
    qsort(bench.delay_s, bench.delays, sizeof bench.delay_s[0], compare);
    printf("bench: roller-logger | live lines | %.1f | per s\n",
           (double)bench.delays / ((FRAMES - SKIPPED_FRAMES) * (WIRE_PERIOD_US / 1e6)));
    printf("bench: roller-logger | from a frame to its live line, median | %.1f | ms\n",
           1000 * bench.delay_s[bench.delays / 2]);
    printf("bench: roller-logger | from a frame to its live line, p95 | %.1f | ms\n",
           1000 * bench.delay_s[bench.delays * 95 / 100]);
    printf("bench: roller-logger | from a frame to its live line, longest | %.1f | ms\n",
           1000 * bench.delay_s[bench.delays - 1]);
    printf("bench: roller-logger | processor without events | %.2f | %%\n", without);
    printf("bench: roller-logger | processor with events | %.2f | %%\n", with);
    return 0;
}
