/* SPDX-License-Identifier: MIT */
/* A board that runs a shipped image. The test sets the voltages of the pins; the fixture keeps every line that the
 * board sends. */
#pragma once

#include "chip/board.h"
#include "wire/wire_line.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FIXTURE_STRIPS 8
#define FIXTURE_LINES_MAX 20000

/* A line that the board sent, without its checksum, which has been verified. */
struct fixture_line {
    double time_s; /* time at which its last byte left the UART */
    char type;
    char text[WIRE_LINE_MAX];
    struct wire_frame data; /* parsed, if it is a D line */
};

struct board_fixture {
    struct board *board;
    double voltage_fraction[FIXTURE_STRIPS]; /* voltage of each strip as a fraction of the supply */
    double ramp_per_s[FIXTURE_STRIPS];       /* rise of that fraction per second since power-on */
    /* Number of the last sample of the sensor. Sample n reads n, n + 1000, n + 2000, ..., so that a mixed-up or torn
     * burst is detected. */
    int16_t imu_sample;
    bool imu_is_frozen; /* the sensor repeats its sample */
    struct wire_decoder decoder;
    struct fixture_line *line;
    size_t line_count;
    char raw[WIRE_LINE_MAX];
    size_t raw_length;
    unsigned blank_count; /* empty lines so far */
};

/* Power on a board with an image, given its file name in the build's firmware folder. `imu_present`: a sensor is on the
 * bus. Fails the test if there is no such image. fixture_close releases everything. */
void fixture_open(struct board_fixture *fixture, const char *image, bool imu_present);
void fixture_close(struct board_fixture *fixture);

/* Send a line to the board. */
void fixture_send(struct board_fixture *fixture, const char *text);
void fixture_run_s(struct board_fixture *fixture, double seconds);
double fixture_now_s(const struct board_fixture *fixture);

/* Return the number of lines of a type. */
size_t fixture_count(const struct board_fixture *fixture, char type);
/* Return line `number` (from 0) of a type; NULL if there are fewer. */
const struct fixture_line *fixture_find(const struct board_fixture *fixture, char type, size_t number);
/* Return the number of lines of a type that contain this text. */
size_t fixture_count_with(const struct board_fixture *fixture, char type, const char *text);
