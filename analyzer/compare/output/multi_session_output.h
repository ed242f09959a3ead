/* SPDX-License-Identifier: MIT */
/* Parts that the outputs of compare and trend share. A function that has nothing to report adds nothing. */
#ifndef MULTI_SESSION_OUTPUT_H
#define MULTI_SESSION_OUTPUT_H

#include "charts/chart_canvas.h"
#include "charts/legend.h"
#include "compare/force_scale.h"
#include "compare/session_set.h"
#include "shared/failure.h"
#include "shared/text_buffer.h"
#include "writing/json_build.h"

#include <stdbool.h>

/* ---- Charts, each drawn for a wide page and for a phone ---- */

#define CHART_PAIRS_MAX 3

/* A chart as SVG elements. */
struct chart_pair {
    struct text_buffer wide, narrow;
};
void chart_pair_free(struct chart_pair *chart);

/* Pictures to draw by one gnuplot script: of each chart the wide one, then the narrow one. All zero bytes =
 * none. */
struct chart_pair_drawing {
    struct chart_canvas canvas[2 * CHART_PAIRS_MAX];
    size_t picture_count;
    struct text_buffer script;
};

/* Begin the next picture and return its canvas. The caller adds its panels, then calls chart_end. */
const struct chart_canvas *chart_pair_begin(struct chart_pair_drawing *drawing, struct chart_canvas canvas);

/* Draw the pictures into pair[picture_count / 2], all empty on failure (EXIT_STATUS_NO_CHARTS). Frees the
 * script. */
bool chart_pair_draw(struct chart_pair_drawing *drawing, struct chart_pair pair[], struct failure *failure);

/* ---- Words ---- */

/* Return a sentence on what limits the comparison of forces; NULL for FORCE_SCALE_SAME. */
const char *multi_session_force_note(enum force_scale scale);

/* ---- Text ---- */

/* Add `text` wrapped at 98 columns; lines after the first are indented. */
void multi_session_text_add_wrapped(struct text_buffer *out, const char *text, int indent);

/* Add a note as a list item to the text_buffer `context`; for compare_words_notes and trend_words_notes. */
void multi_session_text_note(void *context, const char *note);

/* Add the end: the sessions that were left out, what counts as a difference, and the path of the HTML page
 * unless it is NULL. */
void multi_session_text_add_footer(struct text_buffer *out, const struct session_set *set, const char *limits,
                                   const char *page_path);

/* ---- JSON ---- */

/* Return the values of "sessions" and "left_out", and a spot in one session (null for NULL). The caller owns
 * them; `*ok` as in json_build.h. */
json_t *multi_session_json_sessions(const struct session_set *set, bool *ok);
json_t *multi_session_json_left_out(const struct session_set *set, bool *ok);
json_t *multi_session_json_sighting(const struct result_spot *spot, bool *ok);

/* ---- HTML page: each function adds complete elements ---- */

/* CSS rules of these pages in addition to those of all pages. */
extern const char MULTI_SESSION_PAGE_STYLE[];

/* Add a chart with its legend and, for people who cannot see it, a description (safe HTML). */
void multi_session_page_add_chart(struct text_buffer *out, const struct chart_pair *chart, const char *description,
                                  const struct legend *legend);

/* Add the reason why there are no charts. */
void multi_session_page_add_no_charts(struct text_buffer *out, const char *reason);

void multi_session_page_add_left_out(struct text_buffer *out, const struct session_set *set);

/* Add two sections side by side: "How sure is this?", with the text `limits`, and "Next time you roll". */
void multi_session_page_add_advice(struct text_buffer *out, const char *limits);

/* Add a table with a row for each session. */
void multi_session_page_add_sessions(struct text_buffer *out, const struct session_set *set);

/* Add a note as a list item to the text_buffer `context`, like multi_session_text_note. */
void multi_session_page_note(void *context, const char *note);

/* Add the list of such notes, unless it is empty. */
void multi_session_page_add_notes(struct text_buffer *out, const struct text_buffer *notes);

/* Begin a list item for a spot with its number, muted if the spot is gone, and its position in words. The
 * caller adds the rest and "</li>". */
void multi_session_page_begin_spot(struct text_buffer *out, unsigned number, double thigh_percent, double center_mm,
                                   bool muted);

#endif
