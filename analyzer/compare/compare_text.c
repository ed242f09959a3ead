/* SPDX-License-Identifier: MIT */
#include "compare/compare_output.h"

#include "compare/compare_words.h"
#include "writing/markup.h"
#include "result/words.h"

#include <math.h>

#define COLUMNS_MAX 5 /* number of sessions side by side: the first and the last four */

/* Return the index of the session in column `column` of `columns`. Column 0 is the first session, the other columns are
 * the last sessions. */
static size_t session_of_column(const struct comparison_view *view, size_t column, size_t columns)
{
    return column == 0 ? 0 : view->session_count - columns + column;
}

static size_t count_columns(const struct comparison_view *view)
{
    return view->session_count < COLUMNS_MAX ? view->session_count : COLUMNS_MAX;
}

static void add_session(struct text_buffer *out, const char *name, const struct session_summary *session)
{
    text_addf(out, "  %-6s ", name);
    markup_add_sanitized(out, session->file ? session->file : "");
    if (session->header.started[0]) {
        text_add(out, "   ");
        words_add_date(out, session->header.started);
    }
    text_add(out, "   ");
    words_add_duration(out, session->loaded_s);
    text_add(out, " on the roller\n");
}

static void add_sessions(struct text_buffer *out, const struct comparison_view *view)
{
    for (size_t i = 0; i < view->session_count; i++) {
        bool is_first = i == 0, is_last = i + 1 == view->session_count;
        add_session(out,
                    is_first  ? compare_words_first_label(view)
                    : is_last ? compare_words_last_label(view)
                              : "",
                    view->session[i]);
    }
}

/* Add the dwell in one session: "30 s", "none" if the roller rolled over the spot without a visit, or "?" if it did
 * not roll over the spot. */
static void add_cell(struct text_buffer *out, const struct spot_track *track, size_t session_index)
{
    struct text_buffer time = {0};
    if (track->spot[session_index])
        words_add_duration(&time, track->spot[session_index]->dwell_s);
    else
        text_add(&time, track->sighting[session_index] == SIGHTING_NONE ? "none" : "?");
    text_addf(out, " %11s", time.bytes ? time.bytes : "");
    text_free_and_pass_failure(&time, out);
}

static void add_spots(struct text_buffer *out, const struct comparison_view *view)
{
    size_t columns = count_columns(view);
    bool has_unknown = false;
    if (view->spot_count == 0)
        return;
    text_add(out, "\n  #  position");
    for (size_t c = 0; c < columns; c++) {
        size_t i = session_of_column(view, c, columns);
        text_addf(out, " %11s",
                  c == 0                         ? compare_words_first_label(view)
                  : i + 1 == view->session_count ? compare_words_last_label(view)
                                                 : "");
    }
    text_add(out, "   change\n");
    for (size_t k = 0; k < view->spot_count; k++) {
        const struct compared_spot *spot = &view->spot[k];
        text_addf(out, "  %-3u %4.0f mm", spot->number, words_rounded(spot->center_mm));
        for (size_t c = 0; c < columns; c++) {
            size_t i = session_of_column(view, c, columns);
            add_cell(out, spot->track, i);
            has_unknown = has_unknown || spot->track->sighting[i] == SIGHTING_NOT_ROLLED;
        }
        text_add(out, "   ");
        compare_words_add_change(out, view, spot);
        if (view->kind == COMPARISON_LEFT_AND_RIGHT && isfinite(spot->dwell_s.symmetry_percent))
            text_addf(out, " (%+.0f %%)", words_rounded(spot->dwell_s.symmetry_percent));
        text_add(out, "\n");
    }
    if (columns < view->session_count)
        text_addf(out, "  (the first session and the last %zu; --json has all %zu)\n", columns - 1,
                  view->session_count);
    if (has_unknown)
        text_add(out, "  (? = that session did not roll over the spot)\n");
}

/* Add a line such as "  force, mean       182 N      175 N    about the same". */
static void add_total(struct text_buffer *out, const struct comparison_view *view, const char *name, const char *unit,
                      const struct difference *difference)
{
    text_addf(out, "  %-14s %7.0f %-4s %7.0f %-4s ", name, words_rounded(difference->first), unit,
              words_rounded(difference->last), unit);
    bool two_legs = view->kind == COMPARISON_LEFT_AND_RIGHT;
    double percent = two_legs ? difference->symmetry_percent : difference->change_percent;
    if (difference->verdict == CHANGE_UNKNOWN)
        text_add(out, compare_words_unknown(difference));
    else if (difference->verdict == CHANGE_SAME)
        text_add(out, compare_words_same(difference));
    else if (isfinite(percent))
        text_addf(out, "%+.0f %%", words_rounded(percent));
    else
        text_add(out, difference->verdict == CHANGE_MORE ? "more" : "less");
    if (two_legs && difference->verdict == CHANGE_SAME && isfinite(percent))
        text_addf(out, "   (%+.0f %%)", words_rounded(percent));
    text_add(out, "\n");
}

static void add_totals(struct text_buffer *out, const struct comparison_view *view)
{
    text_addf(out, "\n  %-14s %12s %12s %s\n", "in all", compare_words_first_label(view),
              compare_words_last_label(view),
              view->kind == COMPARISON_LEFT_AND_RIGHT ? " symmetry (+ = more on the right)" : " change");
    add_total(out, view, "on spots", "s", &view->spots_dwell_s);
    add_total(out, view, "force, mean", "N", &view->mean_force_n);
    add_total(out, view, "impulse", "N s", &view->impulse_n_s);
}

static void add_view(struct text_buffer *out, const struct comparison_view *view)
{
    struct text_buffer notes = {0}, counts = {0};
    compare_words_add_headline(out, view);
    text_add(out, "\n");
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
