/* SPDX-License-Identifier: MIT */
/*
 * The live view as text for a terminal of a given size: where the roller is on the thigh, how long it has
 * stayed there, force, strokes, losses. Whatever colour says, a shape or a word says too.
 */
#ifndef LIVE_VIEW_H
#define LIVE_VIEW_H

#include "terminal/live_tracker.h"
#include "decode/recorder.h"

#include <stdbool.h>
#include <stddef.h>

#define LIVE_VIEW_SIZE 8192
#define LIVE_VIEW_TARGET_DWELL_S 30.0 /* on one spot: the view says that it is done */
#define LIVE_VIEW_MIN_COLUMNS 60      /* smaller terminals get one line */
#define LIVE_VIEW_MIN_ROWS 14

struct live_view {
    const struct live_tracker *tracker;
    const struct recorder *recorder;
    double duration_s; /* 0 = until stopped */
    const char *hint;  /* how to end the recording */
    bool colour;
    bool unicode;
};

/* Draw the view into `text` (`size` bytes). Lines are separated by '\n'; status_line_show cuts those that are
 * too long. */
void live_view_draw(const struct live_view *view, unsigned columns, unsigned rows, char *text, size_t size);

#endif
