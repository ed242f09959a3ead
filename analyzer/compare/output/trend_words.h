/* SPDX-License-Identifier: MIT */
/* The plain words of a trend that text and page share. All are safe as they are: they hold no text of a
 * session. */
#ifndef TREND_WORDS_H
#define TREND_WORDS_H

#include "shared/text_buffer.h"
#include "compare/trend.h"

/* "Right thigh", "Left thigh" or "Thigh". */
const char *trend_words_leg(enum session_leg leg);

/* One sentence for a leg: how many spots there are now, and how that was. */
void trend_words_add_headline(struct text_buffer *out, const struct trend_leg *leg);

/* A second sentence: the spot that changed most. Nothing when there is nothing to tell. */
void trend_words_add_biggest_change(struct text_buffer *out, const struct trend_leg *leg);

/* What became of a spot: "getting shorter: from 43 s to 8 s", "new since 3 July 2026", ... */
void trend_words_add_history(struct text_buffer *out, const struct trend_leg *leg,
                             const struct trend_spot *spot);

/* The slope of a line with its interval: "-0.8 s a week (-0.9 to -0.7)", or why there is none. `digits`
 * behind the point. */
void trend_words_add_slope(struct text_buffer *out, const struct trend_line *line, const char *unit,
                           int digits);

/* Sightings among the sessions that passed the place: "in 31 of 50 sessions". */
void trend_words_add_sightings(struct text_buffer *out, const struct trend_spot *spot);

/* What limits the trend, a sentence each: forces, lengths, unknown legs. Calls `add` for each. */
void trend_words_notes(const struct trend_leg *leg, void (*add)(void *context, const char *sentence),
                       void *context);

extern const char TREND_WORDS_LIMITS[];

#endif
