/* SPDX-License-Identifier: MIT */
#include "board_fixture.h"
#include "support/cmocka_includes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double strip_fraction(void *owner, unsigned strip)
{
    const struct board_fixture *fixture = owner;
    double time_s = fixture->board != NULL ? fixture_now_s(fixture) : 0.0;
    return fixture->voltage_fraction[strip] + fixture->ramp_per_s[strip] * time_s;
}

static double no_noise(void *owner)
{
    (void)owner;
    return 0.0;
}

static void measure_motion(void *owner, int16_t counts[MPU6050_AXES])
{
    struct board_fixture *fixture = owner;
    if (!fixture->imu_is_frozen)
        fixture->imu_sample++;
    for (int i = 0; i < MPU6050_AXES; i++)
        counts[i] = (int16_t)(fixture->imu_sample + 1000 * i);
}

static void keep_line(struct board_fixture *fixture, const struct wire_line *line)
{
    assert_true(fixture->line_count < FIXTURE_LINES_MAX);
    struct fixture_line *kept = &fixture->line[fixture->line_count++];
    *kept = (struct fixture_line){.time_s = fixture_now_s(fixture), .type = line->type};
    memcpy(kept->text, fixture->raw, fixture->raw_length);
    kept->text[fixture->raw_length] = '\0';
    *strrchr(kept->text, '*') = '\0';
    if (line->type == 'D')
        assert_true(wire_decoder_parse_data(&fixture->decoder, line, FIXTURE_STRIPS, &kept->data));
}

static void uart_byte(void *owner, uint8_t byte)
{
    struct board_fixture *fixture = owner;
    struct wire_line line;
    bool accepted = false;
    assert_true(fixture->raw_length < sizeof fixture->raw);
    fixture->raw[fixture->raw_length++] = (char)byte;
    (void)wire_decoder_feed(&fixture->decoder, &byte, 1, &line, &accepted);
    if (accepted)
        keep_line(fixture, &line);
    if (byte == '\n') {
        /* The image sends nothing but valid lines, and an empty one before the first H of each boot. */
        assert_true(accepted || fixture->raw_length == 1);
        fixture->blank_count += fixture->raw_length == 1;
        fixture->raw_length = 0;
    }
}

void fixture_open(struct board_fixture *fixture, const char *image, bool imu_present)
{
    *fixture = (struct board_fixture){0};
    fixture->line = calloc(FIXTURE_LINES_MAX, sizeof *fixture->line);
    assert_non_null(fixture->line);
    wire_decoder_init(&fixture->decoder, false);
    struct board_world world = {fixture, strip_fraction, no_noise, measure_motion, uart_byte};
    struct failure failure;
    char path[512];
    (void)snprintf(path, sizeof path, "%s/%s", FIRMWARE_DIR, image);
    fixture->board = board_open(path, &world, &failure);
    if (fixture->board == NULL)
        fail_msg("%s", failure.message);
    board_imu_bus(fixture->board)->imu.present = imu_present;
}

void fixture_close(struct board_fixture *fixture)
{
    board_close(fixture->board);
    free(fixture->line);
}

void fixture_run_s(struct board_fixture *fixture, double seconds)
{
    assert_true(board_run(fixture->board, board_cycle(fixture->board) + (uint64_t)(seconds * CHIP_HZ)));
}

void fixture_send(struct board_fixture *fixture, const char *text)
{
    assert_true(host_line_send(board_host_line(fixture->board), text, strlen(text)));
}

double fixture_now_s(const struct board_fixture *fixture)
{
    return board_time_s(fixture->board);
}

size_t fixture_count(const struct board_fixture *fixture, char type)
{
    return fixture_count_with(fixture, type, "");
}

size_t fixture_count_with(const struct board_fixture *fixture, char type, const char *text)
{
    size_t count = 0;
    for (size_t i = 0; i < fixture->line_count; i++)
        count += fixture->line[i].type == type && strstr(fixture->line[i].text, text) != NULL;
    return count;
}

const struct fixture_line *fixture_find(const struct board_fixture *fixture, char type, size_t number)
{
    for (size_t i = 0; i < fixture->line_count; i++)
        if (fixture->line[i].type == type && number-- == 0)
            return &fixture->line[i];
    return NULL;
}
