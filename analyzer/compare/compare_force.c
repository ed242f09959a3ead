/* SPDX-License-Identifier: MIT */
#include "compare/compare_words.h"

#include "result/words.h"

#define FORCES_MAX 3 /* a headline names the force at no more spots than these */

bool compare_words_is_changed(const struct difference *difference)
{
    return difference->verdict == CHANGE_LESS || difference->verdict == CHANGE_MORE;
}

/* Add "more", "less" or, of two legs, "more on the left" about a force that changed. `noun` follows the first word. */
static void add_direction(struct text_buffer *out, const struct comparison_view *view, const struct difference *force,
                          const char *noun)
{
    bool is_more = force->verdict == CHANGE_MORE;
    if (view->kind == COMPARISON_LEFT_AND_RIGHT)
        text_addf(out, "more%s on the %s", noun, is_more ? "right" : "left");
    else
        text_addf(out, "%s%s", is_more ? "more" : "less", noun);
}

void compare_words_add_force(struct text_buffer *out, const struct comparison_view *view,
                             const struct difference *force)
{
    text_addf(out, "force %s %s, %s %s (", units_force(view->units, force->first).text, compare_words_first_label(view),
              units_force(view->units, force->last).text, compare_words_last_label(view));
    if (force->verdict == CHANGE_SAME)
        text_add(out, compare_words_same(view, force));
    else
        add_direction(out, view, force, "");
    text_add(out, ")");
}

/* Return at how many spots the force changed. */
static size_t count_forces(const struct comparison_view *view)
{
    size_t count = 0;
    for (size_t k = 0; k < view->spot_count; k++)
        count += compare_words_is_changed(&view->spot[k].mean_force_n);
    return count;
}

bool compare_words_is_any_force_changed(const struct comparison_view *view)
{
    return count_forces(view) > 0 || compare_words_is_changed(&view->mean_force_n);
}

void compare_words_add_forces(struct text_buffer *out, const struct comparison_view *view)
{
    size_t count = count_forces(view);
    const char *separator = "";
    if (count > FORCES_MAX) {
        text_addf(out, "another force at %zu of %zu spots", count, view->spot_count);
        separator = ", ";
    }
    for (size_t k = 0; count <= FORCES_MAX && k < view->spot_count; k++) {
        const struct compared_spot *spot = &view->spot[k];
        if (!compare_words_is_changed(&spot->mean_force_n))
            continue;
        text_add(out, separator);
        add_direction(out, view, &spot->mean_force_n, " force");
        text_addf(out, " at %s", units_length(view->units, spot->center_mm).text);
        separator = ", ";
    }
    if (!compare_words_is_changed(&view->mean_force_n))
        return;
    text_add(out, separator);
    add_direction(out, view, &view->mean_force_n, " force");
    text_add(out, " on average");
}

void compare_words_add_sentence_of_forces(struct text_buffer *out, const struct comparison_view *view)
{
    if (!compare_words_is_any_force_changed(view))
        return;
    text_add(out, " There was ");
    compare_words_add_forces(out, view);
    text_add(out, ".");
}
