/* SPDX-License-Identifier: MIT */
/* The plain words that the text report and the page share, so that they say the same. */
#ifndef WORDS_H
#define WORDS_H

#include "result/result.h"
#include "shared/text_buffer.h"

/* A position in percent of the way from the upper thigh (0) to the knee (100), in words such as "about a
 * third of the way to the knee"; "" for NAN. */
const char *words_position(double thigh_percent);

/* "43 s", "2 min 05 s", "1 h 02 min". */
void words_add_duration(struct text_buffer *out, double seconds);

/* "1 place", "3 places": `one` and `many` are the noun's forms. */
void words_add_count(struct text_buffer *out, size_t count, const char *one, const char *many);

/* "1 March 2026, 18:30" for an ISO 8601 time; other text as it is, sanitized. */
void words_add_date(struct text_buffer *out, const char *started);

/* One sentence that answers "where did I stay?", with its full stop. */
void words_add_headline(struct text_buffer *out, const struct result *result);

/* A second sentence: the spot with the longest dwell. Nothing when there is no spot. */
void words_add_longest(struct text_buffer *out, const struct result *result);

/* Whether visits come back to a spot more than by chance, in words for its p-value; NAN = too few strokes. */
const char *words_evidence(double p_value);

/* Which sensors gave the position. */
const char *words_method(enum position_method method);

/* The mass whose weight is this force, kg: newtons mean little to most people. */
double words_kilograms(double force_n);

/* Rounded for "%.0f", without the minus of "-0". */
double words_rounded(double value);

/* Lost readings in percent of those sent. */
double words_lost_percent(const struct result *result);

/* What a careful coach would add, in ASCII; a NULL ends the list. */
extern const char *const WORDS_ADVICE[];
extern const char *const WORDS_DISCLAIMER;

#endif
