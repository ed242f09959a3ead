/* SPDX-License-Identifier: MIT */
#include "compare/compare_output.h"

#include "compare/compare_words.h"
#include "writing/markup.h"
#include "result/words.h"

#include <math.h>

#define BETWEEN "between" /* a session that is shown, but not compared */
#define SPOT_INDENT 6
#define DETAIL_LINES 4        /* at most so many lines follow that of a spot */
#define SESSIONS_LISTED_MAX 6 /* of a longer list only the ends are shown */

static void add_session(struct text_buffer *out, const char *name, const struct session_summary *session)
{
    text_addf(out, "  %-7s ", name);
    markup_add_sanitized(out, session->file ? session->file : "");
    if (session->header.started[0]) {
        text_add(out, "   ");
        words_add_date(out, session->header.started);
    }
    text_add(out, "   ");
    words_add_duration(out, session->loaded_s);
    text_add(out, " on the roller\n");
}

/* Add the sessions [from, end) of a view; of more than SESSIONS_LISTED_MAX, only the first and the last. Left sessions
 * are in the reverse order of time (comparison.h). */
static void add_session_run(struct text_buffer *out, const struct comparison_view *view, const char *name, size_t from,
                            size_t end, bool is_reversed)
{
    bool is_folded = end - from > SESSIONS_LISTED_MAX;
    for (size_t i = from; i < end; i++)
        if (!is_folded || i == from || i + 1 == end)
            add_session(out, name, view->session[is_reversed ? end - 1 - (i - from) : i]);
        else if (i == from + 1)
            text_addf(out, "  %-7s (%zu more sessions)\n", name, end - from - 2);
}

static void add_sessions(struct text_buffer *out, const struct comparison_view *view)
{
    size_t last = view->session_count - view->mean_of;
    add_session_run(out, view, compare_words_first_label(view), 0, view->mean_of,
                    view->kind == COMPARISON_LEFT_AND_RIGHT);
    add_session_run(out, view, BETWEEN, view->mean_of, last, false);
    add_session_run(out, view, compare_words_last_label(view), last, view->session_count, false);
}

/* Add a dwell: "30 s", "none" if the roller rolled over the spot without a visit, or "?" if it did not roll over the
 * spot. */
static void add_cell(struct text_buffer *out, double dwell_s)
{
    struct text_buffer time = {0};
    if (dwell_s > 0)
        words_add_duration(&time, dwell_s);
    else
        text_add(&time, dwell_s == 0 ? "none" : "?");
    text_addf(out, " %11s", time.bytes ? time.bytes : "");
    text_free_and_pass_failure(&time, out);
}

static void add_spot(struct text_buffer *out, const struct comparison_view *view, const struct compared_spot *spot)
{
    struct text_buffer line[DETAIL_LINES] = {{0}};
    text_addf(out, "  %-3u %4s %s", spot->number, units_length_number(view->units, spot->center_mm).text,
              units_length_symbol(view->units));
    add_cell(out, spot->dwell_s.first);
    for (size_t i = 1; view->mean_of == 1 && i + 1 < view->session_count; i++)
        add_cell(out, spot_track_dwell_s(spot->track, i));
    add_cell(out, spot->dwell_s.last);
    text_add(out, "   ");
    compare_words_add_change(out, view, spot);
    text_add(out, "\n");
    compare_words_add_both_positions(&line[0], view, spot);
    if (compare_words_counts_stops(view, &spot->dwell_s))
        compare_words_add_stops(&line[1], view, &spot->dwell_s);
    if (compare_words_is_changed(&spot->mean_force_n))
        compare_words_add_force(&line[2], view, &spot->mean_force_n);
    if (view->kind == COMPARISON_LEFT_AND_RIGHT)
        compare_words_add_symmetry(&line[3], &spot->dwell_s);
    for (size_t i = 0; i < DETAIL_LINES; i++) {
        if (line[i].bytes) {
            text_addf(out, "%*s", SPOT_INDENT, "");
            multi_session_text_add_wrapped(out, line[i].bytes, SPOT_INDENT);
        }
        text_free_and_pass_failure(&line[i], out);
    }
}

/* Add a table of the spots: with a column for each session, or for each of the two means. */
static void add_spots(struct text_buffer *out, const struct comparison_view *view)
{
    bool has_unknown = false;
    if (view->spot_count == 0)
        return;
    text_addf(out, "\n  #  position %11s", compare_words_first_label(view));
    for (size_t i = 1; view->mean_of == 1 && i + 1 < view->session_count; i++)
        text_addf(out, " %11s", BETWEEN);
    text_addf(out, " %11s   change\n", compare_words_last_label(view));
    for (size_t k = 0; k < view->spot_count; k++) {
        const struct compared_spot *spot = &view->spot[k];
        add_spot(out, view, spot);
        has_unknown = has_unknown || isnan(spot->dwell_s.first) || isnan(spot->dwell_s.last);
        for (size_t i = 1; view->mean_of == 1 && i + 1 < view->session_count; i++)
            has_unknown = has_unknown || isnan(spot_track_dwell_s(spot->track, i));
    }
    if (has_unknown)
        text_add(out, "  (? = that session did not roll over the spot)\n");
}

/* Add "35 % less on the right (index -42, usually -28 to +28)": the difference as seen from the left, the symmetry
 * index, and the range that it has without a lasting difference. */
static void add_sides(struct text_buffer *out, const struct comparison_view *view, const struct difference *difference)
{
    if (difference->verdict == CHANGE_SAME)
        text_add(out, compare_words_same(view, difference));
    else
        text_addf(out, "%.0f %% %s on the right", fabs(words_rounded(difference->change_percent)),
                  difference->verdict == CHANGE_MORE ? "more" : "less");
    text_addf(out, " (index %+.0f, usually %+.0f to %+.0f)", words_rounded(difference->symmetry_percent),
              -difference->symmetry_usual_percent, difference->symmetry_usual_percent);
}

/* Add a line such as "  force, mean       182 N      175 N    about the same". */
static void add_total(struct text_buffer *out, const struct comparison_view *view, const char *name,
                      struct compare_unit unit, const struct difference *difference)
{
    bool two_legs = view->kind == COMPARISON_LEFT_AND_RIGHT;
    text_addf(out, "  %-14s %7.0f %-4s %7.0f %-4s ", name, words_rounded(difference->first / unit.size), unit.symbol,
              words_rounded(difference->last / unit.size), unit.symbol);
    if (difference->verdict == CHANGE_UNKNOWN)
        text_add(out, compare_words_unknown(difference));
    else if (two_legs && isfinite(difference->symmetry_percent))
        add_sides(out, view, difference);
    else if (difference->verdict == CHANGE_SAME)
        compare_words_add_same(out, view, difference);
    else if (!two_legs && isfinite(difference->change_percent))
        text_addf(out, "%+.0f %%", words_rounded(difference->change_percent));
    else
        text_add(out, difference->verdict == CHANGE_MORE ? "more" : "less");
    text_add(out, "\n");
}

static void add_totals(struct text_buffer *out, const struct comparison_view *view)
{
    text_addf(out, "\n  %-14s %12s %12s %s\n", "in all", compare_words_first_label(view),
              compare_words_last_label(view),
              view->kind == COMPARISON_LEFT_AND_RIGHT ? " difference (symmetry index)" : " change");
    add_total(out, view, "on spots", compare_words_seconds(), &view->spots_dwell_s);
    if (compare_words_counts_stops(view, &view->spots_dwell_s)) {
        text_addf(out, "%*s", SPOT_INDENT, "");
        compare_words_add_stops(out, view, &view->spots_dwell_s);
        text_add(out, "\n");
    }
    add_total(out, view, "force, mean", compare_words_force_unit(view), &view->mean_force_n);
    add_total(out, view, "impulse", compare_words_impulse_unit(view), &view->impulse_n_s);
    add_total(out, view, "  per minute", compare_words_impulse_unit(view), &view->impulse_per_minute_n_s);
}

static void add_view(struct text_buffer *out, const struct comparison_view *view)
{
    struct text_buffer notes = {0}, counts = {0}, headline = {0};
    compare_words_add_headline(&headline, view);
    multi_session_text_add_wrapped(out, headline.bytes ? headline.bytes : "", 0);
    text_free_and_pass_failure(&headline, out);
    compare_words_add_spot_counts(&counts, view);
    if (counts.bytes)
        multi_session_text_add_wrapped(out, counts.bytes, 0);
    text_free_and_pass_failure(&counts, out);
    text_add(out, "\n");
    add_sessions(out, view);
    add_spots(out, view);
    add_totals(out, view);
    compare_words_each_note(view, multi_session_text_add_note, &notes);
    if (notes.bytes)
        text_addf(out, "\nPlease note\n%s", notes.bytes);
    text_add(out, "\n");
    text_free_and_pass_failure(&notes, out);
}

void compare_text_add(struct text_buffer *out, const struct comparison *comparison, const char *page_path)
{
    for (size_t i = 0; i < comparison->view_count; i++)
        add_view(out, &comparison->view[i]);
    multi_session_text_add_footer(out, comparison->set, COMPARE_WORDS_LIMITS, page_path);
}
