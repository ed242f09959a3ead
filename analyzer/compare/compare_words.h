/* SPDX-License-Identifier: MIT */
/* Sentences about a comparison, for text and HTML page. They are safe in HTML: they contain no text from a session. */
#pragma once

#include "compare/comparison.h"
#include "multi_session/session_notes.h"
#include "shared/text_buffer.h"

/* Add some sentences. Over time: the only spot that changed, or whether any did. Left and right: whether the two legs
 * differ. Both: where the force changed. */
void compare_words_add_headline(struct text_buffer *out, const struct comparison_view *view);

/* Add a second sentence: "Of 3 spots 1 took more time, 2 are about the same." Adds nothing if there are fewer than two
 * spots. */
void compare_words_add_spot_counts(struct text_buffer *out, const struct comparison_view *view);

/* Return when a spot was without a visit: "this time", or "in the last three sessions" if these are compared. */
const char *compare_words_this_time(const struct comparison_view *view);

/* Add the change of a spot: "12 s less", "no clear change (2 s more)", "new", "only on the left". */
void compare_words_add_change(struct text_buffer *out, const struct comparison_view *view,
                              const struct compared_spot *spot);

/* Add the symmetry index of a difference between left and right, its usual range, and how many sessions it takes to
 * believe it: "symmetry index -10 % (usually -90 to +90 %); about 94 sessions of each leg would tell". Adds nothing if
 * there is no index. */
void compare_words_add_symmetry(struct text_buffer *out, const struct difference *difference);

/* Add why a difference is no change and, if it is one that the person's variation explains, how large such a one is:
 * "no clear change (usual: up to 2.3 times)". */
void compare_words_add_same(struct text_buffer *out, const struct comparison_view *view,
                            const struct difference *difference);

/* Return why a difference is no change (its verdict is CHANGE_SAME): "about the same", "no clear change" or, of
 * two legs, "no clear difference". */
const char *compare_words_same(const struct comparison_view *view, const struct difference *difference);

/* Whether the stops at a spot are counted (compare_words_add_stops): its dwell is compared between means, and some of
 * their sessions had no stop there. */
bool compare_words_counts_stops(const struct comparison_view *view, const struct difference *dwell);

/* Add how many of the sessions had a stop: "stops in 1 of the first 3 sessions, in 2 of the last 3". */
void compare_words_add_stops(struct text_buffer *out, const struct comparison_view *view,
                             const struct difference *dwell);

/* Add where a spot of both legs is on each, "109 mm right, 140 mm left". Adds nothing if the two agree, or if the view
 * is of one leg. */
void compare_words_add_both_positions(struct text_buffer *out, const struct comparison_view *view,
                                      const struct compared_spot *spot);

/* Whether a difference is a change: its verdict is CHANGE_LESS or CHANGE_MORE. */
bool compare_words_is_changed(const struct difference *difference);

/* Add the force on a spot, whose verdict is not CHANGE_UNKNOWN: "force 185 N then, 243 N now (more)". */
void compare_words_add_force(struct text_buffer *out, const struct comparison_view *view,
                             const struct difference *force);

/* Whether the force changed, at a spot or on average. */
bool compare_words_is_any_force_changed(const struct comparison_view *view);

/* Add where the force changed: "more force at 276 mm, less force on average". A force counts as much as a time. */
void compare_words_add_forces(struct text_buffer *out, const struct comparison_view *view);

/* Add the forces that changed, if any, as a sentence of their own: " There was more force at 276 mm." */
void compare_words_add_sentence_of_forces(struct text_buffer *out, const struct comparison_view *view);

/* Return why a difference is unknown (its verdict is CHANGE_UNKNOWN): "not compared with 0", "not comparable". */
const char *compare_words_unknown(const struct difference *difference);

/* The unit in which a value is shown: its name, and its size in the unit of the value. */
struct compare_unit {
    const char *symbol;
    double size;
};
struct compare_unit compare_words_seconds(void);
struct compare_unit compare_words_force_unit(const struct comparison_view *view);
struct compare_unit compare_words_impulse_unit(const struct comparison_view *view);

/* Return labels for the values that are compared: "then" and "now", or "left" and "right". */
const char *compare_words_first_label(const struct comparison_view *view);
const char *compare_words_last_label(const struct comparison_view *view);

/* Return labels for the first and the last session of the view: as above, or, if the values are means of several
 * sessions, "first session" and "last session", or "last left session" and "last right session". */
const char *compare_words_first_session(const struct comparison_view *view);
const char *compare_words_last_session(const struct comparison_view *view);

/* Return a name for the time on all spots of the view's leg: "Time on spots, left thigh". */
const char *compare_words_time_on_spots(const struct comparison_view *view);

/* Return a title for the view: "Right thigh, then and now", "Left and right". */
const char *compare_words_title(const struct comparison_view *view);

/* Call `add` with each sentence that says how dates, forces or thigh lengths limit the comparison. */
void compare_words_each_note(const struct comparison_view *view, session_notes_receiver *add, void *context);

/* A paragraph that says which differences count. */
extern const char COMPARE_WORDS_LIMITS[];
