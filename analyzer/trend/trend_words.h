/* SPDX-License-Identifier: MIT */
/* Sentences about a trend, for text and HTML page. They are safe in HTML: they contain no text from a session. */
#pragma once

#include "shared/text_buffer.h"
#include "trend/trend.h"

/* Return "Right thigh", "Left thigh" or "Thigh". */
const char *trend_words_leg(enum session_leg leg);

/* Add one sentence: how many spots there are now, and how they changed. */
void trend_words_add_headline(struct text_buffer *out, const struct trend_leg *leg);

/* Add a second sentence: the spot that changed most. Adds nothing if no spot changed. */
void trend_words_add_biggest_change(struct text_buffer *out, const struct trend_leg *leg);

/* Add the history of a spot: "getting shorter, from about 43 s to 8 s", "new since 3 July 2026", ... */
void trend_words_add_history(struct text_buffer *out, const struct trend_leg *leg, const struct trend_spot *spot);

/* Add the slope of a line with its 95 % interval, "-0.8 s per week (-0.9 to -0.7)", or why the interval is missing.
 * `decimals`: number of digits after the decimal point. */
void trend_words_add_slope(struct text_buffer *out, const struct trend_line *line, const char *unit, int decimals);

/* Add "in 31 of 50 sessions": how many of the sessions that rolled over the spot found it. */
void trend_words_add_sightings(struct text_buffer *out, const struct trend_spot *spot);

/* Call `add` with each sentence that says how legs, forces or thigh lengths limit the trend. */
void trend_words_each_note(const struct trend_leg *leg, void (*add)(void *context, const char *note), void *context);

/* A paragraph that says what a trend is. */
extern const char TREND_WORDS_LIMITS[];
