/* SPDX-License-Identifier: MIT */
#include "run.h"

#include "charted_report.h"
#include "multi_session/comparable.h"
#include "multi_session/multi_session_output.h"
#include "trend/trend_output.h"
#include "trend/trend.h"
#include "multi_session_command.h"

#include <string.h>

static void add_text(struct text_buffer *text, const void *trend, const char *page_path,
                     const struct terminal_style *style)
{
    struct text_buffer plain = {0};
    trend_text_add(&plain, trend, page_path);
    multi_session_add_styled(text, &plain, style);
}

static bool add_page(struct text_buffer *page, const void *trend, struct failure *no_charts)
{
    struct trend_charts charts = {0};
    bool drawn = trend_charts_draw(trend, &charts, no_charts);
    trend_html_add(page, trend, drawn ? &charts : NULL, no_charts->message);
    trend_charts_free(&charts);
    return drawn;
}

static bool write_charts(const void *trend, const struct chart_destination *destination, struct failure *failure)
{
    return trend_charts_write(trend, destination, failure);
}

static void trend_as_text(struct run *run, const struct trend *trend)
{
    static const struct charted_report_parts parts = {add_text, add_page, write_charts};
    const char *first_path = run->sessions.path[0];
    const char *subject = run->options->subject ? trend->set->session[0].header.subject : NULL;
    struct charted_report report = {.parts = &parts,
                                    .data = trend,
                                    .session = first_path,
                                    .default_page_path =
                                        page_path_of_trend(first_path, session_list_is_folder(first_path), subject),
                                    .chart_stem = strdup("trend")};
    charted_report_write(run, &report);
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
    struct session_set set;
    struct trend trend;
    struct failure failure = {0};
    char subject[SESSION_TEXT_SIZE];
    multi_session_read(&set, run);
    if (!comparable_choose_subject(&set, run->options->subject, subject, &failure)) {
        run_report_failure(run, &failure);
    } else if (!comparable_keep_subject(&set, subject) || !comparable_keep_dated(&set) ||
               !comparable_keep_usable(&set)) {
        run_out_of_memory(run, EXIT_STATUS_INPUT, "all sessions");
    } else {
        session_set_sort(&set);
        if (trend_make(&trend, &set, &failure)) {
            if (run->options->json)
                trend_as_json(run, &trend);
            else
                trend_as_text(run, &trend);
            trend_free(&trend);
        } else {
            multi_session_report(&set, run, &failure);
        }
    }
    session_set_free(&set);
}
