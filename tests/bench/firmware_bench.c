/* SPDX-License-Identifier: MIT */
/* Find the rates at which the image runs without losses: one minute of simulated time per rate, with and
 * without IMU. usage: firmware_bench IMAGE [SECONDS]     exits 1 if a row loses a frame, or its load is above
 * its limit */
#include "chip/board.h"
#include "wire/wire_line.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SETTLE_S 1.0

struct row {
    unsigned baud;
    const char *rate; /* the requested rate; NULL = the default */
    bool imu;
    double busy_max; /* limit of the processor load, a fraction; 1 = no limit */
};

static const struct row ROWS[] = {
    {250000, "100", true, 0.40}, {250000, "100", false, 1.0},  {250000, "200", true, 1.0},
    {250000, "300", false, 1.0}, {500000, "300", true, 1.0},   {500000, "600", false, 1.0},
    {1000000, "300", true, 1.0}, {1000000, "600", false, 1.0}, {1000000, "600", true, 1.0},
};

struct run {
    struct board *board;
    struct wire_decoder decoder;
    unsigned long frames, bad, lost, without_imu;
    unsigned period_us;
    unsigned last_seq;
    bool started;
};

static double strip_fraction(void *owner, unsigned strip)
{
    (void)owner;
    return 0.99 - 0.01 * strip; /* readings with the most digits */
}

static double no_noise(void *owner)
{
    (void)owner;
    return 0.0;
}

static void imu_counts(void *owner, int16_t counts[MPU6050_AXES])
{
    (void)owner;
    for (int i = 0; i < MPU6050_AXES; i++)
        counts[i] = (int16_t)(-29876 + i); /* the numbers with the most digits */
}

static void add_frame(struct run *run, const struct wire_line *line)
{
    struct wire_frame data;
    if (!wire_decoder_parse_data(&run->decoder, line, 8, &data)) {
        run->bad++;
        return;
    }
    run->lost += run->started ? (uint16_t)(data.seq - run->last_seq - 1) : 0;
    run->without_imu += data.has_imu_fields && !data.imu_valid;
    run->last_seq = data.seq;
    run->started = true;
    run->frames++;
}

static void uart_byte(void *owner, uint8_t byte)
{
    struct run *run = owner;
    struct wire_line line;
    bool accepted = false;
    (void)wire_decoder_feed(&run->decoder, &byte, 1, &line, &accepted);
    if (accepted && line.type == 'D') {
        add_frame(run, &line);
    } else if (accepted && line.type == 'H') {
        const char *period = wire_line_find_key(&line, "period_us");
        run->period_us = period != NULL ? (unsigned)strtoul(period, NULL, 10) : 0;
    } else if (byte == '\n' && !accepted) {
        run->bad++;
    }
}

static void send(struct run *run, const char *text)
{
    (void)host_line_send(board_host_line(run->board), text, strlen(text));
    (void)board_run(run->board, board_cycle(run->board) + (uint64_t)(0.3 * CHIP_HZ));
}

/* Run a row and print its results. False if it loses a frame, or its load is above its limit. */
static bool measure(const char *image, const struct row *row, double seconds)
{
    struct run run = {0};
    struct board_world world = {&run, strip_fraction, no_noise, imu_counts, uart_byte};
    struct failure failure;
    char text[32];
    run.board = board_open(image, &world, &failure);
    if (run.board == NULL) {
        (void)fprintf(stderr, "%s\n", failure.message);
        return false;
    }
    board_imu_bus(run.board)->imu.present = row->imu;
    wire_decoder_init(&run.decoder, false);
    send(&run, "");
    (void)snprintf(text, sizeof text, "B,%u\n", row->baud);
    send(&run, text);
    (void)snprintf(text, sizeof text, "R,%s\n", row->rate);
    send(&run, text);
    (void)board_run(run.board, board_cycle(run.board) + (uint64_t)(SETTLE_S * CHIP_HZ));
    run.frames = run.bad = run.lost = run.without_imu = 0;
    uint64_t busy_start = board_busy_cycles(run.board);
    uint64_t start = board_cycle(run.board);
    bool ok = board_run(run.board, start + (uint64_t)(seconds * CHIP_HZ));
    double busy_fraction =
        (double)(board_busy_cycles(run.board) - busy_start) / (double)(board_cycle(run.board) - start);
    printf("%8.2f Hz %8u baud  IMU %-3s %8lu frames %5lu lost %5lu without IMU values %5lu bad lines  CPU "
           "%5.1f %%\n",
           1e6 / run.period_us, row->baud, row->imu ? "on" : "off", run.frames, run.lost, run.without_imu, run.bad,
           100.0 * busy_fraction);
    (void)fflush(stdout);
    board_close(run.board);
    return ok && run.frames > 0 && run.lost == 0 && run.bad == 0 && run.without_imu == 0 &&
           busy_fraction < row->busy_max;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        (void)fprintf(stderr, "usage: firmware_bench IMAGE [SECONDS]\n");
        return 2;
    }
    double seconds = argc > 2 ? atof(argv[2]) : 60.0;
    bool ok = true;
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++)
        ok = measure(argv[1], &ROWS[i], seconds) && ok;
    return ok ? 0 : 1;
}
