/* SPDX-License-Identifier: MIT */
/* Measure how fast the logger records and how much processor time it needs, compared with `cat` (which only
 * copies) and a loop over pyserial's readline. Each program runs on one core; this one, which sends, uses the
 * others.
 *
 * usage: logger_bench LOGGER PYSERIAL_LOOP.py
 * Prints a line "bench: PROGRAM | MEASURE | VALUE | UNIT" for each number, then the table. */
#define _GNU_SOURCE /* sched_setaffinity */
#include "logger/support/device_pty.h"
#include "support/now.h"
#include "support/run_program.h"
#include "support/temp_dir.h"
#include "logger/support/wire_text.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>

#define HOUR_FRAMES 360000u
#define LOOP_FRAMES 20000u    /* pyserial's readline makes a system call for each byte */
#define BAUD_BYTES_S 100000.0 /* 1000000 baud, 10 bits per byte */
#define PACE_S 20.0
#define LIMIT_S 60.0
#define PYTHON "/usr/bin/python3" /* Debian's Python, which has python3-serial */
#define FILE_RUNS 5
#define ROWS 8

struct bench {
    struct temp_dir dir;
    struct wire_text wire; /* the lines that a roller sends in an hour */
    char wire_path[512];
    const char *logger, *loop;
    cpu_set_t one, others;
};

enum contender { CAT, PYSERIAL, LOGGER, CONTENDERS };
static const char *const NAMES[CONTENDERS] = {"cat", "pyserial loop", "roller-logger"};

struct row {
    const char *measure, *unit;
    double value[CONTENDERS]; /* a value below 0 does not apply */
};

/* Return the user and system time of all children that have ended. */
static double children_s(void)
{
    struct rusage used;
    getrusage(RUSAGE_CHILDREN, &used);
    return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
           (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

static long peak_kb(pid_t pid)
{
    char path[64], line[256];
    long kb = 0;
    snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file))
        sscanf(line, "VmHWM: %ld", &kb);
    if (file)
        fclose(file);
    return kb;
}

static void exit_with(const char *why, const struct program_result *result)
{
    fprintf(stderr, "logger_bench: %s: status %d: %s\n", why, result->status, result->err);
    exit(1);
}

/* Start a program on its core, to read from `port` and write to `out`. */
static struct program start(struct bench *bench, enum contender who, const char *port, const char *out)
{
    const char *const cat[] = {"cat", port, NULL}, *const loop[] = {PYTHON, bench->loop, port, out, NULL};
    const char *const logger[] = {bench->logger, "record", "--quiet", "--port", port, "-o", out, NULL};
    int fd = who == CAT ? open(out, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644) : 0;
    struct program_options options = {.out_fd = fd};
    sched_setaffinity(0, sizeof bench->one, &bench->one); /* the child process inherits this */
    struct program program = program_start(who == CAT ? cat : who == PYSERIAL ? loop : logger, &options);
    sched_setaffinity(0, sizeof bench->others, &bench->others);
    if (fd > 0)
        close(fd);
    return program;
}

static void finish(enum contender who, struct program *program, const char *out)
{
    struct program_result result = program_wait(program, LIMIT_S);
    if (result.status != 0 && !(who == CAT && result.status == 128 + SIGINT))
        exit_with(NAMES[who], &result);
    program_result_free(&result);
    unlink(out);
}

/* ---- A file on standard input ---- */

static double frames_per_s_from_file(struct bench *bench, enum contender who)
{
    char out[512];
    double best = 0;
    temp_dir_join(&bench->dir, "file.csv", out, sizeof out);
    for (int i = 0; i < FILE_RUNS; i++) {
        int in = open(bench->wire_path, O_RDONLY | O_CLOEXEC), to = open("/dev/null", O_WRONLY | O_CLOEXEC);
        const char *const cat[] = {"cat", NULL}, *const logger[] = {bench->logger, "record", "--quiet", "--port",
                                                                    "-",           "-o",     out,       NULL};
        int copied = open(out, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
        if (who == LOGGER)
            unlink(out);
        struct program_options options = {.input_fd = in, .out_fd = who == CAT ? copied : to};
        sched_setaffinity(0, sizeof bench->one, &bench->one);
        double before_s = children_s();
        struct program_result result = program_run(who == CAT ? cat : logger, &options, LIMIT_S);
        double rate = HOUR_FRAMES / (children_s() - before_s);
        sched_setaffinity(0, sizeof bench->others, &bench->others);
        if (result.status != 0)
            exit_with(NAMES[who], &result);
        program_result_free(&result);
        close(in);
        close(to);
        close(copied);
        unlink(out);
        best = rate > best ? rate : best;
    }
    return best;
}

/* ---- The pseudo-terminal ---- */

static void wait_until_read(const struct device_pty *pty)
{
    int unread = 1;
    for (double end_s = now_s() + LIMIT_S; unread > 0 && now_s() < end_s; usleep(200))
        ioctl(pty->host_fd, FIONREAD, &unread);
}

/* Measure frames per second at full pace, and the peak memory in kB after a quarter of the frames and at the end. */
static double frames_per_s_over_pty(struct bench *bench, enum contender who, double kb[2])
{
    struct device_pty pty;
    char out[512];
    unsigned frames = who == PYSERIAL ? LOOP_FRAMES : HOUR_FRAMES;
    size_t length = bench->wire.length / HOUR_FRAMES * frames, quarter = length / 4;
    temp_dir_join(&bench->dir, "pty.csv", out, sizeof out);
    device_pty_open(&pty);
    struct program program = start(bench, who, pty.path, out);
    device_pty_pump(&pty, bench->wire.bytes, 2000, LIMIT_S); /* once the program has read these lines, it is running */
    wait_until_read(&pty);
    double start_s = now_s();
    device_pty_pump(&pty, bench->wire.bytes + 2000, quarter - 2000, LIMIT_S);
    kb[0] = (double)peak_kb(program.pid);
    device_pty_pump(&pty, bench->wire.bytes + quarter, length - quarter, LIMIT_S);
    wait_until_read(&pty);
    double rate = frames * (1 - 2000.0 / (double)length) / (now_s() - start_s);
    kb[1] = (double)peak_kb(program.pid);
    kill(program.pid, SIGINT);
    finish(who, &program, out);
    device_pty_close(&pty);
    return rate;
}

/* Measure the processor load in percent at the pace of 1000000 baud, sent in batches of `batch_ms`. Start-up
 * is included. `*received_per_s`: bytes received per second. */
static double load_at_pace(struct bench *bench, enum contender who, double batch_ms, double *received_per_s)
{
    struct device_pty pty;
    char out[512];
    size_t sent = 0;
    temp_dir_join(&bench->dir, "pace.csv", out, sizeof out);
    device_pty_open(&pty);
    double before_s = children_s();
    struct program program = start(bench, who, pty.path, out);
    double start_s = now_s();
    for (double elapsed_s = 0; elapsed_s < PACE_S; elapsed_s = now_s() - start_s) {
        size_t due = (size_t)(elapsed_s * BAUD_BYTES_S);
        if (due > sent)
            sent += device_pty_pump(&pty, bench->wire.bytes + sent, due - sent, who == PYSERIAL ? batch_ms / 1000 : 1);
        usleep((useconds_t)(batch_ms * 1000));
    }
    if (who != PYSERIAL) /* the loop with pyserial lags too far behind */
        wait_until_read(&pty);
    double wall_s = now_s() - start_s;
    kill(program.pid, SIGINT);
    finish(who, &program, out);
    device_pty_close(&pty);
    *received_per_s = (double)sent / wall_s;
    return 100 * (children_s() - before_s) / wall_s;
}

/* ---- */

static void print_row(const struct row *row)
{
    printf("%-46s", row->measure);
    for (int who = 0; who < CONTENDERS; who++)
        if (row->value[who] < 0)
            printf(" %14s", "-");
        else
            printf(" %14.*f", row->value[who] < 1000 ? 2 : 0, row->value[who]);
    printf("  %s\n", row->unit);
}

static void measure(struct bench *bench, struct row rows[ROWS])
{
    for (int who = 0; who < CONTENDERS; who++) {
        double kb[2];
        rows[0].value[who] = who == PYSERIAL ? -1 : frames_per_s_from_file(bench, (enum contender)who);
        rows[1].value[who] = frames_per_s_over_pty(bench, (enum contender)who, kb);
        rows[2].value[who] = kb[0];
        rows[3].value[who] = kb[1];
        rows[4].value[who] = load_at_pace(bench, (enum contender)who, 1, &rows[5].value[who]);
        rows[6].value[who] = load_at_pace(bench, (enum contender)who, 16, &rows[7].value[who]);
        for (int i = 0; i < ROWS; i++)
            if (rows[i].value[who] >= 0)
                printf("bench: %s | %s | %.2f | %s\n", NAMES[who], rows[i].measure, rows[i].value[who], rows[i].unit);
        fflush(stdout);
    }
}

int main(int argc, char *argv[])
{
    signal(SIGINT, SIG_DFL); /* SIGINT ends the programs; they would inherit that a background job ignores it */
    struct bench bench = {0};
    struct row rows[ROWS] = {
        {.measure = "decoding to CSV, a file on standard input", .unit = "frames/s of processor time"},
        {.measure = "an hour over a pty, full pace", .unit = "frames/s"},
        {.measure = "peak memory after a quarter of the hour", .unit = "kB"},
        {.measure = "peak memory after the hour", .unit = "kB"},
        {.measure = "processor at 1000000 baud, in batches of 1 ms", .unit = "%"},
        {.measure = "received of 100000 bytes/s, in batches of 1 ms", .unit = "bytes/s"},
        {.measure = "processor at 1000000 baud, in batches of 16 ms", .unit = "%"},
        {.measure = "received of 100000 bytes/s, in batches of 16 ms", .unit = "bytes/s"},
    };
    if (argc != 3) {
        fprintf(stderr, "usage: logger_bench LOGGER PYSERIAL_LOOP.py\n");
        return 2;
    }
    const char *const look[] = {PYTHON, "-c", "import serial", NULL};
    struct program_result found = program_run(look, NULL, LIMIT_S);
    if (found.status != 0)
        exit_with("pyserial is not installed: make deps-bench", &found);
    program_result_free(&found);
    bench.logger = argv[1];
    bench.loop = argv[2];
    sched_getaffinity(0, sizeof bench.others, &bench.others);
    CPU_ZERO(&bench.one);
    for (size_t cpu = 0; cpu < CPU_SETSIZE && CPU_COUNT(&bench.one) == 0; cpu++)
        if (CPU_ISSET(cpu, &bench.others))
            CPU_SET(cpu, &bench.one);
    if (CPU_COUNT(&bench.others) > 1)
        CPU_XOR(&bench.others, &bench.others, &bench.one);
    temp_dir_make(&bench.dir);
    wire_add_hello(&bench.wire, "00A1");
    wire_add_frames(&bench.wire, 0, HOUR_FRAMES, 20000);
    temp_file_write(temp_dir_join(&bench.dir, "wire", bench.wire_path, sizeof bench.wire_path), bench.wire.bytes,
                    bench.wire.length);
    measure(&bench, rows);
    printf("\n%-46s %14s %14s %14s\n", "", NAMES[CAT], NAMES[PYSERIAL], NAMES[LOGGER]);
    for (size_t i = 0; i < ROWS; i++)
        print_row(&rows[i]);
    wire_free(&bench.wire);
    temp_dir_remove(&bench.dir);
    return 0;
}
