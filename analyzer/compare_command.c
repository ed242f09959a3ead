/* SPDX-License-Identifier: MIT */
#include "commands.h"

#include "charts/chart_files.h"
#include "compare/comparable.h"
#include "compare/comparison.h"
#include "compare/output/compare_output.h"
#include "compare/output/page_path.h"
#include "multi_session.h"

#include <stdlib.h>

static bool all_dated(const struct session_set *set)
{
    for (size_t i = 0; i < set->count; i++) {
        if (!set->session[i].started.known)
            return false;
    }
    return true;
}

/* Write the page; one without charts is written too. `*drawn`: it has charts. False when there is no page. */
static bool write_page(struct run *run, const struct comparison *comparison, const char *path, bool *drawn)
{
    struct compare_charts charts = {0};
    struct failure no_charts = {0};
    struct text_buffer page = {0};
    *drawn = compare_charts_draw(comparison, &charts, &no_charts);
    compare_html_add(&page, comparison, *drawn ? &charts : NULL, no_charts.message);
    bool written = run_write_page(run, path, &page);
    if (!*drawn)
        run_report(run, &no_charts);
    compare_charts_free(&charts);
    text_free(&page);
    return written;
}

static void write_chart_files(struct run *run, const struct comparison *comparison, const char *session)
{
    const struct options *options = run->options;
    struct failure failure = {0};
    char *stem = chart_files_stem(session);
    const struct chart_destination destination = {options->charts_folder, stem, options->format,
                                                  options->overwrite};
    if (!stem)
        run_out_of_memory(run, EXIT_STATUS_OUTPUT, "the charts");
    else if (!compare_charts_write(comparison, &destination, &failure))
        run_report(run, &failure);
    free(stem);
}

/* The text on standard output, the page, and the charts as files. */
static void compare_as_text(struct run *run, const struct comparison *comparison)
{
    const char *last = run->sessions.path[run->sessions.count - 1];
    struct text_buffer text = {0};
    bool drawn = true;
    char *path = run_page_path(run, last, page_path_of_comparison(last));
    bool has_page = path && write_page(run, comparison, path, &drawn);
    if (run->options->charts_folder && drawn) /* else the reason was reported with the page */
        write_chart_files(run, comparison, last);
    compare_text_add(&text, comparison, has_page ? path : NULL);
    multi_session_print(run, &text);
    if (has_page)
        run_open_page(run, path);
    text_free(&text);
    free(path);
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
    struct multi_session sessions;
    struct comparison comparison;
    struct failure failure = {0};
    multi_session_read(&sessions, run);
    if (!comparable_filter_first_person(&sessions.set) || !comparable_filter(&sessions.set)) {
        run_out_of_memory(run, EXIT_STATUS_INPUT, "all sessions");
    } else {
        if (all_dated(&sessions.set))
            session_set_sort(&sessions.set);
        if (comparison_make(&comparison, &sessions.set, &failure)) {
            (run->options->json ? compare_as_json : compare_as_text)(run, &comparison);
            comparison_free(&comparison);
        } else {
            multi_session_report(&sessions, run, &failure);
        }
    }
    session_set_free(&sessions.set);
}
