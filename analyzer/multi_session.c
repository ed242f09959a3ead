/* SPDX-License-Identifier: MIT */
#include "multi_session.h"

#include "charts/chart_files.h"
#include "compare/comparable.h"
#include "compare/output/compare_html.h"
#include "compare/output/compare_json.h"
#include "compare/output/compare_text.h"
#include "compare/comparison.h"
#include "writing/output.h"
#include "compare/output/page_path.h"
#include "session_paths.h"
#include "report/show_page.h"
#include "compare/subjects.h"
#include "writing/terminal_style.h"
#include "compare/trend.h"
#include "compare/output/trend_html.h"
#include "compare/output/trend_json.h"
#include "compare/output/trend_text.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* One run of a command, from its options to what it said. */
struct run {
    const struct options *options;
    error_reporter *complain;
    enum exit_status *status;
    struct session_set set;
    size_t unreadable; /* the first of those left out; they were told already */
    bool chartless;    /* charts cannot be drawn; that was told already */
};

static bool tell(struct run *run, const struct failure *failure)
{
    run->complain(failure, run->status);
    return false;
}

static bool tell_no_memory(struct run *run)
{
    struct failure failure;
    failure_set(&failure, EXIT_STATUS_INPUT, "Not enough memory for %zu sessions.", run->set.count);
    return tell(run, &failure);
}

static void tell_no_page(struct run *run)
{
    struct failure failure;
    failure_set(&failure, EXIT_STATUS_OUTPUT, "Not enough memory for the page.");
    tell(run, &failure);
}

/* When there is nothing to show them in: why sessions were left out. */
static void tell_left_out(struct run *run)
{
    for (size_t i = run->unreadable; i < run->set.left_out_count; i++) {
        struct failure failure;
        failure_set(&failure, EXIT_STATUS_INPUT, "%s was left out. %s", run->set.left_out[i].file,
                    run->set.left_out[i].why);
        tell(run, &failure);
    }
}

static void print(struct run *run, const struct text_buffer *text)
{
    struct failure failure = {0};
    bool good = text->failed
                    ? failure_set(&failure, EXIT_STATUS_OUTPUT, "Not enough memory for the report.")
                    : output_write(STDOUT_FILENO, "standard output", text->bytes, text->length, &failure);
    if (!good)
        tell(run, &failure);
}

/* Names of people and files may be other than ASCII. */
static void print_for_people(struct run *run, const struct text_buffer *text)
{
    struct text_buffer shown = {.failed = text->failed};
    const struct terminal_style style = terminal_style_for(STDOUT_FILENO, run->options->ascii);
    if (!text->failed)
        terminal_style_add(&shown, &style, text->bytes);
    print(run, &shown);
    text_free(&shown);
}

static bool all_dated(const struct session_set *set)
{
    bool dated = true;
    for (size_t i = 0; i < set->count; i++)
        dated = dated && set->session[i].started.known;
    return dated;
}

/* Write a page that has been composed, and show it when that is asked for. False when there is none. */
static bool write_page(struct run *run, const char *path, const struct text_buffer *page)
{
    struct failure failure = {0};
    if (!output_write_page(path, page, &failure))
        return tell(run, &failure);
    if (run->options->open && !show_page(path, &failure))
        tell(run, &failure);
    return true;
}

static struct chart_destination place_of(const struct run *run, const char *stem)
{
    return (struct chart_destination){run->options->charts_folder, stem, run->options->format,
                                      run->options->overwrite};
}

static void compare_files(struct run *run, const struct comparison *comparison, const char *last)
{
    struct failure failure = {0};
    char *stem = chart_files_stem(last);
    const struct chart_destination place = place_of(run, stem);
    if (!stem)
        tell_no_memory(run);
    else if (!compare_charts_write(comparison, &place, &failure))
        tell(run, &failure);
    free(stem);
}

static void trend_files(struct run *run, const struct trend *trend)
{
    struct failure failure = {0};
    const struct chart_destination place = place_of(run, "trend");
    if (!trend_charts_write(trend, &place, &failure))
        tell(run, &failure);
}

/* The page of a comparison. A page without charts is written all the same. */
static bool compare_page(struct run *run, const struct comparison *comparison, const char *path)
{
    struct compare_charts charts = {0};
    struct failure no_charts = {0};
    struct text_buffer page = {0};
    bool drawn = compare_charts_draw(comparison, &charts, &no_charts);
    compare_html_add(&page, comparison, drawn ? &charts : NULL, no_charts.message);
    bool written = write_page(run, path, &page);
    run->chartless = !drawn && !tell(run, &no_charts);
    compare_charts_free(&charts);
    text_free(&page);
    return written;
}

static bool trend_page(struct run *run, const struct trend *trend, const char *path)
{
    struct trend_charts charts = {0};
    struct failure no_charts = {0};
    struct text_buffer page = {0};
    bool drawn = trend_charts_draw(trend, &charts, &no_charts);
    trend_html_add(&page, trend, drawn ? &charts : NULL, no_charts.message);
    bool written = write_page(run, path, &page);
    run->chartless = !drawn && !tell(run, &no_charts);
    trend_charts_free(&charts);
    text_free(&page);
    return written;
}

static void show_comparison(struct run *run, const struct comparison *comparison)
{
    const struct options *options = run->options;
    struct text_buffer text = {0};
    const char *last = options->session[options->session_count - 1];
    char *beside = options->page_path || strcmp(last, "-") == 0 ? NULL : page_path_of_comparison(last);
    const char *path = options->page_path ? options->page_path : beside;
    if (!path && !options->json && strcmp(last, "-") != 0)
        tell_no_page(run);
    if (options->json)
        compare_json_add(&text, comparison);
    else
        compare_text_add(&text, comparison, path && compare_page(run, comparison, path) ? path : NULL);
    if (options->charts_folder && !run->chartless)
        compare_files(run, comparison, last);
    (options->json ? print : print_for_people)(run, &text);
    text_free(&text);
    free(beside);
}

static void show_trend(struct run *run, const struct trend *trend)
{
    const struct options *options = run->options;
    struct text_buffer text = {0};
    const char *first = options->session[0];
    char *beside = options->page_path || strcmp(first, "-") == 0
                       ? NULL
                       : page_path_of_trend(first, session_paths_is_folder(first), options->subject);
    const char *path = options->page_path ? options->page_path : beside;
    if (!path && !options->json && strcmp(first, "-") != 0)
        tell_no_page(run);
    if (options->json)
        trend_json_add(&text, trend);
    else
        trend_text_add(&text, trend, path && trend_page(run, trend, path) ? path : NULL);
    if (options->charts_folder && !run->chartless)
        trend_files(run, trend);
    (options->json ? print : print_for_people)(run, &text);
    text_free(&text);
    free(beside);
}

static void compare(struct run *run)
{
    struct comparison comparison;
    struct failure failure = {0};
    if (!comparable_filter_first_person(&run->set) || !comparable_filter(&run->set)) {
        tell_no_memory(run);
        return;
    }
    if (all_dated(&run->set))
        session_set_sort(&run->set);
    if (!comparison_make(&comparison, &run->set, &failure)) {
        tell_left_out(run);
        tell(run, &failure);
        return;
    }
    show_comparison(run, &comparison);
    comparison_free(&comparison);
}

static void follow(struct run *run)
{
    struct trend trend;
    struct failure failure = {0};
    char subject[SESSION_TEXT_SIZE];
    if (!subjects_choose(&run->set, run->options->subject, subject, &failure)) {
        tell(run, &failure);
        return;
    }
    if (!comparable_filter_subject(&run->set, subject) || !comparable_filter_dated(&run->set) ||
        !comparable_filter(&run->set)) {
        tell_no_memory(run);
        return;
    }
    session_set_sort(&run->set);
    if (!trend_make(&trend, &run->set, &failure)) {
        tell_left_out(run);
        tell(run, &failure);
        return;
    }
    show_trend(run, &trend);
    trend_free(&trend);
}

void multi_session_run(const struct options *options, error_reporter *complain, enum exit_status *status)
{
    struct run run = {.options = options, .complain = complain, .status = status};
    multi_session_read(options, &run.set, complain, status);
    run.unreadable = run.set.left_out_count;
    if (options->command == COMMAND_COMPARE)
        compare(&run);
    else
        follow(&run);
    session_set_free(&run.set);
}
