/* SPDX-License-Identifier: MIT */
/* Words and sentences that the text report and the HTML page share. */
#pragma once

#include "result/result.h"
#include "shared/text_buffer.h"

/* Describe a position, as a percentage of the way from the upper thigh (0) to the knee (100), such as "about a
 * third of the way to the knee"; "" for NAN. */
const char *words_position(double thigh_percent);

/* Add a duration such as "43 s", "2 min 05 s" or "1 h 02 min". */
void words_add_duration(struct text_buffer *out, double seconds);

/* Add a count and its noun, such as "1 place" or "3 places". `one` and `many` are the singular and the plural of the
 * noun. */
void words_add_count(struct text_buffer *out, size_t count, const char *one, const char *many);

/* Add `words` with a capital first letter. Adds nothing for "". */
void words_add_capitalized(struct text_buffer *out, const char *words);

/* Add an ISO 8601 time as "1 March 2026, 18:30"; other text is sanitized. */
void words_add_date(struct text_buffer *out, const char *started);

/* Add a sentence that says at how many places the user stayed. */
void words_add_headline(struct text_buffer *out, const struct result *result);

/* Return the spot with the longest dwell; NULL if there are no spots. */
const struct result_spot *words_longest_spot(const struct result *result);

/* Add a sentence about the spot with the longest dwell, to follow the headline. Adds nothing if there are no spots.
 * `plus_minus` precedes the error: "± " on a page, "+-" in text, which may be ASCII. */
void words_add_longest_spot(struct text_buffer *out, const struct result *result, const char *plus_minus);

#define WORDS_P_MAX 0.05       /* a spot with a smaller p was returned to more often than chance explains */
#define WORDS_CLEAR_P_MAX 0.01 /* the same, clearly */

/* Add that the user returned to the spot more often than by chance. Adds nothing, and returns false, if that is not so,
 * or if there was one visit, which is no return. */
bool words_add_evidence(struct text_buffer *out, const struct result_spot *spot, size_t stroke_count);

/* Add a sentence about sitting still before the first stroke and after the last. Adds nothing, and returns false, if
 * there was none. */
bool words_add_rest(struct text_buffer *out, const struct result *result);

/* Return the sensors that measured the position, in words. */
const char *words_method(enum position_method method);

/* Return what positions are counted from: "the upper thigh" or "the knee". */
const char *words_reference(const struct result *result);

/* Return what position 0 is, such as "0 is the fold below the buttock, where the roller was set to zero". */
const char *words_origin(const struct result *result);

/* Add sentences for the top of a report about an origin that is only assumed. False, with nothing added, for another
 * origin. */
bool words_add_origin_note(struct text_buffer *out, const struct result *result);

/* The two ends of the thigh, as all charts name and draw them. NAN = it is unknown where the landmark is; the name is
 * then that of the direction. */
struct words_landmarks {
    double upper_mm;
    const char *upper;
    double knee_mm;
    const char *knee;
};
struct words_landmarks words_landmarks(const struct result *result);

/* Return the nearest integer, but never -0, which "%.0f" would print with a minus. */
double words_rounded(double value);

/* Return the lost readings as a percentage of the readings that the roller sent. */
double words_lost_percent(const struct result *result);

/* Advice for safe rolling, in ASCII; NULL ends the list. */
extern const char *const WORDS_ADVICE[];
extern const char *const WORDS_DISCLAIMER;
