/* SPDX-License-Identifier: MIT */
/* Writes a session file with a known movement, and analyses it. */
#pragma once

#include "pipeline/pipeline.h"
#include "analyzer/support/motion.h"
#include "support/temp_dir.h"

#include <stdbool.h>

/* A session file in a temporary folder. */
struct session {
    struct temp_dir dir;
    char path[300]; /* the session file */
};

/* Make a session of 16 strokes, with visits at 90 mm (12 s) and twice at 240 mm (9 s oscillating, 8 s
 * static). The caller removes `dir`. */
void session_make(struct session *session);

/* Make the same session, as measured by `sensors`. */
void session_make_with(struct session *session, const struct sensors *sensors);

/* Replace the first `from` in the file with `to`. Fails the test if there is none. */
void session_edit(const struct session *session, const char *from, const char *to);

/* Analyse the session; if it cannot be analysed, the test fails. Free the result with result_free. */
struct result session_analyze(const struct session *session, struct analysis_options options);

/* Whether a warning of the result contains `text`. */
bool session_warned(const struct result *result, const char *text);
