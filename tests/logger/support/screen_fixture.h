/* SPDX-License-Identifier: MIT */
/* A recording from a fake roller, shown in a fake terminal. */
#pragma once

#include "logger/support/fake_roller.h"
#include "logger/support/fake_terminal.h"
#include "logger/support/logger_run.h"
#include "support/cmocka_includes.h"

#define LAST_OF_VIEW " stroke" /* once it is shown, the live view is complete */

struct screen_fixture {
    struct fixture *base;
    struct fake_roller roller;
    struct fake_terminal terminal;
    const char *duration;   /* NULL = until stopped */
    const char *option;     /* NULL = none */
    bool asks;              /* the person at the terminal is asked for a landmark, name and pain; else --no-ask */
    struct temp_dir config; /* $XDG_CONFIG_HOME of the recording */
};

int screen_setup(void **state);
int screen_teardown(void **state);
#define SCREEN_TEST(name) cmocka_unit_test_setup_teardown(name, screen_setup, screen_teardown)

/* Start the roller, and a recording with these options, ended by NULL, in a terminal of 100 x 30. */
void screen_start_with(struct screen_fixture *fixture, const char *const *options);
/* Start the roller, and a recording from it in a terminal of this size, with an entry for the environment. */
void screen_start(struct screen_fixture *fixture, const char *env, unsigned columns, unsigned rows, const char *leg);
/* Return how often `text` is on the screen. */
unsigned screen_count(const struct fake_terminal *terminal, const char *text);
/* Return the row in which `text` begins; it must be on the screen. */
unsigned screen_row_of(const struct fake_terminal *terminal, const char *text);
/* Wait until `text` is on the screen; else fail the test. */
void screen_expect(struct screen_fixture *fixture, const char *text);
