/* SPDX-License-Identifier: MIT */
/* The commands about single sessions: report and export. */
#include "run.h"

#include "charted_report.h"
#include "charts/charts.h"
#include "report/report.h"
#include "report/report_table.h"
#include "pipeline/pipeline.h"
#include "worker_pool.h"
#include "writing/output.h"

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

static bool report_as_text(struct run *run, struct result *result, size_t index)
{
    static const struct charted_report_parts parts = {add_text, add_page, write_charts};
    const char *session = run->sessions.path[index];
    struct failure failure = {0};
    if (run->options->history && !since_last_time_find(&run->heads, session, result, &failure))
        run_report_failure(run, &failure);
    struct charted_report report = {.parts = &parts,
                                    .data = result,
                                    .session = session,
                                    .default_page_path = output_page_name(session),
                                    .chart_stem = chart_files_stem(session),
                                    .follows_another = index > 0};
    return charted_report_write(run, &report);
}

static bool export_rows(struct run *run, struct result *result, size_t index)
{
    struct failure failure = {0};
    (void)index;
    return export_csv_write(result, STDOUT_FILENO, "standard output", &failure) || run_report_failure(run, &failure);
}

/* Analyse one session after the other. Stop at the first output that cannot be written, because the next outputs would
 * fail too. */
static void analyse_each(struct run *run, bool (*write_output)(struct run *run, struct result *result, size_t index))
{
    bool writable = true;
    for (size_t i = 0; writable && i < run->sessions.count; i++) {
        struct result result = {0};
        struct failure failure = {0};
        if (!pipeline_run(run->sessions.path[i], &run->options->analysis, &result, &failure)) {
            run_report_failure(run, &failure);
            continue;
        }
        writable = write_output(run, &result, i);
        result_free(&result);
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
        analyse_each(run, report_as_text);
}

void export_command(struct run *run)
{
    analyse_each(run, export_rows);
}
