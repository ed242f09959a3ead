/* SPDX-License-Identifier: MIT */
/* A comparison for a terminal: plain ASCII but for texts from the sessions, aligned, at most about 100
 * columns. */
#ifndef COMPARE_TEXT_H
#define COMPARE_TEXT_H

#include "compare/comparison.h"
#include "shared/text_buffer.h"

/* Add the comparison. `page_path` is where the page was written; NULL = there is none. */
void compare_text_add(struct text_buffer *out, const struct comparison *comparison, const char *page_path);

/* `text` in lines of at most 98 columns, where it has blanks, each behind `indent` blanks but the first. */
void compare_text_add_wrapped(struct text_buffer *out, const char *text, int indent);

/* A note as an item of a list; for compare_words_notes and trend_words_notes. `context` is a text_buffer. */
void compare_text_note(void *context, const char *sentence);

/* What ends it, of the trend too: what was left out and why, if anything was; how small a difference counts;
 * where the page is. */
void compare_text_add_footer(struct text_buffer *out, const struct session_set *set, const char *limits,
                             const char *page_path);

#endif
