/* SPDX-License-Identifier: MIT */
/* Write a session file of a known movement, and analyse it. */
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

/* Make a session of 16 strokes, with visits at 90 mm (12 s) and twice at 240 mm (9 s oscillating, 8 s
 * static). The caller removes `dir`. */
void session_make(struct session *session);

/* Make the same session, measured by these sensors. */
void session_make_with(struct session *session, const struct sensors *sensors);

/* Replace the first `from` in the file by `to`. */
void session_edit(const struct session *session, const char *from, const char *to);

/* Analyse the session, or fail the test. Free the result with result_free. */
struct result session_analyze(const struct session *session, struct pipeline_options options);

/* Whether a warning contains `text`. */
bool session_warned(const struct result *result, const char *text);

#endif
