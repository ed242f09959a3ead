/* SPDX-License-Identifier: MIT */
#include "commands.h"

#include "compare/comparable.h"
#include "compare/output/page_path.h"
#include "compare/output/trend_output.h"
#include "compare/trend.h"
#include "multi_session.h"

#include <stdlib.h>

/* Write the page; one without charts is written too. `*drawn`: it has charts. False when there is no page. */
static bool write_page(struct run *run, const struct trend *trend, const char *path, bool *drawn)
{
    struct trend_charts charts = {0};
    struct failure no_charts = {0};
    struct text_buffer page = {0};
    *drawn = trend_charts_draw(trend, &charts, &no_charts);
    trend_html_add(&page, trend, *drawn ? &charts : NULL, no_charts.message);
    bool written = run_write_page(run, path, &page);
    if (!*drawn)
        run_report(run, &no_charts);
    trend_charts_free(&charts);
    text_free(&page);
    return written;
}

/* The text on standard output, the page, and the charts as files. */
static void trend_as_text(struct run *run, const struct trend *trend)
{
    const struct options *options = run->options;
    const char *first = run->sessions.path[0];
    const struct chart_destination destination = {options->charts_folder, "trend", options->format,
                                                  options->overwrite};
    struct text_buffer text = {0};
    struct failure failure = {0};
    bool drawn = true;
    char *path =
        run_page_path(run, first, page_path_of_trend(first, session_list_is_folder(first), options->subject));
    bool has_page = path && write_page(run, trend, path, &drawn);
    if (options->charts_folder && drawn && !trend_charts_write(trend, &destination, &failure))
        run_report(run, &failure);
    trend_text_add(&text, trend, has_page ? path : NULL);
    multi_session_print(run, &text);
    if (has_page)
        run_open_page(run, path);
    text_free(&text);
    free(path);
}

static void trend_as_json(struct run *run, const struct trend *trend)
{
    struct text_buffer json = {0};
    trend_json_add(&json, trend);
    run_print(run, &json);
    text_free(&json);
}

void trend_command(struct run *run)
{
    struct multi_session sessions;
    struct session_set *set = &sessions.set;
    struct trend trend;
    struct failure failure = {0};
    char subject[SESSION_TEXT_SIZE];
    multi_session_read(&sessions, run);
    if (!comparable_choose_subject(set, run->options->subject, subject, &failure)) {
        run_report(run, &failure);
    } else if (!comparable_filter_subject(set, subject) || !comparable_filter_dated(set) ||
               !comparable_filter(set)) {
        run_out_of_memory(run, EXIT_STATUS_INPUT, "all sessions");
    } else {
        session_set_sort(set);
        if (trend_make(&trend, set, &failure)) {
            (run->options->json ? trend_as_json : trend_as_text)(run, &trend);
            trend_free(&trend);
        } else {
            multi_session_report(&sessions, run, &failure);
        }
    }
    session_set_free(set);
}
