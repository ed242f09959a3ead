/* SPDX-License-Identifier: MIT */
/* The commands about single sessions: report and export. */
#include "commands.h"

#include "charts/chart_files.h"
#include "charts/charts.h"
#include "report/report.h"
#include "result/pipeline.h"
#include "worker_pool.h"
#include "writing/output.h"
#include "writing/terminal_style.h"

#include <stdlib.h>
#include <unistd.h>

/* Write the page; one without charts is written too. `*drawn`: it has charts. False when there is no page. */
static bool write_page(struct run *run, const struct result *result, const char *path, bool *drawn)
{
    struct charts charts = {0};
    struct text_buffer page = {0};
    struct failure no_charts = {0};
    *drawn = charts_draw(result, &charts, &no_charts);
    report_html_add(&page, result, *drawn ? &charts : NULL, no_charts.message);
    bool written = run_write_page(run, path, &page);
    if (!*drawn)
        run_report(run, &no_charts);
    text_free(&page);
    charts_free(&charts);
    return written;
}

static void write_chart_files(struct run *run, const struct result *result, const char *session)
{
    const struct options *options = run->options;
    struct failure failure = {0};
    char *stem = chart_files_stem(session);
    const struct chart_destination destination = {options->charts_folder, stem, options->format,
                                                  options->overwrite};
    if (!stem)
        run_out_of_memory(run, EXIT_STATUS_OUTPUT, "the charts");
    else if (!charts_write(result, &destination, &failure))
        run_report(run, &failure);
    free(stem);
}

/* The text on standard output, the page, and the charts as files. False when standard output is closed. */
static bool report_as_text(struct run *run, const struct result *result, size_t index)
{
    const char *session = run->sessions.path[index];
    const struct terminal_style style = terminal_style_for(STDOUT_FILENO, run->options->ascii);
    struct text_buffer text = {0};
    bool drawn = true;
    char *path = run_page_path(run, session, output_page_name(session));
    bool has_page = path && write_page(run, result, path, &drawn);
    if (run->options->charts_folder && drawn) /* else the reason was reported with the page */
        write_chart_files(run, result, session);
    if (index > 0)
        text_add(&text, "\n\n");
    report_text_add(&text, result, has_page ? path : NULL, &style);
    bool printed = run_print(run, &text);
    if (has_page)
        run_open_page(run, path);
    text_free(&text);
    free(path);
    return printed;
}

static bool export_rows(struct run *run, const struct result *result, size_t index)
{
    struct failure failure = {0};
    (void)index;
    return export_csv_write(result, STDOUT_FILENO, "standard output", &failure) || run_report(run, &failure);
}

/* One session after the other, until one's output cannot be written: the next ones' would be lost too. */
static void run_each(struct run *run,
                     bool (*output)(struct run *run, const struct result *result, size_t index))
{
    bool writable = true;
    for (size_t i = 0; writable && i < run->sessions.count; i++) {
        struct result result = {0};
        struct failure failure = {0};
        if (!pipeline_run(run->sessions.path[i], &run->options->analyze, &result, &failure)) {
            run_report(run, &failure);
            continue;
        }
        writable = output(run, &result, i);
        result_free(&result);
    }
}

static bool make_json(void *context, size_t index, struct text_buffer *line, struct failure *failure)
{
    const struct run *run = context;
    struct result result;
    if (!pipeline_run(run->sessions.path[index], &run->options->analyze, &result, failure))
        return false;
    report_json_add(line, &result);
    result_free(&result);
    return !line->failed || failure_set(failure, EXIT_STATUS_OUTPUT, "%s: not enough memory for its report.",
                                        run->sessions.path[index]);
}

/* A session that cannot be read does not stop the others; standard output that cannot be written does. */
static bool print_json(void *context, size_t index, const struct text_buffer *line,
                       const struct failure *failure)
{
    struct run *run = context;
    if (failure)
        run_report(run, failure);
    else if (!run_print(run, line))
        return false;
    run_show_progress(run, index + 1, run->sessions.count);
    return true;
}

/* One line for each session, in their order. */
static void report_as_json(struct run *run)
{
    const struct worker_pool pool = {run->sessions.path, run->sessions.count, run->options->jobs,
                                     make_json,          print_json,          run};
    struct failure failure;
    run->shows_progress = run->sessions.count > 1 && isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO);
    if (!worker_pool_run(&pool, &failure))
        run_report(run, &failure);
}

void report_command(struct run *run)
{
    if (run->options->json)
        report_as_json(run);
    else
        run_each(run, report_as_text);
}

void export_command(struct run *run)
{
    run_each(run, export_rows);
}
