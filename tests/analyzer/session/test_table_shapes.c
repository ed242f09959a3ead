/* SPDX-License-Identifier: MIT */
/* A session that went through pandas, R or a spreadsheet may have other line ends, quotes, order of columns or notation
 * of numbers. The report is the same for each shape, byte for byte. */
#include "analyzer/pipeline/whole_session.h"
#include "analyzer/session/rewritten.h"

#include "report/report.h"
#include "shared/text_buffer.h"
#include "support/cmocka_includes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How a table is written. */
struct shape {
    const char *name;
    const char *line_end;
    bool bom;
    bool quotes_all;      /* every cell is quoted, and every # line as one cell */
    bool quotes_text;     /* cells that are not numbers are quoted, like csv.QUOTE_NONNUMERIC */
    bool reversed;        /* columns are written from last to first */
    bool floats;          /* 12 is written as 12.0 */
    bool no_zeros;        /* 0.0100 is written as 0.01 */
    bool exponents;       /* times are written like 1.2e1 */
    unsigned empty_cells; /* number of empty cells at the end of each line */
    bool index;           /* pandas' own column of row numbers, without a name */
};

static bool is_number(const char *cell)
{
    char *end;
    (void)strtod(cell, &end);
    return cell[0] != '\0' && *end == '\0';
}

static void write_cell(FILE *out, const struct shape *shape, const char *cell, bool is_time)
{
    char text[64];
    bool number = is_number(cell);
    snprintf(text, sizeof text, "%s", cell);
    if (number && shape->exponents && is_time)
        snprintf(text, sizeof text, "%.12e", strtod(cell, NULL));
    else if (number && strchr(cell, '.') != NULL && shape->no_zeros)
        snprintf(text, sizeof text, "%.12g", strtod(cell, NULL));
    else if (number && strchr(cell, '.') == NULL && shape->floats)
        snprintf(text, sizeof text, "%s.0", cell);
    bool quoted = shape->quotes_all || (shape->quotes_text && !number);
    fprintf(out, quoted ? "\"%s\"" : "%s", text);
}

static void write_row(FILE *out, const struct shape *shape, char *line, long row)
{
    char *cell[REWRITTEN_CELLS_MAX];
    size_t count = rewritten_split(line, cell);
    if (shape->index && row < 0)
        fputs(",", out);
    else if (shape->index)
        fprintf(out, "%ld,", row);
    for (size_t c = 0; c < count; c++) {
        size_t k = shape->reversed ? count - 1 - c : c;
        if (c > 0)
            fputc(',', out);
        write_cell(out, shape, cell[k], k == 0);
    }
    for (unsigned e = 0; e < shape->empty_cells; e++)
        fputc(',', out);
    fputs(shape->line_end, out);
}

/* Write the session at `from` to `path` in another shape. */
static void reshape(const char *from, const char *path, const struct shape *shape)
{
    char *text = temp_file_read(from, NULL), *rest = NULL;
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    if (shape->bom)
        fputs("\xEF\xBB\xBF", out);
    long row = -1;
    for (char *line = strtok_r(text, "\n", &rest); line != NULL; line = strtok_r(NULL, "\n", &rest)) {
        if (line[0] != '#') {
            write_row(out, shape, line, row++);
            continue;
        }
        fprintf(out, shape->quotes_all ? "\"%s\"" : "%s", line);
        for (unsigned e = 0; e < shape->empty_cells; e++)
            fputc(',', out);
        fputs(shape->line_end, out);
    }
    assert_int_equal(fclose(out), 0);
    free(text);
}

/* Return the JSON report of the file at `path`, under the file name `name`. The caller frees the bytes. */
static char *report_of(const char *path, const char *name)
{
    struct result result;
    struct failure failure;
    struct text_buffer line = {0};
    if (!pipeline_run(path, &(struct analysis_options){0}, &result, &failure))
        fail_msg("%s", failure.message);
    free(result.file);
    result.file = strdup(name);
    report_json_add(&line, &result);
    result_free(&result);
    return line.bytes;
}

static void each_table_shape_has_the_same_report(void **state)
{
    (void)state;
    static const struct shape shape[] = {
        {.name = "as it is", .line_end = "\n"},
        {.name = "CRLF", .line_end = "\r\n"},
        {.name = "CR alone", .line_end = "\r"},
        {.name = "BOM", .line_end = "\n", .bom = true},
        {.name = "BOM and CRLF, all quoted", .line_end = "\r\n", .bom = true, .quotes_all = true},
        {.name = "text quoted", .line_end = "\n", .quotes_text = true},
        {.name = "columns reversed", .line_end = "\n", .reversed = true},
        {.name = "counts as floats", .line_end = "\n", .floats = true, .no_zeros = true},
        {.name = "times with exponents", .line_end = "\n", .exponents = true},
        {.name = "empty cells at the end of each line", .line_end = "\r\n", .empty_cells = 3},
        {.name = "pandas with its index", .line_end = "\n", .index = true, .floats = true, .no_zeros = true},
    };
    struct session session;
    char path[300];
    session_make(&session);
    char *expected = report_of(session.path, "x.csv");
    assert_non_null(strstr(expected, "\"tender_spots\":[{"));
    for (size_t k = 0; k < sizeof shape / sizeof shape[0]; k++) {
        reshape(session.path, temp_dir_join(&session.dir, "other.csv", path, sizeof path), &shape[k]);
        char *report = report_of(path, "x.csv");
        print_message("%s\n", shape[k].name);
        assert_string_equal(report, expected);
        free(report);
    }
    printf("fault: 50 | BOM, CRLF, CR alone, quotes, other notations of numbers | %zu | the same report, "
           "byte for byte\n",
           sizeof shape / sizeof shape[0] - 1);
    free(expected);
    temp_dir_remove(&session.dir);
}

static void without_the_version_line_the_message_names_it(void **state)
{
    (void)state;
    struct session session;
    session_make(&session);
    char *text = temp_file_read(session.path, NULL);
    char *rows = strstr(text, "time_s,");
    temp_file_write(session.path, rows, strlen(rows));
    struct result result;
    struct failure failure = {0};
    assert_false(pipeline_run(session.path, &(struct analysis_options){0}, &result, &failure));
    assert_non_null(strstr(failure.message, "foam-roller-session: 1"));
    free(text);
    temp_dir_remove(&session.dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_table_shape_has_the_same_report),
        cmocka_unit_test(without_the_version_line_the_message_names_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
