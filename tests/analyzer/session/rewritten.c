/* SPDX-License-Identifier: MIT */
#include "rewritten.h"
#include "support/cmocka_includes.h"
#include "support/random.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINES_MAX 20000

struct table {
    char *line[LINES_MAX]; /* header row first */
    size_t count;
    size_t columns;
};

struct output {
    FILE *file;
    enum encoding encoding;
    const struct writing *writing;
    char delimiter, decimal_sign;
};

static void put(struct output *out, const char *text)
{
    for (; *text != '\0'; text++) {
        int letter = out->writing->capitals ? toupper((unsigned char)*text) : (unsigned char)*text;
        if (out->encoding == ENCODING_UTF16_BE)
            fputc('\0', out->file);
        fputc(letter, out->file);
        if (out->encoding == ENCODING_UTF16_LE)
            fputc('\0', out->file);
    }
}

static void put_delimiter(struct output *out)
{
    const char text[2] = {out->delimiter, '\0'};
    put(out, text);
}

static void put_line_end(struct output *out)
{
    put(out, out->writing->line_end != NULL ? out->writing->line_end : "\n");
}

static void put_cell(struct output *out, const char *cell, bool is_text)
{
    enum quotes quotes = out->writing->quotes;
    bool quoted = quotes == QUOTES_ALL || (quotes == QUOTES_TEXT && is_text) || strchr(cell, out->delimiter) != NULL ||
                  (out->delimiter == ' ' && cell[0] == '\0');
    put(out, quoted ? "\"" : "");
    put(out, cell);
    put(out, quoted ? "\"" : "");
}

/* Write the number of a cell in the way of the program. */
static void format_number(const struct output *out, char *text, size_t size, const char *cell, bool is_time, size_t row)
{
    const struct writing *writing = out->writing;
    double factor = is_time && writing->time_factor > 0 ? writing->time_factor : 1;
    if (is_time && factor >= 1000)
        snprintf(text, size, "%.0f", strtod(cell, NULL) * factor);
    else if (is_time && factor == 1 && writing->exponents)
        snprintf(text, size, "%.12E", strtod(cell, NULL));
    else if (factor != 1 || (writing->shortest && strchr(cell, '.') != NULL))
        snprintf(text, size, "%.15g", strtod(cell, NULL) * factor);
    else
        snprintf(text, size, "%s", cell);
    char *point = strchr(text, '.');
    if (point != NULL && !(writing->mixes_signs && row % 4 != 0 && row > 400))
        *point = out->decimal_sign;
}

static void put_row_cell(struct output *out, const char *name, const char *cell, size_t row)
{
    const struct writing *writing = out->writing;
    char text[64];
    bool is_event = strcmp(name, "event") == 0, is_time = strcmp(name, "time_s") == 0;
    bool is_grouped = writing->groups_all && strchr(cell, '.') == NULL && abs(atoi(cell)) >= 1000;
    if (is_grouped) {
        snprintf(text, sizeof text, "%d%c%03d", atoi(cell) / 1000, writing->thousands, abs(atoi(cell)) % 1000);
        put_cell(out, text, false);
    } else if (strcmp(name, "strip0") == 0 && writing->hash_cells) {
        put_cell(out, "########", true);
    } else if (strcmp(name, "strip1") == 0 && writing->hash_wide_cells && atoi(cell) >= 500) {
        put_cell(out, "###", true);
    } else if (strcmp(name, "gyro_z") == 0 && writing->minus != NULL && cell[0] == '-') {
        const char *digits = strstr(writing->minus, "%s");
        snprintf(text, sizeof text, "%.*s%s%s", (int)(digits - writing->minus), writing->minus, cell + 1, digits + 2);
        put_cell(out, text, false);
    } else if (strcmp(name, "strip0") == 0 && writing->thousands != '\0' && !writing->groups_all) {
        snprintf(text, sizeof text, "1%c%03d", writing->thousands, atoi(cell) % 1000);
        put_cell(out, text, false);
    } else if (cell[0] == '\0') {
        put_cell(out, writing->missing != NULL ? writing->missing : "", false);
    } else if (is_event) {
        put_cell(out, cell, true);
    } else {
        format_number(out, text, sizeof text, cell, is_time || strcmp(name, "host_s") == 0, row);
        put_cell(out, text, false);
    }
}

size_t rewritten_split(char *line, char *cell[REWRITTEN_CELLS_MAX])
{
    size_t count = 0;
    for (char *next = line; next != NULL && count < REWRITTEN_CELLS_MAX;) {
        char *comma = strchr(next, ',');
        if (comma != NULL)
            *comma++ = '\0';
        cell[count++] = next;
        next = comma;
    }
    return count;
}

static void put_row(struct output *out, char *const name[], char *line, size_t row)
{
    const struct writing *writing = out->writing;
    char *cell[REWRITTEN_CELLS_MAX], number[24];
    size_t count = rewritten_split(line, cell);
    bool header = row == 0,
         has_index = writing->index != INDEX_NONE && !(header && writing->index == INDEX_WITHOUT_HEADER);
    snprintf(number, sizeof number, "%zu", row);
    put(out, writing->joined && row == 50 ? "\xEF\xBB\xBF" : "");
    if (has_index)
        put_cell(out, header ? "" : number, true);
    for (size_t k = 0; k < count; k++) {
        size_t c = writing->reverses_columns ? count - 1 - k : k;
        bool is_dropped = writing->drops_last && !header && k + 1 == count && cell[c][0] == '\0' &&
                          (writing->missing == NULL || writing->missing[0] == '\0') && writing->quotes != QUOTES_ALL &&
                          out->delimiter != ' ';
        if (is_dropped)
            break;
        if (k > 0 || has_index)
            put_delimiter(out);
        if (header)
            put_cell(out, cell[c], true);
        else
            put_row_cell(out, name[c], cell[c], row);
    }
    put_line_end(out);
}

static void put_comment(struct output *out, const char *line, size_t columns)
{
    const struct writing *writing = out->writing;
    put_cell(out, line, true);
    for (size_t c = 1; c < columns && writing->pads; c++)
        put_delimiter(out);
    put_line_end(out);
}

/* Bring the rows, which follow the header row, into another order. */
static void reorder(struct table *table, const struct writing *writing)
{
    struct random random = random_init(writing->seed);
    size_t rows = table->count - 1;
    char **copy = malloc(rows * sizeof *copy), **row = table->line + 1;
    assert_non_null(copy);
    memcpy(copy, row, rows * sizeof *copy);
    for (size_t i = 0; i < rows; i++)
        row[i] = writing->order == ORDER_BACKWARDS ? copy[rows - 1 - i]
                 : writing->order == ORDER_HALVES  ? copy[(i + rows / 2) % rows]
                                                   : copy[i];
    for (size_t i = rows - 1; writing->order == ORDER_SHUFFLED && i > 0; i--) {
        size_t other = random_below(&random, (uint32_t)i + 1);
        char *saved = row[i];
        row[i] = row[other];
        row[other] = saved;
    }
    free(copy);
}

static void put_table(struct output *out, struct table *table)
{
    char *name[REWRITTEN_CELLS_MAX], *names = strdup(table->line[0]);
    assert_non_null(names);
    table->columns = rewritten_split(names, name);
    reorder(table, out->writing);
    for (size_t i = 0; i < table->count; i++)
        put_row(out, name, table->line[i], i);
    free(names);
}

static void put_session(struct output *out, char *text)
{
    static struct table table;
    const struct writing *writing = out->writing;
    size_t columns = 18;
    char *rest = NULL, separator[8];
    table.count = 0;
    snprintf(separator, sizeof separator, "sep=%c", out->delimiter);
    if (out->encoding == ENCODING_UTF16_LE)
        fputs("\xFF\xFE", out->file);
    else if (out->encoding == ENCODING_UTF16_BE)
        fputs("\xFE\xFF", out->file);
    else if (out->encoding == ENCODING_UTF8_MARK)
        fputs("\xEF\xBB\xBF", out->file);
    if (writing->separator_line) {
        put(out, separator);
        put_line_end(out);
    }
    for (char *line = strtok_r(text, "\n", &rest); line != NULL; line = strtok_r(NULL, "\n", &rest)) {
        if (line[0] != '#') {
            assert_true(table.count < LINES_MAX);
            table.line[table.count++] = line;
            continue;
        }
        if (table.count > 0) {
            put_table(out, &table);
            table.count = 0;
        }
        if (!writing->drops_comments)
            put_comment(out, line, columns);
    }
    for (unsigned k = 0; k < writing->empty_lines; k++) {
        for (size_t c = 1; c < columns; c++)
            put_delimiter(out);
        put_line_end(out);
    }
}

void rewritten_write(const char *text, const struct writing *writing, const char *path)
{
    char *copy = strdup(text), command[400];
    struct output out = {.encoding = writing->encoding,
                         .writing = writing,
                         .delimiter = writing->delimiter != '\0' ? writing->delimiter : ',',
                         .decimal_sign = writing->decimal_sign != '\0' ? writing->decimal_sign : '.'};
    snprintf(command, sizeof command, "(%s) >'%s'", writing->compression != NULL ? writing->compression : "cat", path);
    out.file = writing->compression != NULL ? popen(command, "w") : fopen(path, "wb");
    assert_non_null(copy);
    assert_non_null(out.file);
    put_session(&out, copy);
    assert_int_equal(writing->compression != NULL ? pclose(out.file) : fclose(out.file), 0);
    free(copy);
}
