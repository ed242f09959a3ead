/* SPDX-License-Identifier: MIT */
/* What the outputs of compare and trend share. A function adds nothing when it has nothing to report. */
#ifndef MULTI_SESSION_OUTPUT_H
#define MULTI_SESSION_OUTPUT_H

#include "charts/legend.h"
#include "compare/force_scale.h"
#include "compare/session_set.h"
#include "shared/text_buffer.h"
#include "writing/json_build.h"

#include <stdbool.h>

/* ---- Words ---- */

/* What limits the comparison of forces, a sentence; NULL for FORCE_SCALE_SAME. */
const char *multi_session_force_note(enum force_scale scale);

/* ---- Text ---- */

/* Add `text` in lines of at most 98 columns, indented after the first one. */
void multi_session_text_add_wrapped(struct text_buffer *out, const char *text, int indent);

/* Add a note as an item of a list; for compare_words_notes and trend_words_notes. `context` is a text_buffer.
 */
void multi_session_text_note(void *context, const char *note);

/* Add the end: sessions that were left out, what counts as a difference, and where the page is (NULL =
 * nowhere). */
void multi_session_text_add_footer(struct text_buffer *out, const struct session_set *set, const char *limits,
                                   const char *page_path);

/* ---- JSON ---- */

/* "sessions", "left_out", and a spot in one session (null when it is not there). The caller owns them; `*ok`
 * as in json_build.h. */
json_t *multi_session_json_sessions(const struct session_set *set, bool *ok);
json_t *multi_session_json_left_out(const struct session_set *set, bool *ok);
json_t *multi_session_json_sighting(const struct result_spot *spot, bool *ok);

/* ---- Page: each function adds whole elements ---- */

/* A chart as SVG, for a wide page and for a phone. */
struct chart_pair {
    struct text_buffer wide, narrow;
};
void chart_pair_free(struct chart_pair *chart);

/* What these pages need beyond the style of all pages. */
extern const char MULTI_SESSION_PAGE_STYLE[];

/* A chart with a description for those who cannot see it (safe HTML) and its legend. */
void multi_session_page_add_chart(struct text_buffer *out, const struct chart_pair *chart,
                                  const char *description, const struct legend *legend);

/* Instead of charts: why there are none. */
void multi_session_page_add_no_charts(struct text_buffer *out, const char *reason);

void multi_session_page_add_left_out(struct text_buffer *out, const struct session_set *set);

/* "How sure is this?" with `limits`, beside advice for rolling. */
void multi_session_page_add_advice(struct text_buffer *out, const char *limits);

/* A table with a row for each session. */
void multi_session_page_add_sessions(struct text_buffer *out, const struct session_set *set);

/* Add a note to the list items in `context`, a text_buffer, and add those to the page. */
void multi_session_page_note(void *context, const char *note);
void multi_session_page_add_notes(struct text_buffer *out, const struct text_buffer *notes);

/* Begin a list item for a spot: its number, muted for one that is gone, and its position in words. The caller
 * adds the rest and
 * "</li>". */
void multi_session_page_begin_spot(struct text_buffer *out, unsigned number, double thigh_percent,
                                   double center_mm, bool muted);

#endif
