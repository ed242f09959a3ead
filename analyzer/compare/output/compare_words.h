/* SPDX-License-Identifier: MIT */
/* The words of a comparison that text and page share. Safe in HTML: they contain no text of a session. */
#ifndef COMPARE_WORDS_H
#define COMPARE_WORDS_H

#include "compare/comparison.h"
#include "shared/text_buffer.h"

/* One sentence: is it better? For two legs: do they differ? */
void compare_words_add_headline(struct text_buffer *out, const struct comparison_view *view);

/* A second one: how many spots took less or more time, are new or gone. Nothing without spots. */
void compare_words_add_spot_counts(struct text_buffer *out, const struct comparison_view *view);

/* The change of a spot: "12 s less", "about the same", "new", "gone", "only on the left". */
void compare_words_add_change(struct text_buffer *out, const struct comparison_view *view,
                              const struct compared_spot *spot);

/* The two sides of a view as names: "then" and "now", or "left" and "right". */
const char *compare_words_first(const struct comparison_view *view);
const char *compare_words_last(const struct comparison_view *view);

/* "Right thigh over time", "Left and right": a title for the view. */
const char *compare_words_title(const struct comparison_view *view);

/* Call `add` for each sentence on what limits the comparison: dates, forces, lengths. */
void compare_words_notes(const struct comparison_view *view, void (*add)(void *context, const char *note),
                         void *context);

/* Which differences count. */
extern const char COMPARE_WORDS_LIMITS[];

/* " left", " right" or "": for "your%s thigh". */
const char *compare_words_leg(enum session_leg leg);

#endif
