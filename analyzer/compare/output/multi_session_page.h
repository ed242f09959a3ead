/* SPDX-License-Identifier: MIT */
/* What the pages over several sessions share. Each function adds whole elements, and nothing when it has
 * nothing to say. */
#ifndef MULTI_SESSION_PAGE_H
#define MULTI_SESSION_PAGE_H

#include "charts/legend.h"
#include "compare/session_set.h"
#include "shared/text_buffer.h"

#include <stdbool.h>

/* A chart for a wide page and one for a phone, ready to stand in it. */
struct figure {
    struct text_buffer wide, narrow;
};
void chart_pair_free(struct figure *figure);

/* What these pages need beyond the style of all pages. */
extern const char MULTI_SESSION_PAGE_STYLE[];

/* A figure with its text for those who cannot see it (`words`, safe as they are) and its legend. */
void multi_session_page_add_chart(struct text_buffer *out, const struct figure *figure, const char *words,
                                  const struct legend *legend);

/* Instead of figures: why there are none. */
void multi_session_page_add_no_charts(struct text_buffer *out, const char *no_charts_reason);

/* Sessions that were left out, with the reasons. */
void multi_session_page_add_left_out(struct text_buffer *out, const struct session_set *set);

/* "How sure is this?" with `limits`, beside the words of a careful coach. */
void multi_session_page_add_advice(struct text_buffer *out, const char *limits);

/* The sessions in numbers, for labs: a row each. */
void multi_session_page_add_sessions(struct text_buffer *out, const struct session_set *set);

/* Begin a list of notes once a sentence comes; for compare_words_notes and trend_words_notes. `context` is a
 * text_buffer of list items; multi_session_page_add_notes puts them in their place. */
void multi_session_page_note(void *context, const char *sentence);
void multi_session_page_add_notes(struct text_buffer *out, const struct text_buffer *notes);

/* Begin an item of a list of spots: its number, in a quiet colour for one that is gone, and its place in
 * words. The caller adds the rest and "</li>". */
void multi_session_page_begin_spot(struct text_buffer *out, unsigned number, double thigh_percent,
                                   double center_mm, bool quiet);

#endif
