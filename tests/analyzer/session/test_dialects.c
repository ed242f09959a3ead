/* SPDX-License-Identifier: MIT */
/* Sessions as spreadsheets, R, pandas and archives hand them back. Each kind is read to the same report, or refused
 * with the one message that says why. Random dialects (DIALECT_TRIES of them) never give another number. */
#include "analyzer/pipeline/whole_session.h"
#include "analyzer/session/rewritten.h"
#include "report/report.h"
#include "shared/text_buffer.h"
#include "support/cmocka_includes.h"
#include "support/random.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TOLERANCE 1e-6

struct fixture {
    struct session session;
    char *text;   /* the session as the logger writes it */
    char *report; /* its JSON report, up to the warnings */
};

/* Return the JSON report of the file up to its warnings, under one file name; NULL, with the failure, if refused. */
static char *report_of(const char *path, struct failure *failure)
{
    struct result result;
    struct text_buffer line = {0};
    if (!pipeline_run(path, &(struct analysis_options){0}, &result, failure))
        return NULL;
    free(result.file);
    result.file = strdup("x.csv");
    report_json_add(&line, &result);
    result_free(&result);
    char *warnings = strstr(line.bytes, "\"warnings\"");
    assert_non_null(warnings);
    *warnings = '\0';
    return line.bytes;
}

/* Whether two texts are the same but for rounding of their numbers. */
static bool is_same_report(const char *a, const char *b)
{
    while (*a != '\0' && *b != '\0') {
        if (*a == *b && strchr("0123456789-", *a) == NULL) {
            a++;
            b++;
            continue;
        }
        char *end_a, *end_b;
        double number_a = strtod(a, &end_a), number_b = strtod(b, &end_b);
        if (end_a == a || end_b == b || fabs(number_a - number_b) > TOLERANCE * fmax(1, fabs(number_a)))
            return false;
        a = end_a;
        b = end_b;
    }
    return *a == *b;
}

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    struct failure failure;
    assert_non_null(fixture);
    session_make(&fixture->session);
    session_edit(&fixture->session, "# leg:", "# rate_hz: 100\n# leg:");
    fixture->text = temp_file_read(fixture->session.path, NULL);
    fixture->report = report_of(fixture->session.path, &failure);
    assert_non_null(strstr(fixture->report, "\"tender_spots\":[{"));
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    temp_dir_remove(&fixture->session.dir);
    free(fixture->text);
    free(fixture->report);
    free(fixture);
    return 0;
}

/* Write the session in this way and report on it. */
static char *report_written(const struct fixture *fixture, const struct writing *writing, struct failure *failure)
{
    char path[300];
    temp_dir_join(&fixture->session.dir, "written.csv", path, sizeof path);
    rewritten_write(fixture->text, writing, path);
    return report_of(path, failure);
}

#define SPREADSHEET .pads = true, .line_end = "\r\n"
#define EUROPEAN .delimiter = ';', .decimal_sign = ','

static const struct kind {
    const char *name;
    struct writing writing;
    const char *refused; /* part of the message; NULL = read to the same report */
} kinds[] = {
    {"Excel CSV, English", {SPREADSHEET}, NULL},
    {"Excel CSV, the last comma dropped", {.line_end = "\r\n", .drops_last = true}, NULL},
    {"Excel CSV UTF-8", {SPREADSHEET, .encoding = ENCODING_UTF8_MARK}, NULL},
    {"Excel CSV, German", {EUROPEAN, SPREADSHEET, .shortest = true}, NULL},
    {"Excel CSV UTF-8, German", {EUROPEAN, SPREADSHEET, .encoding = ENCODING_UTF8_MARK, .shortest = true}, NULL},
    {"Excel, German, with sep=;", {EUROPEAN, SPREADSHEET, .separator_line = true}, NULL},
    {"Excel, English numbers with sep=;", {.delimiter = ';', SPREADSHEET, .separator_line = true}, NULL},
    {"Excel Unicode text", {.delimiter = '\t', SPREADSHEET, .encoding = ENCODING_UTF16_LE}, NULL},
    {"Excel Unicode text, German",
     {.delimiter = '\t', .decimal_sign = ',', SPREADSHEET, .encoding = ENCODING_UTF16_LE},
     NULL},
    {"Excel for Mac, CR", {.pads = true, .line_end = "\r"}, NULL},
    {"Excel, empty lines of commas at the end", {SPREADSHEET, .empty_lines = 5}, NULL},
    {"Excel, thousands separators", {SPREADSHEET, .thousands = ','}, "(strip0) is not a number: \""},
    {"Excel, German, thousands separators",
     {EUROPEAN, SPREADSHEET, .thousands = '.'},
     "take the thousands separators out"},
    {"LibreOffice, German", {EUROPEAN, .pads = true}, NULL},
    {"LibreOffice, Turkish, text quoted", {EUROPEAN, .pads = true, .quotes = QUOTES_TEXT}, NULL},
    {"LibreOffice, all quoted", {.pads = true, .quotes = QUOTES_ALL}, NULL},
    {"LibreOffice, tabs, all quoted, German",
     {.delimiter = '\t', .decimal_sign = ',', .pads = true, .quotes = QUOTES_ALL},
     NULL},
    {"LibreOffice, decimal commas between commas", {.decimal_sign = ',', .pads = true, .quotes = QUOTES_ALL}, NULL},
    {"Numbers, semicolons", {EUROPEAN, .pads = true, .line_end = "\r\n"}, NULL},
    {"Google Sheets, CSV", {.pads = true, .line_end = "\r\n", .shortest = true}, NULL},
    {"Google Sheets, TSV", {.delimiter = '\t', .pads = true, .line_end = "\r\n"}, NULL},
    {"R write.csv", {.quotes = QUOTES_TEXT, .index = INDEX_NAMED, .shortest = true, .missing = "NA"}, NULL},
    {"R write.csv, row.names = FALSE", {.quotes = QUOTES_TEXT, .shortest = true, .missing = "NA"}, NULL},
    {"R write.csv2", {EUROPEAN, .quotes = QUOTES_TEXT, .index = INDEX_NAMED, .shortest = true, .missing = "NA"}, NULL},
    {"R write.table", {.delimiter = ' ', .quotes = QUOTES_TEXT, .index = INDEX_WITHOUT_HEADER, .missing = "NA"}, NULL},
    {"R write.table, tabs, not quoted", {.delimiter = '\t', .index = INDEX_WITHOUT_HEADER, .missing = "NA"}, NULL},
    {"pandas to_csv", {.index = INDEX_NAMED, .shortest = true}, NULL},
    {"pandas to_csv, index=False", {.shortest = true}, NULL},
    {"pandas to_csv, na_rep='NaN'", {.missing = "NaN"}, NULL},
    {"pandas to_csv, decimal=','", {EUROPEAN, .index = INDEX_NAMED}, NULL},
    {"a database, NULL", {.missing = "NULL"}, NULL},
    {"SAS, points for missing", {.quotes = QUOTES_TEXT, .missing = "."}, NULL},
    {"exponents, German", {EUROPEAN, .exponents = true}, NULL},
    {"vertical bars", {.delimiter = '|'}, NULL},
    {"columns in reverse order", {.reverses_columns = true}, NULL},
    {"columns in reverse order, German", {EUROPEAN, .reverses_columns = true, .pads = true}, NULL},
    {"columns in reverse order, German, #N/A in front", {EUROPEAN, .reverses_columns = true, .missing = "#N/A"}, NULL},
    {"rows backwards", {.order = ORDER_BACKWARDS}, NULL},
    {"rows shuffled, German, UTF-16", {EUROPEAN, .order = ORDER_SHUFFLED, .encoding = ENCODING_UTF16_BE}, NULL},
    {"rows in two halves", {.order = ORDER_HALVES}, NULL},
    {"gzip", {.compression = "gzip -c"}, NULL},
    {"xz", {.compression = "xz -c"}, NULL},
    {"zstd", {.compression = "zstd -q -c"}, NULL},
    {"gzip of UTF-16", {.compression = "gzip -c", .encoding = ENCODING_UTF16_LE}, NULL},
    {"gzip, cut off", {.compression = "gzip -c | head -c 2000"}, "cut off"},
    {"milliseconds", {.time_factor = 1000}, "time_s looks like milliseconds"},
    {"tenths of a second", {.time_factor = 10}, "time_s looks like tenths of a second"},
    {"hundredths of a second, German", {EUROPEAN, .time_factor = 100}, "time_s looks like hundredths of a second"},
    {"tenths of a second, rows shuffled",
     {.time_factor = 10, .order = ORDER_SHUFFLED},
     "time_s looks like tenths of a second"},
    {"microseconds", {.time_factor = 1e6}, "column 1 (time_s) is out of range: \""},
    {"minutes", {.time_factor = 1 / 60.0}, "time_s looks like minutes"},
    {"columns too narrow", {.hash_cells = true}, "a spreadsheet writes this where the column is too narrow"},
    {"columns too narrow for the larger readings", {.hash_wide_cells = true}, "(strip1) is not a number: \"###\""},
    {"a minus sign of typographers", {EUROPEAN, .minus = "\xE2\x88\x92%s"}, "begin with a plain \"-\""},
    {"an en dash for a minus sign", {.minus = "\xE2\x80\x93%s"}, "begin with a plain \"-\""},
    {"negative numbers in parentheses", {SPREADSHEET, .minus = "(%s)"}, "begin with a plain \"-\""},
    {"the minus sign at the end", {.minus = "%s-"}, "begin with a plain \"-\""},
    {"R read.csv(comment.char = \"#\")", {.drops_comments = true}, "some programs leave them out or move them"},
    {"names and events in capitals", {.capitals = true}, NULL},
    {"names and events in capitals, German, UTF-16", {EUROPEAN, .capitals = true, .encoding = ENCODING_UTF16_LE}, NULL},
    {"two parts joined, each with a byte order mark", {.encoding = ENCODING_UTF8_MARK, .joined = true}, NULL},
    {"points between thousands beside decimal points",
     {.thousands = '.', .groups_all = true},
     "Take the thousands separators out"},
    {"points between thousands between semicolons",
     {.delimiter = ';', .thousands = '.', .groups_all = true},
     "Take the thousands separators out"},
    {"points between thousands in one column", {.thousands = '.'}, "Take the thousands separators out"},
    {"more rows a second than the rate", {.time_factor = 0.1}, "time_s and rate_hz do not belong together"},
    {"gzip twice", {.compression = "gzip -c | gzip -c"}, "compressed more than once"},
    {"a workbook", {.compression = "cat >/dev/null; printf 'PK\\003\\004'"}, "a workbook (.xlsx, .ods)"},
    {"a workbook in gzip",
     {.compression = "cat >/dev/null; printf 'PK\\003\\004' | gzip -c"},
     "a workbook (.xlsx, .ods)"},
    {"a tar archive in gzip",
     {.compression = "cat >/dev/null; { head -c 257 /dev/zero; printf ustar; head -c 500 /dev/zero; } | gzip -c"},
     "a tar archive"},
    {"bzip2", {.compression = "cat >/dev/null; printf BZh9"}, "compressed by bzip2"},
    {"decimal commas only in some rows", {EUROPEAN, .mixes_signs = true}, "the times have a decimal comma"},
};

static void each_kind_is_read_or_refused(void **state)
{
    const struct fixture *fixture = *state;
    size_t read = 0, count = sizeof kinds / sizeof kinds[0], failed = 0;
    for (size_t k = 0; k < count; k++) {
        struct failure failure = {0};
        char *report = report_written(fixture, &kinds[k].writing, &failure);
        bool right = kinds[k].refused != NULL ? report == NULL && strstr(failure.message, kinds[k].refused) != NULL
                                              : report != NULL && is_same_report(report, fixture->report);
        if (!right)
            print_error("%s: %s\n", kinds[k].name, report != NULL ? "another report" : failure.message);
        failed += !right;
        read += report != NULL;
        free(report);
    }
    assert_int_equal(failed, 0);
    printf("fault: 80 | files from Excel, LibreOffice, R, pandas; UTF-16; gz, xz, zst | %zu | %zu read to the same "
           "report, %zu refused, each with its reason\n",
           count, read, count - read);
}

/* Quotes inside a name are its own, and are doubled where a program quotes the line. */
static void a_name_may_have_quotes(void **state)
{
    (void)state;
    static const char *const lines[] = {"# subject: Karl \"Kalle\" Meier\n# leg:",
                                        "\"# subject: Karl \"\"Kalle\"\" Meier\"\n# leg:"};
    for (size_t k = 0; k < sizeof lines / sizeof lines[0]; k++) {
        struct session session;
        struct failure failure;
        session_make(&session);
        session_edit(&session, "# leg:", lines[k]);
        char *report = report_of(session.path, &failure);
        assert_non_null(report);
        assert_non_null(strstr(report, "Karl \\\"Kalle\\\" Meier"));
        free(report);
        temp_dir_remove(&session.dir);
    }
}

static struct writing random_writing(struct random *random)
{
    static const char delimiters[] = {',', ';', '\t', '|', ' '};
    static const char *const words[] = {"", "NA", "nan", "NULL", "#N/A", "None", ".", "missing"};
    static const char *const line_ends[] = {"\n", "\r\n", "\r"};
    static const double time_factors[] = {1000, 100, 10, 0.1};
    struct writing writing = {
        .delimiter = delimiters[random_below(random, sizeof delimiters)],
        .decimal_sign = random_below(random, 2) ? ',' : '.',
        .line_end = line_ends[random_below(random, 3)],
        .missing = words[random_below(random, 8)],
        .quotes = (enum quotes)random_below(random, 3),
        .encoding = (enum encoding)random_below(random, 4),
        .index = (enum index_column)random_below(random, 3),
        .order = (enum row_order_written)random_below(random, 4),
        .pads = random_below(random, 2),
        .shortest = random_below(random, 2),
        .exponents = random_below(random, 8) == 0,
        .drops_last = random_below(random, 4) == 0,
        .reverses_columns = random_below(random, 4) == 0,
        .separator_line = random_below(random, 4) == 0,
        .empty_lines = random_below(random, 4),
        .time_factor = random_below(random, 10) == 0 ? time_factors[random_below(random, 4)] : 1,
        .thousands = random_below(random, 10) == 0 ? '.' : '\0',
        .mixes_signs = random_below(random, 20) == 0,
        .seed = random_next(random),
    };
    if (writing.delimiter == writing.decimal_sign)
        writing.quotes = QUOTES_ALL;
    if (writing.thousands == writing.decimal_sign)
        writing.thousands = ',';
    return writing;
}

static void a_random_dialect_never_gives_another_number(void **state)
{
    const struct fixture *fixture = *state;
    const char *tries_text = getenv("DIALECT_TRIES"), *seed_text = getenv("DIALECT_SEED");
    size_t tries = tries_text != NULL ? (size_t)atol(tries_text) : 30, read = 0, wrong = 0;
    uint64_t seed = seed_text != NULL ? strtoull(seed_text, NULL, 10) : 1;
    for (size_t k = 0; k < tries; k++) {
        struct random random = random_init(seed + k);
        struct writing writing = random_writing(&random);
        struct failure failure = {0};
        char *report = report_written(fixture, &writing, &failure);
        bool must_refuse = writing.time_factor != 1 || writing.thousands != '\0';
        if (report != NULL ? must_refuse || !is_same_report(report, fixture->report) : failure.message[0] == '\0') {
            print_error("DIALECT_SEED=%llu DIALECT_TRIES=1 shows a wrong report\n", (unsigned long long)(seed + k));
            wrong++;
        } else if (report == NULL && !must_refuse && tries_text != NULL) {
            print_message("seed %llu: %s\n", (unsigned long long)(seed + k), failure.message);
        }
        read += report != NULL;
        free(report);
    }
    assert_int_equal(wrong, 0);
    assert_true(tries < 30 || read > tries / 3);
    printf("fault: 80 | delimiter, decimal sign, quotes, order, NA words, encodings at random | %zu | %zu read to the "
           "same report, %zu refused; never a wrong number\n",
           tries, read, tries - read);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_kind_is_read_or_refused, set_up, tear_down),
        cmocka_unit_test(a_name_may_have_quotes),
        cmocka_unit_test_setup_teardown(a_random_dialect_never_gives_another_number, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
