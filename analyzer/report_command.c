/* SPDX-License-Identifier: MIT */
/* The commands about single sessions: report and export. */
#include "run.h"

#include "both_legs.h"
#include "charted_report.h"
#include "charts/charts.h"
#include "report/report.h"
#include "report/report_table.h"
#include "pipeline/pipeline.h"
#include "worker_pool.h"
#include "writing/output.h"

#include <stdlib.h>
#include <unistd.h>

static void add_text(struct text_buffer *text, const void *result, const char *page_path,
                     const struct terminal_style *style)
{
    report_text_add(text, result, page_path, style);
}

static bool add_page(struct text_buffer *page, const void *result, struct failure *no_charts)
{
    struct charts charts = {0};
    bool drawn = charts_draw(result, &charts, no_charts);
    report_html_add(page, result, drawn ? &charts : NULL, no_charts->message);
    charts_free(&charts);
    return drawn;
}

static bool write_charts(const void *result, const struct chart_destination *destination, struct failure *failure)
{
    return charts_write(result, destination, failure);
}

/* Compare with the last session, if that is wanted. */
static void find_history(struct run *run, const char *session, struct result *result)
{
    struct failure failure = {0};
    if (run->options->history && !since_last_time_find(&run->heads, session, result, &failure))
        run_report_failure(run, &failure);
}

static bool report_as_text(struct run *run, struct result *result, size_t index)
{
    static const struct charted_report_parts parts = {add_text, add_page, write_charts};
    const char *session = run->sessions.path[index];
    find_history(run, session, result);
    struct charted_report report = {.parts = &parts,
                                    .data = result,
                                    .session = session,
                                    .default_page_path = output_page_name(session),
                                    .chart_stem = chart_files_stem(session),
                                    .follows_another = index > 0};
    return charted_report_write(run, &report);
}

/* What the parts of a report on both legs are written from. */
struct legs_report {
    struct both_legs legs;
    const char *left_path, *right_path;
};

static void add_legs_text(struct text_buffer *text, const void *data, const char *page_path,
                          const struct terminal_style *style)
{
    const struct legs_report *report = data;
    report_text_add(text, report->legs.left, NULL, style);
    text_add(text, "\n\n");
    report_text_add(text, report->legs.right, page_path, style);
}

static bool add_legs_page(struct text_buffer *page, const void *data, struct failure *no_charts)
{
    const struct both_legs *legs = &((const struct legs_report *)data)->legs;
    struct charts left = {0}, right = {0};
    bool has_left = charts_draw(legs->left, &left, no_charts);
    bool has_right = has_left && charts_draw(legs->right, &right, no_charts);
    const struct charts *const charts[2] = {has_left ? &left : NULL, has_right ? &right : NULL};
    both_legs_html_add(page, legs, charts, no_charts->message);
    charts_free(&left);
    charts_free(&right);
    return has_right;
}

static bool write_leg_charts(const struct result *result, const char *path, struct chart_destination destination,
                             struct failure *failure)
{
    char *stem = chart_files_stem(path);
    destination.stem = stem;
    bool ok = stem ? charts_write(result, &destination, failure)
                   : failure_set(failure, EXIT_STATUS_OUTPUT, "Not enough memory to write the charts.");
    free(stem);
    return ok;
}

static bool write_legs_charts(const void *data, const struct chart_destination *destination, struct failure *failure)
{
    const struct legs_report *report = data;
    return write_leg_charts(report->legs.left, report->left_path, *destination, failure) &&
           write_leg_charts(report->legs.right, report->right_path, *destination, failure);
}

/* Write the report on both legs, of the sessions `index` and `index` + 1. */
static bool report_legs_as_text(struct run *run, struct result result[2], size_t index)
{
    static const struct charted_report_parts parts = {add_legs_text, add_legs_page, write_legs_charts};
    char *const *path = run->sessions.path + index;
    size_t left = result[0].header.leg == SESSION_LEG_LEFT ? 0 : 1, right = 1 - left;
    struct text_buffer compared = {0};
    struct failure failure = {0};
    for (size_t i = 0; i < 2; i++)
        find_history(run, path[i], &result[i]);
    if (!both_legs_compare(&compared, &result[left], &result[right], &failure))
        run_report_failure(run, &failure);
    const struct legs_report legs = {{&result[left], &result[right], compared.bytes}, path[left], path[right]};
    struct charted_report report = {.parts = &parts,
                                    .data = &legs,
                                    .session = path[0],
                                    .default_page_path = both_legs_page_name(path[0]),
                                    .chart_stem = chart_files_stem(path[0]),
                                    .follows_another = index > 0};
    bool writable = charted_report_write(run, &report);
    text_free(&compared);
    return writable;
}

/* Report on both legs of a recording; on one alone, if the other cannot be read. */
static bool report_legs(struct run *run, size_t index)
{
    struct result result[2] = {{.file = NULL}, {.file = NULL}};
    bool is_read[2], writable = true;
    for (size_t i = 0; i < 2; i++) {
        struct failure failure = {0};
        is_read[i] = pipeline_run(run->sessions.path[index + i], &run->options->analysis, &result[i], &failure);
        if (!is_read[i])
            run_report_failure(run, &failure);
    }
    if (is_read[0] && is_read[1])
        writable = report_legs_as_text(run, result, index);
    else if (is_read[0] || is_read[1])
        writable = report_as_text(run, &result[is_read[0] ? 0 : 1], index + (is_read[0] ? 0 : 1));
    for (size_t i = 0; i < 2; i++)
        if (is_read[i])
            result_free(&result[i]);
    return writable;
}

static bool export_rows(struct run *run, struct result *result, size_t index)
{
    struct failure failure = {0};
    (void)index;
    return export_csv_write(result, STDOUT_FILENO, "standard output", &failure) || run_report_failure(run, &failure);
}

/* Analyse one session. False if the output cannot be written. */
static bool analyse(struct run *run, size_t index,
                    bool (*write_output)(struct run *run, struct result *result, size_t index))
{
    struct result result = {0};
    struct failure failure = {0};
    if (!pipeline_run(run->sessions.path[index], &run->options->analysis, &result, &failure)) {
        run_report_failure(run, &failure);
        return true;
    }
    bool writable = write_output(run, &result, index);
    result_free(&result);
    return writable;
}

/* Whether the session `index` and the next one are the legs of one recording. */
static bool are_both_legs(struct run *run, size_t index)
{
    struct failure failure = {0};
    bool are_together = false;
    if (index + 1 < run->sessions.count &&
        !both_legs_find(run->sessions.path[index], run->sessions.path[index + 1], &are_together, &failure))
        run_report_failure(run, &failure);
    return are_together;
}

/* Report on one session after the other, on both legs of a recording at once. Stop at the first output that cannot be
 * written, because the next outputs would fail too. */
static void report_each(struct run *run)
{
    bool writable = true;
    size_t count = 1;
    for (size_t i = 0; writable && i < run->sessions.count; i += count) {
        bool are_legs = are_both_legs(run, i);
        struct failure failure = {0};
        count = are_legs ? 2 : 1;
        if (run->sessions.count > count && (run->options->page_path || run->options->open)) {
            failure_set(&failure, EXIT_STATUS_USAGE,
                        "-o and --open are for one page, but there are several sessions; only both legs of one "
                        "recording share a page.");
            writable = run_report_failure(run, &failure);
        } else {
            writable = are_legs ? report_legs(run, i) : analyse(run, i, report_as_text);
        }
    }
}

/* Make the line of JSON of a session, or its rows of the table; runs in a worker. */
static bool make_data(void *context, size_t index, struct text_buffer *data, struct failure *failure)
{
    const struct run *run = context;
    struct result result;
    if (!pipeline_run(run->sessions.path[index], &run->options->analysis, &result, failure))
        return false;
    if (run->options->json)
        report_json_add(data, &result);
    else
        report_table_add_rows(data, run->options->table, &result);
    result_free(&result);
    return !data->failed ||
           failure_set(failure, EXIT_STATUS_OUTPUT, "%s: not enough memory for its report.", run->sessions.path[index]);
}

/* Print or report one session. A session that cannot be read does not stop the run; a failure to print does. */
static bool print_data(void *context, size_t index, const struct text_buffer *data, const struct failure *failure)
{
    struct run *run = context;
    if (failure)
        run_report_failure(run, failure);
    else if (!run_print(run, data))
        return false;
    run_show_progress(run, index + 1, run->sessions.count);
    return true;
}

static bool print_table_header(struct run *run)
{
    struct text_buffer header = {0};
    report_table_add_header(&header, run->options->table);
    bool printed = run_print(run, &header);
    text_free(&header);
    return printed;
}

/* Print one line of JSON, or the rows of the table, per session, in the order of the command line. */
static void report_as_data(struct run *run)
{
    const struct worker_pool pool = {run->sessions.path, run->sessions.count, run->options->job_count,
                                     make_data,          print_data,          run};
    struct failure failure;
    run->shows_progress = run->sessions.count > 1 && isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO);
    if (!run->options->json && !print_table_header(run))
        return;
    if (!worker_pool_run(&pool, &failure))
        run_report_failure(run, &failure);
}

void report_command(struct run *run)
{
    if (run->options->json || run->options->table != REPORT_TABLE_NONE)
        report_as_data(run);
    else
        report_each(run);
}

void export_command(struct run *run)
{
    analyse(run, 0, export_rows);
}
