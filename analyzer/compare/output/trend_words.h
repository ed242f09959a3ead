/* SPDX-License-Identifier: MIT */
/* The words of a trend that text and page share. Safe in HTML: they contain no text of a session. */
#ifndef TREND_WORDS_H
#define TREND_WORDS_H

#include "shared/text_buffer.h"
#include "compare/trend.h"

/* "Right thigh", "Left thigh" or "Thigh". */
const char *trend_words_leg(enum session_leg leg);

/* One sentence for a leg: how many spots there are now, and how they changed. */
void trend_words_add_headline(struct text_buffer *out, const struct trend_leg *leg);

/* A second sentence: the spot that changed most. Nothing when none did. */
void trend_words_add_biggest_change(struct text_buffer *out, const struct trend_leg *leg);

/* The history of a spot: "getting shorter: from 43 s to 8 s", "new since 3 July 2026", ... */
void trend_words_add_history(struct text_buffer *out, const struct trend_leg *leg,
                             const struct trend_spot *spot);

/* The slope of a line with its interval: "-0.8 s a week (-0.9 to -0.7)", or why there is none. `digits`
 * after the point. */
void trend_words_add_slope(struct text_buffer *out, const struct trend_line *line, const char *unit,
                           int digits);

/* Sightings among the sessions that passed the spot: "in 31 of 50 sessions". */
void trend_words_add_sightings(struct text_buffer *out, const struct trend_spot *spot);

/* Call `add` for each sentence on what limits the trend: forces, lengths, unknown legs. */
void trend_words_notes(const struct trend_leg *leg, void (*add)(void *context, const char *note),
                       void *context);

extern const char TREND_WORDS_LIMITS[];

#endif
