/* SPDX-License-Identifier: MIT */
/* Draws the live view as text for a terminal of a given size, to be read from the floor: the seconds on this place in
 * digits as large as the terminal permits, what to do, the roller and the marks on the thigh, force, strokes, losses.
 * Colour never carries information that the text lacks. */
#pragma once

#include "decode/session_decoder.h"
#include "terminal/live_tracker.h"

#include <stdbool.h>
#include <stddef.h>

#define LIVE_VIEW_SIZE 32768     /* enough bytes for any view */
#define LIVE_VIEW_COLUMNS_MIN 59 /* usable; smaller terminals show one line */
#define LIVE_VIEW_ROWS_MIN 14

struct live_view {
    const struct live_tracker *tracker;
    const struct session_decoder *decoder;
    double duration_s;    /* duration that the user chose; 0 = until stopped */
    unsigned countdown_s; /* seconds until the leg ends, because the roller is lifted; 0 = it does not */
    const char *hint;     /* how the user ends the recording, as text */
    bool color;
    bool unicode;
};

/* Draw the view into `text` (`size` bytes), with '\n' between lines. status_line_show cuts lines that are too long. */
void live_view_draw(const struct live_view *view, unsigned columns, unsigned rows, char *text, size_t size);
