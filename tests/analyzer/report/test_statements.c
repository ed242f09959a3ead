/* SPDX-License-Identifier: MIT */
/* What the page and the text of a session state is what its JSON says, over sessions of many kinds. STATEMENTS is their
 * number; `make test-statements` takes 300. */
#include "support/cmocka_includes.h"
#include "support/run_program.h"
#include "support/temp_dir.h"

#include "pipeline/pipeline.h"
#include "report/report.h"
#include "shared/dose.h"

#include <jansson.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LIMIT_S 120.0
#define SESSIONS 20
#define THIGH_MM 380.0
#define SPOTS_MAX 6
#define P_MAX 0.05
#define P_CLEAR_MAX 0.01
#define TEXT_SIZE 300

/* A session in three forms. */
struct stated {
    unsigned seed;
    json_t *report;
    char *page, *text; /* without tags, a block a line; as printed */
};

/* ---- The sessions ---- */

static const char *const BEHAVIORS[] = {NULL,   "scatter", "rests",      "rocks", "put-back",
                                        "gaps", "slide",   "creep-slip", "slope", "rests,rocks,scatter"};
#define BEHAVIOR_COUNT (sizeof BEHAVIORS / sizeof BEHAVIORS[0])

static void write_session(unsigned seed, const char *path)
{
    char number[16], spots[64], started[40];
    size_t used = 0, count = seed % (SPOTS_MAX + 1);
    snprintf(number, sizeof number, "%u", seed);
    snprintf(started, sizeof started, "2026-03-%02uT18:30:00.000+01:00", 1 + seed % 28);
    for (size_t k = 0; k < count; k++)
        used += (size_t)snprintf(spots + used, sizeof spots - used, "%s%.0f", k > 0 ? "," : "",
                                 40 + (THIGH_MM - 80) * ((double)k + 0.5) / (double)count);
    const char *argv[24] = {BUILD_DIR "/virtual-roller",
                            "--session",
                            path,
                            "--seed",
                            number,
                            "--started",
                            started,
                            "--thigh-length",
                            "380",
                            "--strokes",
                            seed % 4 == 0 ? "8" : "16"};
    size_t arguments = 11;
    if (count > 0) {
        argv[arguments++] = "--spots";
        argv[arguments++] = spots;
    }
    if (BEHAVIORS[seed % BEHAVIOR_COUNT]) {
        argv[arguments++] = "--behaviour";
        argv[arguments++] = BEHAVIORS[seed % BEHAVIOR_COUNT];
    }
    if (seed % 3 == 0)
        argv[arguments++] = "--no-imu";
    if (seed % 5 == 0) {
        argv[arguments++] = "--zero-at";
        argv[arguments++] = "4";
    }
    if (seed % 6 == 1) {
        argv[arguments++] = "--button-at";
        argv[arguments++] = "20";
    }
    struct program_result result = program_run(argv, NULL, LIMIT_S);
    if (result.status != 0)
        fail_msg("%s", result.err);
    program_result_free(&result);
}

/* Whether a tag stands within a sentence. */
static bool is_inline(const char *tag)
{
    return strncmp(tag, "<b>", 3) == 0 || strncmp(tag, "</b>", 4) == 0;
}

/* Return the text of the page without tags; a block is a line. The caller frees it. */
static char *strip_tags(const char *html)
{
    struct text_buffer text = {0};
    for (const char *c = strstr(html, "<body>"); *c; c++) {
        if (*c != '<') {
            if (*c != '\n')
                text_add_bytes(&text, c, 1);
            continue;
        }
        if (strncmp(c, "<svg", 4) == 0)
            c = strstr(c, "</svg>");
        if (!is_inline(c) && text.length > 0 && text.bytes[text.length - 1] != '\n')
            text_add(&text, "\n");
        c = strchr(c, '>');
    }
    assert_false(text.failed);
    return text.bytes;
}

static void state_session(struct stated *stated, unsigned seed, const char *path)
{
    const struct terminal_style plain = {.ascii = true};
    const struct analysis_options options = {0};
    struct result result;
    struct failure failure = {0};
    struct text_buffer json = {0}, page = {0}, text = {0};
    write_session(seed, path);
    if (!pipeline_run(path, &options, &result, &failure))
        fail_msg("%s", failure.message);
    report_json_add(&json, &result);
    report_html_add(&page, &result, NULL, "No charts.");
    report_text_add(&text, &result, NULL, &plain);
    assert_false(json.failed || page.failed || text.failed);
    *stated = (struct stated){
        .seed = seed, .report = json_loads(json.bytes, 0, NULL), .page = strip_tags(page.bytes), .text = text.bytes};
    assert_non_null(stated->report);
    text_free(&json);
    text_free(&page);
    result_free(&result);
}

/* ---- What must be stated ---- */

static double number(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return json_is_number(value) ? json_number_value(value) : NAN;
}

static double rounded(double value)
{
    return round(value) + 0.0; /* never -0 */
}

static size_t count_in(const char *text, const char *part)
{
    size_t count = 0;
    for (const char *found = strstr(text, part); found; found = strstr(found + 1, part))
        count++;
    return count;
}

/* Check that the page contains a text. */
static void expect(const struct stated *stated, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void expect(const struct stated *stated, const char *format, ...)
{
    char text[TEXT_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (!strstr(stated->page, text))
        fail_msg("seed %u: the page does not say \"%s\":\n%.3000s", stated->seed, text, stated->page);
}

static void expect_count(const struct stated *stated, const char *part, size_t count)
{
    if (count_in(stated->page, part) != count)
        fail_msg("seed %u: the page says %zu times \"%s\", not %zu", stated->seed, count_in(stated->page, part), part,
                 count);
}

static const char *duration(char text[40], double seconds)
{
    long s = lround(seconds);
    if (s < 60)
        snprintf(text, 40, "%ld s", s);
    else
        snprintf(text, 40, "%ld min %02ld s", s / 60, s % 60);
    return text;
}

static void check_headline(const struct stated *stated, const json_t *spots)
{
    const json_t *longest = NULL, *spot;
    size_t index, count = json_array_size(spots);
    char time[40];
    if (count == 0) {
        expect(stated, "You did not stay at any place on your");
        return;
    }
    const char *leg = json_string_value(json_object_get(json_object_get(stated->report, "session"), "leg"));
    expect(stated, "You stayed at %zu %s on your %s thigh", count, count == 1 ? "place" : "places", leg);
    json_array_foreach(spots, index, spot) if (!longest || number(spot, "dwell_s") > number(longest, "dwell_s"))
        longest = spot;
    double visits = number(longest, "visits");
    expect(stated, "(%.0f ± %.0f mm from the upper thigh): %s%s", rounded(number(longest, "center_mm")),
           ceil(number(longest, "center_uncertainty_mm")), duration(time, number(longest, "dwell_s")),
           visits > 1 ? " in " : ".");
    if (visits > 1)
        expect(stated, "%s in %.0f visits.", time, visits);
}

static void check_facts(const struct stated *stated)
{
    const json_t *rolling = json_object_get(stated->report, "rolling");
    const json_t *position = json_object_get(stated->report, "position");
    const json_t *session = json_object_get(stated->report, "session");
    char loaded[40], total[40];
    double rest_s = number(rolling, "rest_s"), force_n = number(rolling, "mean_force_n");
    expect(stated, "On the roller\n%s\nof %s recorded\n", duration(loaded, number(rolling, "loaded_s")),
           duration(total, number(session, "duration_s")));
    expect(stated, "Strokes up and down\n%.0f\non average %.0f mm per second", number(rolling, "strokes"),
           number(rolling, "mean_speed_mm_s"));
    expect(stated, "Rolled\n%.1f m\nfrom %.0f to %.0f mm", number(rolling, "distance_mm") / 1000,
           rounded(number(position, "min_mm")), rounded(number(position, "max_mm")));
    expect(stated, "Force, on average\n%.0f N\nlike the weight of %.0f kg", force_n, force_n / 9.80665);
    expect_count(stated, "You sat still for ", rest_s > 0);
    if (rest_s > 0)
        expect(stated, "You sat still for %s before", duration(loaded, rest_s));
}

static void check_origin(const struct stated *stated)
{
    const json_t *position = json_object_get(stated->report, "position");
    bool is_assumed = strcmp(json_string_value(json_object_get(position, "origin")), "assumed") == 0;
    expect_count(stated, "zero was not set", is_assumed);
    if (is_assumed)
        expect(stated, "up to %.0f mm from the fold", number(position, "origin_uncertainty_mm"));
    expect(stated, "± %.0f mm (95 %% sure)", ceil(number(position, "uncertainty_mm")));
}

/* Check the card of a spot, and return whether its visits are said to be more than chance. */
static bool check_spot(const struct stated *stated, const json_t *spot)
{
    double visits = number(spot, "visits"), p = number(spot, "p_value"), force_n = number(spot, "mean_force_n");
    double excess_s = number(spot, "excess_s"), marks = number(spot, "marks"), rock_mm = number(spot, "rock_width_mm");
    double strokes = number(json_object_get(stated->report, "rolling"), "strokes");
    char time[40];
    if (excess_s > number(spot, "dwell_s"))
        fail_msg("seed %u: an excess of %g s of %g s", stated->seed, excess_s, number(spot, "dwell_s"));
    expect(stated, "\n%s\n%.0f ± %.0f mm from the upper thigh (%.0f to %.0f) · %.0f visit%s",
           duration(time, number(spot, "dwell_s")), rounded(number(spot, "center_mm")),
           ceil(number(spot, "center_uncertainty_mm")), rounded(number(spot, "start_mm")),
           rounded(number(spot, "end_mm")), visits, visits == 1 ? "" : "s");
    expect(stated, "%.0f N on average, about %.0f kg (highest %.0f N)", force_n, force_n / 9.80665,
           number(spot, "peak_force_n"));
    if (marks > 0)
        expect(stated, "button pressed %.0f time", marks);
    if (rock_mm > 0)
        expect(stated, "rocked over about %.0f mm", rounded(rock_mm));
    bool is_more = visits > 1 && p < P_MAX;
    if (is_more)
        expect(stated, "You came back to this place, %.0f visits in %.0f strokes: %smore than chance.", visits, strokes,
               p < P_CLEAR_MAX ? "clearly " : "");
    return is_more;
}

static void check_quality(const struct stated *stated)
{
    const json_t *session = json_object_get(stated->report, "session");
    double rows = number(session, "rows"), lost = number(session, "lost_frames");
    size_t gaps = json_array_size(json_object_get(session, "gaps")), index;
    const json_t *warning;
    if (lost > 0)
        expect(stated, "%.0f of the readings were lost (%.2f %%): %.0f reading", lost, 100 * lost / (lost + rows),
               rows);
    else
        expect(stated, "Nothing was lost: %.0f reading", rows);
    expect_count(stated, " in the recording.", gaps > 0);
    if (gaps > 0)
        expect(stated, "%zu gap", gaps);
    json_array_foreach(json_object_get(stated->report, "warnings"), index,
                       warning) if (!strpbrk(json_string_value(warning), "&<>'\"")) /* these are escaped on the page */
        expect(stated, "%s", json_string_value(warning));
}

/* Check that the text gives the numbers of each spot, too. */
static void check_text(const struct stated *stated, const json_t *spot)
{
    char row[TEXT_SIZE], time[40];
    snprintf(row, sizeof row, "  %-3.0f %4.0f mm +-%-3.0f  %4.0f-%-4.0f  %-12s %5.0f  %5.0f N  %5.0f N",
             number(spot, "rank"), rounded(number(spot, "center_mm")), ceil(number(spot, "center_uncertainty_mm")),
             rounded(number(spot, "start_mm")), rounded(number(spot, "end_mm")),
             duration(time, number(spot, "dwell_s")), number(spot, "visits"), number(spot, "mean_force_n"),
             number(spot, "peak_force_n"));
    if (!strstr(stated->text, row))
        fail_msg("seed %u: the text does not say \"%s\":\n%s", stated->seed, row, stated->text);
}

static void check(const struct stated *stated)
{
    const json_t *spots = json_object_get(stated->report, "tender_spots"), *spot;
    size_t index, more_count = 0;
    check_headline(stated, spots);
    check_facts(stated);
    check_origin(stated);
    json_array_foreach(spots, index, spot)
    {
        more_count += check_spot(stated, spot);
        check_text(stated, spot);
    }
    expect_count(stated, "more than chance.", more_count);
    if (count_in(stated->text, "more than chance.") != more_count)
        fail_msg("seed %u: the text has another number of chances than the page", stated->seed);
    char rolling[TEXT_SIZE];
    double strokes = number(json_object_get(stated->report, "rolling"), "strokes");
    snprintf(rolling, sizeof rolling, "Rolling  %.0f stroke", strokes);
    if (!strstr(stated->text, rolling))
        fail_msg("seed %u: the text does not say \"%s\"", stated->seed, rolling);
    check_quality(stated);
    expect(stated, "%s.", DOSE_PLACE_WORDS);
}

static void each_statement_is_that_of_the_numbers(void **state)
{
    (void)state;
    const char *wanted = getenv("STATEMENTS");
    unsigned sessions = wanted ? (unsigned)strtoul(wanted, NULL, 10) : SESSIONS;
    struct temp_dir dir;
    char path[320];
    size_t spots = 0;
    temp_dir_make(&dir);
    temp_dir_join(&dir, "session.csv", path, sizeof path);
    for (unsigned seed = 1; seed <= sessions; seed++) {
        struct stated stated;
        state_session(&stated, seed, path);
        check(&stated);
        spots += json_array_size(json_object_get(stated.report, "tender_spots"));
        json_decref(stated.report);
        free(stated.page);
        free(stated.text);
    }
    printf("figure: the statements of %u sessions with %zu spots are right\n", sessions, spots);
    assert_true(spots > sessions);
    temp_dir_remove(&dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_statement_is_that_of_the_numbers)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
