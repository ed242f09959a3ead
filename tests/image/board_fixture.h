/* SPDX-License-Identifier: MIT */
/* A board on the bench: the shipped image, its pins held at what the test says, everything it sends kept. */
#ifndef BOARD_FIXTURE_H
#define BOARD_FIXTURE_H

#include "chip/board.h"
#include "wire/frame.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BENCH_STRIPS 8
#define BENCH_LINES_MAX 20000

/* A line as it was sent, without its checksum, which was right. */
struct bench_line {
    double at_s; /* its last byte went into the UART then */
    char type;
    char text[FRAME_LINE_MAX];
    struct frame_data data; /* of a D line */
};

struct bench {
    struct board *board;
    double share[BENCH_STRIPS];      /* of the strips' voltages */
    double ramp_per_s[BENCH_STRIPS]; /* a strip's voltage rises by this from power-on */
    /* The sensor's sample number n reads n, n + 1000, n + 2000, ...: a mixed-up or torn burst shows. */
    int16_t imu_sample;
    struct frame_decoder decoder;
    struct bench_line *line;
    size_t line_count;
    char raw[FRAME_LINE_MAX];
    size_t raw_length;
};

/* Power an image on (its name in the build's firmware folder). `imu`: a sensor is on the bus. Fails the test
 * when the image is not there. bench_close gives all back. */
void bench_open(struct bench *bench, const char *image, bool imu);
void bench_close(struct bench *bench);

/* Send a line to it. */
void bench_say(struct bench *bench, const char *text);
void bench_run_s(struct bench *bench, double seconds);
double bench_now_s(const struct bench *bench);

/* How many lines of a type came; the `number`th of them from 0 (NULL when there are fewer). */
size_t bench_count(const struct bench *bench, char type);
const struct bench_line *bench_find(const struct bench *bench, char type, size_t number);
/* How many lines of a type have this text in them. */
size_t bench_count_with(const struct bench *bench, char type, const char *text);

#endif
