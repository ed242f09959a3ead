/* SPDX-License-Identifier: MIT */
/* Parts of the output that compare and trend have in common. A function with nothing to report adds nothing. */
#pragma once

#include "charts/chart_canvas.h"
#include "charts/legend.h"
#include "multi_session/force_scale.h"
#include "multi_session/session_set.h"
#include "multi_session/spot_tracks.h"
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

/* The pictures that one gnuplot script draws: for each chart, the wide picture, then the narrow picture. All zero bytes
 * = no pictures. */
struct chart_pair_drawing {
    struct chart_canvas canvas[2 * CHART_PAIRS_MAX];
    size_t picture_count;
    struct text_buffer script;
};

/* Begin the next picture and return its canvas. The caller adds its panels, then calls chart_end. */
const struct chart_canvas *chart_pair_begin(struct chart_pair_drawing *drawing, struct chart_canvas canvas);

/* Draw the pictures into pair[picture_count / 2], all empty on failure (EXIT_STATUS_NO_CHARTS). Frees the script. */
bool chart_pair_draw(struct chart_pair_drawing *drawing, struct chart_pair pair[], struct failure *failure);

/* ---- Words ---- */

/* Two sentences: when a spot is called new or gone. */
#define MULTI_SESSION_NEW_OR_GONE                                                                                      \
    "We say new or gone only with at least six sessions in all. We also need two weeks, and enough sessions in a "     \
    "row, without a stop at that spot."

/* Return a sentence about how far forces can be compared; NULL for FORCE_SCALE_SAME. */
const char *multi_session_force_note(enum force_scale scale);

/* ---- Text ---- */

/* Add `text` wrapped at 98 columns; lines after the first are indented by `indent` blanks. */
void multi_session_text_add_wrapped(struct text_buffer *out, const char *text, int indent);

/* Add a note as a list item to the text_buffer `context`, which fails if the note is NULL. A callback for
 * compare_words_each_note and trend_words_each_note. */
void multi_session_text_add_note(void *context, const char *note);

/* Add the end of the report: the sessions that were left out, the text `limits`, and the path of the HTML page unless
 * it is NULL. */
void multi_session_text_add_footer(struct text_buffer *out, const struct session_set *set, const char *limits,
                                   const char *page_path);

/* ---- JSON ---- */

/* Return the value of the key "sessions" (with the offset of each), "left_out" or "offset_mm", or one spot for the list
 * "sightings" (null if the spot is NULL). The caller owns the value. `*ok` is set to false when out of memory
 * (json_build.h). */
json_t *multi_session_json_sessions(const struct session_set *set, const double offset_mm[], bool *ok);
json_t *multi_session_json_offsets(const struct spot_tracks *tracks, bool *ok);
json_t *multi_session_json_left_out(const struct session_set *set, bool *ok);
json_t *multi_session_json_spot(const struct result_spot *spot, bool *ok);

/* The value of the key "notes" in the making, and a callback that adds a note to this `context`. */
struct multi_session_json_notes {
    json_t *list;
    bool *ok;
};
void multi_session_json_add_note(void *context, const char *note);

/* ---- HTML page: each function adds complete elements ---- */

/* CSS rules for the pages of compare and trend, in addition to PAGE_STYLE. */
extern const char MULTI_SESSION_PAGE_STYLE[];

/* Add a chart with its legend and, for people who cannot see it, a description (safe HTML). */
void multi_session_page_add_chart(struct text_buffer *out, const struct chart_pair *chart, const char *description,
                                  const struct legend *legend);

/* Add a note that the page has no charts, with the reason. */
void multi_session_page_add_no_charts_note(struct text_buffer *out, const char *reason);

/* Add the list of the sessions that were left out. */
void multi_session_page_add_left_out(struct text_buffer *out, const struct session_set *set);

/* Add two sections side by side: "How sure is this?", with the text `limits`, and "Next time you roll". */
void multi_session_page_add_advice(struct text_buffer *out, const char *limits);

/* Add a table with a row for each session. */
void multi_session_page_add_sessions(struct text_buffer *out, const struct session_set *set);

/* Add a note as a list item to the text_buffer `context`, like multi_session_text_add_note. */
void multi_session_page_add_note(void *context, const char *note);

/* Add the notes collected with multi_session_page_add_note. */
void multi_session_page_add_notes(struct text_buffer *out, const struct text_buffer *notes);

/* Begin the list item of a spot: its number, in grey if `muted`, and its position in words, or `center`. The caller
 * adds the rest and "</li>". */
void multi_session_page_begin_spot(struct text_buffer *out, unsigned number, double thigh_percent,
                                   struct units_text center, bool muted);

/* ---- Default paths of the pages: page_path.c. The caller frees the path; NULL when out of memory. ---- */

/* Return "a-compared.html" for "a.csv". */
char *page_path_of_comparison(const char *session_path);

/* Return "trend.html" in the folder `path`, or beside the session `path`; "trend-NAME.html" unless `subject` is NULL.
 * ASCII characters of the name other than letters, digits, blanks and - _ . become '-'. A name that was changed or
 * truncated is followed by the hash of the original name, so that two people practically never share a page. */
char *page_path_of_trend(const char *path, bool is_folder, const char *subject);
