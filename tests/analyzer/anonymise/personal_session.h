/* SPDX-License-Identifier: MIT */
/* A session with words that must not be passed on, and runs of `anonymise`. */
#pragma once

#include "analyzer/program/program_fixture.h"

/* A session with a word of its own in every place that can hold one. */
extern const char PERSONAL_SESSION[];

/* Return PERSONAL_SESSION with another text in place of one of its texts. The caller frees it. */
char *personal_session_with(const char *old, const char *new);

/* Write a file in the folder of the fixture. */
void personal_session_write(const struct program_fixture *fixture, const char *name, const char *text);

/* Run `roller-analyzer anonymise` in the folder, with the words up to NULL. The user's own key is in its folder config.
 */
struct program_result personal_session_anonymise(const struct program_fixture *fixture, const char *const words[]);
#define ANONYMISE(fixture, ...) personal_session_anonymise(fixture, (const char *const[]){__VA_ARGS__, NULL})

/* Like that, for a run that must end with status 0. */
void personal_session_assert_anonymises(const struct program_fixture *fixture, const char *const words[]);
#define ASSERT_ANONYMISES(fixture, ...)                                                                                \
    personal_session_assert_anonymises(fixture, (const char *const[]){__VA_ARGS__, NULL})
