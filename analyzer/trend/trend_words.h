/* SPDX-License-Identifier: MIT */
/* Sentences about a trend, for text and HTML page. They are safe in HTML: they contain no text from a session. */
#pragma once

#include "shared/text_buffer.h"
#include "multi_session/session_notes.h"
#include "trend/trend.h"

/* Return "Right thigh", "Left thigh" or "Thigh". */
const char *trend_words_leg(enum session_leg leg);

/* Add one sentence: how many spots there are, of which kind each of them is, and how many more were rare. */
void trend_words_add_headline(struct text_buffer *out, const struct trend_leg *leg);

/* Add a sentence for each spot that changed, is new or is gone. Adds nothing if there are none, or more than three:
 * none of many is typical of them all. */
void trend_words_add_changes(struct text_buffer *out, const struct trend_leg *leg);

/* Add the history of a spot: "getting shorter, along the trend line from about 43 s to 8 s", "came on 3 July 2026", "no
 * clear trend in time; rising impulse", ... */
void trend_words_add_history(struct text_buffer *out, const struct trend_leg *leg, const struct trend_spot *spot);

/* Add "about 9 s to 1 min 02 s": the ends of a trend line, which no session need have had. */
void trend_words_add_ends(struct text_buffer *out, const struct trend_line *line);

/* Add the slope of a line with its 95 % interval, "-0.80 s per week (-0.91 to -0.70), -6 % per week", or why it
 * is missing. A number that would look like 0 gets more digits. */
void trend_words_add_slope_of_time(struct text_buffer *out, const struct trend_line *line);
void trend_words_add_slope_of_impulse(struct text_buffer *out, const struct trend_line *line, enum units units);

/* Add how often the spot was stopped at: "on 8 of the first 9 days that you rolled, and on 3 of the last 9", or
 * "too few days". */
void trend_words_add_often(struct text_buffer *out, const struct trend_often *often);

/* Add "in 31 of 50 sessions": how many of the leg's sessions that rolled over the spot found it. */
void trend_words_add_sightings(struct text_buffer *out, const struct trend_leg *leg, const struct trend_spot *spot);

/* Call `add` with each sentence that says how legs, forces or thigh lengths limit the trend. */
void trend_words_each_note(const struct trend_leg *leg, session_notes_receiver *add, void *context);

/* A paragraph that says what a trend is. */
extern const char TREND_WORDS_LIMITS[];
