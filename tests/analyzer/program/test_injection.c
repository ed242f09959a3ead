/* SPDX-License-Identifier: MIT */
/* Hostile text in any field of a session or in file names appears as mere text in every output. */
#include "support/cmocka_includes.h"

#include "charts/charts.h"
#include "report/report.h"
#include "shared/failure.h"
#include "support/fault.h"
#include "session_fixture.h"
#include "payloads.h"
#include "program_fixture.h"
#include "analyzer/report/sample_result.h"

#include <dirent.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PAYLOAD_SIZE 400
#define AT_A_TIME 8
#define REAL_GNUPLOT_EVERY 15 /* one run in 15 draws charts; the other runs omit them to be faster */

/* All outputs of a result in which every text is the same. */
struct outputs {
    struct text_buffer page, text, json, csv, script;
};

static void set_text(char **owned, const char *text)
{
    free(*owned);
    *owned = strdup(text);
}

static void outputs_make(struct outputs *outputs, struct result *result, const char *text)
{
    struct session_header *header = &result->header;
    struct failure failure = {0};
    struct temp_dir dir;
    char path[400];
    snprintf(header->started, sizeof header->started, "%s", text);
    snprintf(header->subject, sizeof header->subject, "%s", text);
    snprintf(header->note, sizeof header->note, "%s", text);
    snprintf(header->calibration_source, sizeof header->calibration_source, "%s", text);
    snprintf(header->device, sizeof header->device, "%s", text);
    snprintf(header->logger, sizeof header->logger, "%s", text);
    set_text(&result->file, text);
    set_text(&result->warning[0], text);
    *outputs = (struct outputs){.page = {0}};
    report_html_add(&outputs->page, result, NULL, text);
    report_text_add(&outputs->text, result, text, &(struct terminal_style){.ascii = false});
    report_json_add(&outputs->json, result);
    charts_script(result, &outputs->script);
    temp_dir_make(&dir);
    temp_dir_join(&dir, "out.csv", path, sizeof path);
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    assert_true(export_csv_write(result, fd, "out.csv", &failure));
    close(fd);
    size_t length;
    char *bytes = temp_file_read(path, &length);
    text_add_bytes(&outputs->csv, bytes, length);
    free(bytes);
    temp_dir_remove(&dir);
}

static void outputs_free(struct outputs *outputs)
{
    text_free(&outputs->page);
    text_free(&outputs->text);
    text_free(&outputs->json);
    text_free(&outputs->csv);
    text_free(&outputs->script);
}

static size_t count_of(const struct text_buffer *text, char wanted)
{
    size_t count = 0;
    for (size_t i = 0; i < text->length; i++)
        count += text->bytes[i] == wanted;
    return count;
}

/* Assert valid UTF-8 without bidirectional overrides or control characters (C0 and C1) other than line ends. */
static void assert_sanitized(const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)bytes[i], next = i + 1 < length ? (unsigned char)bytes[i + 1] : 0;
        assert_true(byte == '\n' || (byte >= 0x20 && byte != 0x7F));
        assert_false(byte == 0xC2 && next >= 0x80 && next < 0xA0);
    }
    assert_null(strstr(bytes, "\xe2\x80\xae"));
    assert_null(strstr(bytes, "\xe2\x81\xa6"));
    assert_null(strstr(bytes, "\xe2\x80\xa8"));
    json_t *utf8 = json_stringn(bytes, length);
    assert_non_null(utf8);
    json_decref(utf8);
}

/* A spreadsheet splits lines at commas, semicolons and tabs, and evaluates a cell that begins with = + - or @. */
static void assert_no_formula(const char *csv)
{
    for (const char *line = csv; line[0] == '#'; line = strchr(line, '\n') + 1) {
        bool starts_cell = true;
        for (const char *at = line; *at != '\n'; at++) {
            if (starts_cell && *at != ' ' && *at != '"') {
                assert_null(strchr("=+-@\t", *at));
                starts_cell = false;
            }
            if (strchr(",;\t", *at))
                starts_cell = true;
        }
    }
}

static void every_field_comes_out_as_text(void **state)
{
    (void)state;
    struct result result;
    struct outputs plain, hostile;
    sample_result_make(&result);
    result.trace.count = 500; /* few rows are enough, because only the texts matter here */
    outputs_make(&plain, &result, "benign");
    for (size_t i = 0; i < payload_count(); i++) {
        char payload[PAYLOAD_SIZE];
        payload_write(i, "/tmp/canary", payload, sizeof payload);
        outputs_make(&hostile, &result, payload);
        /* No part of the payload reaches gnuplot. */
        assert_int_equal(hostile.script.length, plain.script.length);
        assert_memory_equal(hostile.script.bytes, plain.script.bytes, plain.script.length);
        /* The page has the same nodes and attributes. */
        static const char live[] = "<>\"'`";
        for (const char *mark = live; *mark; mark++)
            assert_int_equal(count_of(&hostile.page, *mark), count_of(&plain.page, *mark));
        assert_sanitized(hostile.page.bytes, hostile.page.length);
        assert_sanitized(hostile.text.bytes, hostile.text.length);
        assert_int_equal(count_of(&hostile.text, '\n'), count_of(&plain.text, '\n'));
        assert_sanitized(hostile.json.bytes, hostile.json.length);
        assert_int_equal(count_of(&hostile.json, '\n'), 1);
        json_t *report = json_loads(hostile.json.bytes, 0, NULL);
        assert_non_null(report);
        json_decref(report);
        assert_sanitized(hostile.csv.bytes, hostile.csv.length);
        assert_int_equal(count_of(&hostile.csv, '\n'), count_of(&plain.csv, '\n'));
        assert_no_formula(hostile.csv.bytes);
        outputs_free(&hostile);
    }
    outputs_free(&plain);
    result_free(&result);
}

/* Assert that the folder contains only the given names; the list ends with NULL. */
static void assert_contains_only(const char *folder, const char *const names[])
{
    DIR *listing = opendir(folder);
    assert_non_null(listing);
    for (struct dirent *entry; (entry = readdir(listing)) != NULL;) {
        bool known = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
        for (size_t i = 0; !known && names[i]; i++)
            known = strcmp(entry->d_name, names[i]) == 0;
        if (!known)
            print_error("%s: unexpected\n", entry->d_name);
        assert_true(known);
    }
    closedir(listing);
}

/* Make a file name from a payload: without '/', and short enough for an extension. */
static void make_name(char name[PAYLOAD_SIZE], size_t index)
{
    payload_write(index, "canary", name, 200);
    for (char *at = name; *at; at++)
        *at = *at == '/' ? ':' : *at;
}

/* Run one report of `count` sessions whose names and fields are the payloads from `first` on. */
static void report_hostile(const struct temp_dir *dir, const struct text_buffer *rows, size_t first, size_t count)
{
    struct temp_dir work;
    char scratch[300], canary[300], tmpdir[320], name[PAYLOAD_SIZE], text[PAYLOAD_SIZE], path[800];
    char session[AT_A_TIME][PAYLOAD_SIZE + 8], page[AT_A_TIME][PAYLOAD_SIZE + 8];
    const char *argv[5 + AT_A_TIME + 1] = {PROGRAM_ANALYZER, "report", "--charts", "charts", "--"};
    const char *expected[2 * AT_A_TIME + 2] = {"charts"};
    temp_dir_join(dir, "work", work.path, sizeof work.path);
    assert_int_equal(mkdir(work.path, 0777), 0);
    temp_dir_join(dir, "tmp", scratch, sizeof scratch);
    temp_dir_join(dir, "canary", canary, sizeof canary);
    snprintf(tmpdir, sizeof tmpdir, "TMPDIR=%s", scratch);
    for (size_t i = 0; i < count; i++) {
        make_name(name, first + i);
        payload_write(first + i, canary, text, sizeof text);
        for (char *at = text; *at; at++) /* a newline would begin another line of the file */
            *at = *at == '\n' || *at == '\r' ? ' ' : *at;
        snprintf(session[i], sizeof session[i], "%s.csv", name);
        snprintf(page[i], sizeof page[i], "%s.html", name);
        session_fixture_write_all_fields(temp_dir_join(&work, session[i], path, sizeof path), text, rows);
        argv[5 + i] = expected[1 + 2 * i] = session[i];
        expected[2 + 2 * i] = page[i];
    }
    bool draws = first / AT_A_TIME % REAL_GNUPLOT_EVERY == 0;
    const char *const env[] = {tmpdir, draws ? "ROLLER_GNUPLOT=" : "ROLLER_GNUPLOT=false", "LC_ALL=C.UTF-8", NULL};
    const struct program_options options = {.folder = work.path, .env = env};
    struct program_result run = program_run(argv, &options, 4 * PROGRAM_LIMIT_S);
    program_assert_status(&run, draws ? 0 : EXIT_STATUS_NO_CHARTS);
    assert_sanitized(run.out, run.out_length);
    assert_sanitized(run.err, run.err_length);
    program_result_free(&run);

    assert_contains_only(work.path, expected);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(access(temp_dir_join(&work, page[i], path, sizeof path), F_OK), 0);
    assert_contains_only(scratch, (const char *const[]){NULL});
    assert_contains_only(dir->path, (const char *const[]){"work", "tmp", NULL});
    temp_dir_remove(&work);
}

/* Report on missing files: their hostile names appear in the messages. */
static void report_missing(const struct temp_dir *dir, size_t first, size_t count)
{
    char name[AT_A_TIME][PAYLOAD_SIZE];
    const char *argv[4 + AT_A_TIME + 1] = {PROGRAM_ANALYZER, "report", "--json", "--"};
    for (size_t i = 0; i < count; i++) {
        make_name(name[i], first + i);
        argv[4 + i] = name[i];
    }
    const struct program_options options = {.folder = dir->path};
    struct program_result run = program_run(argv, &options, PROGRAM_LIMIT_S);
    program_assert_status(&run, EXIT_STATUS_INPUT);
    assert_sanitized(run.err, run.err_length);
    size_t messages = 0;
    for (const char *at = run.err; (at = strchr(at, '\n')) != NULL; at++)
        messages++;
    assert_int_equal(messages, count);
    assert_int_equal(run.out_length, 0);
    program_result_free(&run);
}

static void every_name_is_only_a_name(void **state)
{
    (void)state;
    struct temp_dir dir;
    char path[300];
    struct text_buffer rows = {0};
    session_fixture_rows(&rows);
    temp_dir_make(&dir);
    assert_int_equal(mkdir(temp_dir_join(&dir, "tmp", path, sizeof path), 0777), 0);
    for (size_t first = 0; first < payload_count(); first += AT_A_TIME) {
        size_t left = payload_count() - first, count = left < AT_A_TIME ? left : AT_A_TIME;
        report_hostile(&dir, &rows, first, count);
        report_missing(&dir, first, count);
    }
    text_free(&rows);
    temp_dir_remove(&dir);
    assert_true(payload_count() >= 200);
    fault_held("53", "commands for gnuplot and the shell", payload_count_of(PAYLOAD_COMMAND),
               "none ran; the script is the same byte for byte");
    fault_held("54", "HTML in fields and names", payload_count_of(PAYLOAD_MARKUP), "text; the page has the same nodes");
    fault_held("55", "SVG in fields and names", payload_count_of(PAYLOAD_SVG), "text; the page has the same nodes");
    fault_held("56", "formulas for a spreadsheet", payload_count_of(PAYLOAD_FORMULA), "no cell begins like one");
    fault_held("57", "escapes for a terminal, paths", payload_count_of(PAYLOAD_TERMINAL),
               "none came through; nothing was written elsewhere");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_comes_out_as_text),
        cmocka_unit_test(every_name_is_only_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
