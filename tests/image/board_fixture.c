/* SPDX-License-Identifier: MIT */
#include "board_fixture.h"
#include "support/cmocka_includes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double strip_fraction(void *owner, unsigned strip)
{
    const struct board_fixture *bench = owner;
    double at_s = bench->board != NULL ? fixture_now_s(bench) : 0.0;
    return bench->share[strip] + bench->ramp_per_s[strip] * at_s;
}

static double no_noise(void *owner)
{
    (void)owner;
    return 0.0;
}

static void feel(void *owner, int16_t counts[MPU6050_AXES])
{
    struct board_fixture *bench = owner;
    bench->imu_sample++;
    for (int i = 0; i < MPU6050_AXES; i++) {
        counts[i] = (int16_t)(bench->imu_sample + 1000 * i);
    }
}

static void keep_line(struct board_fixture *bench, const struct frame_line *line)
{
    assert_true(bench->line_count < FIXTURE_LINES_MAX);
    struct fixture_line *kept = &bench->line[bench->line_count++];
    *kept = (struct fixture_line){.at_s = fixture_now_s(bench), .type = line->type};
    memcpy(kept->text, bench->raw, bench->raw_length);
    kept->text[bench->raw_length] = '\0';
    *strrchr(kept->text, '*') = '\0';
    if (line->type == 'D') {
        assert_true(frame_parse_data(&bench->decoder, line, FIXTURE_STRIPS, &kept->data));
    }
}

static void uart_byte(void *owner, uint8_t byte)
{
    struct board_fixture *bench = owner;
    struct frame_line line;
    bool complete = false;
    assert_true(bench->raw_length < sizeof bench->raw);
    bench->raw[bench->raw_length++] = (char)byte;
    (void)frame_decoder_feed(&bench->decoder, &byte, 1, &line, &complete);
    if (complete) {
        keep_line(bench, &line);
    }
    if (byte == '\n') {
        assert_true(complete); /* the image sends nothing but good lines */
        bench->raw_length = 0;
    }
}

void fixture_open(struct board_fixture *bench, const char *image, bool imu)
{
    *bench = (struct board_fixture){0};
    bench->line = calloc(FIXTURE_LINES_MAX, sizeof *bench->line);
    assert_non_null(bench->line);
    frame_decoder_init(&bench->decoder, false);
    struct board_world world = {bench, strip_fraction, no_noise, feel, uart_byte};
    struct sim_failure failure;
    char path[512];
    (void)snprintf(path, sizeof path, "%s/%s", FIRMWARE_DIR, image);
    bench->board = board_open(path, &world, &failure);
    if (bench->board == NULL) {
        fail_msg("%s", failure.message);
    }
    board_imu_bus(bench->board)->imu.present = imu;
}

void fixture_close(struct board_fixture *bench)
{
    board_close(bench->board);
    free(bench->line);
}

void fixture_run_s(struct board_fixture *bench, double seconds)
{
    assert_true(board_run(bench->board, board_cycle(bench->board) + (uint64_t)(seconds * CHIP_HZ)));
}

void fixture_send(struct board_fixture *bench, const char *text)
{
    assert_true(host_line_send(board_host_line(bench->board), text, strlen(text)));
}

double fixture_now_s(const struct board_fixture *bench)
{
    return board_time_s(bench->board);
}

size_t fixture_count(const struct board_fixture *bench, char type)
{
    return fixture_count_with(bench, type, "");
}

size_t fixture_count_with(const struct board_fixture *bench, char type, const char *text)
{
    size_t count = 0;
    for (size_t i = 0; i < bench->line_count; i++) {
        count += bench->line[i].type == type && strstr(bench->line[i].text, text) != NULL;
    }
    return count;
}

const struct fixture_line *fixture_find(const struct board_fixture *bench, char type, size_t number)
{
    for (size_t i = 0; i < bench->line_count; i++) {
        if (bench->line[i].type == type && number-- == 0) {
            return &bench->line[i];
        }
    }
    return NULL;
}
