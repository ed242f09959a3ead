/* SPDX-License-Identifier: MIT */
/* A session file made from a movement, and its way through all steps. tests.mk gives this area no path to the
 * reports, where the contract stands. */
#ifndef WHOLE_SESSION_H
#define WHOLE_SESSION_H

#include "result/pipeline.h"
#include "analyzer/support/motion.h"
#include "support/temp_dir.h"

#include <stdbool.h>

struct session {
    struct temp_dir dir;
    char path[300];
};

/* 16 strokes; at 90 mm held for 12 s, at 240 mm rocked for 9 s and again held for 8 s. The caller removes the
 * folder. */
void session_make(struct session *session);

/* The same felt by these sensors. */
void session_make_with(struct session *session, const struct sensors *sensors);

/* Replace the first `from` in the session by `to`. */
void session_edit(const struct session *session, const char *from, const char *to);

/* The result (result_free); a failure fails the test. */
struct result session_analyze(const struct session *session, struct pipeline_options options);

/* Whether a warning holds `part`. */
bool session_warned(const struct result *result, const char *part);

#endif
