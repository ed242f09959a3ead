/* SPDX-License-Identifier: MIT */
#include "session/metadata_line.h"

#include "text/letter_case.h"
#include "shared/decimal.h"

#include <string.h>

#define NO_KEY ((size_t)-1)
#define SEPARATOR_LINE_MAX 8 /* "sep=;", perhaps quoted */

/* Remove blanks from both ends of a string. */
static void trim(const char **text, size_t *length)
{
    while (*length > 0 && metadata_line_is_blank(**text)) {
        (*text)++;
        (*length)--;
    }
    while (*length > 0 && metadata_line_is_blank((*text)[*length - 1]))
        (*length)--;
}

bool metadata_line_is_comment(const char *line, size_t length)
{
    trim(&line, &length);
    if (length > 0 && *line == '"') {
        line++;
        length--;
        trim(&line, &length);
    }
    return length > 0 && *line == '#';
}

/* Append a field to `joined`. The part that does not fit is left out. */
static void join_field(void *text, size_t length, void *context)
{
    struct metadata_line *line = context;
    bool is_first = line->joined_fields++ == 0;
    if (!is_first && line->joined_length < sizeof line->joined)
        line->joined[line->joined_length++] = ',';
    size_t free_bytes = sizeof line->joined - line->joined_length;
    size_t copied_bytes = length < free_bytes ? length : free_bytes;
    memcpy(line->joined + line->joined_length, text, copied_bytes);
    line->joined_length += copied_bytes;
}

bool metadata_line_is_spreadsheets(const char *line, size_t length)
{
    static const char separator[] = "sep=";
    size_t quote = length > 0 && *line == '"', at = 0;
    while (at < length && (metadata_line_is_blank(line[at]) || metadata_line_is_delimiter(line[at]) || line[at] == '"'))
        at++;
    return at == length || (length <= SEPARATOR_LINE_MAX && length > quote + sizeof separator - 1 &&
                            memcmp(line + quote, separator, sizeof separator - 1) == 0);
}

/* Join the fields of a quoted line. The line may come before the header row, which shows the delimiter, so several are
 * tried; blanks only if it begins with a quote, because in other lines they belong to the value. False if the quotes
 * are unbalanced. */
static bool join_fields(struct metadata_line *split, struct csv_fields *fields, const char *line, size_t length)
{
    const char current = csv_fields_delimiter(fields), delimiters[] = {current, ',', ';', '\t', '|', ' '};
    const size_t count = sizeof delimiters - (length > 0 && *line != '"');
    bool joined = false;
    for (size_t k = current == ' '; !joined && k < count; k++) {
        split->joined_length = split->joined_fields = 0;
        csv_fields_set_delimiter(fields, delimiters[k]);
        joined = csv_fields_split(fields, line, length, join_field, split);
    }
    csv_fields_set_delimiter(fields, current);
    return joined;
}

static bool is_separator(char c)
{
    return metadata_line_is_blank(c) || metadata_line_is_delimiter(c);
}

static void skip_separators(const char **text, const char *end)
{
    while (*text < end && is_separator(**text))
        (*text)++;
}

/* Return the length of the key at the start of `text`; NO_KEY if there is none. A colon ends it. If it is one word, "="
 * does, too, and a delimiter if it is also `is_apart` from the "#". */
static size_t find_key_end(const char *text, const char *end, bool is_apart)
{
    const char *at = text;
    bool has_blank = false, is_word = true;
    for (; at < end && *at != ':' && !metadata_line_is_delimiter(*at) && !(*at == '=' && is_word); at++) {
        is_word = is_word && (!has_blank || *at == ' ');
        has_blank = has_blank || *at == ' ';
    }
    if (at < end && (*at == ':' || *at == '='))
        return (size_t)(at - text);
    is_word = is_apart && !has_blank && at < end && *text >= 'A' && *text <= 'z';
    return is_word ? (size_t)(at - text) : NO_KEY;
}

static void trim_key(char *key)
{
    size_t length = strlen(key);
    while (length > 0 && metadata_line_is_blank(key[length - 1]))
        key[--length] = '\0';
}

bool metadata_line_split(struct metadata_line *split, struct csv_fields *fields, const char *line, size_t length)
{
    if (memchr(line, '"', length) != NULL && join_fields(split, fields, line, length)) {
        line = split->joined;
        length = split->joined_length;
    }
    /* a spreadsheet pads the line with delimiters to the number of columns */
    while (length > 0 && is_separator(line[length - 1]))
        length--;
    trim(&line, &length);
    if (length == 0 || *line != '#')
        return false;
    const char *end = line + length, *key = line + 1;
    while (key + 1 < end && *key == '#' && (key[1] == '#' || key[1] == ' ')) /* "## leg: right"; not "##,1,2" */
        key++;
    bool is_apart = key < end && is_separator(*key); /* which "#N/A" and other error values are not */
    skip_separators(&key, end);
    size_t key_length = find_key_end(key, end, is_apart);
    if (key_length == NO_KEY || key_length >= sizeof split->key)
        return false;
    memcpy(split->key, key, key_length);
    split->key[key_length] = '\0';
    letter_case_lower_text(split->key, key_length);
    split->value = key + key_length;
    trim_key(split->key);
    skip_separators(&split->value, end);
    if (split->value < end && (*split->value == ':' || *split->value == '='))
        split->value++;
    skip_separators(&split->value, end);
    split->value_length = (size_t)(end - split->value);
    return true;
}

/* Contents of the cells of a line. */
struct cells {
    size_t count, filled_count;
    bool has_number_after_first;
};

static void count_cell(void *text, size_t length, void *context)
{
    struct cells *cells = context;
    double number;
    cells->count++;
    if (length > 0)
        cells->filled_count++;
    if (cells->count > 1 && decimal_parse(text, length, &number))
        cells->has_number_after_first = true;
}

bool metadata_line_is_damaged_row(struct csv_fields *fields, const char *line, size_t length, size_t columns)
{
    struct metadata_line split;
    if (metadata_line_split(&split, fields, line, length))
        return false;
    struct cells cells = {0};
    (void)csv_fields_split(fields, line, length, count_cell, &cells);
    return cells.has_number_after_first || (cells.count >= columns && cells.filled_count > 1);
}
