/* SPDX-License-Identifier: MIT */
/* A recording from a fake roller that the test controls as another program does: --events and --control. */
#pragma once

#include "logger/support/fake_roller.h"
#include "logger/support/logger_run.h"

#include <jansson.h>
#include <stdbool.h>

#define CONTROLLED_LINE_SIZE 16384

struct controlled_run {
    struct fixture *base;
    struct fake_roller roller;
    struct program program;
    int events;  /* the test's end; -1 = closed */
    int control; /* the same */
    size_t used; /* bytes in `bytes` */
    char bytes[CONTROLLED_LINE_SIZE];
    json_t *newest;      /* the last event that was read */
    unsigned live_count; /* live events that were read */
};

int controlled_setup(void **state);
int controlled_teardown(void **state);
#define CONTROLLED_TEST(name) cmocka_unit_test_setup_teardown(name, controlled_setup, controlled_teardown)

/* Start the roller, and a recording to a.csv with an additional option (NULL = none). */
void controlled_start(struct controlled_run *run, const char *more, const char *value);
/* Send bytes, or a command such as "mark". */
void controlled_send(struct controlled_run *run, const char *bytes, size_t count);
void controlled_command(struct controlled_run *run, const char *command);
/* Read the next event of any kind; false if the events have ended. It must be a JSON object. */
bool controlled_read(struct controlled_run *run);
/* Read up to the next event with this name; fail the test if there is none. It is valid until the next call. */
const json_t *controlled_expect(struct controlled_run *run, const char *name);
/* The same for the next state in which `key` is the text `value`. */
const json_t *controlled_expect_state(struct controlled_run *run, const char *key, const char *value);
/* Return a value of an event, which must have it. */
double event_number(const json_t *event, const char *key);
const char *event_text(const json_t *event, const char *key);
bool event_flag(const json_t *event, const char *key);

/* Wait until readings come; until so many rows are recorded. */
void controlled_await_readings(struct controlled_run *run);
void controlled_await_rows(struct controlled_run *run, unsigned rows);
/* Start, and begin to record. */
void controlled_begin(struct controlled_run *run, const char *more, const char *value);
/* Fail the test unless the event `saved` is about the file at `path`, and counts its rows, which are returned. */
size_t controlled_assert_saved(const json_t *saved, const char *path);
/* Return how many rows of a session have this event. */
unsigned session_rows_with(const char *path, const char *event);

/* Copy the first row of a session. */
void session_first_row(const char *path, char *row, size_t size);

/* Read up to the end of the events, and fail the test unless the last one says so with this status, which must also be
 * that of the program. Returns the program's result, which the caller frees. */
struct program_result controlled_end(struct controlled_run *run, int status);
