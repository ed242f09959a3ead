/* SPDX-License-Identifier: MIT */
/* Sessions of people with names and dates, in the folder of program_fixture. */
#pragma once

#include "analyzer/program/program_fixture.h"

/* Simulate a session of the right leg with spots at 117 and 250 mm. */
void simulated_person_session(const struct program_fixture *fixture, const char *file, const char *subject,
                              const char *started, int seed);

/* Copy session `from` to `to`, with `line` in place of the line that begins with `key`. */
void simulated_person_edit(const struct program_fixture *fixture, const char *from, const char *to, const char *key,
                           const char *line);
