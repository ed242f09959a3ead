/* SPDX-License-Identifier: MIT */
/* A board on the fixture: the shipped image, its pins held at what the test says, everything it sends kept.
 */
#ifndef BOARD_FIXTURE_H
#define BOARD_FIXTURE_H

#include "chip/board.h"
#include "wire/frame.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FIXTURE_STRIPS 8
#define FIXTURE_LINES_MAX 20000

/* A line as it was sent, without its checksum, which was right. */
struct fixture_line {
    double time_s; /* its last byte went into the UART then */
    char type;
    char text[FRAME_LINE_MAX];
    struct frame_data data; /* of a D line */
};

struct board_fixture {
    struct board *board;
    double share[FIXTURE_STRIPS];      /* of the strips' voltages */
    double ramp_per_s[FIXTURE_STRIPS]; /* a strip's voltage rises by this from power-on */
    /* The sensor's sample number n reads n, n + 1000, n + 2000, ...: a mixed-up or torn burst shows. */
    int16_t imu_sample;
    struct frame_decoder decoder;
    struct fixture_line *line;
    size_t line_count;
    char raw[FRAME_LINE_MAX];
    size_t raw_length;
};

/* Power an image on (its name in the build's firmware folder). `imu`: a sensor is on the bus. Fails the test
 * when the image is not there. fixture_close gives all back. */
void fixture_open(struct board_fixture *fixture, const char *image, bool imu);
void fixture_close(struct board_fixture *fixture);

/* Send a line to it. */
void fixture_send(struct board_fixture *fixture, const char *text);
void fixture_run_s(struct board_fixture *fixture, double seconds);
double fixture_now_s(const struct board_fixture *fixture);

/* How many lines of a type came; the `number`th of them from 0 (NULL when there are fewer). */
size_t fixture_count(const struct board_fixture *fixture, char type);
const struct fixture_line *fixture_find(const struct board_fixture *fixture, char type, size_t number);
/* How many lines of a type have this text in them. */
size_t fixture_count_with(const struct board_fixture *fixture, char type, const char *text);

#endif
