/* SPDX-License-Identifier: MIT */
#include "run.h"

#include "charted_report.h"
#include "multi_session/comparable.h"
#include "compare/comparison.h"
#include "compare/compare_output.h"
#include "multi_session/multi_session_output.h"
#include "multi_session_command.h"
#include "shared/sanitized_text.h"

#include <stdlib.h>
#include <string.h>

static bool are_all_dated(const struct session_set *set)
{
    for (size_t i = 0; i < set->count; i++)
        if (!set->session[i].started.known)
            return false;
    return true;
}

static void add_text(struct text_buffer *text, const void *comparison, const char *page_path,
                     const struct terminal_style *style)
{
    struct text_buffer plain = {0};
    compare_text_add(&plain, comparison, page_path);
    multi_session_add_styled(text, &plain, style);
}

static bool add_page(struct text_buffer *page, const void *comparison, struct failure *no_charts)
{
    struct compare_charts charts = {0};
    bool drawn = compare_charts_draw(comparison, &charts, no_charts);
    compare_html_add(page, comparison, drawn ? &charts : NULL, no_charts->message);
    compare_charts_free(&charts);
    return drawn;
}

static bool write_charts(const void *comparison, const struct chart_destination *destination, struct failure *failure)
{
    return compare_charts_write(comparison, destination, failure);
}

/* Return the last path of the run whose session is compared, because another person's file must not name the page.
 * NULL when out of memory. */
static const char *find_last_path(const struct run *run, const struct session_set *set)
{
    for (size_t i = run->sessions.count; i-- > 1;) {
        char *name = sanitized_text_dup(run->sessions.path[i]);
        bool is_compared = false;
        if (!name)
            return NULL;
        for (size_t k = 0; k < set->count; k++)
            is_compared = is_compared || strcmp(set->session[k].file, name) == 0;
        free(name);
        if (is_compared)
            return run->sessions.path[i];
    }
    return run->sessions.path[0];
}

static void compare_as_text(struct run *run, const struct comparison *comparison)
{
    static const struct charted_report_parts parts = {add_text, add_page, write_charts};
    const char *last_path = find_last_path(run, comparison->set);
    if (!last_path) {
        run_out_of_memory(run, EXIT_STATUS_OUTPUT, "the page");
        return;
    }
    struct charted_report report = {.parts = &parts,
                                    .data = comparison,
                                    .session = last_path,
                                    .default_page_path = page_path_of_comparison(last_path),
                                    .chart_stem = chart_files_stem(last_path)};
    charted_report_write(run, &report);
}

static void compare_as_json(struct run *run, const struct comparison *comparison)
{
    struct text_buffer json = {0};
    compare_json_add(&json, comparison);
    run_print(run, &json);
    text_free(&json);
}

void compare_command(struct run *run)
{
    struct session_set set;
    struct comparison comparison;
    struct failure failure = {0};
    multi_session_read(&set, run);
    comparable_keep_one_subject(&set);
    if (!comparable_keep_usable(&set)) {
        run_out_of_memory(run, EXIT_STATUS_INPUT, "all sessions");
    } else {
        if (are_all_dated(&set))
            session_set_sort(&set);
        if (comparison_make(&comparison, &set, &failure)) {
            if (run->options->json)
                compare_as_json(run, &comparison);
            else
                compare_as_text(run, &comparison);
            comparison_free(&comparison);
        } else {
            multi_session_report(&set, run, &failure);
        }
    }
    session_set_free(&set);
}
